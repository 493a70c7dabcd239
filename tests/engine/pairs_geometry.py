"""An ok and a fail example for each check of geometry, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)
RING = ((10, 10), (11, 10), (11, 11), (10, 11), (10, 10))
BOW = ((10, 10), (11, 11), (11, 10), (10, 11), (10, 10))

PAIRS = {
    "G1": (
        [[SQUARE, s.envelope("v", *RING), s.kerb("k", (1, 1), (2, 2), (1, 2), (2, 1))]],
        [[SQUARE, s.envelope("v", *BOW), s.surveyed("LimiteVoiriePCRS", "k", ""),
          s.surveyed("PilePontPCRS", "o", s.polygon((20, 20), (21, 20), (21, 21), (20, 21), (20, 20.001)))]],
        [("G1", "error", "v"), ("G1_null", "error", "k"), ("G1_open", "error", "o")],
    ),
    "G2": (
        [[SQUARE, s.kerb("k", (1, 1), (1.002, 1)),
          s.surveyed("LimiteVoiriePCRS", "c", s.arc((5, 5), (6, 6), (5, 5))),
          s.surveyed("PilePontPCRS", "p", s.polygon((10, 10), (12, 10.001), (11, 10.004), (10, 10)))]],
        [[SQUARE, s.kerb("k", (1, 1), (1, 1)), s.kerb("m", (2, 2), (2.0009, 2)),
          s.surveyed("LimiteVoiriePCRS", "c", s.arc((5, 5), (5, 5), (6, 5))),
          s.surveyed("PilePontPCRS", "p", s.polygon((10, 10), (12, 10.001), (11, 10.001), (10, 10)))]],
        [("G2", "error", "k"), ("G2", "error", "m"), ("G2_arc", "error", "c"), ("G2_area", "error", "p")],
    ),
    "G3": (
        [[SQUARE, s.kerb("k", (1, 1), (1.0012, 1), (5, 1)), s.kerb("m", (1, 3), (3, 3), (3, 3, 100.03), (5, 3))]],
        [[SQUARE, s.kerb("k", (1, 1), (3, 1), (3.0008, 1), (5, 1), (5, 1, 100.004), (8, 1))]],
        [("G3", "warning", "k")],
    ),
    # 2.5 mm is a remark, 1.5 mm an error, 6 mm nothing; a chord of an arc is no segment, whatever its length
    "G4": (
        [[SQUARE, s.kerb("k", (1, 1), (1.006, 1), (5, 1)),
          s.surveyed("LimiteVoiriePCRS", "c", s.arc((5, 5), (5.03, 5.012), (5.06, 5)))]],
        [[SQUARE, s.kerb("k", (1, 1), (3, 1), (3.0025, 1), (5, 1)), s.kerb("m", (1, 3), (3, 3), (3.0015, 3), (5, 3)),
          s.surveyed("LimiteVoiriePCRS", "c", s.curve(("arc", ((5, 5), (6, 6), (7, 5))),
                                                     ("line", ((7, 5), (7, 4.9982), (7, 1)))))]],
        [("G4", "error", "c"), ("G4", "error", "m"), ("G4", "info", "k")],
    ),
    "G5": (
        [[SQUARE, s.kerb("k", (10, 10), (10.051, 10)), s.kerb("m", (50, 20), (50, 20.03)),
          s.surveyed("LimiteVoiriePCRS", "c", s.arc((5, 5), (5.02, 5.02), (5.04, 5))),
          s.surveyed("PilePontPCRS", "p", s.polygon((20, 20), (20.11, 20), (20.11, 20.11), (20, 20.11), (20, 20)))]],
        [[SQUARE, s.kerb("k", (10, 10), (10.049, 10)),
          s.surveyed("PilePontPCRS", "p", s.polygon((20, 20), (20.09, 20), (20.09, 20.09), (20, 20.09), (20, 20)))]],
        [("G5", "warning", "k"), ("G5_area", "warning", "p")],
    ),
    # legs of 20 cm: 6° is no spike, 4° is one; with a leg of 40 cm it is a drawing; an arc counts by its tangent
    "G6": (
        [[SQUARE, s.kerb("k", (1, 1), (1.2, 1), (1.0011, 1.0209)), s.kerb("m", (1, 3), (1.4, 3), (1.2, 3.005)),
          s.surveyed("LimiteVoiriePCRS", "c", s.curve(("line", ((5, 5), (5.2, 5))),
                                                     ("arc", ((5.2, 5), (5.3, 5.1), (5.2, 5.2))))),
          s.kerb("n", (8, 8), (8.2, 8), (8.4, 8))]],
        [[SQUARE, s.kerb("k", (1, 1), (1.2, 1), (1.0005, 1.0140)),
          s.surveyed("LimiteVoiriePCRS", "c", s.curve(("line", ((5.1, 5), (5.2, 5))),
                                                     ("arc", ((5.2, 5), (5.15, 5.0005), (5.1, 5.002)))))]],
        [("G6", "warning", "c"), ("G6", "warning", "k")],
    ),
    # an overshoot of 1.5 mm past one's own line is tolerated, one of 3 mm is not; a line may close on itself; one that
    # comes back within 2 mm lies on itself, though rounded coordinates keep it simple; two short legs are a spike (G6)
    "G7": (
        [[SQUARE, s.kerb("k", (1, 1), (5, 1), (5, 3), (3, 3), (3, 0.9985)), s.kerb("o", (1, 5), (5, 5), (5, 9), (1, 5)),
          s.kerb("p", (10, 1), (14, 1), (14, 3), (12, 3), (12, 1)), s.kerb("r", (30, 10), (34, 10), (31, 10.003)),
          s.kerb("t", (30, 20), (30.2, 20), (30, 20.001))]],
        [[SQUARE, s.kerb("k", (1, 1), (5, 1), (5, 3), (3, 3), (3, 0.997)), s.kerb("b", (10, 1), (14, 1), (12, 1)),
          s.kerb("r", (30, 10), (34, 10), (31, 10.001)),
          s.pillar("w", (20, 20), (21, 21), (21, 20), (20, 21), (20, 20))]],
        [("G7", "error", "w"), ("G7", "warning", "k"), ("G7_back", "warning", "b"),
         ("G7_back", "warning", "r")],
    ),
    "G8": (
        [[SQUARE, s.envelope("v", *RING), s.envelope("w", (20, 20), (20.11, 20), (20.11, 20.1), (20, 20.1), (20, 20))]],
        [[SQUARE, s.envelope("v", (20, 20), (20.09, 20), (20.09, 20.1), (20, 20.1), (20, 20)),
          s.envelope("w", (10, 10), (15.1, 10), (15.1, 15), (10, 15), (10, 10)),
          s.envelope("h", *RING).replace("</gml:Polygon>", "<gml:interior><gml:LinearRing><gml:posList>"
              + s.at((10.2, 10.2), (10.2, 10.8), (10.8, 10.8), (10.2, 10.2))
              + "</gml:posList></gml:LinearRing></gml:interior></gml:Polygon>")]],
        [("G8", "warning", "v"), ("G8", "warning", "w"), ("G8_hole", "error", "h")],
    ),
    "G9": (
        [[SQUARE, s.pillar("p", *RING), s.facade("f", (1, 1), (5, 1), (5, 5), (1, 1.06))]],
        [[SQUARE, s.pillar("p", *RING[:-1], (10, 10.001)), s.facade("f", (1, 1), (5, 1), (5, 5), (1, 1.04))]],
        [("G9", "error", "p"), ("G9", "warning", "f")],
    ),
    "G10": (
        [[SQUARE, s.seuil("a", (1, 1), (1.5, 1)), s.seuil("b", (1, 3), (9, 3))]],
        [[SQUARE, s.seuil("a", (1, 1), (1.49, 1)), s.seuil("b", (1, 3), (9.01, 3)),
          s.seuil("c", (1, 5), (2, 5), (3, 5))]],
        [("G10", "warning", "c"), ("G10_length", "warning", "a"), ("G10_length", "warning", "b")],
    ),
    # radii of 5 cm and 1 km, a full circle, a sweep of 268°; then 4 cm, 1,100 m, a sagitta of 1.5 mm, 280°, a break
    "G11": (
        [[SQUARE, s.surveyed("LimiteVoiriePCRS", "a", s.arc((1, 1), (1.051, 1.051), (1.102, 1))),
          s.surveyed("LimiteVoiriePCRS", "b", s.arc((2, 20), (12, 20.05005), (22, 20))),
          s.surveyed("LimiteVoiriePCRS", "c", s.arc((5, 5), (6, 5), (5, 5))),
          s.surveyed("LimiteVoiriePCRS", "d", s.arc((10.695, 9.281), (9, 10), (10.695, 10.719))),
          s.surveyed("LimiteVoiriePCRS", "e", s.curve(("line", ((30, 30), (31, 30))),
                                                     ("arc", ((31, 30), (32, 31), (31, 32))),
                                                     ("line", ((31, 32), (30, 32)))))]],
        [[SQUARE, s.surveyed("LimiteVoiriePCRS", "a", s.arc((1, 1), (1.04, 1.04), (1.08, 1))),
          s.surveyed("LimiteVoiriePCRS", "b", s.arc((2, 20), (12, 20.04545), (22, 20))),
          s.surveyed("LimiteVoiriePCRS", "c", s.arc((5, 5), (6, 5.0015), (7, 5))),
          s.surveyed("LimiteVoiriePCRS", "d", s.arc((10.766, 9.357), (9, 10), (10.766, 10.643))),
          s.surveyed("LimiteVoiriePCRS", "e", s.curve(("line", ((30, 30), (31, 30.3))),
                                                     ("arc", ((31, 30.3), (32, 31.3), (31, 32.3)))))]],
        [("G11_break", "info", "e"), ("G11_flat", "warning", "c"), ("G11_radius", "warning", "a"),
         ("G11_radius", "warning", "b"), ("G11_sweep", "warning", "d")],
    ),
    "G12": (
        [[SQUARE, s.kerb("k", (1, 1), (3, 1), (3, 1, 100.019), (5, 1))]],
        [[SQUARE, s.kerb("k", (1, 1), (3, 1), (3, 1, 100.021), (5, 1))]],
        [("G12", "warning", "k")],
    ),
    "G13": (
        [[SQUARE, s.kerb("k", (1, 1), (3, 1.0001, 100.0001))]],
        [[SQUARE, s.kerb("k", (1, 1), (3, 1.00012)), s.kerb("m", (1, 5), (3, 5.123456))],
         [s.emprise("f", 50, 0, 99, 50), s.kerb("z", (60, 1), (63, 1, 100.00012))]],
        [("G13", "info", None), ("G13", "info", None)],
    ),
    "G14": (
        [[SQUARE, s.facade("f", *RING), s.pillar("p", *[(x + 5, y) for x, y in RING])]],
        [[SQUARE, s.facade("f", *RING[::-1]), s.pillar("p", *[(x + 5, y) for x, y in RING[::-1]])]],
        [("G14", "warning", "f"), ("G14", "warning", "p")],
    ),
    # precision 5 cm: ends 6 cm apart are two ends, 4 cm apart one; where an end has its partner, a third one is left
    "G15": (
        [[SQUARE, s.kerb("k", (1, 1), (5, 1)), s.kerb("m", (5.06, 1), (9, 1)), s.kerb("n", (5, 1), (5, 9)),
          s.kerb("o", (20, 1), (25, 1)), s.kerb("p", (25, 1), (29, 5))]],
        [[SQUARE, s.kerb("k", (1, 1), (5, 1)), s.kerb("m", (5.04, 1), (9, 1))]],
        [("G15", "warning", "k")],
    ),
}  # fmt: skip
