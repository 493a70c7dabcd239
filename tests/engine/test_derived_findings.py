"""What nothing has mended is still found once lots are assembled, on what was made of several lots' objects too."""

from __future__ import annotations

import geopandas
import pytest

from tests.engine import small_lot as s
from tests.engine.run import run

#: Tiles of one survey beside each other, metres wide; the first two and the last two merge.
TILES, WIDTH = 4, 20


def piece(rank, name, y, z=100.0, start=0.0, end=WIDTH, *more, **own):
    """The piece of a kerb that a tile holds; `more` are points after its end."""
    left = WIDTH * rank
    points = [(left + start, y, z), (left + end, y, z), *((left + dx, dy, z) for dx, dy in more)]
    return s.kerb(f"{name}{rank}", *points, idObjet=f"{name}{rank}", **own)


#: Defect → pieces of each tile, and the check that tells it.
PLANTS = {
    "a step": ([piece(k, "a", 3, 100.0 if k < 2 else 100.3) for k in range(TILES)], "E2"),
    "a gap": ([piece(k, "b", 6, 100.0, 0.03 if k == 2 else 0.0) for k in range(TILES)], "E1"),
    "an end": ([piece(k, "c", 9) for k in range(2)], "E3"),
    "a line that leaves its emprise": ([piece(0, "d", 12), piece(1, "d", 12, 100.0, 0.0, 10, (10, 45))], "T4_crossing"),
    "a late date": ([piece(k, "e", 15, dateLeve="2024-05-01") for k in range(2)], "A3_published"),
    "two ends of one lot": (
        [piece(0, "f", 18), piece(1, "f", 18, 100.0, 0.0, 10), piece(1, "g", 18, 100.0, 10.02, 20), piece(2, "g", 18)],
        "G15",
    ),
}


def read_findings(folder, base):
    """Findings: code, place to the metre, and the lots that are named."""
    assert run(folder, "checkquality", INPUT=base, FINDINGS=folder / "f.gpkg").exit == 0
    table = geopandas.read_file(folder / "f.gpkg", layer="findings")
    table = table[~table.geometry.is_empty & table.geometry.notna()]
    places = [(round(p.x - s.X), round(p.y - s.Y)) for p in table.geometry]
    named = [set(lots.split("; ")) for lots in table["lots"]]
    return dict(zip(zip(table["code"], places, strict=True), named, strict=True))


def stands_in(thing, rank):
    """Whether a thing belongs to a tile: its number ends its gml:id."""
    return thing.split('"')[1].endswith(str(rank))


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """Findings of the lots as they came, and of the base that was assembled of them."""
    folder = tmp_path_factory.mktemp("tiles")
    lots = []
    for rank in range(TILES):
        things = [thing for pieces, _ in PLANTS.values() for thing in pieces if stands_in(thing, rank)]
        left = WIDTH * rank
        lots.append(s.write(folder / f"t{rank}.gml", s.emprise(f"e{rank}", left, 0, left + WIDTH, 40), *things))
    base = folder / "s.gpkg"
    assert run(folder, "receivelot", INPUT=lots, STORE=base, RECEPTION="reception_ouverte").exit == 0
    before = read_findings(folder, base)
    ran = run(folder, "assemblebase", STORE=base)
    assert ran.report["outputs"]["MERGED"] == 8, ran.report["outputs"]
    return before, read_findings(folder, base)


@pytest.mark.parametrize("plant", PLANTS)
def test_what_nothing_mended_is_found_again(findings, plant):
    before, after = findings
    code = PLANTS[plant][1]
    found = {key: lots for key, lots in before.items() if key[0] == code}
    again = {key: lots for key, lots in after.items() if key[0] == code}
    if code == "A3_published":  # the two pieces are one object now, of which is said once what was said of both
        assert len(again) == 1 and again.keys() < found.keys()
    else:
        assert found and again.keys() == found.keys()
    for key, lots in again.items():
        assert found[key] <= lots <= {f"t{k}" for k in range(TILES)}
