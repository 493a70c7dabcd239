"""Job ``receivelot``: a folder, files or archives of PCRS lots, each received whole or refused with a receipt."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from .. import parameters as take
from ..context import Context, Json, Result
from ..geometry.crs import PCRS_ACCURACY
from ..model.crs import LEGAL_CRS
from ..model.errors import EngineError
from ..store import lock
from ..store.lots import LotRecord, take_in
from ..store.store import Store, open_store, writing
from ..territory import Territory, load_territory
from .lot_files import LotFile, find_deliveries, sha256, unpack
from .read_lot import Read, read_lot, record


@dataclass
class _Reception:
    """One run: where lots go, under which rules, and what became of each."""

    context: Context
    store_path: Path
    crs: int | None
    vertical_datum: str | None
    accuracy_limit: float
    extent: tuple[float, float, float, float] | None
    stack: ExitStack
    territory: Territory | None = None
    store: Store | None = None
    run_id: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    received: int = 0
    known: int = 0

    def open(self, crs: int) -> Store:
        """The store, opened for writing when the first lot is ready: until then it is not touched."""
        if self.store is None:
            self.store = self.stack.enter_context(
                writing(
                    self.store_path,
                    job="receivelot",
                    now=self.context.now,
                    crs=crs,
                    vertical_datum=self.vertical_datum,
                    on_takeover=lambda holder: self.context.warning("store_lock_taken_over", **vars(holder)),
                )
            )
            self.run_id = self.store.begin_run("receivelot", self.context.now)
            if self.territory is not None:
                self.store.remember("territory_name", self.territory.name)
                self.store.remember("territory_code", self.territory.code)
        return self.store


def run(parameters: Json, context: Context) -> Result:
    """Receive lots.

    Parameters: INPUT (list of files), FOLDER, TERRITORY, STORE, ACCEPT_PARTIAL.
    """
    territory_path = take.optional(parameters, "TERRITORY")
    territory = load_territory(territory_path, language=context.language) if territory_path else None
    store_path = Path(take.text(parameters, "STORE", str(territory.store) if territory else None))
    deliveries = find_deliveries(take.texts(parameters, "INPUT"), take.optional(parameters, "FOLDER"))
    partial = take.flag(parameters, "ACCEPT_PARTIAL")
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="mutualgeo-") as scratch:
        reception = _reception(context, territory, store_path, stack)
        total = sum(p.stat().st_size for p in deliveries if p.is_file()) or 1
        done = 0
        for path in deliveries:
            share = (path.stat().st_size if path.is_file() else 0) / total
            _receive_delivery(reception, path, Path(scratch), 100 * done / total, 100 * share)
            done += int(share * total)
        nothing_came = not reception.received and not reception.known
        status = "refused" if reception.refused and (nothing_came or not partial) else "done"
        if reception.store is not None:
            _report_store(context, reception.store)
            reception.store.end_run(reception.run_id, status, context.now, str(context.report.get("path", "")))
    if status == "refused":
        context.report["message"] = _verdict(reception)
    outputs = {"STORE": str(store_path), "RECEIVED": reception.received, "REFUSED": len(reception.refused)}
    return Result(status, outputs)


def _reception(context: Context, territory: Territory | None, store_path: Path, stack: ExitStack) -> _Reception:
    crs = territory.crs.code if territory else None
    if store_path.exists():
        with open_store(store_path) as store:
            lock.refuse_if_held(store.connection, store_path)
            if crs is not None and crs != store.crs:
                raise EngineError("store_other_crs", path=str(store_path), found=store.crs, wanted=crs)
            crs = store.crs
    return _Reception(
        context,
        store_path,
        crs,
        territory.vertical_datum if territory else None,
        territory.max_transform_accuracy if territory else PCRS_ACCURACY,
        territory.extent if territory else None,
        stack,
        territory,
    )


def _receive_delivery(reception: _Reception, path: Path, scratch: Path, start: float, share: float) -> None:
    """Receive the lots of one file; a refusal concerns one lot, a failure of the machine ends the run."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        lots: Iterator[LotFile] = unpack(path, Path(folder))
        while True:
            name, source = path.stem, path.name
            try:
                lot_file = next(lots, None)
                if lot_file is None:
                    return
                name, source = lot_file.name, lot_file.source
                _receive(reception, lot_file, start, share)
            except EngineError as error:
                if error.status != "refused" or error.code == "store_locked":
                    raise
                _refuse(reception, name, source, error)
                if source == path.name:
                    return


