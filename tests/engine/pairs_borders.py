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
    # k goes on in the other lot, n turns back, o stops short; p stops on the limit and nothing goes on
    "E3": (
        [[SQUARE, s.kerb("k", (10, 10), (50, 10)), s.kerb("n", (10, 20), (49.98, 20), (10, 21)),
          s.kerb("o", (10, 30), (49.9, 30)), s.kerb("q", (10, 40), (0, 40))],
         [s.emprise("f", 50, 0, 99, 50), s.kerb("m", (50.02, 10), (90, 10))]],
        [[SQUARE, s.kerb("k", (10, 10), (50, 10)), s.kerb("p", (10, 20), (49.97, 20))],
         [s.emprise("f", 50, 0, 99, 50), s.kerb("m", (50.02, 10), (90, 10))]],
        [("E3", "warning", "p")],
    ),
    "E4": (
        [[SQUARE, s.kerb("k", (49.94, 10), (50, 10)), s.kerb("m", (30, 30), (30.03, 30))],
         [s.emprise("f", 50, 0, 99, 50), s.kerb("n", (50, 10), (90, 10))]],
        [[SQUARE, s.kerb("k", (49.97, 10), (50, 10)), s.kerb("m", (50, 30), (50, 30.03))],
         [s.emprise("f", 50, 0, 99, 50), s.kerb("n", (50, 10), (90, 10))]],
        [("E4", "warning", "k"), ("E4_alone", "warning", "m")],
    ),
    # the hole is still one where the sides of the lots fit to 0.1 mm only
    "E5": (
        [[SQUARE], [s.emprise("f", 50.9, 0, 99, 50)]],
        [[SQUARE], [s.emprise("f", 52, 0, 99, 50)], [s.emprise("g", 0, 50.0001, 99, 60)],
         [s.emprise("h", 0, -9, 99, 0)]],
        [("E5", "error", None)],
    ),
}  # fmt: skip
