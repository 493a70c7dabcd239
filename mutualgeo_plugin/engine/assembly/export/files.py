"""Write one export: beside its target, audited, then put in place, with its metadata record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from ...context import MEASURES, Context, Json
from ...geometry.wkb import census
from ...model.errors import EngineError, EngineFailure
from ...model.export import FORMATS
from ...model.pcrs import EMPRISE
from ...outputs import child_path, temporary_output
from ...store.contents import count_unknown_members
from ...store.history import Past
from ...store.output_guard import refuse_precious_file
from ...store.store import Store
from .geopackage import write_geopackage
from .metadata_record import Record, record_path, write_record
from .pcrs_export import Publication, emprise_texts, emprise_wkb, write_lot, write_mask
from .selection import Selection, Selector

_Made = TypeVar("_Made")


class Replacing(Protocol):
    """What has written a file: characters written in place of others, and the first object with one."""

    replaced: int
    first_replaced: str


@dataclass(frozen=True)
class Order:
    """What the user asked for."""

    format: str
    output: Path
    decimals: int
    cutting: bool
    three_d: bool
    layers: dict[str, str]
    past: Past | None
    by: Publication
    reads: frozenset[Path]

    def target(self, stem: str, count: int) -> Path:
        """File of one of `count` exports: OUTPUT itself where it names a file."""
        if self.output.suffix.lower() not in FORMATS[self.format].endings:
            return child_path(self.output, f"{stem}.{self.format}")
        if count > 1:
            raise EngineError("export_several_lots", count=count, output=str(self.output))
        return self.output


def write_whole_lot(store: Store, lot: Json, target: Path, order: Order, context: Context) -> None:
    """Write a lot as it was received; one that was edited by hand since is told."""
    objects, held = store.counts(lot["lot_id"]), store.measures(lot_id=lot["lot_id"])
    if sum(objects.values()) != lot["objects"] or any(held[what] != lot[what] for what in held):
        context.warning("lot_edited", name=str(lot["name"]))
    _refuse_overwriting(store, target, order)
    selection = Selector(store).select_lot(int(lot["lot_id"]))
    exporter = _write_audited(
        target,
        partial(write_lot, store, lot, selection, decimals=order.decimals),
        lambda made: _account(context, target.stem, (objects, held), (made.counts, made.writer.measures())),
    )
    _tell_replaced(exporter.writer, target, context)
    _record(store, target, selection, exporter.counts, order, context)


def write_selection(store: Store, target: Path, selection: Selection, order: Order, context: Context) -> None:
    """Write a selection in the format asked for."""
    _refuse_overwriting(store, target, order)
    left = count_unknown_members(store, selection.lot_ids())
    if left:
        context.warning("export_unknown_left", name=target.stem, count=left)
    edited = selection.count_edited(order.past) if order.past else 0
    if order.past and edited:
        context.warning("asof_edited", count=edited, moment=order.past.moment)
    counts = _WRITERS[order.format](store, target, selection, order, context)
    _record(store, target, selection, counts, order, context)


def _write_gml(store: Store, target: Path, selection: Selection, order: Order, context: Context) -> Counter[str]:
    if selection.mask is None:
        raise EngineError("export_nothing")
    objects, held = selection.counts(), selection.measures(store)
    objects[EMPRISE] = 1
    held["vertices"] += census(emprise_wkb(selection.mask))[0]
    held["attributes"] += len(emprise_texts(selection.mask, order.by))
    exporter = _write_audited(
        target,
        partial(write_mask, store, selection, decimals=order.decimals, by=order.by),
        lambda made: _account(context, target.stem, (objects, held), (made.counts, made.writer.measures())),
    )
    _tell_replaced(exporter.writer, target, context)
    return exporter.counts


def _tell_replaced(made: Replacing, target: Path, context: Context) -> None:
    """Say how many characters of a file stand in place of others: someone's text is not whole."""
    if made.replaced:
        context.warning("export_replaced", name=target.stem, count=made.replaced, first=made.first_replaced or "-")


