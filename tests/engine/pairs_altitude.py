"""An ok and a fail example for each check of altitudes, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)

PAIRS = {
    "Z1": (
        [[SQUARE, s.tree("a", 1, 1), s.kerb("k", (1, 1), (2, 2)),
          s.surveyed("MurPCRS", "m", s.line((1, 1), (2, 2), dim=2)).replace(
              "<precisionAltimetrique>005</precisionAltimetrique>", "")]],
        [[SQUARE, s.tree("a", 1, 1, 0), s.kerb("k", (1, 1, -9999), (2, 2, -9999)),
          s.surveyed("MurPCRS", "m", s.line((1, 1), (2, 2), dim=2)), s.tree("b", 3, 3), s.tree("c", 3, 4)]],
        [("Z1", "error", "a"), ("Z1", "error", "k")],
    ),
}  # fmt: skip
