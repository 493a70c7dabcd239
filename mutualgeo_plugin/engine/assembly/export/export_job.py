"""Job ``exportpcrs``: the base, a lot or a part of the base as PCRS v2.0 GML, GeoPackage or DXF."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import shapely

from ... import parameters as take
from ...context import Context, Json, Result
from ...model.errors import EngineError
from ...model.export import FORMATS
from ...model.jobs import ENGINE_JOBS
from ...outputs import fold_name, refuse_ending, safe_file_name
from ...store.history import resolve_moment
from ...store.output_guard import files_read
from ...store.schema import CURRENT, DERIVED, RASTER
from ...store.store import Store, open_store
from .dxf_layers import read_layer_names
from .files import Order, write_selection, write_whole_lot
from .masks import NamedMask, masks_of
from .pcrs_export import Publication
from .selection import Selection, Selector

#: Metres around the objects of a base: what lies in a point or a line has no box that is a surface.
_ROOM = 1.0


def run(parameters: Json, context: Context) -> Result:
    """Export.

    Parameters: STORE; what: LOT (name or number), EXTENT ([xmin, ymin, xmax, ymax] in the store's system), MASK
    (polygon layer) or CORRIDOR (layer of axes, with WIDTH and SIDE_STREET in metres), FIELD (one file for each of its
    values), CUT (at the mask), ASOF (the base as it was); how: FORMAT (gml, gpkg, dxf), DECIMALS (GML), DXF_3D,
    DXF_LAYERS (TOML); OUTPUT (a file, or a folder where each lot or mask becomes a file of its own name).
    """
    with open_store(take.path(parameters, "STORE")) as store:
        order = _order(parameters, store, context)
        masks = masks_of(parameters, store.crs)
        lot = take.optional_text(parameters, "LOT")
        if lot and order.past:
            raise EngineError("asof_needs_extent")
        context.report["export"] = {"format": order.format, "masks": [m.name for m in masks]}
        if masks:
            written = _write_masks(store, masks, order, context)
        elif order.format == "gml" and order.past is None:
            written = _write_lots(store, [store.find_lot(lot)] if lot else store.lots(), order, context)
        else:
            written = [_write_one(store, lot, order, context)]
    context.report["files"] = [str(path) for path in written]
    objects = sum(context.report["counts"]["out"].values())
    return Result("done", {"OUTPUT": str(order.output), "FILES": len(written), "OBJECTS": objects})


def _order(parameters: Json, store: Store, context: Context) -> Order:
    output, chosen = take.path(parameters, "OUTPUT"), take.text(parameters, "FORMAT")
    refuse_ending(output, "OUTPUT", FORMATS[chosen].endings, may_be_folder=True)
    moment = take.optional_text(parameters, "ASOF")
    mapping = take.optional_text(parameters, "DXF_LAYERS")
    suppliers = sorted({p for lot in store.lots() for p in str(lot["producers"] or "").split("; ") if p})
    return Order(
        format=chosen,
        output=output,
        decimals=take.integer(parameters, "DECIMALS"),
        cutting=take.flag(parameters, "CUT"),
        three_d=take.flag(parameters, "DXF_3D"),
        layers=read_layer_names(Path(mapping)) if mapping else {},
        past=resolve_moment(store, moment) if moment else None,
        by=Publication(
            store.info("territory_name") or "; ".join(suppliers) or "-",
            store.info("territory_code") or "PCRS",
            context.now[:10],
        ),
        reads=files_read(ENGINE_JOBS["exportpcrs"], parameters),
    )


def _write_lots(store: Store, lots: list[Json], order: Order, context: Context) -> list[Path]:
    """One file a lot, as received; lots of one name are told apart by their numbers."""
    written = []
    names = _file_names(store.lots())
    for rank, lot in enumerate(lots):
        target = order.target(names[int(lot["lot_id"])], len(lots))
        _tell_renamed(str(lot["name"]), target, order, context)
        write_whole_lot(store, lot, target, order, context)
        context.progress(100 * (rank + 1) / len(lots), str(lot["name"]))
        written.append(target)
    others = [int(lot["lot_id"]) for kind in (DERIVED, RASTER) for lot in store.lots(kind)]
    count = sum(sum(store.counts(lot_id, CURRENT).values()) for lot_id in others)
    if count and len(lots) > 1:
        context.info("export_lots_only", count=count)
    return written


def _file_names(lots: list[Json]) -> dict[int, str]:
    """Name of each lot's file by its number: its own, or with its number where others have it, whatever their case."""
    safe = {int(lot["lot_id"]): safe_file_name(str(lot["name"])) for lot in lots}
    number = Counter(map(fold_name, safe.values()))
    taken = {name for name, times in number.items() if times == 1}
    found = {}
    for lot_id, name in safe.items():
        if number[fold_name(name)] > 1:
            name = f"{name}_{lot_id}"
            while fold_name(name) in taken:
                name += "_"
            taken.add(fold_name(name))
        found[lot_id] = name
    return found


def _tell_renamed(name: str, target: Path, order: Order, context: Context) -> None:
    """Say that the file of a lot bears another name than the lot."""
    if target != order.output and safe_file_name(name) != name:
        context.warning("file_renamed", name=name, file=target.name)


def _write_masks(store: Store, masks: list[NamedMask], order: Order, context: Context) -> list[Path]:
    """One file a mask that holds something; the cut objects and those that no mask finds are told."""
    cut: Counter[str] = Counter()
    left_whole: list[str] = []
    empty: list[str] = []
    unplaced = (selector := Selector(store, order.past)).keys_without_place()
    written = []
    for rank, mask in enumerate(masks):
        target = order.target(mask.stem, len(masks))
        selection = selector.select_mask(mask, cutting=order.cutting)
        unplaced = {
            name: fids.difference(key.fid for key in selection.keys.get(name, ())) for name, fids in unplaced.items()
        }
        if not selection.keys:
            empty.append(mask.name)
            continue
        cut["objects"] += len(selection.cuts)
        cut["parts"] += sum(map(len, selection.cuts.values()))
        left_whole += [f"{name} {gml_id}" for name, gml_id in selection.left_whole]
        write_selection(store, target, selection, order, context)
        context.progress(100 * (rank + 1) / len(masks), mask.name)
        written.append(target)
    if not written:
        raise EngineError("export_empty", extent=", ".join(empty))
    if empty:
        context.warning("export_empty_masks", count=len(empty), masks=", ".join(empty))
    if order.cutting:
        context.report["export"]["cut"] = {**cut, "left_whole": left_whole}
        context.info("export_cut", objects=cut["objects"], parts=cut["parts"])
        if left_whole:
            context.warning("export_left_whole", count=len(left_whole), objects=", ".join(left_whole[:5]))
    left = {name: len(fids) for name, fids in unplaced.items() if fids}
    if left:
        classes = ", ".join(f"{name} {n}" for name, n in left.items())
        context.warning("export_left_out", count=sum(left.values()), classes=classes)
    return written


def _write_one(store: Store, lot: str | None, order: Order, context: Context) -> Path:
    """One file of a lot or of the whole base."""
    selector = Selector(store, order.past)
    if lot is None:
        selection, stem = selector.select_base(), "base"
        if order.format == "gml":  # the base as it was: an emprise around all of it
            selection.mask = _enclosing_mask(store, selection)
    else:
        found = store.find_lot(lot)
        selection, stem = Selector(store).select_lot(int(found["lot_id"])), str(found["name"])
    if not selection.keys:
        raise EngineError("export_nothing")
    target = order.target(stem, 1)
    _tell_renamed(stem, target, order, context)
    write_selection(store, target, selection, order, context)
    return target


def _enclosing_mask(store: Store, selection: Selection) -> NamedMask:
    """Mask around all that is selected."""
    box = selection.box(store)
    if box is None:
        raise EngineError("export_nothing")
    return NamedMask.from_box("base", tuple(shapely.box(*box).buffer(_ROOM).bounds))
