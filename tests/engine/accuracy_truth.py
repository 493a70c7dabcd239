"""Bases of trees and control points whose deviations are known, for the tests of accuracy."""

from __future__ import annotations

import random
from pathlib import Path

from tests.engine import small_lot as s
from tests.engine.run import run

FRAME = s.emprise("e", -50, -50, 500, 500)
#: Trees of the usual base: on a grid of 10 m from the corner of the small lots, 100 m high.
N = 20


def trees(n: int = N, **texts: str) -> list[str]:
    return [s.tree(f"t{k:02}", 10 * (k % 10), 10 * (k // 10), **texts) for k in range(n)]


def store_of(folder: Path, *things: str, name: str = "s.gpkg") -> Path:
    lot = s.write(folder / f"{name}.gml", FRAME, *things)
    ran = run(folder, "receivelot", INPUT=lot, STORE=folder / name, RECEPTION="reception_ouverte")
    assert ran.exit == 0, ran.texts()
    return folder / name


def control(path: Path, deviations, header: str = "matricule;X;Y;Z", shuffle: int | None = None) -> Path:
    """Control points of the trees; a deviation (dx, dy, dz) is what the base is off: tree minus point."""
    lines = []
    for k, (dx, dy, dz) in enumerate(deviations):
        x, y, z = s.X + 10 * (k % 10) - dx, s.Y + 10 * (k // 10) - dy, 100 - dz
        lines.append(f"t{k:02};{x:.4f};{y:.4f};{z:.4f}")
    if shuffle is not None:
        random.Random(shuffle).shuffle(lines)
    path.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    return path


def check(folder: Path, store: Path, points: Path, **more):
    return run(folder, "checkaccuracy", STORE=store, CONTROL=points, OUTPUT=folder / "d.gpkg", **more)


def verdicts(ran) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    return {
        (t["dimension"], t["declared"]): (t["verdict"], tuple(t["broken"])) for t in ran.report["accuracy"]["tests"]
    }


def reasons(ran) -> dict[str, str]:
    return {row["point"]: row["reason"] for row in ran.report["accuracy"]["unpaired"]}


def points_file(path: Path, header: str, *rows: str) -> Path:
    path.write_text("\n".join([header, *rows]), "utf-8")
    return path
