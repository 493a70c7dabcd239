"""Lots on which two commits are run, written once and read by both."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.bench_quality_truth import scenes
from benchmarks.planted.scene import Amount
from benchmarks.second_hand import stores

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("MUTUALGEO_DATA", ROOT.parent / "shared" / "data"))
SCHEMAS = Path(os.environ.get("MUTUALGEO_SCHEMAS", ROOT.parent / "shared" / "schemas"))
#: Scenes of one kind, of which the first stands for all.
REPEATED = ("control 1", "lots S2", "lots S6", "lots A3")
#: Stores that differ from the first of their kind by chance alone.
PLANTED_STORES = (*stores.BUILDERS, "buildings", "cover0", "producers0", "addresses0")


@dataclass
class Dataset:
    """Lots and what goes with them.

    lots : what is received, files or a folder; nothing where the engine makes it (the demo).
    inputs : parameters of the checks, by name: files that go with the lots.
    networks : two networks to compare, as sources of layers.
    whole : whether every job of the chain is run, or those that lots of this size have something for.
    """

    name: str
    lots: tuple[Path, ...] = ()
    inputs: dict[str, Path] = field(default_factory=dict)
    networks: tuple[str, str] | None = None
    reception: dict[str, str] = field(default_factory=dict)
    whole: bool = True


def write_datasets(folder: Path, amount: int, wanted: Callable[[str], bool]) -> Iterator[Dataset]:
    """The datasets that are wanted, by name, their files under a folder: `amount` plants of each check."""
    if wanted("demo"):
        yield Dataset("demo")
    if wanted("lyon"):
        yield lyon(folder / "lyon")
    for scene in scenes(Amount(amount, amount)):
        name = f"planted {scene.name}"
        if scene.name in REPEATED or not wanted(name):
            continue
        place = folder / name.replace(" ", "_")
        lots = tuple(scene.write(place))
        inputs = {key.upper(): Path(str(value)) for key, value in scene.given.items() if isinstance(value, str)}
        yield Dataset(name, lots, inputs, reception=OPEN, whole=scene.name == "objects")
    for store in PLANTED_STORES:
        name = f"independent {store}"
        if wanted(name):
            built = stores.build(store, folder / name.replace(" ", "_"), amount / stores.FEW)
            given = {key: Path(value) for key, value in built.parameters.items()}
            yield Dataset(name, (built.folder,), given, reception=OPEN, whole=store in ("drawings", "borders", "twins"))


#: What a pre-check would refuse is what is planted.
OPEN = {"RECEPTION": "reception_ouverte"}


def lyon(folder: Path) -> Dataset:
    """The eight tiles of Métropole de Lyon, copied without a change.

    Raises
    ------
    SystemExit
        Where the data are absent.
    """
    source = DATA / "pcrs_lyon"
    if not source.is_dir():
        raise SystemExit(f"{source} is absent: set MUTUALGEO_DATA, or leave lyon out with --only")
    shutil.copytree(source, folder / "lots")
    return Dataset("lyon", (folder / "lots",))
