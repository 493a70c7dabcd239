"""Fixes: exact before and after, nothing else changed, again is nothing, undone is as before; what no fix may take."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter

import numpy as np
import pytest

from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.demo.make import make_demo
from mutualgeo_plugin.engine.geometry import chains, mending
from mutualgeo_plugin.engine.geometry.wkb import census, decode, encode, leaves
from mutualgeo_plugin.engine.model.checks import CHECKS
from mutualgeo_plugin.engine.model.fixes import ELSEWHERE, GEOMETRY, MAY_TAKE, ORDER, RUN_INSTEAD
from mutualgeo_plugin.engine.model.messages import MESSAGES
from mutualgeo_plugin.engine.quality.findings import Finding
from mutualgeo_plugin.engine.quality.fixes import apply as applying
from mutualgeo_plugin.engine.quality.fixes.layers import LAYERS
from mutualgeo_plugin.engine.quality.fixes.registry import FIXERS, propose
from mutualgeo_plugin.engine.quality.fixes.texts import in_turn, with_zeros
from mutualgeo_plugin.engine.quality.profile import load_profile
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.care import check
from mutualgeo_plugin.engine.store.geopackage import wkb_of
from mutualgeo_plugin.engine.store.schema import CURRENT
from mutualgeo_plugin.engine.store.store import open_store, writing
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.engine.test_tiles import dump

KERB, FACADE, SEUIL, PILLAR = "LimiteVoiriePCRS", "FacadePCRS", "SeuilPCRS", "PilierParticulierPCRS"
ENVELOPE = "AffleurantEnveloppePCRS"
SQUARE = s.emprise("e", 0, 0, 50, 50)
RING = ((10, 10), (11, 10), (11, 11), (10, 11), (10, 10))


def receive(folder, *lots):
    sources = [s.write(folder / f"lot{rank}.gml", *things) for rank, things in enumerate(lots)]
    ran = run(folder, "receivelot", INPUT=sources, STORE=folder / "s.gpkg", RECEPTION="reception_ouverte")
    assert ran.exit == 0, ran.texts()
    return folder / "s.gpkg"


def fix(folder, store, **parameters):
    ran = run(folder, "fixproposals", STORE=store, **parameters)
    assert ran.exit == 0, (ran.texts(), ran.report.get("traceback"))
    with open_store(store) as opened:
        assert check(opened) == []
    return ran.report


def shapes(store, state=CURRENT):
    """Native shapes by class and gml:id."""
    with sqlite3.connect(store) as connection:
        names = [n for (n,) in connection.execute("SELECT table_name FROM gpkg_geometry_columns")]
        return {
            (name, gml_id): decode(wkb_of(geom))
            for name in names
            for gml_id, geom in connection.execute(f'SELECT gml_id, geom FROM "{name}" WHERE state = ?', (state,))
            if geom is not None
        }


def points(shape):
    """Control points of each piece, from the corner of the small lots: (kind, ((x, y, z), …))."""
    return [
        (kind, tuple((round(float(p[0]) - s.X, 4), round(float(p[1]) - s.Y, 4), *map(float, p[2:])) for p in a))
        for kind, a in leaves(shape)
    ]


def at(*places):
    return tuple((float(p[0]), float(p[1]), float(p[2]) if len(p) > 2 else 100.0) for p in places)


def delivered(store):
    """Objects of deliveries, whatever runs have made beside them."""
    return {name: [row for row in rows if not row[0].startswith("derived-")] for name, rows in dump(store).items()}


def chain(gml_id, *segments):
    """A kerb of pieces: ("line" or "arc", points…)."""
    kinds = {"line": "LineStringSegment", "arc": "Arc"}
    inner = "".join(f"<gml:{kinds[k]}><gml:posList>{s.at(*p)}</gml:posList></gml:{kinds[k]}>" for k, *p in segments)
    curve = (
        '<gml:Curve gml:id="g" srsName="EPSG:3946" srsDimension="3"><gml:segments>'
        + inner
        + "</gml:segments></gml:Curve>"
    )
    return s.surveyed(KERB, gml_id, curve)


def of(cls, gml_id, *places, **texts):
    return s.surveyed(cls, gml_id, s.line(*places), **{"thematique": "02", **texts})


#: check → (lot, object, confidence, its pieces afterwards; None where it is put aside).
DRAWINGS = {
    "G2_arc": (
        [chain("k", ("line", (1, 1), (2, 1)), ("arc", (2, 1), (2, 1), (4, 1)), ("line", (4, 1), (6, 1)))],
        (KERB, "k"), "A",
        [("line", at((1, 1), (2, 1))), ("line", at((2, 1), (4, 1))), ("line", at((4, 1), (6, 1)))],
    ),
    "G2": ([s.kerb("k", (1, 1), (1.0005, 1))], (KERB, "k"), "A", None),
    "G3": (
        [s.kerb("k", (1, 1, 100), (2, 1, 101), (2, 1, 101.004), (3, 1, 102), (3, 1, 102), (4, 2, 103))],
        (KERB, "k"), "A",
        [("line", at((1, 1, 100), (2, 1, 101), (3, 1, 102), (4, 2, 103)))],
    ),
    "G3_arc": (  # the repeated vertex between two arcs goes; the arcs stay to the last digit
        [chain("k", ("arc", (1, 1), (2, 2), (3, 1)), ("line", (3, 1), (3, 1)), ("arc", (3, 1), (4, 0.2), (5, 1)))],
        (KERB, "k"), "A",
        [("arc", at((1, 1), (2, 2), (3, 1))), ("arc", at((3, 1), (4, 0.2), (5, 1)))],
    ),
    "G4": (
        [s.kerb("k", (1, 1), (2, 1), (2.003, 1, 101), (3, 2))],
        (KERB, "k"), "P",
        [("line", at((1, 1), (2.003, 1, 101), (3, 2)))],
    ),
    "G5": ([s.kerb("k", (1, 1), (1.03, 1))], (KERB, "k"), "P", None),
    "G6": (
        [s.kerb("k", (1, 1), (3, 1), (3.2, 1.0), (3.0, 1.01), (5, 1.3))],
        (KERB, "k"), "P",
        [("line", at((1, 1), (3, 1), (3.0, 1.01), (5, 1.3)))],
    ),
    "G6_short": (  # the spike comes back to where it left: one vertex is enough there
        [s.kerb("k", (1, 1), (3, 1), (3.2, 1.0), (3.0, 1.002), (5, 1.3))],
        (KERB, "k"), "P",
        [("line", at((1, 1), (3, 1), (5, 1.3)))],
    ),
    "G6_ring": (  # a closed line whose spike is where it closes
        [s.kerb("k", (3.2, 1), (3, 1), (1, 1), (1, 3), (3, 3), (3.0, 1.01), (3.2, 1))],
        (KERB, "k"), "P",
        [("line", at((3, 1), (1, 1), (1, 3), (3, 3), (3.0, 1.01), (3, 1)))],
    ),
    "G7": (
        [s.kerb("k", (1, 1), (4, 1), (3, 2), (4, 2), (3, 1.2), (2, 3))],
        (KERB, "k"), "P", None,
    ),
    "G9": (
        [of(PILLAR, "p", (1, 1), (2, 1), (2, 2), (1, 2), (1.03, 1.01), thematique="05")],
        (PILLAR, "p"), "P",
        [("line", at((1, 1), (2, 1), (2, 2), (1, 2), (1, 1)))],
    ),
    "G9_open": (
        [of(PILLAR, "p", (1, 1), (2, 1), (2, 2), (1, 2), thematique="05")],
        (PILLAR, "p"), "P",
        [("line", at((1, 1), (2, 1), (2, 2), (1, 2), (1, 1)))],
    ),
    "G10": (
        [of(SEUIL, "d", (1, 1), (1.5, 1.04), (2, 1))],
        (SEUIL, "d"), "P",
        [("line", at((1, 1), (2, 1)))],
    ),
    "G11": (
        [chain("k", ("line", (1, 1), (2, 1)), ("arc", (2, 1, 100), (3, 1.0005, 101), (4, 1, 102)))],
        (KERB, "k"), "A",
        [("line", at((1, 1), (2, 1))), ("line", at((2, 1, 100), (3, 1.0005, 101), (4, 1, 102)))],
    ),
    "G13": (
        [chain("k", ("arc", (1.00012, 1), (2, 2.12345678), (3, 1, 101.1234567)))],
        (KERB, "k"), "A",
        [("arc", at((1, 1), (2, 2.123), (3, 1, 101.1234567)))],
    ),
    "G14": (
        [of(FACADE, "f", (1, 1), (1, 5), (5, 5), (5, 1), (1, 1))],
        (FACADE, "f"), "A",
        [("line", at((1, 1), (5, 1), (5, 5), (1, 5), (1, 1)))],
    ),
    "G1": (
        [s.envelope("v", (10, 10), (11, 11), (11, 10), (10, 11), (10, 10)), s.representation("r", "#v"),
         s.affleurant("a", "#r")],
        (ENVELOPE, "v"), "P",
        [("line", at((10, 10), (11, 10), (11, 11), (10, 11), (10, 10)))],
    ),
    "T6": (
        [of(FACADE, "f", (1, 1), (9, 1)), of(SEUIL, "d", (3, 1, 99), (4, 1.07, 98), thematique="02")],
        (SEUIL, "d"), "P",
        [("line", at((3, 1, 99), (4, 1, 98)))],
    ),
    "G15": (
        [s.kerb("a", (1, 1, 99), (5, 1, 98)), s.kerb("b", (5.03, 1.01, 97), (9, 1), precisionPlanimetrique="040")],
        (KERB, "b"), "P",
        [("line", at((5, 1, 97), (9, 1)))],
    ),
    "E4": ([s.kerb("k", (0.001, 1), (0.03, 1))], (KERB, "k"), "P", None),
    "T1": (
        [s.kerb("k", (1, 1), (5, 1), precisionPlanimetrique="010"), s.kerb("m", (5, 1), (1, 1))],
        (KERB, "k"), "A", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DRAWINGS)
def test_a_drawing_is_mended(tmp_path, case):
    """Exactly what is said, at the first run; a second run finds nothing to do; undone, all is as it was."""
    things, key, confidence, expected = DRAWINGS[case]
    name = case.partition("_")[0]
    store = receive(tmp_path, [SQUARE, *things])
    before, shape = delivered(store), shapes(store)
    quiet = fix(tmp_path, store, CHECKS=[name])
    assert delivered(store) == before
    assert quiet["fixes"][name]["applied"] == 0
    told = "automatic" if confidence == "A" else "to_confirm"
    assert quiet["fixes"][name][told] == 1, quiet["fixes"]
    if confidence == "P":  # what is to be confirmed is not applied with the automatic ones
        assert fix(tmp_path, store, CHECKS=[name], APPLY=True)["fixes"][name]["applied"] == 0
    report = fix(tmp_path, store, CHECKS=[name], APPLY=True, CONFIDENCE=confidence)
    assert report["fixes"][name]["applied"] == 1
    if expected is not None:
        assert points(shapes(store)[key]) == expected
    elif case != "G7":
        assert key not in shapes(store)
    others = {k: encode(v) for k, v in shape.items() if k != key and k[0] != "AffleurantPCRS"}
    assert {k: encode(v) for k, v in shapes(store).items() if k in others} == others
    again = fix(tmp_path, store, CHECKS=[name], APPLY=True, CONFIDENCE=confidence)
    assert again["outputs"]["APPLIED"] == again["outputs"]["PROPOSED"] == 0
    undone = run(tmp_path, "undorun", STORE=store, RUN=report["outputs"]["RUN"])
    assert undone.exit == 0, undone.texts()
    assert delivered(store) == before


def test_a_line_is_untangled_without_losing_a_vertex(tmp_path):
    things, key, *_ = DRAWINGS["G7"]
    store = receive(tmp_path, [SQUARE, *things])
    had = {p for _, own in points(shapes(store)[key]) for p in own}
    fix(tmp_path, store, CHECKS=["G7"], APPLY=True, CONFIDENCE="P")
    ((_, own),) = points(shapes(store)[key])
    assert set(own) == had and own[0] == at((1, 1))[0] and own[-1] == at((2, 3))[0]
    with open_store(store) as opened:
        from mutualgeo_plugin.engine.quality.checks.geometry import g7

        assert g7(StoreBase(opened), load_profile("pcrs_base")) == []


#: What no fix is proposed for: lot, check.
LEFT_ALONE = {
    "an arc with a bow": ([chain("k", ("arc", (1, 1), (2, 1.5), (3, 1)))], "G11"),
    "an outline with arcs": (
        [s.surveyed(KERB, "k", s.arc((5, 5), (6, 6), (5, 5)))], "G1",
    ),
    "a doorstep that bends": ([of(SEUIL, "d", (1, 1), (1.5, 1.4), (2, 1))], "G10"),
    "a doorstep far from its wall": (
        [of(FACADE, "f", (1, 1), (9, 1)), of(SEUIL, "d", (3, 1), (4, 1.3), thematique="02")], "T6",
    ),
    "a degenerate outline of an affleurant": (
        [s.envelope("v", (10, 10), (11, 10), (11, 10), (10, 10)), s.representation("r", "#v"), s.affleurant("a", "#r")],
        "G2",
    ),
    "a bow-tie of a hundred metres' depth in a line of two points": ([s.kerb("k", (1, 1), (3, 3))], "G7"),
}  # fmt: skip


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_what_cannot_be_mended_surely_is_left_alone(tmp_path, case):
    things, name = LEFT_ALONE[case]
    store = receive(tmp_path, [SQUARE, *things])
    before = dump(store)
    report = fix(tmp_path, store, CHECKS=[name], APPLY=True, CONFIDENCE="P")
    assert (report["outputs"]["PROPOSED"], report["outputs"]["APPLIED"]) == (0, 0)
    assert dump(store) == before


# -- attributes and links ---------------------------------------------------------------------------------------------


def carried_out(store, findings, confidence="P"):
    """Proposals for findings made by hand, applied; columns of the current objects afterwards."""
    profile = load_profile("pcrs_base")
    with writing(store, job="fixproposals", context=Context()) as opened:
        run_id = opened.begin_run("fixproposals", Context())
        proposals = propose(StoreBase(opened), findings, profile)
        wanted = [p for p in proposals if p.confidence in ("A", confidence) and p.thing is not None]
        applying.apply(opened, wanted, profile, run_id, Context())
        assert propose(StoreBase(opened), again(opened, findings), profile) == [] or confidence == "A"
    return proposals


def again(store, findings):
    """The findings about the objects that stand for those of before."""
    heirs = dict(store.connection.execute("SELECT uid, competitor FROM lineage WHERE state_to = 'superseded'"))
    return [
        Finding(f.code, f.severity, f.feature_class, f.objects, tuple(heirs.get(u, u) for u in f.uids), f.lots,
                fields=f.fields)
        for f in findings if f.uids
    ]  # fmt: skip


def value(store, name, gml_id, column):
    with sqlite3.connect(store) as connection:
        query = f'SELECT "{column}" FROM "{name}" WHERE gml_id = ? AND state = ?'
        return [v for (v,) in connection.execute(query, (gml_id, CURRENT))]


def found(store, code, name, gml_id, /, **fields):
    """A finding on an object."""
    with sqlite3.connect(store) as connection:
        uid, lot = connection.execute(
            f'SELECT uid, lot_id FROM "{name}" WHERE gml_id = ? AND state = ?', (gml_id, CURRENT)
        ).fetchone()
    return Finding(code, "error", name, (gml_id,), (uid,), (lot,), fields=fields)


SYMBOL = s.symbol("y", 1, 1).replace("<angleRotation>0<", "<angleRotation>-90.50<")


@pytest.mark.parametrize(
    ("thing", "name", "column", "code", "fields", "after", "confidence"),
    [
        (s.kerb("k", (1, 1), (3, 1), thematique="3"), KERB, "thematique", "S7_zero",
         {"property": "thematique", "value": "3", "code": "03"}, "03", "A"),
        (s.kerb("k", (1, 1), (3, 1), precisionPlanimetrique="5"), KERB, "precisionPlanimetrique", "S7_zero",
         {"property": "precisionPlanimetrique", "value": "5", "code": "005"}, "005", "A"),
        (s.kerb("k", (1, 1), (3, 1), thematique="77"), KERB, "thematique", "S7",
         {"property": "thematique", "value": "77", "codes": "CategorieThematique"}, None, None),
        (s.kerb("k", (1, 1), (3, 1), thematique="00"), KERB, "thematique", "A2_undetermined",
         {"value": "00"}, "03", "A"),
        (s.kerb("k", (1, 1), (3, 1), thematique="02"), KERB, "thematique", "A2", {"value": "02"}, "03", "P"),
        (s.surveyed("MarcheEscalierPCRS", "k", s.line((1, 1), (3, 1)), thematique="05"), "MarcheEscalierPCRS",
         "thematique", "A2", {"value": "05"}, None, None),
        (SYMBOL, "AffleurantSymbolePCRS", "angleRotation", "A5", {"property": "angleRotation", "value": "-90.50"},
         "269.50", "A"),
    ],
)  # fmt: skip
def test_an_attribute_is_mended(tmp_path, thing, name, column, code, fields, after, confidence):
    store = receive(tmp_path, [SQUARE, thing])
    gml_id = "y" if name == "AffleurantSymbolePCRS" else "k"
    (before,) = value(store, name, gml_id, column)
    shape = shapes(store)[name, gml_id]
    proposals = carried_out(store, [found(store, code, name, gml_id, **fields)])
    assert [(p.before, p.after, p.confidence) for p in proposals] == ([(before, after, confidence)] if after else [])
    assert value(store, name, gml_id, column) == [after or before]
    assert encode(shapes(store)[name, gml_id]) == encode(shape)  # the drawing to the byte
    with open_store(store) as opened:
        assert check(opened) == []


@pytest.mark.parametrize(
    ("text", "turned"),
    [("360", "0"), ("-10", "350"), ("725.25", "5.25"), ("359.999", None), ("0", None), ("nord", None), ("", None),
     ("NaN", None), ("Infinity", None), (None, None), ("1e400", None), ("-0.0", None)],
)  # fmt: skip
def test_angles(text, turned):
    assert in_turn(text) == turned


@pytest.mark.parametrize(
    ("text", "codes", "code"),
    [("6", "CategorieThematique", "06"), ("5", "CategoriePrecision", "005"), ("0", "CategorieThematique", "00"),
     ("06", "CategorieThematique", None), ("12", "CategorieThematique", None), ("²", "CategorieThematique", None),
     ("-6", "CategorieThematique", None), ("", "CategorieThematique", None), ("ELEC", "NatureReseau", None)],
)  # fmt: skip
def test_zeros(text, codes, code):
    assert with_zeros(text, codes) == code


def test_one_spelling_of_a_producer_in_its_lot_alone(tmp_path):
    mine = [
        s.emprise("e", 0, 0, 50, 50),
        s.kerb("k", (1, 1), (3, 1), producteur="Geo Ouest"),
        s.kerb("m", (1, 5), (3, 5)),
    ]
    theirs = [s.emprise("f", 50, 0, 99, 50), s.kerb("n", (61, 1), (63, 1), producteur="Geo Ouest")]
    store = receive(tmp_path, mine, theirs)
    finding = Finding(
        "A6", "warning", "", lots=(1,), fields={"lot": "lot0", "value": "Geo Ouest", "known": "Géo-Ouest"}
    )
    (proposal,) = carried_out(store, [finding])
    assert (proposal.confidence, proposal.before, proposal.after) == ("P", "Geo Ouest", "Géo-Ouest")
    assert [value(store, KERB, g, "producteur") for g in "kmn"] == [["Géo-Ouest"], ["P"], ["Geo Ouest"]]


def test_numbers_of_one_lot_are_told_apart(tmp_path):
    store = receive(
        tmp_path,
        [SQUARE, *(s.tree(g, k, 1, idObjet="o") for k, g in enumerate("abc")), s.tree("d", 9, 9, idObjet="o_2")],
    )
    report = fix(tmp_path, store, CHECKS=["S6"], APPLY=True, CONFIDENCE="P")
    assert [value(store, "ArbrePCRS", g, "idObjet") for g in "abcd"] == [["o"], ["o_3"], ["o_4"], ["o_2"]]
    assert report["fixes"]["S6"] == {
        "found": 3, "automatic": 0, "to_confirm": 2, "to_run": 0, "applied": 2, "left_out": 0, "after": 0,
    }  # fmt: skip


def test_links_get_their_hash_and_the_affleurant_stays_whole(tmp_path):
    """The whole chain is made anew, so that each link leads to the version that is current."""
    things = [s.envelope("v", *RING), s.representation("r", "v"), s.affleurant("a", "r", "y"), s.symbol("y", 10, 10)]
    store = receive(tmp_path, [SQUARE, *things])
    before = delivered(store)
    report = fix(tmp_path, store, CHECKS=["S3"], APPLY=True)
    assert report["fixes"]["S3"]["applied"] == 2 and report["fixes"]["S3"]["after"] == 0
    with sqlite3.connect(store) as connection:
        derived = connection.execute(
            "SELECT property, href FROM link WHERE lot_id = (SELECT lot_id FROM lot WHERE kind = 'derived') "
            "ORDER BY property"
        ).fetchall()
    assert derived == [("enveloppe", "#v"), ("representation", "#r"), ("symbolisation", "#y")]
    assert encode(shapes(store)["AffleurantPCRS", "a"]) == encode(shapes(store)[ENVELOPE, "v"])
    undone = run(tmp_path, "undorun", STORE=store, RUN=report["outputs"]["RUN"])
    assert undone.exit == 0 and delivered(store) == before


def test_an_affleurant_follows_its_outline(tmp_path):
    """The outline is mended: affleurant, geometry and symbol stand beside it, and the affleurant is where it is."""
    bow = s.envelope("v", (10, 10), (11, 11), (11, 10), (10, 11), (10, 10))
    store = receive(
        tmp_path, [SQUARE, bow, s.representation("r", "#v"), s.affleurant("a", "#r", "#y"), s.symbol("y", 9, 9)]
    )
    fix(tmp_path, store, CHECKS=["G1"], APPLY=True, CONFIDENCE="P")
    assert points(shapes(store)["AffleurantPCRS", "a"]) == points(shapes(store)[ENVELOPE, "v"])
    with sqlite3.connect(store) as connection:
        lots = {
            name: connection.execute(f'SELECT lot_id FROM "{name}" WHERE state = ?', (CURRENT,)).fetchall()
            for name in ("AffleurantPCRS", "AffleurantGeometriquePCRS", ENVELOPE, "AffleurantSymbolePCRS")
        }
    assert set(map(tuple, lots.values())) == {((2,),)}


# -- what is told and what another algorithm mends --------------------------------------------------------------------


def test_every_mark_of_the_catalogue_is_kept():
    """A check marked A or P has a fixer or an algorithm to run; one that is not marked has none."""
    marked = {check.id for check in CHECKS.values() if check.fix}
    proposed = set(FIXERS) | {code.partition("_")[0] for code in RUN_INSTEAD}
    assert marked - ELSEWHERE == proposed
    assert all(f"fix_{check}" in MESSAGES for check in FIXERS)
    assert set(ORDER) == set(MAY_TAKE) <= set(FIXERS)


def test_what_another_algorithm_mends_is_told_and_not_done(tmp_path):
    store = receive(tmp_path, [SQUARE, s.emprise("e2", 0, 0, 50, 50), s.kerb("k", (1, 1), (60, 1))])
    before = dump(store)
    report = fix(tmp_path, store, CHECKS=["S2", "T4"], APPLY=True, CONFIDENCE="P", OUTPUT=tmp_path / "f.gpkg")
    assert {check: n["to_run"] for check, n in report["fixes"].items()} == {"S2": 1, "T4": 1}
    assert report["outputs"]["APPLIED"] == 0 and dump(store) == before
    with sqlite3.connect(tmp_path / "f.gpkg") as connection:
        rows = connection.execute(
            "SELECT check_id, kind, state, algorithm FROM fix_values ORDER BY check_id"
        ).fetchall()
    assert rows == [("S2", "run", "proposed", "makeemprises"), ("T4", "run", "proposed", "exportpcrs")]


def test_layers_show_before_and_after(tmp_path):
    things, key, _, expected = DRAWINGS["G11"]
    store = receive(tmp_path, [SQUARE, *things, s.kerb("dot", (5, 5), (5.0005, 5))])
    fix(tmp_path, store, CHECKS=["G11", "G2"], OUTPUT=tmp_path / "f.gpkg")
    with sqlite3.connect(tmp_path / "f.gpkg") as connection:
        names = {n for (n,) in connection.execute("SELECT table_name FROM gpkg_contents")}
        rows = {
            layer: connection.execute(
                f'SELECT gml_id, check_id, kind, confidence, state, straightened, geom FROM "{layer}" ORDER BY gml_id'
            ).fetchall()
            for layer in LAYERS[:2]
        }
    assert set(LAYERS) <= names
    assert [row[:6] for row in rows["fix_before"]] == [
        ("dot", "G2", "drop", "A", "proposed", None), ("k", "G11", GEOMETRY, "A", "proposed", 1),
    ]  # fmt: skip
    assert encode(decode(wkb_of(rows["fix_before"][1][-1]))) == encode(shapes(store)[key])  # arcs as arcs
    assert points(decode(wkb_of(rows["fix_after"][0][-1]))) == expected


def test_lineage_says_the_check_and_the_reason(tmp_path):
    store = receive(tmp_path, [SQUARE, *DRAWINGS["G3"][0]])
    report = fix(tmp_path, store, CHECKS=["G3"], APPLY=True)
    with sqlite3.connect(store) as connection:
        rows = connection.execute(
            "SELECT action, state_from, state_to, detail FROM lineage WHERE class = ? AND run_id = ? ORDER BY id",
            (KERB, report["outputs"]["RUN"]),
        ).fetchall()
    why = "G3: 2 sommet(s) répété(s) retirés"
    assert rows == [("fixed", None, "current", why), ("fixed", "current", "superseded", why)]


def test_a_copy_is_mended_and_the_base_is_not(tmp_path):
    store = receive(tmp_path, [SQUARE, *DRAWINGS["G3"][0]])
    before = store.read_bytes()
    report = fix(tmp_path, store, CHECKS=["G3"], APPLY=True, COPY=tmp_path / "copy.gpkg")
    assert report["outputs"]["STORE"] == str(tmp_path / "copy.gpkg")
    assert store.read_bytes() == before
    assert points(shapes(tmp_path / "copy.gpkg")[KERB, "k"]) == DRAWINGS["G3"][3]


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"CHECKS": ["G99"]}, "G99"),
        ({"CONFIDENCE": "X"}, "CONFIDENCE"),
        ({"COPY": "beside.gpkg"}, "APPLY"),
        ({"APPLY": True, "COPY": "s.gpkg"}, "s.gpkg"),
        ({"PROFILE": "no_such_profile"}, "no_such_profile"),
    ],
)
def test_refusals(tmp_path, parameters, says):
    store = receive(tmp_path, [SQUARE, *DRAWINGS["G3"][0]])
    before = store.read_bytes()
    given = {k: tmp_path / v if k == "COPY" else v for k, v in parameters.items()}
    ran = run(tmp_path, "fixproposals", STORE=store, **given)
    assert ran.exit == 1 and ran.status in ("refused", "failed") and says in ran.texts()
    assert store.read_bytes() == before and not (tmp_path / "beside.gpkg").exists()


def test_an_empty_base_has_nothing_to_mend(tmp_path):
    store = receive(tmp_path, [SQUARE])
    report = fix(tmp_path, store, APPLY=True, CONFIDENCE="P", OUTPUT=tmp_path / "f.gpkg")
    assert report["outputs"]["APPLIED"] == 0


# -- nothing is lost --------------------------------------------------------------------------------------------------


def losing(kind):
    """A mend that also does what it does not say."""

    def planted(edit):
        shape = edit.shape
        if kind == "z":
            shape = (shape[0], np.ascontiguousarray(shape[1][:, :2]))
        elif kind == "vertex":
            shape = (shape[0], shape[1][:-1])
        return chains.Edit(shape, edit.dropped, edit.straightened)

    return planted


@pytest.mark.parametrize("kind", ["z", "vertex"])
def test_a_planted_loss_fails_and_rolls_back(tmp_path, monkeypatch, kind):
    store = receive(tmp_path, [SQUARE, *DRAWINGS["G3"][0]])
    before = dump(store)
    real, spoil = mending.without_short_steps, losing(kind)
    monkeypatch.setattr(mending, "without_short_steps", lambda *a, **k: (e := real(*a, **k)) and spoil(e))
    ran = run(tmp_path, "fixproposals", STORE=store, CHECKS=["G3"], APPLY=True)
    assert (ran.exit, ran.status) == (1, "failed"), ran.texts()
    assert "base_lost" in [m["code"] for m in ran.report["messages"]]
    assert dump(store) == before


def test_a_mend_that_takes_an_arc_it_may_not_fails(tmp_path, monkeypatch):
    """G13 may round, not straighten: even where it says so."""
    store = receive(tmp_path, [SQUARE, *DRAWINGS["G13"][0]])
    before = dump(store)
    straight = lambda shape: chains.Edit(("line", shape[1]), straightened=1) if shape[0] == "arc" else None  # noqa: E731
    monkeypatch.setattr(mending, "rounded", straight)
    ran = run(tmp_path, "fixproposals", STORE=store, CHECKS=["G13"], APPLY=True)
    assert (ran.exit, ran.status) == (1, "failed"), ran.texts()
    assert dump(store) == before


def test_rounding_that_would_spoil_a_drawing_is_left_out(tmp_path):
    """Two vertices 2.1 mm apart would be 1.4 mm apart, and then an error of G4: the drawing stays."""
    store = receive(tmp_path, [SQUARE, s.kerb("k", (1, 1), (2.00001, 1.00001), (2.00149, 1.00149), (4, 1))])
    before = dump(store)
    report = fix(tmp_path, store, CHECKS=["G13"], APPLY=True)
    assert (report["fixes"]["G13"]["applied"], report["fixes"]["G13"]["left_out"]) == (0, 1), report["fixes"]
    assert dump(store) == before


def random_chain(rng):
    """A curve of lines and arcs that join to the last digit."""
    at_, pieces = rng.uniform(0, 5, 3), []
    for _ in range(rng.integers(1, 5)):
        bent = bool(rng.integers(2))
        steps = rng.uniform(-1, 1, (2 if bent else rng.integers(1, 4), 3)) * rng.choice([1, 1e-3], (1, 1))
        own = np.vstack((at_, at_ + np.cumsum(steps, axis=0)))
        pieces.append(("arc" if bent else "line", own))
        at_ = own[-1]
    return pieces[0] if len(pieces) == 1 else ("compound", pieces)


@pytest.mark.parametrize("seed", range(40))
def test_every_mend_says_what_it_takes(seed):
    """Random curves: vertices, altitudes and arcs are what the mend says; ends stay; again is nothing."""
    rng = np.random.default_rng(seed)
    shape = random_chain(rng)
    first = list(leaves(shape))[0][1][0]
    for mend in (
        lambda g: mending.without_short_steps(g, 0.005),
        lambda g: mending.without_spikes(g, 60.0, 5.0, 0.001),
        lambda g: mending.without_flat_arcs(g, 0.2, 0.001, 0.005),
        lambda g: mending.without_nil_arcs(g, 0.001),
        mending.turned_round,
        mending.rounded,
        lambda g: mending.ends_alone(g, 10.0),
    ):
        edit = mend(shape)
        if edit is None:
            continue
        had, has = census(encode(shape)), census(encode(edit.shape))
        assert has == (had[0] - edit.dropped, had[1] - edit.dropped, had[2] - edit.straightened)
        ends = [list(leaves(edit.shape))[0][1][0], list(leaves(edit.shape))[-1][1][-1]]
        assert any(np.allclose(first, end, atol=6e-4) for end in ends)
        if mend is not mending.turned_round:
            assert mend(edit.shape) is None


def test_turned_twice_is_the_same():
    shape = random_chain(np.random.default_rng(7))
    twice = mending.turned_round(mending.turned_round(shape).shape).shape
    assert encode(twice) == encode(shape)


# -- real tiles and the demo ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiles(lyon, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lyon")
    received = run(folder, "receivelot", FOLDER=lyon, STORE=folder / "lyon.gpkg")
    assert received.exit == 0, received.texts()
    return folder / "lyon.gpkg"


def findings(folder, store):
    """Findings of every check, by check and severity or worse."""
    ran = run(folder, "checkquality", INPUT=store, FINDINGS=folder / "findings.gpkg")
    assert ran.exit == 0, ran.texts()
    with sqlite3.connect(folder / "findings.gpkg") as connection:
        rows = connection.execute("SELECT check_id, severity FROM findings").fetchall()
    return Counter(check for check, _ in rows), Counter(rows)


#: Proposals for the eight tiles: check → (findings, automatic, to be confirmed, to be run, findings once A is applied).
LYON = {
    "S3": (8, 374, 0, 8, 8), "G3": (1, 1, 0, 0, 0), "G4": (22, 0, 15, 0, 22), "G5": (1, 0, 1, 0, 1),
    "G10": (9, 0, 8, 0, 9), "G11": (9, 9, 0, 0, 0), "G13": (8, 696, 0, 0, 2), "G14": (1, 1, 0, 0, 0),
    "G15": (2, 0, 1, 0, 2), "T1": (1, 1, 0, 0, 0), "T4": (7, 0, 0, 7, 7), "T6": (26, 0, 0, 0, 26),
    "E2": (4, 0, 0, 4, 4), "E4": (5, 0, 2, 3, 5),
}  # fmt: skip


@pytest.mark.parametrize("confidence", ["A", "P"])
def test_the_tiles_of_lyon(tmp_path, tiles, confidence):
    store = tmp_path / "lyon.gpkg"
    shutil.copy(tiles, store)
    before, had = delivered(store), findings(tmp_path, store)
    report = fix(tmp_path, store, APPLY=True, CONFIDENCE=confidence, CHECKS=list(LYON))
    told = {c: (n["found"], n["automatic"], n["to_confirm"], n["to_run"]) for c, n in report["fixes"].items()}
    assert told == {check: row[:4] for check, row in LYON.items()}
    if confidence == "A":
        assert {c: n["after"] for c, n in report["fixes"].items()} == {check: row[4] for check, row in LYON.items()}
        # the duplicate has 36 vertices, one vertex was repeated; the arcs are those that rise less than 2 mm
        assert (report["vertices"], report["arcs"]) == ({"in": 7578, "out": 7541}, {"in": 158, "out": 100})
        assert report["vertices_z"] == {"in": 7535, "out": 7498}
    has = findings(tmp_path, store)
    assert all(has[0][check] <= n for check, n in had[0].items()) and set(has[0]) <= set(had[0])
    for check_id in had[0]:
        assert has[1][check_id, "error"] <= had[1][check_id, "error"], check_id
    assert delivered(store).keys() == before.keys()
    assert {(u, g, w) for rows in delivered(store).values() for u, _, g, w in rows} == {
        (u, g, w) for rows in before.values() for u, _, g, w in rows
    }
    again = fix(tmp_path, store, APPLY=True, CONFIDENCE=confidence, CHECKS=list(LYON))
    assert again["outputs"]["APPLIED"] == 0
    undone = run(tmp_path, "undorun", STORE=store, RUN=report["outputs"]["RUN"])
    assert undone.exit == 0, undone.texts()
    assert delivered(store) == before


def test_a_lot_is_exported_as_it_was_received_and_the_base_as_it_is_mended(tmp_path, tiles):
    store = tmp_path / "lyon.gpkg"
    shutil.copy(tiles, store)
    with open_store(store) as opened:
        (lot,) = [lot["name"] for lot in opened.lots() if "L263_C299" in lot["name"]]

    def exported(name):
        ran = run(tmp_path, "exportpcrs", STORE=store, LOT=lot, OUTPUT=tmp_path / name)
        assert ran.exit == 0, ran.texts()
        (path,) = [tmp_path / name] if (tmp_path / name).is_file() else sorted((tmp_path / name).glob("*.gml"))
        return path.read_bytes()

    before = exported("before")
    fix(tmp_path, store, APPLY=True, CONFIDENCE="P")
    assert exported("after") == before
    whole = run(tmp_path, "exportpcrs", STORE=store, OUTPUT=tmp_path / "all.gpkg", FORMAT="gpkg")
    assert whole.exit == 0, whole.texts()
    assert whole.report["arcs"]["out"] == 100


def test_the_demo(tmp_path):
    """Fixes take findings away and bring none, of whatever check; twice changes nothing."""
    make_demo(tmp_path / "demo")
    store = tmp_path / "s.gpkg"
    run(tmp_path, "receivelot", FOLDER=tmp_path / "demo" / "lots", STORE=store)
    run(tmp_path, "assemblebase", STORE=store)
    had = findings(tmp_path, store)
    report = fix(tmp_path, store, APPLY=True, CONFIDENCE="P")
    has = findings(tmp_path, store)
    assert report["outputs"]["APPLIED"] > 0
    assert all(has[1][key] <= had[1][key] for key in has[1]), has[1] - had[1]
    assert has[0].total() < had[0].total()
    assert fix(tmp_path, store, APPLY=True, CONFIDENCE="P")["outputs"]["APPLIED"] == 0
