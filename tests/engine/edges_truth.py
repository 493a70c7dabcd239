"""Planted truth for edge matching: a grid of lots of several producers, lines that cross their borders, distractors."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mutualgeo_plugin.engine.model.pcrs import PRECISION_METRES
from tests.engine import small_lot as s

SIZE = 100.0
#: Producer and precision class of the lots, in turn.
PRODUCERS = (("Ville", "002"), ("Métropole", "005"), ("Gaz", "010"), ("Géomètre", "040"))
#: Class, and attributes of which each line bears one.
KINDS = (
    ("LimiteVoiriePCRS", ({},)),
    ("MurPCRS", ({"own": "<typeMur>01</typeMur>"}, {"own": "<typeMur>02</typeMur>"})),
)


def plant(folder: Path, *, seed: int, side: int = 5, crossings: int = 60, distractors: int = 20):
    """Write side x side lots; returns their files and the true pairs of gml_ids.

    Each border has `crossings` lines that cross it, at least 0.6 m apart, and as many `distractors` on each side that
    end within 0.5 m of it. Every end is off its true place by up to the precision class of its lot, in any direction.
    """
    random = np.random.default_rng(seed)
    lots: dict[tuple[int, int], list[str]] = {(i, j): [] for i in range(side) for j in range(side)}
    truth: set[frozenset[str]] = set()
    for i, j in list(lots):
        for across in ((1, 0), (0, 1)):
            other = (i + across[0], j + across[1])
            if other in lots:
                _border(random, lots, (i, j), other, np.array(across), truth, crossings, distractors)
    files = []
    for (i, j), things in lots.items():
        x, y = i * SIZE, j * SIZE
        order = random.permutation(len(things))
        path = folder / f"lot_{i}_{j}.gml"
        files.append(s.write(path, s.emprise(f"e{i}{j}", x, y, x + SIZE, y + SIZE), *[things[k] for k in order]))
    return files, truth


def precision(cell):
    return PRODUCERS[(cell[0] + 2 * cell[1]) % len(PRODUCERS)]


def _border(random, lots, here, there, across, truth, crossings, distractors):
    along = across[::-1]
    corner = (np.array(here) + across) * SIZE
    slots = random.permutation(int((SIZE - 4) / 0.8))
    places = 2 + 0.8 * slots + random.uniform(0, 0.2, len(slots))
    for k, place in enumerate(places[:crossings]):
        cls, variants = KINDS[k % len(KINDS)]
        texts = variants[random.integers(len(variants))]
        crossing = corner + along * place
        heading = _turned(across, random.uniform(-0.7, 0.7))  # up to 40° off the square
        names = [f"t{here[0]}{here[1]}{there[0]}{there[1]}.{k}{side}" for side in "ab"]
        for cell, name, sign in ((here, names[0], -1), (there, names[1], 1)):
            bend = _turned(heading, random.uniform(-0.15, 0.15))
            lots[cell].append(_line(random, cls, name, cell, crossing, sign * heading, sign * bend, texts))
        truth.add(frozenset(names))
    for cell, sign in ((here, -1), (there, 1)):
        for k in range(distractors):
            cls, variants = KINDS[k % len(KINDS)]
            texts = variants[random.integers(len(variants))]
            place = corner + along * random.uniform(2, SIZE - 2) + sign * across * random.uniform(0, 0.5)
            heading = _turned(across, random.uniform(-1.4, 1.4))
            name = f"d{here[0]}{here[1]}{there[0]}{there[1]}.{k}{'ab'[sign > 0]}"
            lots[cell].append(_line(random, cls, name, cell, place, sign * heading, sign * heading, texts))


def _turned(vector, angle):
    c, n = np.cos(angle), np.sin(angle)
    return np.array([c * vector[0] - n * vector[1], n * vector[0] + c * vector[1]])


def _line(random, cls, name, cell, end, heading, bend, texts):
    """A line from its end inwards: an end off by up to the precision, then two points, drawn either way."""
    producer, code = precision(cell)
    off = PRECISION_METRES[code] * np.sqrt(random.uniform()) * _turned((1.0, 0.0), random.uniform(0, 2 * np.pi))
    middle = end + heading * random.uniform(1.5, 3)
    points = [end + off, middle, middle + bend * random.uniform(2, 6)]
    if random.uniform() < 0.5:
        points.reverse()
    return s.surveyed(
        cls, name, s.line(*[(float(x), float(y)) for x, y in points]), texts.get("own", ""),
        precisionPlanimetrique=code, producteur=producer, dateLeve="2024-01-01",
    )  # fmt: skip
