"""An ok and a fail example for each check of structure, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)
RING = ((10, 10), (11, 10), (11, 11), (10, 11), (10, 10))


def listing(gml_id: str, *links: tuple[str, str]) -> str:
    """An emprise that lists objects: (property, href)."""
    lists = "".join(f'<{name} xlink:href="{href}"/>' for name, href in links)
    return s.emprise(gml_id, 0, 0, 50, 50).replace("</EmpriseEchangePCRS>", f"{lists}</EmpriseEchangePCRS>")


def flat_kerb(gml_id: str, **texts: str) -> str:
    return s.surveyed("LimiteVoiriePCRS", gml_id, s.line((1, 1), (9, 9), dim=2), **texts)


def affleurant_of(gml_id: str, nature: str, network: str) -> str:
    own = f"<nature>{nature}</nature><reseau>{network}</reseau><representation"
    return s.affleurant(gml_id, "#r").replace("<representation", own)


PAIRS = {
    "S2": ([[SQUARE]], [[SQUARE, s.emprise("e2", 0, 0, 50, 50)]], [("S2", "error", None)]),
    "S3": (
        [[SQUARE, s.envelope("v", *RING), s.representation("r", "#v"), s.affleurant("a", "#r")]],
        [[SQUARE, s.envelope("v", *RING), s.representation("r", "v", "w"), s.affleurant("a", "#r")]],
        [("S3", "error", "r"), ("S3_hash", "info", None)],
    ),
    "S4": (
        [[listing("e", ("objet", "#a"), ("objet", "b"), ("habillage", "#d")), s.tree("a", 1, 1), s.tree("b", 2, 2),
          s.drawing("d", (1, 1), (2, 2)), s.representation("r", "#v"), s.envelope("v", *RING)],
         [s.tree("z", 1, 1)]],  # without an emprise: S2
        [[listing("e", ("objet", "#a"), ("objet", "#a"), ("objet", "#d"), ("habillage", "#c"), ("objet", "#v")),
          s.tree("a", 1, 1), s.tree("b", 2, 2), s.tree("c", 3, 3), s.drawing("d", (1, 1), (2, 2)),
          s.envelope("v", *RING)],
         [s.emprise("f", 50, 0, 99, 50), s.tree("x", 61, 1), s.tree("y", 62, 1)]],
        [("S4_twice", "warning", "a"), ("S4", "error", "b"), ("S4_wrong", "error", "c"), ("S4_wrong", "error", "d"),
         ("S4_wrong", "error", "v"), ("S4_none", "warning", None)],
    ),
    "S5": (
        [[SQUARE, s.envelope("v", *RING), s.representation("r", "#v"), s.affleurant("a", "#r")]],
        [[SQUARE, s.symbol("y", 10, 10), s.representation("r"), s.affleurant("a", "#r"),
          s.affleurant("b", "#r", "#y")]],
        [("S5", "error", "a"), ("S5_symbol", "warning", "b")],
    ),
    "S6": (
        [[SQUARE, s.tree("a", 1, 1), s.tree("b", 2, 2)], [s.emprise("f", 50, 0, 99, 50), s.tree("c", 61, 1)]],
        [[SQUARE, s.tree("a", 1, 1), s.tree("b", 2, 2), s.kerb("b", (3, 3), (4, 4))],
         [s.emprise("f", 50, 0, 99, 50), s.tree("c", 61, 1, idObjet="ido.a")]],
        [("S6", "error", "a"), ("S6", "error", "b"), ("S6", "error", "b"), ("S6", "error", "c"),
         ("S6_gml", "error", "b"), ("S6_gml", "error", "b")],
    ),
    "S7": (
        [[SQUARE, s.tree("a", 1, 1), affleurant_of("b", "01", "AEP"), affleurant_of("c", "other: siphon", "other: xyz"),
          s.envelope("v", *RING), s.representation("r", "#v"), s.tree("d", 1, 1, thematique="")]],
        [[SQUARE, s.tree("a", 1, 1, thematique="6"), s.tree("b", 1, 1, precisionPlanimetrique="5.0"),
          s.tree("c", 1, 1, precisionAltimetrique="007"), affleurant_of("d", "other: x", "aep"),
          s.tree("f", 1, 1, thematique="other: arbre", qualiteCategorisation="1"),
          s.envelope("v", *RING), s.representation("r", "#v")]],
        [("S7_zero", "error", "a"), ("S7_zero", "error", "b"), ("S7", "error", "c"), ("S7", "error", "d"),
         ("S7", "error", "d"), ("S7", "error", "f"), ("S7_zero", "error", "f")],
    ),
    "S8": (
        [[SQUARE, s.tree("a", 1, 1, 4849), s.tree("b", 1, 1, -99), s.tree("c", 1, 1, -9999)]],
        [[SQUARE, s.tree("a", 1, 1, 17_200), s.tree("b", 1, 1, -150),
          s.kerb("d", (1, 1, 5000), (2, 2, 6000))]],
        [("S8_unit", "warning", "a"), ("S8_unit", "warning", "b"), ("S8_unit", "warning", "d")],
    ),
    "S9": (
        [[SQUARE, s.kerb("a", (1, 1), (5, 5)), flat_kerb("b", precisionAltimetrique="")]],
        [[SQUARE, flat_kerb("a"), flat_kerb("b", precisionAltimetrique="999"), s.kerb("c", (1, 1), (5, 5))]],
        [("S9", "error", "a"), ("S9", "error", "b")],
    ),
}  # fmt: skip
