"""Read → store → write → read again: nothing is lost, nothing is made up."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from tests.engine import small_lot as small
from tests.engine.run import run
from tests.gml_truth import Thing, read_things, sampled
from tests.schemas import SCHEMAS, validate_pcrs

TILES = [
    "L260_C340", "L260_C341", "L263_C297", "L263_C298", "L263_C299", "L264_C297", "L264_C298", "L264_C299",
]  # fmt: skip

#: What one tile holds (counted with the plain reader of tests/gml_truth.py): objects, arcs.
COUNTED = {
    "L260_C340": (73, 3),
    "L260_C341": (100, 37),
    "L263_C297": (192, 34),
    "L263_C298": (153, 21),
    "L263_C299": (34, 0),
    "L264_C297": (174, 16),
    "L264_C298": (158, 24),
    "L264_C299": (199, 23),
}


def tile(lyon: Path, name: str) -> Path:
    return lyon / f"20200716.RIL_{name}_P0.gml"


def exported(tmp_path: Path, sources: list[Path], decimals: int) -> list[Path]:
    """Receive lots and export them again."""
    store, out = tmp_path / "store.gpkg", tmp_path / "out"
    received = run(tmp_path, "receivelot", INPUT=sources, STORE=store)
    assert received.exit == 0, received.texts()
    written = run(tmp_path, "exportpcrs", STORE=store, OUTPUT=out, DECIMALS=decimals)
    assert written.exit == 0, written.texts()
    for key in ("arcs", "vertices", "vertices_z"):
        assert written.report[key]["in"] == written.report[key]["out"] == received.report[key]["in"]
    return [out / f"{source.stem}.gml" for source in sources]


def assert_same(before: dict[tuple[str, str], Thing], after: dict[tuple[str, str], Thing], tolerance: float) -> int:
    """Same objects, texts, links and geometries; returns the number of arcs compared."""
    assert before.keys() == after.keys()
    arcs = 0
    for key, thing in before.items():
        other = after[key]
        assert other.texts == thing.texts, key
        assert other.links == thing.links, key
        assert [kind for kind, _ in other.pieces] == [kind for kind, _ in thing.pieces], key
        for (kind, points), (_, written) in zip(thing.pieces, other.pieces, strict=True):
            assert written.shape == points.shape, key
            if tolerance == 0:
                np.testing.assert_array_equal(written, points, err_msg=str(key))
            else:
                np.testing.assert_allclose(written, points, rtol=0, atol=tolerance, err_msg=str(key))
            if kind in ("arc", "circle"):
                arcs += 1 if kind == "circle" else (len(points) - 1) // 2
                gap = np.hypot(*(sampled(kind, points) - sampled(kind, written)).T)
                assert gap.max() <= 0.001, (key, gap.max())
    return arcs


@pytest.mark.parametrize("name", TILES)
@pytest.mark.parametrize("decimals", [3, -1])
def test_tile(tmp_path, lyon, name, decimals):
    source = tile(lyon, name)
    (result,) = exported(tmp_path, [source], decimals)
    before, after = read_things(source), read_things(result)
    arcs = assert_same(before, after, 0 if decimals == -1 else 0.0005 + 1e-9)
    assert (len(before), arcs) == COUNTED[name]


def test_all_tiles_together(tmp_path, lyon):
    sources = [tile(lyon, name) for name in TILES]
    results = exported(tmp_path, sources, -1)
    total = 0
    for source, result in zip(sources, results, strict=True):
        total += assert_same(read_things(source), read_things(result), 0)
    assert total == 158


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason=f"schemas absent: {SCHEMAS}")
@pytest.mark.parametrize("decimals", [3, -1])
def test_what_is_written_is_valid(tmp_path, lyon, decimals):
    for result in exported(tmp_path, [tile(lyon, name) for name in TILES], decimals):
        assert validate_pcrs(result) == []


def test_same_bytes_twice(tmp_path, lyon):
    source = [tile(lyon, "L264_C299")]
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    assert exported(first, source, 3)[0].read_bytes() == exported(second, source, 3)[0].read_bytes()


def test_vendee_files_keep_their_oddities(tmp_path, data_folder):
    """typeMur 07, an empty version, gml:coordinates over several lines: all come back as they were."""
    sources = sorted((data_folder / "pcrs_vendee").glob("*.gml"))
    assert len(sources) == 2
    for source, result in zip(sources, exported(tmp_path, sources, -1), strict=True):
        assert_same(read_things(source), read_things(result), 0)
    assert 'version=""' in (tmp_path / "out" / "LeTallud-StGemme-extrait.gml").read_text("utf-8")


def test_geometries_without_an_identifier_are_numbered_from_nought(tmp_path):
    """The numbers are part of what a file's readers compare from one export to the next."""
    lot = small.write(tmp_path / "a.gml", small.emprise("e", -1, -1, 9, 9), small.kerb("k", (0, 0), (5, 0)))
    (result,) = exported(tmp_path, [lot], 3)
    numbered = re.findall(r'gml:id="(\w+__g\d+)"', result.read_text("utf-8"))
    assert [identifier for identifier in numbered if identifier.startswith("k_")] == ["k__g0"]
    assert [identifier for identifier in numbered if identifier.startswith("e_")] == ["e__g0", "e__g1"]
