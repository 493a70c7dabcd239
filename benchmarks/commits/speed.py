"""Two commits timed in turns: reading, assembling, checking, exporting the whole and a quarter through a mask."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
from shapely import box

from benchmarks.biglot import write_big_lot
from benchmarks.lots import write_lots
from benchmarks.measure import save, verdict

from .chain import GOOD
from .engines import Engine, Run

#: Most that a task may take of the old commit's CPU time, median of the pairs.
BAR, BAR_OF_MASK = 1.05, 0.5
#: Objects that the mask selects, of those of the lot.
MASKED = 1 / 4
#: Objects of one of the small lots that are assembled.
LOT_OBJECTS = 1024


@dataclass(frozen=True)
class Task:
    """A job that is timed, and the most it may take; `prepared` bases are copied before each run."""

    name: str
    job: str
    base: str | None
    parameters: dict[str, Any]
    bar: float = BAR


def time_both(old: Engine, new: Engine, folder: Path, objects: int, pairs: int, out: Path) -> int:
    """Time every task in pairs, now the one first, now the other; 0 where every bar is reached."""
    tasks = prepare((old, new), folder, objects)
    result: dict[str, Any] = {"objects": objects, "base": old.name, "tasks": {}}
    reached = True
    for task in tasks:
        timed: dict[str, list[Run]] = {old.name: [], new.name: []}
        for pair in range(pairs):
            for engine in (old, new) if pair % 2 else (new, old):
                timed[engine.name].append(_time(engine, task, folder))
        cpu, wall = (_ratio(timed[old.name], timed[new.name], cost) for cost in (_cpu, _wall))
        figures: dict[str, Any] = {"cpu_ratio": cpu, "wall_ratio": wall}
        figures |= {name: [[run.cpu, run.wall] for run in runs] for name, runs in timed.items()}
        result["tasks"][task.name] = figures
        fits = cpu <= task.bar
        reached &= fits
        before, after = (statistics.median(map(_cpu, timed[engine.name])) for engine in (old, new))
        told = f"CPU x {cpu:.3f} ({before:.1f} s, {after:.1f} s; bar {task.bar:g}: {verdict(fits)}), wall x {wall:.3f}"
        print(f"{task.name:10} {told}, {pairs} pairs", flush=True)
    save(result, out)
    return int(not reached)


def prepare(engines: tuple[Engine, Engine], folder: Path, objects: int) -> list[Task]:
    """Write the lots, and the bases that each commit makes of them; the tasks to time."""
    lot, lots = folder / "lot.gml", folder / "lots"
    write_big_lot(lot, objects)
    write_lots(lots, max(2, objects // LOT_OBJECTS))
    for engine in engines:
        (folder / engine.name).mkdir()
        for base, parameters in (("one", {"INPUT": [lot]}), ("many", {"FOLDER": lots})):
            _run(engine, "receivelot", {**parameters, "STORE": folder / engine.name / f"{base}.gpkg"}, folder)
    mask = folder / "mask.gpkg"
    _write_mask(folder / engines[0].name / "one.gpkg", mask)
    return [
        Task("read", "receivelot", None, {"INPUT": [lot]}),
        Task("assemble", "assemblebase", "many", {}),
        Task("check", "checkquality", "one", {"FINDINGS": folder / "findings.gpkg"}),
        Task("export", "exportpcrs", "one", {"OUTPUT": folder / "export.gml"}),
        Task("mask", "exportpcrs", "one", {"OUTPUT": folder / "masked.gml", "MASK": mask}, BAR_OF_MASK),
    ]


def _time(engine: Engine, task: Task, folder: Path) -> Run:
    """One run, on a fresh copy of the base that it may change."""
    store = folder / "store.gpkg"
    store.unlink(missing_ok=True)
    if task.base:
        shutil.copyfile(folder / engine.name / f"{task.base}.gpkg", store)
    base = "INPUT" if task.job == "checkquality" else "STORE"
    return _run(engine, task.job, {base: store, **task.parameters}, folder)


def _run(engine: Engine, job: str, parameters: dict[str, Any], folder: Path) -> Run:
    run = engine.run(job, parameters, folder, "report")
    if run.status not in GOOD:
        raise SystemExit(f"{engine.name}: {job}: {run.message}")
    return run


def _cpu(run: Run) -> float:
    return run.cpu


def _wall(run: Run) -> float:
    return run.wall


def _ratio(old: list[Run], new: list[Run], cost: Callable[[Run], float]) -> float:
    return statistics.median(cost(after) / cost(before) for before, after in zip(old, new, strict=True))


def _write_mask(base: Path, path: Path) -> None:
    """A rectangle from the south of a base up to where it holds the share of the objects that is asked."""
    with closing(sqlite3.connect(f"file:{base}?mode=ro", uri=True)) as connection:
        tables = connection.execute(
            "SELECT table_name, srs_id FROM gpkg_geometry_columns WHERE table_name LIKE '%PCRS' "
            "AND table_name NOT LIKE 'Emprise%'"
        ).fetchall()
        boxes = [
            row for name, _ in tables for row in connection.execute(f'SELECT miny, minx, maxx FROM "rtree_{name}_geom"')
        ]
    boxes.sort()
    north = boxes[int(MASKED * len(boxes))][0]
    shape = box(min(b[1] for b in boxes) - 1, boxes[0][0] - 1, max(b[2] for b in boxes) + 1, north)
    geopandas.GeoDataFrame({"nom": ["quart"]}, geometry=[shape], crs=tables[0][1]).to_file(path, layer="mask")
