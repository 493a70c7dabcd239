"""One function for what must not be done in two ways: reading files of others, decoding, bringing into a system."""

from __future__ import annotations

import ast

import pytest

from tests.conftest import ROOT

ENGINE = ROOT / "mutualgeo_plugin" / "engine"

#: What stands in one place: how it shows in the source → the files that it may stand in, with the reason.
ONCE: dict[str, dict[str, str]] = {
    "import pyogrio": {"formats/gdal.py": "the door to GDAL"},
    "import rasterio": {"formats/raster.py": "the door to images"},
    "import Transformer": {
        "geometry/crs.py": "operations, with their stated accuracy",
        "geometry/systems.py": "bringing coordinates into a system",
        "demo/registers.py": "makes coordinates, brings none of others",
    },
    "import TransformerGroup": {"geometry/crs.py": "operations, with their stated accuracy"},
    ".to_crs": {},
    ".from_user_input": {"geometry/systems.py": "code of a system as files write it"},
    ".apply": {"geometry/systems.py": "bringing coordinates into a system"},
    ".decode": {
        "formats/texts.py": "the decoder",
        "formats/encodings.py": "asks a codec what it makes of all bytes",
        "formats/pcrs/head.py": "name of an element, which expat has read",
        "toml/document.py": "TOML is UTF-8, what is not is refused",
        "toml/text_encoding.py": "guesses an encoding for the refusal alone",
        "quality/checks/delivery/files.py": "an XML declaration, ASCII by its grammar",
        "assembly/export/masks.py": "own letters without accents",
        "outputs.py": "a long name of a file is cut between two characters",
        "store/dialect.py": "lets a text that is no UTF-8 be looked at, where a base is judged",
        "store/edited_objects.py": "asks whether what a hand has left in a column is the UTF-8 that it must be",
    },
    ".ParserCreate": {
        "formats/xml_parser.py": "the maker of expat's parsers",
        "formats/delivery_content.py": "looks at the root alone: what the file has besides is told by who reads it",
        "outputs.py": "reads back what the engine wrote",
        "store/edited_objects.py": "looks at a piece whose prefixes are declared where it goes; none has a DOCTYPE",
    },
    ".make_valid": {
        "geometry/tangles.py": "areas that do not cross themselves, as far as that can be made in time",
        "quality/fixes/crossings.py": "one polygon, looked at before",
    },
}


def marks(source: str) -> set[str]:
    """Signs of `ONCE` in a source: imports of modules and of names, and attributes that are called."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {f"import {alias.name.split('.')[0]}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(f"import {(node.module or '').split('.')[0]}")
            found |= {f"import {alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.add(f".{node.func.attr}")
    return found


SOURCES = {path.relative_to(ENGINE).as_posix(): marks(path.read_text("utf-8")) for path in ENGINE.rglob("*.py")}


@pytest.mark.parametrize("mark", ONCE)
def test_it_stands_where_it_may(mark: str) -> None:
    assert {path for path, found in SOURCES.items() if mark in found} == set(ONCE[mark])


def test_a_second_one_is_seen() -> None:
    """The scan itself: at the top and inside a function, plain and dotted."""
    inside = "def f():\n import pyogrio.raw\n from pyproj import Transformer as T\n x.to_crs(1)\n b'a'.decode()"
    assert marks(inside) >= {"import pyogrio", "import Transformer", ".to_crs", ".decode"}
    assert not marks("from .gdal import read_info\nfrom ..geometry.systems import to_system\nto_system(1)") & set(ONCE)
