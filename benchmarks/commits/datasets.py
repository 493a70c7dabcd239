"""Lots on which two commits are run, written once and read by both."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bench_quality_truth import scenes
from benchmarks.independent_truth import stores
from benchmarks.planted_truth.scene import Amount

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
    layers : layers outside a base, to check and to compare with themselves: parameters by name.
    whole : whether every job of the chain is run, or those that lots of this size have something for.
    """

    name: str
    lots: tuple[Path, ...] = ()
    inputs: dict[str, Path] = field(default_factory=dict)
    layers: dict[str, dict[str, Any]] = field(default_factory=dict)
    reception: dict[str, str] = field(default_factory=dict)
    whole: bool = True


def write_datasets(folder: Path, amount: int, wanted: Callable[[str], bool]) -> Iterator[Dataset]:
    """The datasets that are wanted, by name, their files under a folder: `amount` plants of each check."""
    if wanted("demo"):
        yield Dataset("demo")
    for name, made in {"lyon": lyon, "vendee": vendee, "strasbourg": strasbourg, "drawing": drawing}.items():
        if wanted(name):
            yield made(folder / name)
    if wanted("layers"):
        yield Dataset("layers", layers=layers())
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
    """The eight tiles of Métropole de Lyon, copied without a change."""
    shutil.copytree(data("pcrs_lyon"), folder / "lots")
    return Dataset("lyon", (folder / "lots",))


def vendee(folder: Path) -> Dataset:
    """Two deliveries with oddities of their producers."""
    return Dataset("vendee", tuple(sorted(data("pcrs_vendee").glob("*.gml"))), reception=OPEN, whole=False)


def strasbourg(folder: Path) -> Dataset:
    """Drafts of the standard, read through a mapping."""
    lots = tuple(sorted(data("pcrs_strasbourg_draft").glob("*.gz")))
    return Dataset("strasbourg", lots, reception=OPEN | {"PROFILE": "pcrs_brouillon_covadis"}, whole=False)


def drawing(folder: Path) -> Dataset:
    """A drawing, read through a mapping."""
    given = OPEN | {"PROFILE": "dxf_topojis", "SOURCE_CRS": "EPSG:3946"}
    return Dataset("drawing", (data("dxf") / "VLR.dxf",), reception=given, whole=False)


#: Layers whose first is one of lines, to compare with itself.
NETWORKS = ("raepa", "fibre", "roads")


def layers() -> dict[str, dict[str, Any]]:
    """Networks, parcels and roads of others, in every format."""
    bondy, stardt = data("bondy"), data("reseaux_stardt")
    edigeo = data("cadastre_edigeo_luxiol") / "edigeo-25354000AK01" / "E000AK01.THF"
    return {
        "raepa": {"INPUT": [data("reseaux_raepa") / f"{name}_test.shp" for name in ("cana", "app", "ouv")]},
        "grdf": {"INPUT": [stardt / "GRDF.gml"]},
        "enedis": {"INPUT": [stardt / "enedis.gml"]},
        "starelec": {"INPUT": [data("reseaux_starelec") / "ExempleRecoStaR_RPD.gml"]},
        "fibre": {"INPUT": [f"{bondy}/reseaux.gpkg|layername={name}" for name in ("reseauFO", "chambres")]},
        "parcels": {"INPUT": [bondy / "parcelles_2025.geojson.gz"], "CRS": "EPSG:2154"},
        "sheet": {"INPUT": [f"{edigeo}|layername=PARCELLE_id"]},
        "roads": {"INPUT": [f"{data('bdtopo_nantes')}/nantes_bdtopo_clip.gpkg|layername=troncon_de_route"]},
    }


def data(name: str) -> Path:
    """A folder of real data.

    Raises
    ------
    SystemExit
        Where it is absent.
    """
    folder = DATA / name
    if not folder.is_dir():
        raise SystemExit(f"{folder} is absent: set MUTUALGEO_DATA, or leave it out with --only")
    return folder
