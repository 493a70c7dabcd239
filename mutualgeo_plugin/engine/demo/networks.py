"""Two copies of the commune's water network: the syndicate's; the operator's, shifted, with noise and discrepancies.

The truth is known pipe by pipe. Each copy also holds a column about persons, which nothing may ever publish.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from .drawing import Points
from .geopackage import write_lines
from .lots import Record
from .town import BLOCK, COLUMNS, ORIGIN, PITCH, STREET, cell_corner

#: Displacement of the operator's copy, in metres (east, north).
SHIFT = (0.42, -0.31)
#: Standard deviation of each end's position in the operator's copy, in metres; beyond 3 sigma it is cut.
NOISE = 0.04
#: How far the moved pipes stand from their place, in metres.
MOVE = 2.5
MISSING, ADDED, MOVED, SPLIT = 5, 4, 3, 4

LAYERS = ("eau_syndicat", "eau_concessionnaire")
MATERIALS = ("fonte ductile", "fonte grise", "PVC", "PEHD")
DIAMETERS = (60, 80, 100, 150)
SERVICE_DIAMETER = 25


@dataclass(frozen=True, eq=False)
class Pipe:
    """A pipe: plan points (n, 2), what it is made of, and for a service pipe whom it serves."""

    identifier: str
    points: Points
    material: str
    diameter: int
    laid: str
    subscriber: str | None = None

    def row(self) -> dict[str, Any]:
        return {
            "identifiant": self.identifier,
            "materiau": self.material,
            "diametre": self.diameter,
            "date_pose": self.laid,
            "abonne": self.subscriber,
        }


def write_networks(path: Path, rng: np.random.Generator, rows: int, epsg: int) -> Record:
    """Write both copies as layers of one GeoPackage; return the truth.

    Returns
    -------
    dict
        ``shift`` {dx, dy} of B against A in metres; ``missing`` (ids of A that B lacks), ``added`` (ids of B that A
        lacks), ``moved`` and ``matched`` (pairs [A, B]; a split pipe of A has several).
    """
    ours = [*_mains(rng, rows), *_services(rng, rows)]
    theirs, truth = _operator_copy(ours, rng, rows)
    for layer, pipes in zip(LAYERS, (ours, theirs), strict=True):
        write_lines(path, layer, [pipe.points for pipe in pipes], [pipe.row() for pipe in pipes], epsg)
    return {"layers": list(LAYERS), "shift": {"dx": SHIFT[0], "dy": SHIFT[1]}, **truth}


def _date(rng: np.random.Generator) -> str:
    year, month, day = (int(rng.integers(*span)) for span in ((1960, 2021), (1, 13), (1, 29)))
    return f"{year}-{month:02d}-{day:02d}"


def _mains(rng: np.random.Generator, rows: int) -> list[Pipe]:
    """Mains under the streets, from crossing to crossing, never quite straight."""
    nodes = {
        (i, j): ORIGIN + PITCH * np.array([i, j]) - STREET / 2 + rng.uniform(-1.5, 1.5, 2)
        for j in range(rows + 1)
        for i in range(COLUMNS + 1)
    }
    steps = [(key, (key[0] + 1, key[1])) for key in nodes] + [(key, (key[0], key[1] + 1)) for key in nodes]
    pipes: list[Pipe] = []
    for start, end in steps:
        if end in nodes:
            bend = (nodes[start] + nodes[end]) / 2 + rng.uniform(-0.8, 0.8, 2)
            points = np.array([nodes[start], bend, nodes[end]])
            material, diameter = str(rng.choice(MATERIALS)), int(rng.choice(DIAMETERS))
            pipes.append(Pipe(f"SYN-{len(pipes) + 1:04d}", points, material, diameter, _date(rng)))
    return pipes


def _services(rng: np.random.Generator, rows: int) -> list[Pipe]:
    """A service pipe from the street to each house."""
    pipes: list[Pipe] = []
    for row in range(rows):
        for column in range(COLUMNS):
            corner = cell_corner(column, row)
            for rank in range(3):
                for front, street in ((2.0, -5.0), (BLOCK[1] - 2.0, BLOCK[1] + 5.0)):
                    x = 9.0 + 15.0 * rank + float(rng.uniform(-2, 2))
                    points = corner + np.array([(x, street), (x + float(rng.uniform(-0.5, 0.5)), front)])
                    number = len(pipes) + 1
                    subscriber = f"Abonné fictif {number:03d}"
                    pipes.append(Pipe(f"SYN-B{number:04d}", points, "PEHD", SERVICE_DIAMETER, _date(rng), subscriber))
    return pipes


def _operator_copy(ours: list[Pipe], rng: np.random.Generator, rows: int) -> tuple[list[Pipe], Record]:
    chosen = rng.permutation(len(ours))[: MISSING + MOVED + SPLIT]
    missing, moved, split = np.split(chosen, [MISSING, MISSING + MOVED])
    truth: Record = {"missing": sorted(ours[rank].identifier for rank in missing), "added": []}
    truth |= {"moved": [], "matched": []}
    theirs: list[Pipe] = []
    for rank, pipe in enumerate(ours):
        if rank in missing:
            continue
        points = pipe.points + SHIFT + rng.normal(0, NOISE, pipe.points.shape).clip(-3 * NOISE, 3 * NOISE)
        if rank in moved:
            points = points + MOVE * _normal_vector(points)
        if rng.random() < 0.5:
            points = points[::-1]
        for part in _split_pipe(points) if rank in split else [points]:
            copy = replace(pipe, identifier=f"CON-{len(theirs) + 1:04d}", points=part)
            theirs.append(copy)
            truth["moved" if rank in moved else "matched"].append([pipe.identifier, copy.identifier])
    for block in rng.permutation(COLUMNS * rows)[:ADDED]:
        corner = cell_corner(int(block) % COLUMNS, int(block) // COLUMNS)
        points = corner + np.array([(10.0, 22.0), (24.0, 22.4), (40.0, 23.0)]) + SHIFT
        new = Pipe(f"CON-{len(theirs) + 1:04d}", points, "PVC", int(rng.choice(DIAMETERS)), _date(rng))
        theirs.append(new)
        truth["added"].append(new.identifier)
    return theirs, truth


def _normal_vector(points: Points) -> Points:
    """Unit vector to the left of a pipe."""
    along = points[-1] - points[0]
    return np.array([-along[1], along[0]]) / np.hypot(*along)


def _split_pipe(points: Points) -> list[Points]:
    """A pipe as two: at its bend, or half way."""
    if len(points) > 2:
        return [points[:2], points[1:]]
    middle = points.mean(axis=0)
    return [np.array([points[0], middle]), np.array([middle, points[1]])]
