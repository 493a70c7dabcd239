"""Layer names of a DXF, from a mapping file."""

from __future__ import annotations

from pathlib import Path

from ...model.export import FORBIDDEN_IN_DXF_LAYER
from ...model.pcrs import CLASSES
from ...toml.document import read_toml
from ...toml.spec import Fault, Key, Spec


def _check_layer(value: str) -> Fault:
    if not FORBIDDEN_IN_DXF_LAYER & set(value):
        return None
    return "dxf_layer_name", {"value": value, "forbidden": " ".join(sorted(FORBIDDEN_IN_DXF_LAYER))}


DXF_LAYERS = Spec(
    "dxf_mapping_wrong",
    {"layers": Key("table", required=True, keys=dict.fromkeys(CLASSES, Key(check=_check_layer)))},
)


def read_layer_names(path: Path) -> dict[str, str]:
    """Layer names by class, from the table ``[layers]`` of a TOML file.

    Raises
    ------
    EngineError
        ``dxf_mapping_wrong``: not TOML, an unknown class, or a name that DXF does not allow.
    """
    return dict(read_toml(path, DXF_LAYERS)["layers"])
