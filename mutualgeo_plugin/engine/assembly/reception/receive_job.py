"""Job ``receivelot``: a folder, files or archives of PCRS lots, each received whole or refused with a receipt."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from ... import parameters as take
from ...context import Context, Json, Result
from ...formats.delivery_content import Content, identify_content
from ...formats.file_format import identify, lot_formats
from ...formats.mapping import Mapping, load_mapping, shipped_mappings
from ...formats.pcrs.head import read_head
from ...formats.reader_errors import reader_errors
from ...formats.srs_name import parse_srs_name
from ...geometry.crs import PCRS_ACCURACY
from ...model.errors import EngineError
from ...model.legibility import legible_text
from ...outputs import scratch_prefix
from ...store.lots import LotRecord, attach_stagings, find_lot_name, insert_lot
from ...store.removal import removal_of_delivery
from ...store.runs import last_run
from ...store.store import Store, open_for_writing, open_store
from ...territory import Territory, load_territory
from .lot_files import GML_ENDINGS, LotFile, find_deliveries, leave_out_parts, neighbouring_files, unpack
from .lot_reader import Read, read_lot, record
from .mapped_files import find_sources, mapped_lots
from .mapped_reader import read_mapped
from .reception_profile import ReceptionProfile, load_reception
from .reception_report import note_verdict, report_lot, tell_refusal
from .verdict import REFUSED, Verdict, judge

#: Files that are no PCRS GML whatever is in them: they need a mapping profile.
TABLES = frozenset(ending for one in lot_formats() for ending in one.endings) - set(GML_ENDINGS)


#: Files not read that a sentence names.
_MOST_NAMED = 20

#: What is done with the lot of a reception of one, in the transaction that takes it in, with the numbers of the lot and
#: of the run: what it raises refuses the lot.
FollowUp = Callable[[Store, int, int], None]


@dataclass
class _Reception:
    """One run: where lots go, under which rules, and what became of each.

    follow_up : what else is done with the one lot that may come; it ends the run too.
    """

    job: str
    context: Context
    store_path: Path
    crs: int | None
    vertical_datum: str | None
    #: Whether `vertical_datum` was stated for this run, and goes before what a file says.
    datum_is_stated: bool
    accuracy_limit: float
    extent: tuple[float, float, float, float] | None
    stack: ExitStack
    rules: ReceptionProfile
    territory: Territory | None = None
    mapping: Mapping | None = None
    source_crs: str | None = None
    receipts: Path | None = None
    follow_up: FollowUp | None = None
    store: Store | None = None
    is_new: bool = False
    run_id: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    received: int = 0
    known: int = 0

    def open_for_writing(self, crs: int) -> Store:
        """The store, held for writing when the first lot is ready: until then it is not touched."""
        if self.store is None:
            self.store = self.stack.enter_context(
                open_for_writing(
                    self.store_path,
                    job=self.job,
                    context=self.context,
                    crs=crs,
                    vertical_datum=self.vertical_datum,
                    stays_empty=False,
                )
            )
            self.is_new = last_run(self.store) == 0  # just made, or by a run that was killed before its first lot
        return self.store

    def keep(self, store: Store, lot: LotRecord, stagings: Sequence[Path]) -> None:
        """Take a lot in, in one transaction: with the first one the run begins, with the only one it ends."""
        with attach_stagings(store, stagings) as schemas:
            run_id = self.run_id or self._begin_run(store)
            lot_id = insert_lot(store, lot, schemas, run_id)
            if self.follow_up is not None:
                self.follow_up(store, lot_id, run_id)
        self.run_id = run_id
        if self.is_new:
            self.context.warning("store_made", path=str(self.store_path), crs=f"EPSG:{store.crs}")
            self.is_new = False

    def _begin_run(self, store: Store) -> int:
        run_id = store.begin_run(self.job, self.context)
        if self.territory is not None:
            store.remember("territory_name", self.territory.name)
            store.remember("territory_code", self.territory.code)
        return run_id


def run(parameters: Json, context: Context) -> Result:
    """Receive lots.

    Parameters: INPUT (list of files), FOLDER, TERRITORY, STORE, ACCEPT_PARTIAL, PROFILE (a mapping, for what is not
    PCRS GML), SOURCE_CRS, RECEPTION (rules of the verdict), RECEIPTS (a folder), VERTICAL_DATUM.
    """
    return receive(parameters, context)


def receive(
    parameters: Json, context: Context, *, job: str = "receivelot", follow_up: FollowUp | None = None
) -> Result:
    """Receive lots, as `run` says; for another job one lot, and what that does with it, in one transaction.

    Several lots are refused then (``update_one_lot``), before anything is taken in.
    """
    mapping_name = take.optional_text(parameters, "PROFILE")
    mapping = load_mapping(mapping_name) if mapping_name else None
    territory_path = take.optional_text(parameters, "TERRITORY")
    territory = load_territory(territory_path) if territory_path else None
    store_path = Path(take.text(parameters, "STORE", str(territory.store) if territory else None))
    inputs, folder = take.texts(parameters, "INPUT"), take.optional_text(parameters, "FOLDER")
    deliveries = find_sources(inputs, folder, mapping) if mapping else find_deliveries(inputs, folder)
    endings = (*mapping.endings, *_record_endings(mapping)) if mapping else GML_ENDINGS
    unread = [
        n for n in neighbouring_files(deliveries, folder, endings) if not (mapping and n.lower().endswith(endings))
    ]
    if unread:
        _tell_unread(unread, context, has_profile=mapping is not None)
    partial = take.flag(parameters, "ACCEPT_PARTIAL")
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix=scratch_prefix("delivery")) as scratch:
        reception = _reception(job, context, territory, store_path, stack, parameters, mapping)
        reception.follow_up = follow_up
        _receive_deliveries(reception, deliveries, Path(scratch), folder)
        nothing_came = not reception.received and not reception.known
        status = "refused" if reception.refused and (nothing_came or not partial) else "done"
        if reception.store is not None:
            _report_store(context, reception.store)
            if reception.run_id and follow_up is None:
                reception.store.end_run(reception.run_id, status, context.now, "")
    if status == "refused":
        context.report["message"] = _outcome(reception)
    outputs = {"STORE": str(store_path), "RECEIVED": reception.received, "REFUSED": len(reception.refused)}
    return Result(status, outputs)


def _tell_unread(names: Sequence[str], context: Context, *, has_profile: bool) -> None:
    """Say which files of a delivery were not read, a shapefile by its .shp, and what to do; the report has them all."""
    context.report["unread"] = list(map(legible_text, names))
    may_be_lots = {*TABLES, *GML_ENDINGS}
    mains = sorted(leave_out_parts(names), key=lambda name: Path(name).suffix.lower() not in may_be_lots)
    shown = ", ".join(mains[:_MOST_NAMED]) + (", …" if len(mains) > _MOST_NAMED else "")
    endings = {Path(name).suffix.lower() for name in mains}
    advice = ["unread_hint"]
    if not has_profile and endings & TABLES:
        advice.append("unread_hint_profile")
    if has_profile and ".gml" in endings:
        advice.append("unread_hint_gml")
    hint = " ".join(context.text(code) for code in advice)
    context.warning("delivery_unread", count=len(mains), names=shown, hint=hint)


def _record_endings(mapping: Mapping) -> list[str]:
    """Endings of the files that belong to one that the profile reads."""
    return [own for one in lot_formats() if set(one.endings) & set(mapping.endings) for own in one.beside]


def _reception(
    job: str,
    context: Context,
    territory: Territory | None,
    store_path: Path,
    stack: ExitStack,
    parameters: Json,
    mapping: Mapping | None,
) -> _Reception:
    rules = load_reception(take.text(parameters, "RECEPTION"))
    crs = territory.crs.code if territory else None
    dead = None
    if not store_path.exists():
        _refuse_stray_base(store_path, territory)
    else:
        with open_store(store_path) as store:
            dead = store.refuse_if_held()
            if crs is not None and crs != store.crs:
                raise EngineError("store_other_crs", path=str(store_path), found=store.crs, wanted=crs)
            crs = store.crs
    receipts = take.optional_text(parameters, "RECEIPTS")
    stated = take.optional_text(parameters, "VERTICAL_DATUM")
    datum = stated or (mapping.vertical_datum if mapping else None)
    reception = _Reception(
        job=job,
        context=context,
        store_path=store_path,
        crs=crs,
        vertical_datum=datum or (territory.vertical_datum if territory else None),
        datum_is_stated=stated is not None,
        accuracy_limit=territory.max_transform_accuracy if territory else PCRS_ACCURACY,
        extent=territory.extent if territory else None,
        stack=stack,
        rules=rules,
        territory=territory,
        mapping=mapping,
        source_crs=take.optional_text(parameters, "SOURCE_CRS"),
        receipts=Path(receipts) if receipts else None,
    )
    if dead is not None and crs is not None:
        reception.open_for_writing(crs)  # a killed run's lock goes, even where every lot turns out to be known
    return reception


def _refuse_stray_base(path: Path, territory: Territory | None) -> None:
    """Refuse to make a base where a path was mistyped, or where a disk is not there.

    Raises
    ------
    EngineError
        ``store_folder_missing``; ``store_elsewhere``: the territory has a base already, under another path.
    """
    if not path.parent.is_dir():
        raise EngineError("store_folder_missing", path=str(path), folder=str(path.parent))
    if territory is not None and territory.store.exists():
        raise EngineError("store_elsewhere", path=str(path), store=str(territory.store))


def _receive_deliveries(reception: _Reception, deliveries: Sequence[Path], scratch: Path, folder: str | None) -> None:
    """Receive the lots of what was delivered, each unpacked only when its turn comes."""
    mapping = reception.mapping
    groups = [deliveries] if mapping and mapping.together else [[path] for path in deliveries]
    sizes = [sum(p.stat().st_size for p in group if p.is_file()) for group in groups]
    done, total = 0, sum(sizes) or 1
    for group, size in zip(groups, sizes, strict=True):
        with tempfile.TemporaryDirectory(dir=scratch) as place:
            lots = mapped_lots(group, Path(place), mapping, folder) if mapping else unpack(group[0], Path(place))
            if reception.follow_up is not None:
                lots = _take_sole_lot(lots)
            _receive_lots(reception, lots, group[0], 100 * done / total, 100 * size / total)
        done += size


def _take_sole_lot(lots: Iterator[LotFile]) -> Iterator[LotFile]:
    """The one lot that there is; several are refused before the first is taken in."""
    first, second = next(lots, None), next(lots, None)
    if second is not None:
        raise EngineError("update_one_lot")
    yield from () if first is None else (first,)


def _receive_lots(reception: _Reception, lots: Iterator[LotFile], delivery: Path, start: float, share: float) -> None:
    """Receive lots; a refusal concerns one lot, a failure of the machine ends the run."""
    while True:
        name, source, lot_file = legible_text(delivery.stem), legible_text(delivery.name), None
        try:
            with reader_errors(source):
                lot_file = next(lots, None)
            if lot_file is None:
                return
            lot_file = _legible_names(lot_file, reception.context)
            name, source = lot_file.name, lot_file.source
            _receive(reception, lot_file, start, share)
        except EngineError as error:
            if error.status != "refused" or error.code == "store_locked":
                raise
            digest = lot_file.digest() if lot_file is not None and lot_file.path.is_file() else None
            _refuse(reception, name, source, digest, error)


def _legible_names(lot_file: LotFile, context: Context) -> LotFile:
    """A lot under a name that every file can hold."""
    name, source = legible_text(lot_file.name), legible_text(lot_file.source)
    if (name, source) == (lot_file.name, lot_file.source):
        return lot_file
    is_bytes = any("\udc80" <= sign <= "\udcff" for sign in lot_file.source)
    context.warning("name_not_utf8" if is_bytes else "name_replaced", name=name)
    return replace(lot_file, name=name, source=source)


class _Refused(EngineError):
    """A lot that was read and that its verdict refuses."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__("verdict_refused", profile=verdict.profile, reasons=verdict.reasons())