def _receive(reception: _Reception, lot_file: LotFile, start: float, share: float) -> None:
    context = reception.context
    digest = sha256(lot_file.path)
    known = _known(reception, digest)
    if known:
        reception.known += 1
        context.warning("lot_known", name=lot_file.name, known=known)
        context.report["lots"].append({"name": lot_file.name, "file": lot_file.source, "status": "known"})
        return
    with tempfile.TemporaryDirectory(prefix="mutualgeo-lot-") as scratch:
        read = read_lot(
            lot_file.path,
            target=reception.crs,
            accuracy_limit=reception.accuracy_limit,
            extent=reception.extent,
            scratch=Path(scratch),
            progress=lambda done: context.progress(start + share * 0.9 * done, lot_file.name),
        )
        lot = record(lot_file, digest, read, context.now, reception.vertical_datum)
        store = reception.open(lot.store_crs)
        other_crs = store.crs != lot.store_crs  # another run has created the store meanwhile, in its own system
        known = _known(reception, digest)  # asked again now that the lock is held
        reception.crs = store.crs
        if not other_crs and not known:
            take_in(store, lot, read.stagings, reception.run_id)
    if other_crs or known:
        _receive(reception, lot_file, start, share)
        return
    reception.received += 1
    context.progress(start + share, lot_file.name)
    _tell(context, lot, read)


def _known(reception: _Reception, digest: str) -> str | None:
    """Name of the lot that has these bytes already."""
    if reception.store is not None:
        row = reception.store.connection.execute("SELECT name FROM lot WHERE sha256 = ?", (digest,)).fetchone()
        return row[0] if row else None
    if reception.store_path.exists():
        with open_store(reception.store_path) as store:
            row = store.connection.execute("SELECT name FROM lot WHERE sha256 = ?", (digest,)).fetchone()
            return row[0] if row else None
    return None


def _tell(context: Context, lot: LotRecord, read: Read) -> None:
    """Say what was received, and add it to the report's figures."""
    census = read.census
    context.info("lot_received", name=lot.name, objects=lot.objects, arcs=lot.arcs, vertices_z=lot.vertices_z)
    if lot.operation:
        context.warning(
            "lot_transformed",
            name=lot.name,
            source=f"EPSG:{lot.source_crs}",
            target=f"EPSG:{lot.store_crs}",
            operation=lot.operation,
            accuracy=f"{lot.operation_accuracy:g}",
        )
    if read.placement.swapped:
        context.warning("gml_axes_swapped", crs=read.head.srs or f"EPSG:{lot.source_crs}")
    if census.unknown_elements:
        elements = ", ".join(f"{k} ({n})" for k, n in sorted(census.unknown_elements.items()))
        context.warning("lot_unknown_elements", name=lot.name, elements=elements)
    if census.empty_geometries:
        context.warning("lot_without_geometry", name=lot.name, count=census.empty_geometries)
    counts = Counter(context.report["counts"]["in"]) + census.objects
    context.report["counts"]["in"] = dict(sorted(counts.items()))
    for key, value in (("arcs", lot.arcs), ("vertices", lot.vertices), ("vertices_z", lot.vertices_z)):
        figures = context.report[key]
        figures["in"] += value
        figures["out"] += value  # counted again in the store before the lot was committed, see store/lots.py
    context.report["lots"].append(
        {
            "name": lot.name,
            "file": lot.file,
            "sha256": lot.sha256,
            "status": "received",
            "producers": lot.producers,
            "crs": f"EPSG:{lot.source_crs}",
            "crs_name": LEGAL_CRS[lot.source_crs].name,
            "operation": lot.operation,
            "objects": dict(sorted(census.objects.items())),
            "arcs": lot.arcs,
            "vertices": lot.vertices,
            "vertices_z": lot.vertices_z,
        }
    )


def _refuse(reception: _Reception, name: str, source: str, error: EngineError) -> None:
    """Leave a receipt: what, why, how to mend."""
    reason = error.text(reception.context.language)
    reception.refused.append((name, reason))
    reception.context.error("lot_refused", name=name, reason=reason)
    reception.context.report["lots"].append(
        {"name": name, "file": source, "status": "refused", "code": error.code, "message": reason}
    )


def _verdict(reception: _Reception) -> str:
    name, reason = reception.refused[0]
    context = reception.context
    total = len(reception.refused) + reception.received + reception.known
    if total == 1:
        return context.text("lot_refused", name=name, reason=reason)
    return context.text("lots_refused", refused=len(reception.refused), total=total, first=f"{name} : {reason}")


def _report_store(context: Context, store: Store) -> None:
    context.report["counts"]["out"] = store.counts()
    context.report["store"] = {"path": str(store.path), "crs": f"EPSG:{store.crs}", "lots": len(store.lots())}
