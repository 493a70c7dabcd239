"""Job ``exportpcrs``: the base, a lot or an extent as PCRS v2.0 GML."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from .. import parameters as take
from ..context import Context, Json, Result
from ..formats.pcrs.writer import AS_READ, DECIMALS
from ..model.errors import EngineError, EngineFailure
from ..store.geopackage import Box
from ..store.store import Store, open_store
from .export import Exporter, Selection, expected, select_extent, without_place, write_extent, write_lot
from .lot_files import sha256

#: More decimals than a double holds at these magnitudes would be invented.
MOST_DECIMALS = 8


def run(parameters: Json, context: Context) -> Result:
    """Export.

    Parameters: STORE, LOT (name or number) or EXTENT ([xmin, ymin, xmax, ymax] in the store's system), OUTPUT (a .gml
    file, or a folder where each lot becomes a file of its own name), DECIMALS.
    """
    decimals = take.integer(parameters, "DECIMALS", DECIMALS)
    if decimals != AS_READ and not 0 <= decimals <= MOST_DECIMALS:
        raise EngineError("parameter_wrong", name="DECIMALS", detail=str(decimals))
    lot_name, extent = take.optional(parameters, "LOT"), take.box(parameters, "EXTENT")
    if lot_name and extent:
        raise EngineError("export_two_choices")
    output = take.path(parameters, "OUTPUT")
    with open_store(take.path(parameters, "STORE")) as store:
        if extent:
            written = [_write_extent(store, extent, output, decimals, context)]
        else:
            lots = [store.find_lot(lot_name)] if lot_name else store.lots()
            written = _write_lots(store, lots, output, decimals, context)
    context.report["files"] = [str(path) for path in written]
    objects = sum(context.report["counts"]["out"].values())
    return Result("done", {"OUTPUT": str(output), "FILES": len(written), "OBJECTS": objects})


def _write_lots(store: Store, lots: list[Json], output: Path, decimals: int, context: Context) -> list[Path]:
    as_file = output.suffix.lower() in (".gml", ".xml")
    if as_file and len(lots) > 1:
        raise EngineError("export_several_lots", count=len(lots), output=str(output))
    written = []
    names = Counter(lot["name"] for lot in lots)
    for rank, lot in enumerate(lots):
        name = str(lot["name"]) if names[lot["name"]] == 1 else f"{lot['name']}_{lot['lot_id']}"
        target = output if as_file else output / f"{name}.gml"
        _spare_deliveries(store, target)
        objects, held = store.counts(lot["lot_id"]), store.measures(lot_id=lot["lot_id"])
        if sum(objects.values()) != lot["objects"] or any(held[what] != lot[what] for what in held):
            context.warning("lot_edited", name=str(lot["name"]))
        write = partial(write_lot, store, lot, decimals=decimals)
        _safely(target, write, partial(_account, context, objects, held, name))
        context.progress(100 * (rank + 1) / len(lots), str(lot["name"]))
        written.append(target)
    return written


def _spare_deliveries(store: Store, target: Path) -> None:
    """A producer's file is never written over."""
    if not target.is_file():
        return
    digest = sha256(target)
    if store.connection.execute("SELECT 1 FROM lot WHERE sha256 = ?", (digest,)).fetchone():
        raise EngineError("output_harmful", name="OUTPUT", path=str(target), what="delivery")


def _write_extent(store: Store, extent: Box, output: Path, decimals: int, context: Context) -> Path:
    target = output if output.suffix.lower() in (".gml", ".xml") else output / "extent.gml"
    _spare_deliveries(store, target)
    lots = store.lots()
    supplier = store.info("territory_name") or "; ".join(
        sorted({p for lot in lots for p in str(lot["producers"] or "").split("; ") if p})
    )
    code = store.info("territory_code") or "PCRS"
    date = context.now[:10]
    selection = select_extent(store, extent)
    if not selection:
        raise EngineError("export_empty", extent=" ".join(f"{v:.0f}" for v in extent))
    objects, held = expected(store, selection)
    _tell_left_out(store, selection, context)
    _safely(
        target,
        partial(
            write_extent, store, extent, selection, decimals=decimals, supplier=supplier or "-", code=code, date=date
        ),
        partial(_account, context, objects, held, "extent"),
    )
    return target


def _tell_left_out(store: Store, selection: Selection, context: Context) -> None:
    """Say which current objects no extent can ever find: those without a geometry that nothing selected leads to."""
    left = {name: len(fids - selection.get(name, set())) for name, fids in without_place(store).items()}
    left = {name: n for name, n in left.items() if n}
    if left:
        classes = ", ".join(f"{name} {n}" for name, n in left.items())
        context.warning("export_left_out", count=sum(left.values()), classes=classes)


def _safely(target: Path, write: Callable[[Path], Exporter], audit: Callable[[Exporter], None]) -> None:
    """Write beside the target, audit, then put it in place: a failed export leaves the folder as it was."""
    temporary = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        audit(write(temporary))
        os.replace(temporary, target)
    except OSError as error:
        if error.errno == 28:
            raise EngineFailure("disk_full", path=str(target)) from error
        raise EngineFailure("path_unwritable", path=str(target), detail=error.strerror or str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _account(context: Context, objects: dict[str, int], read: Json, name: str, exporter: Exporter) -> None:
    """Compare what was written with what the store holds; a loss is an error."""
    writer = exporter.writer
    wrote = {"arcs": writer.arcs, "vertices": writer.vertices, "vertices_z": writer.vertices_z}
    if dict(exporter.counts) != objects:
        raise EngineFailure(
            "export_lost", name=name, what="objects", read=sum(objects.values()), kept=exporter.counts.total()
        )
    report = context.report
    for side, counted in (("in", objects), ("out", exporter.counts)):
        report["counts"][side] = dict(sorted((Counter(report["counts"][side]) + Counter(counted)).items()))
    for key, value in wrote.items():
        if read[key] != value:
            raise EngineFailure("export_lost", name=name, what=key, read=read[key], kept=value)
        figures = report[key]
        figures["in"] += read[key]
        figures["out"] += value
