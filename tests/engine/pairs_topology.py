"""An ok and a fail example for each check of topology, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)

PAIRS = {
    "T1": (
        [[SQUARE, s.kerb("k", (1, 1), (5, 1), (5, 4)), s.kerb("m", (1, 1.0012), (5, 1), (5, 4)),
          s.drawing("h", (1, 1), (5, 1), (5, 4))]],
        [[SQUARE, s.kerb("k", (1, 1), (5, 1), (5, 4)), s.kerb("m", (5, 4), (5, 1), (1, 1.0008))]],
        [("T1", "error", "m")],
    ),
    "T4": (
        [[SQUARE, s.tree("a", 50, 50), s.kerb("k", (1, 1), (50.019, 1))]],
        [[SQUARE, s.tree("a", 75, 10), s.kerb("k", (1, 1), (50.021, 1))]],
        [("T4", "error", "a"), ("T4_crossing", "warning", "k")],
    ),
}  # fmt: skip
