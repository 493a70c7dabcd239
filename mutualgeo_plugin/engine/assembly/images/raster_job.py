"""Job ``registerraster``: image tiles checked, registered as RasterPCRS, with a mosaic and cloud-optimised copies."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from ... import parameters as take
from ...context import MEASURES, Context, Json, Result
from ...formats.archives import sha256
from ...formats.file_format import RASTER_ENDINGS
from ...formats.folders import list_files
from ...formats.pcrs.batch import Batch
from ...formats.raster import Tile, read_tile, write_cog, write_vrt
from ...formats.srs_name import parse_srs_name
from ...geometry.crs import PCRS_ACCURACY, operation
from ...geometry.systems import geometries_to_system
from ...geometry.tangles import valid_areas
from ...model.errors import EngineError, Phrase
from ...model.legibility import legible_text
from ...model.pcrs import CLASSES, EMPRISE
from ...outputs import child_path, fold_name, safe_file_name, scratch_prefix, temporary_output
from ...store.lots import LotRecord, attach_stagings, find_lot_name, insert_lot
from ...store.schema import RASTER
from ...store.staging import Staging
from ...store.store import Store, open_for_writing, open_store
from ...store.tables import read_class
from ..reception.intake import Intake, Placement
from .raster_checks import Coverage, common_grid, common_system, coverage, empty_borders, misaligned_tiles

#: Names of formats as nomImage's companion typeImage says them.
_FORMATS = {"GTiff": "GeoTIFF", "JP2OpenJPEG": "JPEG2000"}
_CLASS = "RasterPCRS"
#: What tiles leave to be desired: kind → names of the tiles (with a figure).
Remarks = dict[str, dict[str, float] | list[str]]


def run(parameters: Json, context: Context) -> Result:
    """Register tiles.

    Parameters: STORE, INPUT (files), FOLDER, DATE, RESOLUTION (cm, 0: the pixel's), PRECISION (class), PRODUCER,
    SOURCE_CRS, MOSAIC (a .vrt), COG (a folder).
    """
    path = take.path(parameters, "STORE")
    with open_store(path) as store:  # a base that is not there is told before anything else
        ground, base_crs = _read_ground(store), store.crs
    texts = _texts(parameters, context)
    mosaic, copies = take.optional_text(parameters, "MOSAIC"), take.optional_text(parameters, "COG")
    files = _files(take.texts(parameters, "INPUT"), take.optional_text(parameters, "FOLDER"), mosaic)
    tiles = [read_tile(file) for file in files]
    crs = common_system(tiles, _stated_system(parameters))
    pixel = common_grid(tiles)[0]
    texts["resolution"] = str(take.integer(parameters, "RESOLUTION") or round(pixel * 100, 2)).removesuffix(".0")
    context.progress(10)
    remarks: Remarks = {"empty_borders": empty_borders(tiles), "off_grid": misaligned_tiles(tiles)}
    covered = coverage(tiles, _bring_ground(ground, base_crs, crs), pixel)
    targets = _copies(tiles, Path(copies)) if copies else []
    context.progress(40)
    outputs: Json = {"STORE": str(path)}
    shown = _publish(tiles, targets, context)  # before the base is changed: a copy may be refused
    outputs["REGISTERED"] = _register(path, tiles, crs, texts, context)
    if copies:
        outputs["COG"] = copies
    if mosaic:
        with temporary_output(Path(mosaic)) as temporary:
            write_vrt(temporary, shown, crs)
        outputs["MOSAIC"] = mosaic
    found = _report_coverage(context, covered, remarks)
    outputs |= {"HOLES": covered.as_json()["holes_m2"], "OVERLAPS": covered.as_json()["overlaps_m2"]}
    context.report["coverage"] = covered.as_json()
    context.report["rasters"] = {"tiles": len(tiles), "pixel": pixel, "crs": f"EPSG:{crs}", **remarks}
    return Result("done_with_findings" if found else "done", outputs)


def _texts(parameters: Json, context: Context) -> dict[str, str]:
    precision, date = take.text(parameters, "PRECISION"), take.text(parameters, "DATE")
    if date > context.now[:10]:
        raise EngineError("raster_future_date", date=date)
    return {
        "producteur": take.text(parameters, "PRODUCER"),
        "dateAcquisition": date,
        "dateRecette": context.now[:10],
        "precisionPlanimetriqueCorpsDeRue": precision,
        "precisionPlanimetriqueZoneNaturelle": precision,
    }


def _files(inputs: Sequence[str], folder: str | None, mosaic: str | None) -> list[Path]:
    """Tiles in order of name, so that the order in which they were given does not matter; never the mosaic itself."""
    found = [Path(p) for p in inputs]
    if folder:
        if not Path(folder).is_dir():
            raise EngineError("path_unreadable", path=folder, detail=Phrase("folder_absent"))
        made = Path(mosaic).resolve() if mosaic else None
        inside = list_files(Path(folder), deep=False)
        found += [p for p in inside if p.suffix.lower() in RASTER_ENDINGS and p.resolve() != made]
        if not found:
            raise EngineError("folder_without_source", path=folder, endings=", ".join(RASTER_ENDINGS))
    if not found:
        raise EngineError("parameter_missing", name="INPUT")
    for path in found:
        if not path.is_file():
            raise EngineError("path_unreadable", path=str(path), detail=Phrase("file_absent"))
    return sorted(set(found), key=lambda p: (p.name, str(p)))


def _stated_system(parameters: Json) -> int | None:
    text = take.optional_text(parameters, "SOURCE_CRS")
    if text is None:
        return None
    parsed = parse_srs_name(text)
    if parsed is None:
        raise EngineError("parameter_wrong", name="SOURCE_CRS", detail=text)
    return parsed.code


def _read_ground(store: Store) -> shapely.Geometry | None:
    """Ground that the lots of a base cover; None where no lot has an emprise."""
    if EMPRISE not in store.class_names():
        return None
    geometries = valid_areas(read_class(store, EMPRISE).geometry.dropna().to_numpy())
    return shapely.union_all(geometries) if len(geometries) else None


def _bring_ground(ground: shapely.Geometry | None, source: int, target: int) -> shapely.Geometry | None:
    """Ground in the tiles' system."""
    if ground is None:
        return None
    straight = np.array([None], dtype=object)
    moved, _, _ = geometries_to_system(np.array([ground], object), straight, source, target, PCRS_ACCURACY)
    return moved[0]


def _register(path: Path, tiles: Sequence[Tile], crs: int, texts: dict[str, str], context: Context) -> int:
    """Put a RasterPCRS for each tile into the base, in a lot of its own; 0 where these tiles are known."""
    hashes = [sha256(tile.path) for tile in tiles]
    lines = sorted(f"{one} {tile.path.name}" for one, tile in zip(hashes, tiles, strict=True))
    said = sorted((key, text) for key, text in texts.items() if key != "dateRecette")  # the day of this run
    digest = hashlib.sha256("\n".join([*lines, *map(str, said)]).encode(errors="surrogateescape")).hexdigest()
    with (
        open_for_writing(path, job="registerraster", context=context) as store,
        tempfile.TemporaryDirectory(prefix=scratch_prefix("raster")) as scratch,
    ):
        known = find_lot_name(store, digest)
        name = legible_text(tiles[0].path.resolve().parent.name) or "raster"
        if known:
            context.warning("lot_known", name=name, known=known)
            context.report["lots"].append({"name": name, "file": name, "status": "known"})
            return 0
        staging = Path(scratch) / "raster.sqlite"
        lot = _lot(store, tiles, crs, texts, digest, name, context)
        lot.attributes = _stage(staging, tiles, hashes, Placement(crs, store.crs), texts)
        with attach_stagings(store, [staging]) as schemas, store.run("registerraster", context) as run_id:
            insert_lot(store, lot, schemas, run_id)
        context.report["counts"] = {"in": {_CLASS: len(tiles)}, "out": store.counts()}
        for key in MEASURES:
            context.report[key] = {"in": getattr(lot, key), "out": getattr(lot, key)}
        context.report["lots"].append(
            {"name": name, "file": lot.file, "sha256": digest, "status": "received", "crs": f"EPSG:{crs}",
             "operation": lot.operation, "objects": {_CLASS: len(tiles)}}
        )  # fmt: skip
    return len(tiles)


def _lot(
    store: Store, tiles: Sequence[Tile], crs: int, texts: dict[str, str], digest: str, name: str, context: Context
) -> LotRecord:
    lot = LotRecord(
        name=name,
        file=legible_text(", ".join(tile.path.name for tile in tiles[:3])) + (", …" if len(tiles) > 3 else ""),
        sha256=digest,
        size=sum(tile.path.stat().st_size for tile in tiles),
        received=context.now,
        source_crs=crs,
        store_crs=store.crs,
        producers=texts["producteur"],
        surveyed_from=texts["dateAcquisition"],
        surveyed_to=texts["dateAcquisition"],
        objects=len(tiles),
        vertices=5 * len(tiles),
        kind=RASTER,
    )
    if crs != store.crs:
        done = operation(crs, store.crs)
        lot.operation, lot.operation_definition, lot.operation_accuracy = done.name, done.definition, done.accuracy
    return lot


def _stage(
    path: Path, tiles: Sequence[Tile], hashes: Sequence[str], placement: Placement, texts: dict[str, str]
) -> int:
    """Footprints and attributes of tiles as staged rows; returns how many attributes they give."""
    batch = Batch()
    rows = batch.tables.setdefault(_CLASS, [])
    for rank, (tile, digest) in enumerate(zip(tiles, hashes, strict=True)):
        minx, miny, maxx, maxy = tile.box
        ring = np.array([(minx, miny), (maxx, miny), (maxx, maxy), (minx, maxy), (minx, miny)])
        batch.shapes.append(("polygon", [("line", ring)]))
        batch.leaves.append([("line", ring)])
        own = {
            **texts,
            "nomImage": legible_text(tile.path.name),
            "typeImage": _FORMATS.get(tile.driver, tile.driver),
            "idPCRS": f"raster.{digest[:16]}",
            "descriptionElementsQualite": f"{tile.width} x {tile.height} pixels, {len(tile.types)} x {tile.types[0]}",
        }
        columns = [own.get(column) for column in CLASSES[_CLASS].columns]
        rows.append((rank + 1, f"raster.{digest[:16]}.{rank + 1}", rank, *columns, None, None))
        batch.size += 1
    staging = Staging(path)
    try:
        Intake(staging, placement).take(batch)
    finally:
        staging.close()
    return sum(text is not None for row in rows for text in row[3:-2])


def _copies(tiles: Sequence[Tile], folder: Path) -> list[Path]:
    """Files of the cloud-optimised copies, a name each.

    Raises
    ------
    EngineError
        ``raster_over_itself``: one of them is a tile that is read.
    """
    targets: list[Path] = []
    taken: set[str] = set()
    read = {tile.path.resolve() for tile in tiles}
    for rank, tile in enumerate(tiles):
        name = f"{tile.path.stem}.tif"
        while fold_name(safe_file_name(name)) in taken:
            name = f"{Path(name).stem}_{rank}.tif"
        taken.add(fold_name(safe_file_name(name)))
        targets.append(child_path(folder, name))
        if targets[-1].resolve() in read:
            raise EngineError("raster_over_itself", path=str(targets[-1]))
    return targets


def _publish(tiles: Sequence[Tile], targets: Sequence[Path], context: Context) -> list[Tile]:
    """Cloud-optimised copies where they are asked for; returns the tiles that the mosaic names.

    A copy that an earlier run has made stays; another file of its name is never replaced.
    """
    if not targets:
        return list(tiles)
    out = []
    for rank, (tile, target) in enumerate(zip(tiles, targets, strict=True)):
        with temporary_output(target) as temporary:
            write_cog(tile.path, temporary)
            if target.exists() and sha256(target) != sha256(temporary):
                raise EngineError("raster_over_itself", path=str(target))
        out.append(read_tile(target))
        context.progress(50 + 45 * (rank + 1) / len(tiles), target.name)
    return out


def _report_coverage(context: Context, covered: Coverage, remarks: Remarks) -> bool:
    """Say what the tiles leave to be desired; whether anything does."""
    context.info("raster_covers", area=f"{covered.tiles:.2f}")
    figures = covered.as_json()
    if covered.holes:
        context.warning("raster_holes", count=len(covered.holes), area=figures["holes_m2"])
    if covered.overlaps:
        first = covered.overlaps[0]
        context.warning(
            "raster_overlaps", count=len(covered.overlaps), area=figures["overlaps_m2"], a=first[1], b=first[2]
        )
    for code, names in remarks.items():
        if names:
            context.warning(f"raster_{code}", count=len(names), first=next(iter(names)))
    return bool(covered.holes or covered.overlaps or any(remarks.values()))
