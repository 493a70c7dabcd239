"""Small lots with drawings that a fix mends, and what a base holds before and after."""

from __future__ import annotations

import sqlite3

from mutualgeo_plugin.engine.formats.geopackage import wkb_of
from mutualgeo_plugin.engine.geometry.wkb import decode, leaves
from mutualgeo_plugin.engine.store.care import check
from mutualgeo_plugin.engine.store.schema import CURRENT
from mutualgeo_plugin.engine.store.store import open_store
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
        [("arc", at((1, 1), (2, 2.123), (3, 1, 101.123)))],
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
