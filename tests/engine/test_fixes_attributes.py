"""Fixes of attributes and links: exact before and after, no guess, and the affleurant stays whole."""

from __future__ import annotations

import sqlite3

import pytest

from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.dataset.findings import Finding
from mutualgeo_plugin.engine.geometry.wkb import encode
from mutualgeo_plugin.engine.quality.fixes import application as applying
from mutualgeo_plugin.engine.quality.fixes.registry import propose
from mutualgeo_plugin.engine.quality.fixes.texts import normalise_angle, restore_zeros
from mutualgeo_plugin.engine.quality.profile import load_profile
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.care import check
from mutualgeo_plugin.engine.store.schema import CURRENT
from mutualgeo_plugin.engine.store.store import open_for_writing, open_store
from tests.engine import small_lot as s
from tests.engine.fixes_made import ENVELOPE, KERB, RING, SQUARE, delivered, fix, points, receive, shapes
from tests.engine.run import run


def carried_out(store, findings, confidence="P"):
    """Proposals for findings made by hand, applied; columns of the current objects afterwards."""
    profile = load_profile("pcrs_base")
    with open_for_writing(store, job="fixproposals", context=Context()) as opened:
        run_id = opened.begin_run("fixproposals", Context())
        proposals = propose(StoreBase(opened), findings, profile)
        wanted = [p for p in proposals if p.confidence in ("A", confidence) and p.thing is not None]
        applying.apply(opened, wanted, profile, run_id, Context())
        assert propose(StoreBase(opened), again(opened, findings), profile) == [] or confidence == "A"
    return proposals


def again(store, findings):
    """The findings about the objects that stand for those of before."""
    heirs = dict(store._connection.execute("SELECT uid, competitor FROM lineage WHERE state_to = 'superseded'"))
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
    assert normalise_angle(text) == turned


@pytest.mark.parametrize(
    ("text", "codes", "code"),
    [("6", "CategorieThematique", "06"), ("5", "CategoriePrecision", "005"), ("0", "CategorieThematique", "00"),
     ("06", "CategorieThematique", None), ("12", "CategorieThematique", None), ("²", "CategorieThematique", None),
     ("-6", "CategorieThematique", None), ("", "CategorieThematique", None), ("ELEC", "NatureReseau", None)],
)  # fmt: skip
def test_zeros(text, codes, code):
    assert restore_zeros(text, codes) == code


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
