"""Lines that the tiles of one survey have cut become one again; what keeps others apart is told; all can be undone."""

from __future__ import annotations

import sqlite3
from collections import Counter

import numpy as np
import pytest

from mutualgeo_plugin.engine.assembly.joining import tile_merge
from mutualgeo_plugin.engine.formats.geopackage import wkb_of
from mutualgeo_plugin.engine.geometry.wkb import census, decode, leaves
from mutualgeo_plugin.engine.model.edges import SAME_LEVEL
from mutualgeo_plugin.engine.store.care import check
from mutualgeo_plugin.engine.store.schema import CURRENT
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.run import run

KERB, FACADE, DRAWING, SEUIL = "LimiteVoiriePCRS", "FacadePCRS", "HabillageLignesPCRS", "SeuilPCRS"


def dump(store):
    """All objects of the base but the numbers that depend on the order of reception."""
    with sqlite3.connect(store) as connection:
        names = [n for (n,) in connection.execute("SELECT table_name FROM gpkg_geometry_columns")]
        return {
            name: sorted(
                (uid, state, gml_id, wkb_of(geom))
                for uid, state, gml_id, geom in connection.execute(f'SELECT uid, state, gml_id, geom FROM "{name}"')
            )
            for name in names
        }


def current(store, name):
    """Current objects of a class: gml_id → native shape."""
    with sqlite3.connect(store) as connection:
        rows = connection.execute(f'SELECT gml_id, geom FROM "{name}" WHERE state = ?', (CURRENT,)).fetchall()
    return {gml_id: decode(wkb_of(geom)) for gml_id, geom in rows}


def plan(shape):
    """Control points of a shape from the corner of the small lots."""
    return [(round(float(p[0]) - s.X, 3), round(float(p[1]) - s.Y, 3)) for _, a in leaves(shape) for p in a]


@pytest.fixture
def tiles(tmp_path):
    """Receive tiles 10 m wide, side by side, of the objects given for each."""

    def receive(*contents, reverse=False):
        paths = [
            s.write(tmp_path / f"tile{k}.gml", s.emprise(f"e{k}", 10 * k, 0, 10 * k + 10, 10), *things)
            for k, things in enumerate(contents)
        ]
        store = tmp_path / f"base{reverse:d}.gpkg"
        for path in reversed(paths) if reverse else paths:
            received = run(tmp_path, "receivelot", INPUT=path, STORE=store)
            assert received.exit == 0, received.texts()
        return store

    return receive


def merge(tmp_path, store):
    ran = run(tmp_path, "mergetiles", STORE=store)
    assert ran.exit == 0, ran.texts()
    with open_store(store) as opened:
        assert check(opened) == []
    return ran.report


# -- the real tiles ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def merged(lyon, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lyon")
    store = folder / "base.gpkg"
    assert run(folder, "receivelot", INPUT=sorted(lyon.glob("*.gml")), STORE=store).exit == 0
    before = dump(store)
    ran = run(folder, "mergetiles", STORE=store)
    assert ran.exit == 0, ran.texts()
    return folder, store, before, ran.report


def tile(name):
    return name.removeprefix("20200716.RIL_").removesuffix("_P0")


def test_lyon_joints(merged):
    """Of the 47 pairs of equal ends, 43 are joints: 4 have a step of more than 2 cm (below)."""
    joints = {(j["class"], *map(tile, j["lots"])): j["count"] for j in merged[3]["joints"]}
    assert joints == {
        # the survey of 2 January 2020: all 6 pairs are level to 5 mm
        (KERB, "L260_C340", "L260_C341"): 2,
        (DRAWING, "L260_C340", "L260_C341"): 4,
        # the survey of 31 December 2019
        (KERB, "L263_C297", "L263_C298"): 3,  # one of them leads to a sliver of 1.9 cm, gml_0fb13b5f
        (DRAWING, "L263_C297", "L263_C298"): 2,  # one with a step of 1 cm: what rounding leaves
        (KERB, "L263_C298", "L263_C299"): 1,
        (DRAWING, "L263_C298", "L263_C299"): 1,  # the sliver of 2 cm gml_b5ed57c1
        (KERB, "L263_C297", "L264_C297"): 1,
        (FACADE, "L263_C297", "L264_C297"): 1,
        (DRAWING, "L263_C297", "L264_C297"): 4,  # two of them close the same drawing, a U cut twice
        (KERB, "L263_C298", "L264_C298"): 2,
        (DRAWING, "L263_C298", "L264_C298"): 1,
        (KERB, "L263_C299", "L264_C299"): 1,
        (DRAWING, "L263_C299", "L264_C299"): 4,  # 5 pairs less the step of 0.51 m
        (KERB, "L264_C297", "L264_C298"): 3,
        (DRAWING, "L264_C297", "L264_C298"): 6,  # 7 pairs less a step of 4 cm; one of exactly 2 cm is joined
        (KERB, "L264_C298", "L264_C299"): 3,  # one of exactly 2 cm
        (DRAWING, "L264_C298", "L264_C299"): 4,  # 5 pairs less a step of 3 cm; the facade's pair is 3 cm apart too
    }
    assert sum(joints.values()) == 47 - 4


