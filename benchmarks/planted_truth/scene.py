"""Scenes: folders of lots with what is planted in them, each received into a base of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas
import numpy as np
import shapely

from . import arcs, attributes_links, drawings, ground, levels, object_pairs
from .gml import Points
from .lot import EPSG, Lot
from .plot import CORNER, SIDE, Plot
from .recipe import Recipe
from .records import record_of
from .truth import Plant

#: Seed of everything that is drawn by chance.
SEED = 20240601
#: Checks whose requirement is statistical: more plants, and an interval.
STATISTICAL = ("Z2", "G6", "G14", "T2", "A6", "L3")

RECIPES: dict[str, Recipe] = {
    **drawings.RECIPES, **arcs.RECIPES, **object_pairs.RECIPES, **levels.RECIPES, **attributes_links.RECIPES,
}  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """How many plants a check gets: of exact ones, of statistical ones; half as many things come near."""

    exact: int = 200
    statistical: int = 500

    def plants_of(self, check: str) -> int:
        """Plants of a check."""
        return self.statistical if check in STATISTICAL else self.exact


@dataclass
class Scene:
    """What is received and checked together.

    layers : layers that checks are given besides, by the name of the engine's input: shapes and columns.
    tables : texts that checks are given as CSV, by the name of the engine's input.
    files : whether checks are given the folder of the delivered files, and the schemas where there are any.
    given : what checks are given besides, by the name of the engine's input.
    checks : those that are carried out; all of a base where there are none.
    """

    name: str
    lots: list[Lot] = field(default_factory=list)
    plants: list[Plant] = field(default_factory=list)
    buildings: list[Points] = field(default_factory=list)
    layers: dict[str, tuple[list[shapely.Geometry], dict[str, list[str]]]] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    files: bool = False
    checks: tuple[str, ...] = ()
    given: dict[str, object] = field(default_factory=dict)

    def write(self, folder: Path) -> list[Path]:
        """Write the lots and what goes with them; files of lots in their order."""
        lots = folder / "lots"
        lots.mkdir(parents=True, exist_ok=True)
        if self.files:
            self.given["files"] = str(lots)
        if self.buildings:
            self.layers["buildings"] = ([shapely.Polygon(outline) for outline in self.buildings], {})
        for name, (shapes, columns) in self.layers.items():
            path = folder / f"{name}.gpkg"
            geopandas.GeoDataFrame(columns, geometry=shapes, crs=EPSG).to_file(path)
            self.given[name] = str(path)
        for name, text in self.tables.items():
            path = folder / f"{name}.csv"
            path.write_text(text, "utf-8")
            self.given[name] = str(path)
        return [lot.write(lots) for lot in self.lots]


@dataclass(frozen=True)
class Job:
    """A plot to fill: plant k of a check (a defect or near one), or a clean piece of town."""

    check: str = ""
    k: int = 0
    wrong: bool = False


def objects(amount: Amount) -> Scene:
    """Every check that looks at objects inside a lot; a clean piece of town stands on one plot of seven."""
    rng = np.random.default_rng([SEED, 1])
    jobs = []
    for check in RECIPES:
        n = amount.plants_of(check)
        jobs += [Job(check, k, True) for k in range(n)] + [Job(check, k, False) for k in range(n // 2)]
    jobs += [Job(k=k) for k in range(len(jobs) // 6)]
    order = rng.permutation(len(jobs))
    return fill(Scene("objects"), [jobs[i] for i in order], 6, rng)


def clean(lots: int, plots: int) -> Scene:
    """Clean town: lots side by side, `plots` plots a side, streets and tracks that cross from one to the next.

    Each is a sound delivery: a valid file of a plain name, with its metadata record.
    """
    rng = np.random.default_rng([SEED, 2])
    scene = Scene("clean", files=True)
    side = plots * SIDE
    wide = int(np.ceil(np.sqrt(lots)))
    rank = 0
    for number in range(lots):
        low = CORNER + side * np.array([number % wide, number // wide])
        lot = Lot(f"T{number:02}", (*low.tolist(), *(low + side).tolist()))
        lot.record = record_of(lot.name)
        scene.lots.append(lot)
        _streets(Plot(lot, low, 0.0, rng), side, plots)
        for row, column in np.ndindex(plots - 1, plots - 1):
            plot = _plot(lot, low + SIDE * np.array([column + 1.5, row + 1.5]), rng, rank)
            ground.PIECES[rank % len(ground.PIECES)](plot)
            rank += 1
            scene.buildings += plot.buildings
    return scene


def _streets(plot: Plot, side: float, steps: int) -> None:
    """Two kerbs and a marking from west to east, a track and a wall from south to north."""
    for cls, at in (("LimiteVoiriePCRS", 3.0), ("LimiteVoiriePCRS", 9.0), ("HabillageLignesPCRS", 6.0)):
        places = np.column_stack((np.linspace(0.0, side, steps + 1), np.full(steps + 1, at)))
        if cls == "HabillageLignesPCRS":
            plot.lines(cls, places)
        else:
            plot.line(cls, places)
    for cls, at in (("RailPCRS", 3.0), ("RailPCRS", 4.435), ("MurPCRS", 9.0)):
        start, end = (12.0, side - 6.0) if cls == "MurPCRS" else (0.0, side)  # the wall stops at the streets
        places = np.column_stack((np.full(steps + 1, at), np.linspace(start, end, steps + 1)))
        plot.line(cls, places)


def _plot(lot: Lot, middle: Points, rng: np.random.Generator, rank: int) -> Plot:
    return Plot(lot, middle, float(rng.uniform(0.0, 2.0 * np.pi)), rng, rank)


def fill(scene: Scene, jobs: Sequence[Job], lots: int, rng: np.random.Generator) -> Scene:
    """Lots in a row, each a block of plots, a job a plot."""
    each = -(-len(jobs) // lots)
    wide = int(np.ceil(np.sqrt(each)))
    high = -(-each // wide)
    for number in range(lots):
        low = CORNER + SIDE * np.array([number * wide, 0])
        lot = Lot(f"L{number:02}", (*low.tolist(), *(low + SIDE * np.array([wide, high])).tolist()))
        scene.lots.append(lot)
        for rank, job in enumerate(jobs[number * each : (number + 1) * each]):
            plot = _plot(lot, low + SIDE * np.array([rank % wide + 0.5, rank // wide + 0.5]), rng, job.k)
            if job.check:
                scene.plants.append(carry_out(plot, RECIPES[job.check], job))
            else:
                ground.PIECES[job.k % len(ground.PIECES)](plot)
            scene.buildings += plot.buildings
    return scene


def carry_out(plot: Plot, recipe: Recipe, job: Job) -> Plant:
    """Carry out a recipe."""
    made = recipe(plot, job.k, job.wrong)
    x, y = plot.middle.tolist()
    return Plant(job.check, job.wrong, (plot.lot.name,), made.objects, x, y, made.size, made.expected)
