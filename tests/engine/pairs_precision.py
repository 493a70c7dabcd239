"""An ok and a fail example for each check of precision, made by hand."""

from tests.engine import small_lot as s

SQUARE = s.emprise("e", 0, 0, 50, 50)


def trees(count: int, *codes: str) -> list[str]:
    """Trees whose planimetric precision is each code in turn."""
    return [
        s.tree(f"t{k}", 1 + k % 40, 1 + k // 40, precisionPlanimetrique=codes[k % len(codes)]) for k in range(count)
    ]


def sources(*unknown: str) -> list[str]:
    """Nineteen surveyed trees, and others."""
    return [SQUARE, *trees(19, "005", "010", "002"), *unknown]


PAIRS = {
    "P2": (
        [[SQUARE, *trees(99, "005")], [s.emprise("f", 50, 0, 99, 50), *trees(100, "005", "010")]],
        [[SQUARE, *trees(100, "005")], [s.emprise("f", 50, 0, 99, 50), *trees(4, "002", "010")]],
        [("P2", "info", None), ("P2_best", "info", None)],
    ),
    "P3": (  # 19 of 20 are 95 %; 18 of 20 are less
        [[SQUARE, *trees(19, "005", "010", "002"), s.tree("x", 5, 5, precisionPlanimetrique="999")]],
        [[SQUARE, *trees(18, "005", "010"), s.tree("x", 5, 5, precisionPlanimetrique="040"),
          s.tree("y", 5, 6, precisionPlanimetrique="999")]],
        [("P3", "warning", None)],
    ),
    "P4": (  # 1 of 20 is 5 %; 2 of 21 are more
        [sources(s.tree("x", 5, 5, precisionPlanimetrique="999")),
         [s.emprise("f", 50, 0, 99, 50), *(s.tree(f"d{k}", 51, k, precisionPlanimetrique=code, dateLeve="2023-05-04")
                                           for k, code in enumerate(("040", "150", "010")))]],
        [sources(s.tree("x", 5, 5, precisionPlanimetrique="040"), s.tree("y", 5, 6, precisionPlanimetrique="150")),
         [s.emprise("f", 50, 0, 99, 50), s.tree("q", 51, 1, qualiteCategorisation="03"), s.tree("r", 52, 1)],
         [s.emprise("g", 99, 0, 150, 50), s.tree("v", 101, 1, precisionPlanimetrique="")]],
        [("P4", "warning", None)] * 3,
    ),
}  # fmt: skip
