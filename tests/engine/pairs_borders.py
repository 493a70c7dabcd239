"""An ok and a fail example for each check of borders, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)

PAIRS = {
    "E1": (
        [[SQUARE, s.kerb("k", (10, 10), (50, 10))],
         [s.emprise("f", 50, 0, 99, 50), s.kerb("m", (50.009, 10), (90, 10)), s.kerb("n", (50, 10.4), (90, 30))]],
        [[SQUARE, s.kerb("k", (10, 10), (50, 10)), s.kerb("p", (10, 20), (50, 20))],
         [s.emprise("f", 50, 0, 99, 50), s.kerb("m", (50, 10.05), (90, 10)), s.kerb("q", (50, 20.2), (90, 20))]],
        [("E1", "warning", "k"), ("E1", "error", "p")],
    ),
    "E2": (
        [[SQUARE, s.kerb("k", (10, 10), (50, 10, 100)), s.drawing("h", (10, 20), (50, 20, 100))],
         [s.emprise("f", 50, 0, 99, 50), s.kerb("m", (50, 10, 100.019), (90, 10)),
          s.drawing("i", (50, 20, 100.019), (90, 20))]],
        [[SQUARE, s.kerb("k", (10, 10), (50, 10, 100)), s.drawing("h", (10, 20), (50, 20, 100)),
          s.kerb("o", (10, 30), (50, 30, 100))],
         [s.emprise("f", 50, 0, 99, 50), s.kerb("m", (50, 10, 100.09), (90, 10)),
          s.drawing("i", (50, 20, 100.51), (90, 20)), s.kerb("q", (50, 30, 100.11), (90, 30))]],
        [("E2", "warning", "k"), ("E2", "error", "h"), ("E2", "error", "o")],
    ),
}  # fmt: skip