def _write_geopackage(store: Store, target: Path, selection: Selection, order: Order, context: Context) -> Counter[str]:
    held = (selection.counts(), selection.measures(store))
    counts = _write_audited(
        target,
        partial(write_geopackage, store, selection, by=order.by),
        lambda made: _account(context, target.stem, held, (made, _written_measures(made))),
    )
    _tell_replaced(counts, target, context)
    return counts


def _write_drawing(store: Store, target: Path, selection: Selection, order: Order, context: Context) -> Counter[str]:
    """A DXF; what it cannot carry is told, an arc that was not even met would be a loss."""
    from .dxf import write_dxf  # ezdxf is needed for DXF alone

    objects, held = selection.counts(), selection.measures(store)
    drawing = _write_audited(
        target,
        partial(write_dxf, store, selection, layers=order.layers, three_d=order.three_d),
        lambda made: _account(
            context, target.stem, (objects, held), (made.counts, {**held, "arcs": int(made.arcs_met)})
        ),
    )
    _tell_replaced(drawing, target, context)
    told = context.report["export"]
    told["dxf_lost"] = dict(sorted((Counter(told.get("dxf_lost", {})) + drawing.lost).items()))
    told["dxf_arcs"] = told.get("dxf_arcs", 0) + drawing.arcs_drawn
    for word, count in sorted(drawing.lost.items()):
        if count:
            context.info(f"dxf_{word}", count=count)
    return drawing.counts


_WRITERS: dict[str, Callable[[Store, Path, Selection, Order, Context], Counter[str]]] = {
    "gml": _write_gml,
    "gpkg": _write_geopackage,
    "dxf": _write_drawing,
}


def _written_measures(made: object) -> dict[str, int]:
    """What a writer says it has written."""
    return {measure: int(getattr(made, measure)) for measure in MEASURES}


def _refuse_overwriting(store: Store, target: Path, order: Order) -> None:
    """Neither what the run reads, a base nor a producer's file is written over, whatever name an export takes."""
    if target.resolve() in order.reads:
        raise EngineError("output_harmful", name="OUTPUT", path=str(target), what="input")
    refuse_precious_file(target, store.path, "OUTPUT")


def _record(
    store: Store, target: Path, selection: Selection, counts: Counter[str], order: Order, context: Context
) -> None:
    """Metadata record of a written file."""
    lots = {int(lot["lot_id"]): lot for lot in store.lots(None)}
    sources = [
        f"{lots[i]['name']} ({lots[i]['producers'] or '-'}, {lots[i]['surveyed_to'] or '-'}, "
        f"sha256 {lots[i]['sha256'][:12]})"
        for i in sorted(selection.lot_ids())
    ]
    statement = context.text(
        "record_lineage", count=len(sources), lots="; ".join(sources), moment=order.past.moment if order.past else "-"
    )
    title = context.text("record_title", name=target.stem, supplier=order.by.supplier)
    box = selection.mask.polygon.bounds if selection.mask else selection.box(store)
    record = Record(title, order.by.supplier, order.by.date, store.crs, box, order.format, statement, dict(counts))
    _write_audited(record_path(target), lambda path: write_record(path, record), lambda _: None)


def _write_audited(target: Path, write: Callable[[Path], _Made], audit: Callable[[_Made], None]) -> _Made:
    """Write beside the target, audit, then put it in place: a failed export leaves the folder as it was."""
    with temporary_output(target) as temporary:
        made = write(temporary)
        audit(made)
    return made


def _account(
    context: Context,
    name: str,
    held: tuple[dict[str, int], dict[str, int]],
    wrote: tuple[Counter[str], dict[str, int]],
) -> None:
    """Compare what was written with what the store holds, objects by class and measures; a loss is an error."""
    objects, measures = held
    written, measured = wrote
    if dict(written) != objects:
        raise EngineFailure("export_lost", name=name, what="objects", read=sum(objects.values()), kept=written.total())
    report = context.report
    for side, counted in (("in", objects), ("out", written)):
        report["counts"][side] = dict(sorted((Counter(report["counts"][side]) + Counter(counted)).items()))
    for key, value in measured.items():
        if measures[key] != value:
            raise EngineFailure("export_lost", name=name, what=key, read=measures[key], kept=value)
        report[key]["in"] += measures[key]
        report[key]["out"] += value
