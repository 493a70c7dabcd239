"""What is a duplicate and what is not: the drawing, its arcs and parts, and what the object says."""

from __future__ import annotations

import itertools

import pytest

from mutualgeo_plugin.engine.formats.geopackage import connect
from tests.engine import small_lot as s
from tests.engine.run import run

ARC = s.surveyed("LimiteVoiriePCRS", "k", s.arc((0, 0), (7, 3), (14, 0)))
CHORDS = s.kerb("c", (0, 0), (7, 3), (14, 0))
TWO_PARTS = s.drawing("h", (0, 0), (1, 0)).replace(
    "</gml:curveMember>",
    f'</gml:curveMember><gml:curveMember><gml:LineString gml:id="g2"><gml:posList>{s.at((2, 0), (3, 0))}</gml:posList>'
    "</gml:LineString></gml:curveMember>",
)
ONE_PART = s.drawing("i", (0, 0), (1, 0), (2, 0), (3, 0))
RING = ((0, 0), (4, 0), (4, 4), (0, 4), (0, 0))
TURNED = ((4, 4), (0, 4), (0, 0), (4, 0), (4, 4))


def number(gml_id: str, text: str) -> str:
    return (
        f'<NumeroVoiriePCRS gml:id="{gml_id}"><idHabillage>h.{gml_id}</idHabillage><thematique>01</thematique>'
        f"<geometrie>{s.point(5, 5)}</geometrie><libelle>{text}</libelle><angleRotation>0</angleRotation>"
        f"<justification>C</justification><taille>2</taille><idNumeroVoirie>{gml_id}</idNumeroVoirie></NumeroVoiriePCRS>"
    )


def cover(gml_id: str, network: str) -> tuple[str, ...]:
    thing = s.affleurant(gml_id, f"#r{gml_id}").replace("</gestionnaire>", f"</gestionnaire><reseau>{network}</reseau>")
    return thing, s.representation(f"r{gml_id}", f"v{gml_id}"), s.envelope(f"v{gml_id}", *RING)


def assembled(tmp_path, *lots) -> dict[str, str]:
    """State of each object after lots are received and assembled."""
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    sources = [s.write(folder / f"{rank}.gml", *things) for rank, things in enumerate(lots)]
    assert run(folder, "receivelot", INPUT=sources, STORE=folder / "s.gpkg").exit == 0
    assert run(folder, "assemblebase", STORE=folder / "s.gpkg").exit == 0
    connection = connect(folder / "s.gpkg", readonly=True)
    tables = connection.execute("SELECT table_name FROM gpkg_contents WHERE table_name LIKE '%PCRS'").fetchall()
    return {
        gml_id: state for (t,) in tables for gml_id, state in connection.execute(f'SELECT gml_id, state FROM "{t}"')
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([ARC], [CHORDS]),
        ([TWO_PARTS], [ONE_PART]),
        ([number("a", "12")], [number("b", "14 bis")]),
        ([*cover("a", "AEP")], [*cover("b", "GAZ")]),
    ],
    ids=["arc, chords", "parts", "labels", "networks"],
)
def test_two_objects(tmp_path, one, other):
    assert set(assembled(tmp_path, one, other).values()) == {"current"}


@pytest.mark.parametrize(
    ("one", "other", "action"),
    [
        (s.kerb("a", (0, 0, 100), (1, 0, 100)), s.kerb("b", (0, 0, 100), (1, 0, 100)), "duplicate"),
        (s.kerb("a", (0, 0, 100), (1, 0, 100)), s.kerb("b", (0, 0, 100), (1, 0, 100.01)), "worse version"),
        (s.tree("a", 1, 1), s.tree("b", 1.0008, 1), "duplicate"),
        (s.tree("a", 1, 1), s.tree("b", 1.0012, 1), "worse version"),
    ],
    ids=["same", "altitude", "0.8 mm", "1.2 mm"],
)
def test_duplicate_or_another_version(tmp_path, one, other, action):
    """What differs by more than 1 mm is no duplicate but, within the precision, another version."""
    assembled(tmp_path, [one], [other])
    (store,) = tmp_path.glob("*/s.gpkg")
    lineage = connect(store, readonly=True).execute("SELECT action FROM lineage WHERE competitor IS NOT NULL")
    assert [row[0] for row in lineage] == [action]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([ARC], [ARC.replace('"k"', '"m"').replace(s.at((0, 0), (7, 3), (14, 0)), s.at((14, 0), (7, 3), (0, 0)))]),
        ([TWO_PARTS], [TWO_PARTS.replace('"h"', '"j"')]),
        ([number("a", "12")], [number("b", "12")]),
        ([s.kerb("a", *RING)], [s.kerb("b", *TURNED)]),
        ([s.kerb("a", *RING)], [s.kerb("b", *TURNED[::-1])]),
        ([s.tree("a", 1, 1)], [s.tree("b", 1.0008, 1, producteur="Q")]),
    ],
    ids=["arc in reverse", "parts", "labels", "ring", "ring in reverse", "0.8 mm"],
)
def test_duplicates(tmp_path, one, other):
    assert sorted(assembled(tmp_path, one, other).values()) == ["current", "superseded"]


def test_a_cover_takes_its_parts_along(tmp_path):
    states = assembled(tmp_path, [*cover("a", "AEP")], [*cover("b", "AEP")])
    for kept, gone in (("a", "b"), ("b", "a")):
        if states[kept] == "current":
            assert [states[f"{p}{gone}"] for p in ("", "r", "v")] == ["superseded"] * 3
            assert [states[f"{p}{kept}"] for p in ("", "r", "v")] == ["current"] * 3


def test_chains_do_not_depend_on_the_order(tmp_path):
    """Three trees 0.8 mm apart: one stays, the same one whatever the order."""
    lots = [[s.tree(name, 1 + x, 1)] for name, x in (("a", 0), ("b", 0.0008), ("c", 0.0016))]
    results = [assembled(tmp_path, *order) for order in itertools.permutations(lots)]
    assert all(result == results[0] for result in results)
    assert sorted(results[0].values()) == ["current", "superseded", "superseded"]