def _receive(reception: _Reception, lot_file: LotFile, start: float, share: float) -> None:
    context = reception.context
    digest = lot_file.digest()
    known = _known_lot_name(reception, digest)
    if known:
        reception.known += 1
        context.warning("lot_known", name=lot_file.name, known=known)
        context.report["lots"].append(
            {"name": lot_file.name, "file": lot_file.source, "sha256": digest, "status": "known"}
        )
        return
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("lot")) as scratch:
        with reader_errors(lot_file.source):
            read = _read(reception, lot_file, Path(scratch), start, share)
            verdict = judge(read, reception.rules, context.now)
        if verdict.state == REFUSED:
            raise _Refused(verdict)
        said = read.head.crs.vertical if read.head.crs and not reception.datum_is_stated else None
        lot = record(lot_file, digest, read, context.now, said or reception.vertical_datum)
        lot.profile = reception.mapping.name if reception.mapping else None
        note_verdict(lot, verdict, read, context.language)
        store = reception.open_for_writing(lot.store_crs)
        other_crs = store.crs != lot.store_crs  # another run has created the store meanwhile, in its own system
        known = _known_lot_name(reception, digest)  # asked again now that the lock is held
        reception.crs = store.crs
        if not other_crs and not known:
            # taken in whole or not at all: what a lot does to the code that takes it in concerns no other lot
            with nullcontext() if reception.follow_up else reader_errors(lot_file.source):
                reception.keep(store, lot, read.stagings)
    if other_crs or known:
        _receive(reception, lot_file, start, share)
        return
    reception.received += 1
    context.progress(start + share, lot_file.name)
    report_lot(context, lot, read, verdict, reception.receipts)


