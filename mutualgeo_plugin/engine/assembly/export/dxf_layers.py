"""Layer names of a DXF, from a mapping file."""

from __future__ import annotations

import tomllib
from pathlib import Path

from ...model.errors import EngineError
from ...model.export import FORBIDDEN_IN_DXF_LAYER
from ...model.pcrs import CLASSES


def read_layer_names(path: Path) -> dict[str, str]:
    """Layer names by class, from the table ``[layers]`` of a TOML file.

    Raises
    ------
    EngineError
        ``dxf_mapping_wrong``: not TOML, an unknown class, or a name that DXF does not allow.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("layers")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EngineError("dxf_mapping_wrong", path=str(path), detail=str(error)) from error
    if not isinstance(table, dict):
        raise EngineError("dxf_mapping_wrong", path=str(path), detail="[layers]")
    for name, layer in table.items():
        if name not in CLASSES:
            raise EngineError("dxf_mapping_wrong", path=str(path), detail=f"layers.{name}")
        if not isinstance(layer, str) or not layer.strip() or FORBIDDEN_IN_DXF_LAYER & set(layer):
            raise EngineError("dxf_mapping_wrong", path=str(path), detail=f"layers.{name} = {layer!r}")
    return dict(table)
