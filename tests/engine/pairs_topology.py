"""An ok and a fail example for each check of topology, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)
RING = ((10, 10), (11, 10), (11, 11), (10, 11), (10, 10))


def shifted(east: float) -> list[tuple[float, float]]:
    """The ring, moved."""
    return [(x + east, y) for x, y in RING]


PAIRS = {
    "T1": (
        [[SQUARE, s.kerb("k", (1, 1), (5, 1), (5, 4)), s.kerb("m", (1, 1.0012), (5, 1), (5, 4)),
          s.drawing("h", (1, 1), (5, 1), (5, 4))]],
        [[SQUARE, s.kerb("k", (1, 1), (5, 1), (5, 4)), s.kerb("m", (5, 4), (5, 1), (1, 1.0008))]],
        [("T1", "error", "m")],
    ),
    "T4": (
        [[SQUARE, s.tree("a", 50, 50), s.tree("b", 50.0008, 10), s.kerb("k", (1, 1), (50.019, 1))]],
        [[SQUARE, s.tree("a", 75, 10), s.tree("b", 50.002, 10), s.kerb("k", (1, 1), (50.021, 1))]],
        [("T4", "error", "a"), ("T4", "error", "b"), ("T4_crossing", "warning", "k")],
    ),
    # the test of class 005 admits 27 cm between two surveys: 29 cm, another storey, 60 cm in common, a neighbour
    # that is not the nearest and what one lot holds twice are none; 26 cm, pieces and two metres in common are
    "T2": (
        [[SQUARE, s.kerb("k", (1, 1), (9, 1)), s.kerb("k2", (1, 1.04), (9, 1.04)), s.kerb("n", (1, 20), (9, 20)),
          s.tree("t", 20, 20), s.tree("t2", 20.04, 20), s.kerb("h", (1, 30), (9, 30))],
         [s.emprise("f", 0, 0, 50, 50), s.kerb("m", (1, 0.71), (9, 0.71)), s.kerb("o", (8.4, 20.01), (14, 20.01)),
          s.tree("u", 20, 20.29), s.kerb("i", (1, 30.2, 103), (9, 30.2, 103))]],
        [[SQUARE, s.kerb("k", (1, 1), (9, 1)), s.tree("t", 20, 20), s.kerb("n", (1, 20), (9, 20)),
          s.kerb("p", (1, 30), (9, 30)), s.kerb("r", (1, 40), (9, 40)), s.tree("v", 30, 20),
          s.kerb("a", (30, 3), (30.2, 3))],
         [s.emprise("f", 0, 0, 50, 50), s.kerb("m", (9, 1.04), (1, 1.04)), s.tree("u", 20.04, 20),
          s.kerb("o", (1, 20.26), (9, 20.26)), s.kerb("q1", (1, 30.03), (4, 30.03)),
          s.kerb("q2", (4, 30.03), (9, 30.03)),
          s.kerb("s", (7, 40.02), (14, 40.02)), s.tree("w", 30.26, 20), s.kerb("b", (30.02, 3.02), (30.21, 3.02))]],
        [("T2", "warning", "k"), ("T2", "warning", "t"), ("T2", "warning", "n"), ("T2", "warning", "p"),
         ("T2", "warning", "p"), ("T2", "warning", "r"), ("T2", "warning", "v"), ("T2", "warning", "a")],
    ),
    "T3": (
        [[SQUARE, s.envelope("v", *RING), s.envelope("w", *shifted(0.996)), s.envelope("x", *shifted(3))]],
        [[SQUARE, s.envelope("v", *RING), s.envelope("w", *shifted(0.97)), s.envelope("x", *shifted(1.96))]],
        [("T3", "error", "v"), ("T3", "error", "w")],
    ),
    # 4 cm through a road edge at 5 cm of precision is nothing, 6 cm a crossing; a common vertex is none
    # an end that passes by 4 cm, a dip of 4 cm across, a vertex in common and a touch are none; 6 cm, and a crossing
    # beside a vertex in common, are
    "T5": (
        [[SQUARE, s.facade("f", (5, 5), (5, 1)), s.kerb("k", (1, 1.04), (9, 1.04)),
          s.facade("g", (20, 1), (20, 9)), s.facade("h", (15, 5), (20, 9), (25, 5)),
          s.facade("p", (1, 20), (9, 20)), s.kerb("q", (1, 22), (4, 20.2), (5, 19.96), (6, 20.2), (9, 22)),
          s.facade("r", (20, 20), (25, 20), (29, 20)), s.kerb("t", (24, 16), (25.0004, 20.0003), (26, 24)),
          s.facade("u", (20, 30), (29, 30)), s.kerb("v", (20, 28), (25, 30), (29, 28))]],
        [[SQUARE, s.facade("f", (5, 5), (5, 1)), s.kerb("k", (1, 1.06), (9, 1.06)),
          s.facade("g", (20, 1), (20, 9)), s.facade("h", (15, 5), (25, 5)),
          s.facade("p", (1, 20), (9, 20)), s.kerb("q", (1, 22), (4.999, 20.2), (5, 19.94), (5.001, 20.2), (9, 22)),
          s.facade("r", (20, 20), (25, 20), (29, 20)), s.kerb("t", (24, 16), (25, 20), (26, 24), (27, 16))]],
        [("T5", "error", "f"), ("T5", "error", "g"), ("T5", "error", "p"), ("T5", "error", "r")],
    ),
    "T6": (
        [[SQUARE, s.facade("f", (1, 1), (9, 1)), s.seuil("a", (2, 1.04), (3, 1))]],
        [[SQUARE, s.facade("f", (1, 1), (9, 1)), s.seuil("a", (2, 1.06), (3, 1)), s.seuil("b", (2, 7), (3, 1))]],
        [("T6", "warning", "a"), ("T6_alone", "warning", "b")],
    ),
    "T7": (
        [[SQUARE, s.rail("a", (1, 1), (20, 1)), s.rail("b", (1, 2.46), (20, 2.46)), s.rail("c", (20, 1), (30, 1)),
          s.rail("d", (30.06, 1), (40, 1)), s.rail("e", (1, 9), (20, 9)), s.rail("f", (1, 10.8), (20, 10.8))]],
        [[SQUARE, s.rail("a", (1, 1), (20, 1)), s.rail("b", (1, 2.47), (20, 2.47)), s.rail("c", (20.04, 1), (30, 1))]],
        [("T7", "warning", "a"), ("T7_gauge", "warning", "a")],
    ),
    "T8": (
        [[SQUARE, s.point_leve("p", 5.008, 1),
          s.kerb("k", (1, 1), (5, 1), (9, 1)).replace("<geometrie>", '<pointLeve xlink:href="#p"/><geometrie>')]],
        [[SQUARE, s.point_leve("p", 5.02, 1), s.point_leve("q", 60, 1),
          s.kerb("k", (1, 1), (5, 1), (9, 1)).replace("<geometrie>", '<pointLeve xlink:href="#p"/><geometrie>')]],
        [("T8", "warning", "p"), ("T8_outside", "warning", "q")],
    ),
    "T9": (
        [[SQUARE], [s.emprise("f", 50.019, 0, 99, 50)], [s.emprise("g", 0, 49.981, 50, 99)],
         [s.emprise("h", 200, 0, 250, 50)], [s.emprise("i", 240, 0, 300, 50)]],
        [[SQUARE], [s.emprise("f", 50.03, 0, 99, 50)], [s.emprise("g", 0, 49.97, 50, 99)]],
        [("T9_gap", "warning", "e"), ("T9_overlap", "warning", "e")],
    ),
}  # fmt: skip
