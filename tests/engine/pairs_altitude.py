"""An ok and a fail example for each check of altitudes, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)
#: Trees every two metres.
GROVE = [s.tree(f"g{i}", 6 + 2 * (i % 7), 6 + 2 * (i // 7)) for i in range(42)]

PAIRS = {
    "Z1": (
        [[SQUARE, s.tree("a", 1, 1), s.kerb("k", (1, 1), (2, 2)),
          s.surveyed("MurPCRS", "m", s.line((1, 1), (2, 2), dim=2)).replace(
              "<precisionAltimetrique>005</precisionAltimetrique>", "")]],
        [[SQUARE, s.tree("a", 1, 1, 0), s.kerb("k", (1, 1, -9999), (2, 2, -9999)),
          s.surveyed("MurPCRS", "m", s.line((1, 1), (2, 2), dim=2)), s.tree("b", 3, 3), s.tree("c", 3, 4)]],
        [("Z1", "error", "a"), ("Z1", "error", "k")],
    ),
    # forty trees on level ground; one 0.9 m higher is nothing, one 1.1 m higher is told; three trees are no ground
    "Z2": (
        [[SQUARE, *GROVE, s.tree("a", 10.5, 10.5, 100.9)], [s.emprise("f", 200, 0, 250, 50), s.tree("b", 210, 10, 100),
          s.tree("c", 214, 10, 100), s.tree("d", 212, 12, 108)]],
        [[SQUARE, *GROVE, s.tree("a", 10.5, 10.5, 101.1), s.kerb("k", (12.5, 12.5), (12.5, 14.5), (12.5, 16.5, 97))]],
        [("Z2", "warning", "a"), ("Z2", "warning", "k")],
    ),
    "Z3": (
        [[SQUARE, s.kerb("k", (1, 1), (1.15, 1, 100.19), (5, 1, 103)), s.facade("f", (1, 5), (1.1, 5, 103))]],
        [[SQUARE, s.kerb("k", (1, 1), (1.2, 1, 100.21), (5, 1, 100.21)), s.seuil("a", (1, 3), (2, 3, 101.1))]],
        [("Z3", "warning", "a"), ("Z3", "warning", "k")],
    ),
    "Z4": (
        [[SQUARE, s.kerb("k", *[(x, 1) for x in range(1, 21)]),
          s.kerb("m", *[(x, 3, 100 + x % 2) for x in range(1, 25)]),
          s.kerb("n", *[(1 + x / 2, 5) for x in range(30)])]],
        [[SQUARE, s.kerb("k", *[(x, 1) for x in range(1, 23)])]],
        [("Z4", "warning", "k")],
    ),
}  # fmt: skip