def test_lyon_not_merged(merged):
    told = {(n["reason"], *sorted(o[:12] for o in n["objects"])): n["measured"] for n in merged[3]["not_merged"]}
    assert told == {
        ("altitude", "gml_34217602", "gml_dcf3345e"): 0.51,
        ("altitude", "gml_e49fdf0a", "gml_ff43b4f9"): 0.04,
        ("altitude", "gml_5dcdc847", "gml_e2a82305"): 0.03,  # their other ends are level: the two become one object
        ("altitude", "gml_01254dca", "gml_86b251ad"): 0.03,  # a sliver of 2.7 cm
        ("class", "gml_da6c16c9", "gml_e6a03017"): None,  # a facade goes on as a threshold
        # slivers at a limit beyond which no tile was delivered: nothing continues them
        ("sliver", "gml_49d5a9dd"): 0.015,
        ("sliver", "gml_1f568671"): 0.0291,
    }  # gml_d77b68e3, 5 mm long, lies 10 m inside its tile: no neatline has cut it, it is no business of tiles
    assert all(n["measured"] > SAME_LEVEL for n in merged[3]["not_merged"] if n["reason"] == "altitude")


def test_lyon_chains(merged):
    """Parents per object: 43 joints hold 75 objects together in 35; a U joins its two ends to one object."""
    _, store, _, report = merged
    parents = Counter((m["class"], len(m["parents"])) for m in report["merged"])
    # kerbs: 10 x 1 + 2 + 4 = 16 joints; facade: 1; drawings: 21 pairs + 1 triple, of which 3 are joined twice: 26
    assert parents == {(KERB, 2): 10, (KERB, 3): 1, (KERB, 5): 1, (FACADE, 2): 1, (DRAWING, 2): 21, (DRAWING, 3): 1}
    with sqlite3.connect(store) as connection:
        ids = dict(connection.execute(f"SELECT uid, gml_id FROM {KERB}"))
    five = next(m for m in report["merged"] if len(m["parents"]) == 5)
    # from L264_C297 by the south east corner of L263_C298 (a piece of 10 cm in L264_C298) to L264_C299
    assert {ids[u][:12] for u in five["parents"]} == {
        "gml_8e5b95b6", "gml_6538bc8a", "gml_8ed262af", "gml_ecc7d6f3", "gml_42058d37",
    }  # fmt: skip


def test_lyon_loses_nothing(merged):
    """Arcs stay; a joint is one point instead of two, but beside an arc, where the encoding repeats it (2 of 43)."""
    _, store, before, report = merged
    assert report["arcs"] == {"in": 158, "out": 158}
    assert report["vertices"]["in"] - report["vertices"]["out"] == 43 - 2
    assert report["vertices_z"]["in"] - report["vertices_z"]["out"] == 43 - 2
    beside_arcs = 0
    for name in (KERB, DRAWING):
        for shape in current(store, name).values():
            for curve in shape[1] if shape[0] == "multicurve" else [shape]:
                kinds = [kind for kind, _ in leaves(curve)]
                beside_arcs += sum("arc" in pair for pair in zip(kinds, kinds[1:], strict=False))
    had = sum(
        sum("arc" in pair for pair in zip(kinds, kinds[1:], strict=False))
        for name in (KERB, DRAWING)
        for *_, wkb in before[name]
        for curve in (decode(wkb)[1] if decode(wkb)[0] == "multicurve" else [decode(wkb)])
        for kinds in [[kind for kind, _ in leaves(curve)]]
    )
    assert beside_arcs - had == 2
    assert report["counts"]["in"][KERB] - report["counts"]["out"][KERB] == 16
    assert report["counts"]["in"][DRAWING] - report["counts"]["out"][DRAWING] == 21 + 2
    after = dump(store)
    for name, rows in before.items():  # every object received is there, bit for bit
        kept = {(uid, gml_id, wkb) for uid, _, gml_id, wkb in after[name]}
        assert {(uid, gml_id, wkb) for uid, _, gml_id, wkb in rows} <= kept