def _read(reception: _Reception, lot_file: LotFile, scratch: Path, start: float, share: float) -> Read:
    def progress(done: float) -> None:
        reception.context.progress(start + share * 0.9 * done, lot_file.name)

    if reception.mapping:
        return read_mapped(
            lot_file,
            reception.mapping,
            source_crs=reception.source_crs,
            target=reception.crs,
            accuracy_limit=reception.accuracy_limit,
            extent=reception.extent,
            scratch=scratch,
            progress=progress,
        )
    if lot_file.path.suffix.lower() in TABLES:
        raise EngineError("source_needs_mapping", path=lot_file.source, known=", ".join(shipped_mappings()))
    _refuse_other_format(lot_file)
    _agree(lot_file, reception.source_crs)
    return read_lot(
        lot_file.path,
        target=reception.crs,
        accuracy_limit=reception.accuracy_limit,
        extent=reception.extent,
        scratch=scratch,
        progress=progress,
    )


def _refuse_other_format(lot_file: LotFile) -> None:
    """A file that neither its name nor its content makes a GML: what it is, and what a lot may be."""
    path = lot_file.path
    if path.suffix.lower() in GML_ENDINGS or identify_content(path) is Content.GML:
        return
    found = identify(path)
    known = ", ".join(f"{one.title} ({', '.join(one.endings)})" for one in lot_formats() if one.endings != GML_ENDINGS)
    raise EngineError(
        "lot_format_unread", path=lot_file.source, ending=path.suffix or "-", found=found.title if found else "?",
        known=known,
    )  # fmt: skip


