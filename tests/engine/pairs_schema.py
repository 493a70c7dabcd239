"""An ok and a fail example of the schema check; the schemas themselves are no part of the project."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.formats.schema_files import folder_source, gather, write_copy
from mutualgeo_plugin.engine.quality.base import Inputs
from tests.engine import small_lot as s
from tests.schemas import SCHEMAS

SQUARE = s.emprise("e", 0, 0, 50, 50).replace('gml:id="g', 'gml:id="e.g')
_KEPT = []


@functools.cache
def schemas_copy() -> Path:
    """The schemas as ``fetchschemas`` keeps them, once a session."""
    if not SCHEMAS.is_dir():
        pytest.skip(f"no schemas at {SCHEMAS} (set MUTUALGEO_SCHEMAS)")
    folder = tempfile.TemporaryDirectory(prefix="mutualgeo-test-schemas-")
    _KEPT.append(folder)
    copy = Path(folder.name) / "schemas"
    write_copy(copy, list(gather(folder_source(SCHEMAS))), source="tests", now="2024-06-01T08:00:00Z")
    return copy


def with_schemas(folder: Path) -> Inputs:
    return Inputs(files=str(folder), schemas=str(schemas_copy()))


def own(thing: str, gml_id: str) -> str:
    """The same object with identifiers of its own on its geometry."""
    return thing.replace('gml:id="g', f'gml:id="{gml_id}.g')


PAIRS = {
    "S1": (
        [[SQUARE, own(s.tree("a", 1, 1), "a"), own(s.drawing("d", (1, 1), (2, 2)), "d")]],
        [[SQUARE, own(s.tree("a", 1, 1, thematique="6"), "a"),
          own(s.tree("b", 1, 1), "b").replace("<producteur>P</producteur>", ""),
          own(s.tree("c", 1, 1), "c").replace("<reference>T</reference>", ""),
          own(s.tree("d", 1, 1), "b"),
          own(s.symbol("y", 1, 1), "y").replace("longueur_mm>1<", "longueur_mm>1,5<"),
          own(s.tree("3f", 1, 1), "f"),
          own(s.tree("h", 1, 1), "h").replace("<idObjet>", "<dateLeve>12/05/2020</dateLeve><idObjet>"),
          own(s.affleurant("i", "#r").replace("<representation", "<nature>x</nature><representation"), "i"),
          own(s.tree("j", 1, 1), "j").replace("<thematique>", '<thematique x="1">'),
          own(s.tree("k", 1, 1), "k").replace("<idObjet>", "ici<idObjet>")]],
        [("S1_list", "error", "a"), ("S1_unexpected", "error", "b"), ("S1_missing", "error", "c"),
         ("S1_twice", "error", "d"), ("S1_number", "error", "y"), ("S1_id", "error", "3f"), ("S1_date", "error", "h"),
         ("S1_open", "error", "i"), ("S1_attribute_unexpected", "error", "j"), ("S1_text", "error", "k")],
        with_schemas,
    ),
}  # fmt: skip