def test_lyon_uncut_polygons(merged):
    """Eight envelopes lie across the limit of their tile; each is in one tile only, and stays whole."""
    assert (merged[3]["uncut"], merged[3]["uncut_twice"]) == ({"AffleurantEnveloppePCRS": 8}, {})


def test_lyon_undone_and_done_again(merged, tmp_path):
    folder, store, before, report = merged
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(store.read_bytes())
    done = dump(copy)
    undone = run(tmp_path, "undorun", STORE=copy, RUN=report["outputs"]["RUN"])
    assert undone.report["outputs"] == {"STORE": str(copy), "RESTORED": 75, "UNDONE": 35}
    states = {name: [r for r in rows if not r[0].startswith("derived-")] for name, rows in dump(copy).items()}
    assert states == before
    assert undone.report["vertices"]["out"] == report["vertices"]["in"]
    again = run(tmp_path, "undorun", STORE=copy, RUN=report["outputs"]["RUN"])
    assert (again.status, "déjà annulé" in again.report["message"]) == ("refused", True)
    merge(tmp_path, copy)
    assert dump(copy) == done


def test_lyon_in_any_order(merged, lyon, tmp_path):
    store = tmp_path / "base.gpkg"
    for path in sorted(lyon.glob("*.gml"), reverse=True):
        run(tmp_path, "receivelot", INPUT=path, STORE=store)
    report = merge(tmp_path, store)
    assert dump(store) == dump(merged[1])
    assert report["joints"] == merged[3]["joints"]


# -- drawn by hand ----------------------------------------------------------------------------------------------------


def test_direction_is_that_of_the_longest(tmp_path, tiles):
    store = tiles([s.kerb("short", (10, 5), (8, 5))], [s.kerb("long", (10, 5), (14, 5), (19, 6))])
    report = merge(tmp_path, store)
    assert {k: plan(v) for k, v in current(store, KERB).items()} == {"long": [(8, 5), (10, 5), (14, 5), (19, 6)]}
    assert report["vertices"] == {"in": 15, "out": 14}  # 10 of them are the emprises' own


def test_a_loop_closes(tmp_path, tiles):
    store = tiles(
        [s.kerb("west", (10, 2), (5, 2), (5, 8), (10, 8))], [s.kerb("east", (10, 2), (13, 2), (13, 8), (10, 8))]
    )
    merge(tmp_path, store)
    ((gml_id, shape),) = current(store, KERB).items()
    points = plan(shape)
    assert (gml_id, len(points), points[0]) == ("west", 7, points[-1])
    assert set(points) == {(10, 2), (5, 2), (5, 8), (10, 8), (13, 2), (13, 8)}


def test_arcs_are_joined_as_arcs(tmp_path, tiles):
    arc = s.surveyed(KERB, "arc", s.arc((6, 5), (8, 6), (10, 5)))
    store = tiles([arc], [s.kerb("line", (15, 5), (10, 5))])
    report = merge(tmp_path, store)
    assert report["arcs"] == {"in": 1, "out": 1}
    ((_, shape),) = current(store, KERB).items()
    assert (shape[0], [kind for kind, _ in leaves(shape)]) == ("compound", ["line", "arc"])
    assert plan(shape) == [(15, 5), (10, 5), (10, 5), (8, 6), (6, 5)]


