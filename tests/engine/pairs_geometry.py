"""An ok and a fail example for each check of geometry, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)
RING = ((10, 10), (11, 10), (11, 11), (10, 11), (10, 10))
BOW = ((10, 10), (11, 11), (11, 10), (10, 11), (10, 10))

PAIRS = {
    "G1": (
        [[SQUARE, s.envelope("v", *RING), s.kerb("k", (1, 1), (2, 2), (1, 2), (2, 1))]],
        [[SQUARE, s.envelope("v", *BOW), s.surveyed("LimiteVoiriePCRS", "k", "")]],
        [("G1", "error", "v"), ("G1_null", "error", "k")],
    ),
    "G2": (
        [[SQUARE, s.kerb("k", (1, 1), (1.002, 1)),
          s.surveyed("LimiteVoiriePCRS", "c", s.arc((5, 5), (6, 6), (5, 5)))]],
        [[SQUARE, s.kerb("k", (1, 1), (1, 1)), s.kerb("m", (2, 2), (2.0009, 2)),
          s.surveyed("LimiteVoiriePCRS", "c", s.arc((5, 5), (5, 5), (6, 5)))]],
        [("G2", "error", "k"), ("G2", "error", "m"), ("G2_arc", "error", "c")],
    ),
}  # fmt: skip
