"""Lots of several producers that overlap, whose truth is known: which objects are one, and which version is best.

Each version is off by at most its own precision class, vertex by vertex, in a way that no other version shares; lines
are surveyed with other vertices and often the other way round. Beside many objects stands another one of its class:
at 1.3 to 3 times the sum of the two coarsest precisions where each producer has both, at more than twice the sum where
it is there once (nearer, nothing in the data could tell the two apart).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely

from tests.engine import small_lot as s

BOUND = {"002": 0.02, "005": 0.05, "010": 0.10, "040": 0.40}
#: Producer → precision classes of its surveys.
PRODUCERS = {"P0": ("002", "005"), "P1": ("005", "010"), "P2": ("010", "040")}
KINDS = ("kerb", "tree", "wall", "arc", "pile")
CELL, ROW = 40.0, 40


@dataclass
class Version:
    """One producer's survey of one object."""

    key: int
    producer: str
    texts: dict[str, str]
    gml: str

    @property
    def gml_id(self) -> str:
        return f"{self.producer}-{self.key}"

    @property
    def rank(self) -> tuple:
        """Place by the default rule; the smaller the better."""
        return (
            self.texts["precisionPlanimetrique"], self.texts["precisionAltimetrique"],
            self.texts["qualiteCategorisation"], "".join(chr(255 - ord(c)) for c in self.date) or "\uffff",
        )  # fmt: skip

    @property
    def date(self) -> str:
        return self.texts.get("dateLeve", "")


@dataclass
class Truth:
    """Lots written, and the versions of each object."""

    lots: list[Path]
    objects: dict[int, list[Version]] = field(default_factory=dict)


def _precision(rng: np.random.Generator, producer: str) -> str:
    return str(rng.choice(PRODUCERS[producer]))


def _texts(rng: np.random.Generator, producer: str) -> dict[str, str]:
    texts = {
        "producteur": producer,
        "precisionPlanimetrique": _precision(rng, producer),
        "precisionAltimetrique": _precision(rng, producer),
        "qualiteCategorisation": str(rng.choice(["01", "02", "03"])),
    }
    if rng.random() > 0.1:
        texts["dateLeve"] = f"{rng.integers(2012, 2024)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}"
    return texts


def _shape(rng: np.random.Generator, kind: str) -> np.ndarray:
    """True vertices of an object around the origin."""
    if kind == "tree":
        return np.zeros((1, 3))
    if kind == "pile":
        w, d = rng.uniform(2.0, 5.0, 2)
        return np.array([[0, 0, 0], [w, 0, 0], [w, d, 0], [0, d, 0], [0, 0, 0]])
    if kind == "arc":
        r = rng.uniform(3, 8)
        return np.array([[0, 0, 0], [r, 0.6 * r, 0.1], [2 * r, 0, 0.2]])
    n = int(rng.integers(3, 8))
    steps = np.cumsum(rng.uniform(1.5, 3.5, n))
    return np.column_stack((steps, 0.3 * np.sin(steps / 2), 0.02 * steps))


def _off(rng: np.random.Generator, n: int, texts: dict[str, str]) -> np.ndarray:
    """Errors of n vertices: anywhere in the disc of the precision class, Z within its own."""
    radius = BOUND[texts["precisionPlanimetrique"]] * np.sqrt(rng.random(n))
    angle = rng.uniform(0, 2 * np.pi, n)
    z = BOUND[texts["precisionAltimetrique"]] * rng.uniform(-1, 1, n)
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle), z))


def _survey(rng: np.random.Generator, kind: str, true: np.ndarray, texts: dict[str, str]) -> np.ndarray:
    """What a producer measures: more vertices, the other way round, each off by at most the class."""
    points = true
    if kind in ("kerb", "wall"):
        line = shapely.LineString(true)
        extra = rng.uniform(0, line.length, int(rng.integers(0, 4)))
        at = np.sort(np.concatenate((shapely.line_locate_point(line, shapely.points(true)), extra)))
        points = shapely.get_coordinates(shapely.line_interpolate_point(line, at), include_z=True)
        if rng.random() < 0.5:
            points = points[::-1]
    off = _off(rng, len(points), texts)
    if kind == "pile":
        off[-1] = off[0]
    if kind == "arc":
        off[1:] = off[0]  # an arc follows its three points far beyond them: it is off as a whole
    return np.round(points + off, 4)


def _gml(kind: str, gml_id: str, points: np.ndarray, texts: dict[str, str], known: bool) -> str:
    p = [tuple(row) for row in (points + [0, 0, 100]).tolist()]
    if kind == "tree":
        return s.tree(gml_id, *p[0], **texts)
    if kind == "wall":
        own = "<typeMur>02</typeMur>" if known else ""
        return s.surveyed("MurPCRS", gml_id, s.line(*p), own, **{**texts, "thematique": "05"}).replace(
            f"<geometrie>{s.line(*p)}</geometrie>{own}", f"{own}<geometrie>{s.line(*p)}</geometrie>"
        )
    if kind == "pile":
        return s.surveyed("PilePontPCRS", gml_id, s.polygon(*p), **{**texts, "thematique": "07"})
    geometry = s.arc(*p) if kind == "arc" else s.line(*p)
    return s.surveyed("LimiteVoiriePCRS", gml_id, geometry, **texts)


def plant(folder: Path, *, cells: int = 1600, seed: int = 20241124) -> Truth:
    """Write one lot a producer; each cell of a grid holds an object of two or three of them, often with a neighbour."""
    rng = np.random.default_rng(seed)
    things: dict[str, list[str]] = {p: [] for p in PRODUCERS}
    truth = Truth([])
    key = 0
    for cell in range(cells):
        kind = KINDS[cell % len(KINDS)]
        origin = np.array([CELL * (cell % ROW), CELL * (cell // ROW), 0.0])
        size = 3 if rng.random() < 0.35 else 2
        producers = sorted(rng.choice(list(PRODUCERS), size=size, replace=False).tolist())
        neighbour = rng.choice(["none", "both", "once"], p=[0.4, 0.35, 0.25])
        true = _shape(rng, kind) + origin
        worst = sorted(max(BOUND[c] for c in PRODUCERS[p]) for p in producers)[-2:]
        depth = np.ptp(true[:, 1]) if kind == "pile" else 0.0
        space = sum(worst) * (rng.uniform(1.3, 3.0) if neighbour == "both" else rng.uniform(2.1, 4.0))
        for rank in range(1 if neighbour == "none" else 2):
            there = producers if not rank or neighbour == "both" else [str(rng.choice(producers))]
            for producer in there:
                texts = _texts(rng, producer)
                points = _survey(rng, kind, true + [0, rank * (depth + space), 0], texts)
                gml = _gml(kind, f"{producer}-{key}", points, texts, bool(rng.random() < 0.7))
                things[producer].append(gml)
                truth.objects.setdefault(key, []).append(Version(key, producer, texts, gml))
            key += 1
    for producer, members in things.items():
        side = CELL * (ROW + 1)
        frame = s.emprise(f"e{producer}", -10, -10, side, CELL * (cells // ROW + 2))
        order = rng.permutation(len(members))
        truth.lots.append(s.write(folder / f"{producer}.gml", frame, *(members[k] for k in order.tolist())))
    return truth
