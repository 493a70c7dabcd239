"""An ok and a fail example for each check of layers outside the store, made by hand.

check → (layers that are right, layers that are wrong, exact findings on the wrong ones: code, severity, objects).
A layer is a list of objects: name, WKT with coordinates from a corner of the ground, fields.
"""

from __future__ import annotations

from typing import Any

Objects = list[tuple[str, str, dict[str, Any]]]
Layers = dict[str, Objects]


def line(name: str, *points: tuple[float, ...], **fields: Any) -> tuple[str, str, dict[str, Any]]:
    """A line; with three numbers a point, one with altitudes."""
    z = " Z" if len(points[0]) == 3 else ""
    return name, f"LINESTRING{z} ({', '.join(' '.join(map(str, p)) for p in points)})", fields


def node(name: str, x: float, y: float) -> tuple[str, str, dict[str, Any]]:
    """A node."""
    return name, f"POINT ({x} {y})", {}


def box(name: str, x0: float, y0: float, x1: float, y1: float) -> tuple[str, str, dict[str, Any]]:
    """A rectangle."""
    return name, f"POLYGON (({x0} {y0}, {x1} {y0}, {x1} {y1}, {x0} {y1}, {x0} {y0}))", {}


MAIN = line("main", (0, 0), (50, 0), (100, 0))

