"""An ok and a fail example for each check of attributes, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)
RING = ((10, 10), (11, 10), (11, 11), (10, 11), (10, 10))

PAIRS = {
    "A1": (
        [[SQUARE, s.tree("a", 1, 1)]],
        [[SQUARE, s.tree("a", 1, 1, reference=""), s.tree("b", 2, 2, producteur="NR"),
          s.affleurant("c", "#r", manager="NR"), s.representation("r", "#v"), s.envelope("v", *RING)]],
        [("A1", "error", "a"), ("A1", "error", "b"), ("A1", "warning", "c")],
    ),
}  # fmt: skip