def test_parts_of_a_drawing_stay_apart(tmp_path, tiles):
    """A U cut twice: one tile holds the bend, the other one two legs as one drawing of two parts."""
    legs = s.drawing("legs", (10, 2), (15, 2)).replace(
        "</gml:MultiCurve>",
        f'<gml:curveMember><gml:LineString gml:id="g2"><gml:posList>{s.at((10, 8), (16, 8))}</gml:posList>'
        "</gml:LineString></gml:curveMember></gml:MultiCurve>",
    )
    store = tiles([s.drawing("bend", (10, 2), (9, 5), (10, 8))], [legs])
    merge(tmp_path, store)
    ((_, shape),) = current(store, DRAWING).items()
    assert [plan(part) for part in shape[1]] == [[(15, 2), (10, 2), (9, 5), (10, 8), (16, 8)]]


@pytest.mark.parametrize(
    ("west", "east", "reasons"),
    [
        ({}, {}, []),
        ({}, {"z": 100.02}, []),
        ({}, {"z": 100.03}, ["altitude"]),
        ({}, {"qualiteCategorisation": "02"}, ["attributes"]),
        ({}, {"dateLeve": "2024-01-02"}, ["attributes"]),
        ({}, {"x": 10.0005}, []),
        ({}, {"x": 10.003}, None),
        ({}, {"producteur": "Q"}, None),
        ({"dateLeve": "2024-01-01"}, {"dateLeve": "2024-03-01"}, None),
    ],
)
def test_what_is_one_line(tmp_path, tiles, west, east, reasons):
    """None: the ends do not meet, or two surveys meet, which is for edge matching."""
    place = {"x": east.pop("x", 10.0), "z": east.pop("z", 100)}
    store = tiles(
        [s.kerb("w", (1, 5), (10, 5), **{"dateLeve": "2024-01-01", **west})],
        [s.kerb("e", (place["x"], 5, place["z"]), (18, 5), **{"dateLeve": "2024-01-01", **east})],
    )
    report = merge(tmp_path, store)
    assert [n["reason"] for n in report["not_merged"]] == (reasons or [])
    assert len(report["merged"]) == int(reasons == [])


def test_three_ends_are_ambiguous(tmp_path, tiles):
    store = tiles([s.kerb("a", (1, 5), (10, 5)), s.kerb("b", (1, 2), (10, 5))], [s.kerb("c", (10, 5), (18, 5))])
    report = merge(tmp_path, store)
    assert [(n["reason"], sorted(n["objects"]), n["measured"]) for n in report["not_merged"]] == [
        ("ambiguous", ["a", "b", "c"], 3.0)
    ]
    assert report["merged"] == []


def test_a_later_tile_goes_on(tmp_path, tiles):
    """What is merged already is merged with what comes later; the lots of all parents are its own."""
    first = [s.kerb("a", (1, 5), (10, 5))], [s.kerb("b", (10, 5), (20, 5))]
    third = [s.kerb("c", (20, 5), (29, 5))]
    store = tiles(*first)
    merge(tmp_path, store)
    late = s.write(tmp_path / "late.gml", s.emprise("e2", 20, 0, 30, 10), *third)
    run(tmp_path, "receivelot", INPUT=late, STORE=store)
    merge(tmp_path, store)
    assert [plan(v) for v in current(store, KERB).values()] == [[(1, 5), (10, 5), (20, 5), (29, 5)]]


def test_order_of_tiles_changes_nothing(tmp_path, tiles):
    contents = [
        [s.kerb("a", (1, 5), (10, 5)), s.drawing("x", (2, 2), (10, 2))],
        [s.kerb("b", (10, 5), (20, 5)), s.drawing("y", (13, 2), (10, 2))],
        [s.kerb("c", (29, 5), (20, 5))],
    ]
    stores = [tiles(*contents), tiles(*contents, reverse=True)]
    for store in stores:
        merge(tmp_path, store)
    assert dump(stores[0]) == dump(stores[1])


def test_a_lost_vertex_is_a_failure(tmp_path, tiles, monkeypatch):
    store = tiles([s.kerb("w", (1, 5), (5, 6), (10, 5))], [s.kerb("e", (10, 5), (18, 5))])
    before = dump(store)
    honest = tile_merge.join_chains

    def careless(first, second):
        pieces, less = honest(first, second)
        kind, points = pieces[0]
        return [(kind, np.delete(points, 1, axis=0))], less

    monkeypatch.setattr(tile_merge, "join_chains", careless)
    ran = run(tmp_path, "mergetiles", STORE=store)
    assert (ran.status, "vertices" in ran.report["message"]) == ("failed", True)
    assert dump(store) == before
    assert census(before[KERB][0][3])[0] > 0