def _agree(lot_file: LotFile, stated: str | None) -> None:
    """A PCRS file names its system: one that the user states must be the same."""
    written = read_head(lot_file.path).crs if stated else None
    if stated and written is not None:
        said = parse_srs_name(stated)
        if said is None:
            raise EngineError("parameter_wrong", name="SOURCE_CRS", detail=stated)
        if said.code != written.code:
            listed = f"EPSG:{written.code} ({lot_file.source}), EPSG:{said.code} (SOURCE_CRS)"
            raise EngineError("source_crs_conflict", systems=listed)


def _known_lot_name(reception: _Reception, digest: str) -> str | None:
    """Name of the lot that has these bytes already.

    Raises
    ------
    EngineError
        ``lot_withdrawn``: the lot was taken out of the base.
    """
    if reception.store is not None:
        return _lot_of_digest(reception.store, digest)
    if reception.store_path.exists():
        with open_store(reception.store_path) as store:
            return _lot_of_digest(store, digest)
    return None


def _lot_of_digest(store: Store, digest: str) -> str | None:
    gone = removal_of_delivery(store, digest)
    if gone:
        raise EngineError("lot_withdrawn", name=gone[0], run=gone[1])
    return find_lot_name(store, digest)


def _refuse(reception: _Reception, name: str, source: str, digest: str | None, error: EngineError) -> None:
    verdict = error.verdict if isinstance(error, _Refused) else None
    reason = tell_refusal(reception.context, (name, source, digest), error, verdict, reception.receipts)
    reception.refused.append((name, reason))


def _outcome(reception: _Reception) -> str:
    name, reason = reception.refused[0]
    context = reception.context
    total = len(reception.refused) + reception.received + reception.known
    if total == 1:
        return context.text("lot_refused", name=name, reason=reason)
    return context.text("lots_refused", refused=len(reception.refused), total=total, first=f"{name} : {reason}")


def _report_store(context: Context, store: Store) -> None:
    context.report["counts"]["out"] = store.counts()
    context.report["store"] = {"path": str(store.path), "crs": f"EPSG:{store.crs}", "lots": len(store.lots())}
