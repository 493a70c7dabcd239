"""An ok and a fail example for each check of attributes, made by hand."""

from mutualgeo_plugin.engine.quality.base import Inputs
from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)
RING = ((10, 10), (11, 10), (11, 11), (10, 11), (10, 10))
#: Reference day of the examples; the lots are published on 1 January 2024.
DAY = Inputs(today="2024-06-01")


def pillar(gml_id: str, angle: str, length: str = "1") -> str:
    values = {"section": "01", "angleRotation": angle, "longueur": length, "largeur": "1"}
    own = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return s.surveyed("PilierRegulierPCRS", gml_id, s.point(1, 1), own, thematique="05")


def surveyed_on(gml_id: str, day: str) -> str:
    """A tree that was surveyed on a day; dateLeve stands first."""
    return s.tree(gml_id, 1, 1).replace("<idObjet>", f"<dateLeve>{day}</dateLeve><idObjet>")


def by(gml_id: str, producer: str) -> str:
    return s.tree(gml_id, 1, 1, producteur=producer)


PAIRS = {
    "A1": (
        [[SQUARE, s.tree("a", 1, 1)]],
        [[SQUARE, s.tree("a", 1, 1, reference=""), s.tree("b", 2, 2, producteur="NR"),
          s.affleurant("c", "#r", manager="NR"), s.representation("r", "#v"), s.envelope("v", *RING),
          s.tree("d", 3, 3, reference=" "), s.tree("f", 4, 4, producteur=" NR ")]],
        [("A1", "error", "a"), ("A1", "error", "b"), ("A1", "warning", "c"), ("A1", "error", "d"),
         ("A1", "error", "f")],
    ),
    "A2": (  # a drawing may have any theme; a code of no list is S7's
        [[SQUARE, s.tree("a", 1, 1, thematique="06"), s.kerb("b", (1, 1), (5, 5)), s.drawing("d", (1, 1), (2, 2)),
          s.kerb("c", (1, 1), (5, 6), thematique="77")]],
        [[SQUARE, s.tree("a", 1, 1, thematique="03"), s.kerb("b", (1, 1), (5, 5), thematique="00"),
          s.kerb("c", (1, 1), (5, 6), thematique="99"), s.kerb("d", (1, 1), (5, 7), thematique="02")]],
        [("A2", "error", "a"), ("A2", "error", "d"), ("A2_undetermined", "warning", "b"),
         ("A2_undetermined", "warning", "c")],
    ),
    "A3": (
        [[SQUARE, surveyed_on("a", "2024-01-01"), surveyed_on("b", "1990-01-01"), surveyed_on("c", "2020-02-29Z"),
          s.tree("d", 1, 1)]],
        [[SQUARE, surveyed_on("a", "2024-01-02"), surveyed_on("b", "1989-12-31"), surveyed_on("c", "2023-02-29"),
          surveyed_on("d", "2024-06-02"), surveyed_on("e1", "12/05/2020"), surveyed_on("f", "2020-W01-1")],
         [s.emprise("g", 50, 0, 99, 50).replace("2024-01-01", "2024-06-02")]],
        [("A3_published", "error", "a"), ("A3_early", "warning", "b"), ("A3_malformed", "error", "c"),
         ("A3_future", "error", "d"), ("A3_malformed", "error", "e1"), ("A3_malformed", "error", "f"),
         ("A3_future", "error", "g")],
        DAY,
    ),
    "A4": (  # a lot of 1 January 2024: five years before is 1 January 2019
        [[SQUARE, surveyed_on("a", "2019-01-01"), surveyed_on("b", "never"), s.tree("c", 1, 1)]],
        [[SQUARE, surveyed_on("a", "2018-12-31"), surveyed_on("b", "2014-01-01"), surveyed_on("c", "2013-12-31")],
         [surveyed_on("d", "2019-05-31"), surveyed_on("f", "2019-06-01")]],  # no emprise: the reference day
        [("A4", "warning", None), ("A4", "error", None), ("A4", "warning", None)],
        DAY,
    ),
    "A5": (
        [[SQUARE, pillar("a", "0"), pillar("b", "359.99"), pillar("c", "1e2", ".5"), s.symbol("y", 1, 1)]],
        [[SQUARE, pillar("a", "360"), pillar("b", "-0.1"), pillar("c", "1,5"), pillar("d", "0", "0"),
          pillar("f", "NaN", "-1"), s.symbol("y", 1, 1).replace("longueur_mm>1<", "longueur_mm>INF<")]],
        [("A5", "warning", "a"), ("A5", "warning", "b"), ("A5", "error", "c"), ("A5", "error", "d"),
         ("A5", "error", "f"), ("A5", "error", "f"), ("A5", "error", "y")],
    ),
    "A6": (
        [[SQUARE, by("a", "Étude Topo Ouest"), by("b", "Géomètres 73"), by("c", "SDE 35")]],
        [[SQUARE, by("a", "Étude Topo Ouest"), by("b", "TOPO OUEST ETUDE SARL"), by("c", "Etude Toppo Ouest"),
          by("d", "Géomètres 74")], [by("f", "Étude Topo Ouest"), by("g", "Étude Topo Ouest.")]],
        [("A6", "warning", None), ("A6", "warning", None), ("A6", "warning", None), ("A6_unknown", "warning", None)],
        Inputs(producers=("Étude Topo Ouest", "Géomètres 73", "SDE 35")),
    ),
}  # fmt: skip