PAIRS: dict[str, tuple[Layers, Layers, list[tuple[str, str, tuple[str, ...]]]]] = {
    "R1": (
        {
            "pipes": [
                MAIN,
                line("on a vertex", (50, 0), (50, 30)),
                line("on a piece", (20, 0), (20, 30)),
                line("half a millimetre off", (30, 0.0005), (30, 30)),
                line("to a node", (70, 0.2), (70, 30)),  # its node is what it is joined to
                line("far", (80, 0.6), (80, 30)),
                line("stub", (90, 0), (90, 0.4)),  # near the main it sets out from
                line("oblique stub", (95, 0), (95.2, 0.3)),
                line("ring", (5, 0.2), (9, 0.2), (9, 5), (5, 0.2)),
                line("over it", (40, -20), (40, 20)),  # crosses, ends far away
            ],
            "nodes": [node("n", 70, 0.2)],
        },
        {
            "pipes": [
                MAIN,
                line("short of a vertex", (50, 0.3), (50, 30)),
                line("short of a piece", (20, 0.002), (20, 30)),
                line("beyond", (30, -0.4), (30, 30)),
                line("short of a node", (70, 5), (70, 29.75)),
                line("short of its neighbour", (80, 10), (80, 20)),
                line("neighbour", (80, 20.1), (80, 30)),  # the gap is told once
                line("tail", (60, 60), (90, 60)),
                line("from before the tail", (89.7, 60), (89.7, 80)),
                line("beyond a node", (60, 90), (80, 90), (80.2, 90)),
                line("turns back", (5, 0), (5, 20), (10, 20), (10, 0.1)),  # to the main it set out from
            ],
            "nodes": [node("n", 70, 30), node("passed", 80, 90)],
        },
        [
            ("R1_over", "warning", ("tail", "from before the tail")),
            ("R1_over", "warning", ("beyond a node", "passed")),
            ("R1", "warning", ("short of a vertex", "main")),
            ("R1", "warning", ("short of a piece", "main")),
            ("R1_over", "warning", ("beyond", "main")),
            ("R1", "warning", ("short of a node", "n")),
            ("R1", "warning", ("short of its neighbour", "neighbour")),
            ("R1", "warning", ("turns back", "main")),
        ],
    ),
    "R2": (
        {
            "pipes": [
                MAIN,
                line("branch", (50, 0), (50, 30)),
                line("almost", (20, 0.3), (20, 30)),  # R1's
                line("ring", (60, 0), (70, 0), (70, 10), (60, 0)),
            ],
            "nodes": [node("a", 0, 0), node("b", 100, 0.0004), node("c", 50, 30), node("d", 20, 30.4)],
        },
        {
            "pipes": [MAIN, line("branch", (50, 0), (50, 30)), line("alone", (0, 50), (9, 50))],
            "nodes": [node("a", 0, 0)],
        },
        [
            ("R2", "warning", ("main",)),
            ("R2", "warning", ("branch",)),
            ("R2", "warning", ("alone",)),
            ("R2", "warning", ("alone",)),
        ],
    ),
    "R3": (
        {
            "canalass": [
                line("down", (0, 0), (9, 0), zamont=42.51, zaval=42.10),
                line("level", (0, 1), (9, 1), zamont=42.51, zaval=42.52),  # 1 cm is the rounding of levels
                line("unknown", (0, 2), (9, 2), zamont=42.51, zaval=0.0),
                line("pressed", (0, 3), (9, 3), zamont=40.0, zaval=45.0, modecirc="02"),
                line("drawn down", (0, 4, 51), (9, 4, 50)),
                line("drawn up, flows back", (0, 5, 50), (9, 5, 51), sensecoul="0"),
            ],
            "canalaep": [line("water climbs", (0, 9, 50), (9, 9, 60), modecirc="01", contcanaep="02")],
        },
        {
            "canalass": [
                line("up", (0, 0), (9, 0), zamont=42.51, zaval=42.85),
                line("a little up", (0, 1), (9, 1), zamont=42.51, zaval=42.53, modecirc="01"),
                line("drawn up", (0, 2, 50), (9, 2, 51)),
                line("drawn up and said", (0, 3, 50), (9, 3, 51), sensecoul="1"),
                line("flows back up", (0, 4, 51), (9, 4, 50), sensecoul="0"),
            ],
            "pipes": [
                line("rain water", (0, 6, 50), (9, 6, 51), type_reseau="assaep", mode_circulation="gravitaire"),
                line("drinking water", (0, 7, 50), (9, 7, 51), type_reseau="aep", mode_circulation="gravitaire"),
                line("pumped", (0, 8, 50), (9, 8, 51), type_reseau="assaeu", mode_circulation="refoulement"),
            ],
        },
        [
            ("R3", "error", ("up",)),
            ("R3", "error", ("a little up",)),
            ("R3", "warning", ("drawn up",)),
            ("R3", "error", ("drawn up and said",)),
            ("R3", "error", ("flows back up",)),
            ("R3", "warning", ("rain water",)),
        ],
    ),
    "R4": (
        {
            "pipes": [
                MAIN,
                line("branch", (50, 0), (50, 30)),
                line("on a node", (0, 50), (9, 50)),
                line("node in its middle", (0, 60), (9, 60)),
            ],
            "nodes": [node("a", 9, 50), node("b", 4.5, 60)],
            "cables": [line("of another layer", (30, 0), (30, 9))],
        },
        {
            "pipes": [
                MAIN,
                line("crosses", (40, -20), (40, 20)),
                line("in two parts", (0, 50), (9, 50)),
                line("branch", (50, 0), (50, 30)),
                ("parts", "MULTILINESTRING ((0 70, 9 70), (9 70, 9 80))", {}),  # its parts do not join it to anything
            ],
            "nodes": [node("a", 9, 55)],
        },
        [
            ("R4", "warning", ("crosses",)),
            ("R4", "warning", ("in two parts",)),
            ("R4", "warning", ("parts",)),
        ],
    ),
    "C1": (
        {
            "parcels": [
                box("a", 0, 0, 20, 20),
                box("b", 20, 0, 40, 20),
                box("half a centimetre", 0, 19.995, 40, 40),
                box("twice", 60, 0, 80, 20),  # T1's
                box("again", 60, 0, 80, 20),
            ],
            "sections": [box("over the parcels", 0, 0, 90, 40)],  # another layer
        },
        {
            "parcels": [
                box("a", 0, 0, 20, 20),
                box("b", 19.98, 0, 40, 20),
                box("inside a", 5, 5, 8, 8),
                ("bow", "POLYGON ((100 0, 110 10, 110 0, 100 10, 100 0))", {}),  # invalid: G1's, measured mended
                box("on the bow", 98, 4, 103, 6),
                box("twice over", 120, 0, 130, 20),
                ("comb", "POLYGON ((129 0, 140 0, 140 20, 129 20, 129 15, 135 15, 135 5, 129 5, 129 0))", {}),
            ],
        },
        [
            ("C1", "error", ("a", "b")),
            ("C1", "error", ("a", "inside a")),
            ("C1", "error", ("bow", "on the bow")),
            ("C1", "error", ("comb", "twice over")),
            ("C1", "error", ("comb", "twice over")),
        ],
    ),
    "C2": (
        {
            "parcels": [
                box("a", 0, 0, 20, 20),
                box("b", 20.008, 0, 40, 20),  # 8 mm: the rounding of the plan
                box("path", 0, 20.6, 40, 40),  # 60 cm: a path
                ("notch", "POLYGON ((60 0, 80 0, 80 9, 70 9, 70 9.2, 80 9.2, 80 20, 60 20, 60 0))", {}),  # its own
                ("wedge 1", "POLYGON ((100 0, 120 0, 120 20, 100 0))", {}),  # a street that narrows to a point
                ("wedge 2", "POLYGON ((100 0, 120 21.6, 100 20, 100 0))", {}),
            ],
        },
        {
            "parcels": [
                box("a", 0, 0, 20, 20),
                box("b", 20.05, 0, 40, 20),
                box("c", 0, 20.3, 20, 40),
                ("ring", "POLYGON ((100 0, 120 0, 120 20, 100 20, 100 0), (105 5, 105 10, 110 10, 110 5, 105 5))", {}),
                box("inside", 105.1, 5, 110, 10),
            ],
        },
        [
            ("C2", "warning", ("a", "b")),
            ("C2", "warning", ("a", "c")),
            ("C2", "warning", ("inside", "ring")),
        ],
    ),
}  # fmt: skip
