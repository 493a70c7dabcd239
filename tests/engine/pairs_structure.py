"""An ok and a fail example for each check of structure, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)
RING = ((10, 10), (11, 10), (11, 11), (10, 11), (10, 10))

PAIRS = {
    "S2": ([[SQUARE]], [[SQUARE, s.emprise("e2", 0, 0, 50, 50)]], [("S2", "error", None)]),
    "S3": (
        [[SQUARE, s.envelope("v", *RING), s.representation("r", "#v"), s.affleurant("a", "#r")]],
        [[SQUARE, s.envelope("v", *RING), s.representation("r", "v", "w"), s.affleurant("a", "#r")]],
        [("S3", "error", "r"), ("S3_hash", "info", None)],
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
}  # fmt: skip
