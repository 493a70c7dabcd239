"""Job ``updatebase``: an update lot inside its emprise and claimed classes, unchanged, changed, new and gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ... import parameters as take
from ...context import MEASURES, Context, Json, Result
from ...model.errors import EngineError
from ...model.jobs import ENGINE_JOBS
from ...store.account import loss_guard
from ...store.affleurants import add_parts
from ...store.lineage import read_competitors
from ...store.states import change_states
from ...store.store import Store, open_for_writing, open_store
from ...territory import load_territory
from ..reception import receive_job
from .changes_layer import write_changes
from .update import (
    CROSSING,
    KINDS,
    Comparison,
    claimed_classes,
    compare,
    confirmations,
    refuse_older,
    require_known_classes,
    state_changes,
)


def run(parameters: Json, context: Context) -> Result:
    """Update.

    Parameters: STORE, LOT (a delivery that the store holds) or INPUT (a file to receive first), TERRITORY, CLASSES
    (names; default: all that the lot holds), CHANGES (GeoPackage to write).
    """
    lot_name, source = take.optional_text(parameters, "LOT"), take.optional_text(parameters, "INPUT")
    if bool(lot_name) == bool(source):
        raise EngineError("update_one_lot")
    path = _store_path(parameters, context)
    wanted = take.texts(parameters, "CLASSES")
    require_known_classes(wanted)  # refused before anything is received
    output = take.optional_text(parameters, "CHANGES")
    done: _Update | None = None
    if source:
        done = _receive(path, source, wanted, output, parameters, context)
        if done is None:  # the base has this lot already
            lot_name = _known_lot(path, context)
    if done is None:
        with (
            open_for_writing(path, job="updatebase", context=context) as store,
            store.run("updatebase", context) as run_id,
        ):
            done = _update(store, str(lot_name), wanted, output, run_id, context)
    figures = _report_update(context, done)
    outputs = {"STORE": str(path), **({"CHANGES": output} if output else {}), "RUN": done.run_id}
    return Result("done", {**outputs, **figures})


@dataclass(frozen=True)
class _Update:
    """An update that was carried out: its lot, what it says of the base, how many states it has changed.

    counted : what the report says of the objects before and after.
    """

    run_id: int
    lot: Json
    comparison: Comparison
    changed: int
    counted: Json


def _store_path(parameters: Json, context: Context) -> Path:
    territory = take.optional_text(parameters, "TERRITORY")
    named = str(load_territory(territory).store) if territory else None
    return Path(take.text(parameters, "STORE", named))


def _compare(store: Store, lot_name: str, wanted: Sequence[str]) -> tuple[Json, Comparison]:
    """The update lot, and what it says of the base; refused where it is no update."""
    lot = store.find_lot(lot_name)
    comparison = compare(store, lot, claimed_classes(store, lot, wanted))
    refuse_older(store, lot, comparison)
    return lot, comparison


def _update(
    store: Store, lot_name: str, wanted: Sequence[str], output: str | None, run_id: int, context: Context
) -> _Update:
    """Compare, and change the base, as part of a run; the changes are written before they are kept."""
    lot, comparison = _compare(store, lot_name, wanted)
    context.progress(70)
    changed = _apply(store, comparison, run_id, context)
    if output:
        write_changes(Path(output), comparison.changes, crs=store.crs, date=context.now[:10])
    return _Update(run_id, lot, comparison, changed, {what: context.report[what] for what in ("counts", *MEASURES)})


def _receive(
    path: Path, source: str, wanted: Sequence[str], output: str | None, parameters: Json, context: Context
) -> _Update | None:
    """Receive the update and carry it out, in one transaction; None where the base has the lot already."""
    if not path.exists():
        raise EngineError("store_missing", path=str(path))
    done: list[_Update] = []

    def update_base(store: Store, lot_id: int, run_id: int) -> None:
        done.append(_update(store, str(lot_id), wanted, output, run_id, context))
        store.end_run(run_id, "done", context.now, "")

    given = {"INPUT": [source], "STORE": str(path), "TERRITORY": parameters.get("TERRITORY")}
    values = take.complete_parameters(ENGINE_JOBS["receivelot"], given)
    received = receive_job.receive(values, context, job="updatebase", follow_up=update_base)
    if received.status != "done":
        raise EngineError("update_refused", reason=context.report.pop("message", "-"))
    return done[0] if done else None


def _known_lot(path: Path, context: Context) -> str:
    """Number of the lot that the reception has found in the base."""
    with open_store(path) as store:
        digests = [row["sha256"] for row in context.report["lots"]]
        found = [lot for lot in store.lots() if lot["sha256"] in digests]
        if len(found) != 1:
            raise EngineError("update_one_lot")
        return str(found[0]["lot_id"])


def _apply(store: Store, comparison: Comparison, run_id: int, context: Context) -> int:
    """Change the states and count again: nothing that was received is lost."""
    with loss_guard(store, context):
        changed = change_states(store, add_parts(store, state_changes(comparison)), run_id)
        said = read_competitors(store, "confirmed")
        store.add_lineage(
            [
                (uid, name, action, lot_id, run_id, None, None, competitor, detail)
                for uid, name, action, lot_id, competitor, detail in confirmations(comparison)
                if (uid, competitor) not in said
            ]
        )
    return changed


def _report_update(context: Context, done: _Update) -> Json:
    """Say what the update says, by kind and class."""
    lot, comparison = done.lot, done.comparison
    context.report |= done.counted
    totals = Counter(change.kind for change in comparison.changes)
    by_class: dict[str, dict[str, int]] = {}
    for change in comparison.changes:
        figures = by_class.setdefault(change.feature_class, dict.fromkeys(KINDS, 0))
        figures[change.kind] += 1
    context.report["changes"] = dict(sorted(by_class.items()))
    context.report["states_changed"] = done.changed
    context.report["crossing"] = [
        {
            "class": change.feature_class,
            "uid": change.old.uid,
            "gml_id": change.old.gml_id,
            "update": change.new and change.new.uid,
        }
        for change in comparison.changes
        if change.kind == CROSSING and change.old is not None
    ]
    figures = {kind: totals[kind] for kind in KINDS}
    context.info("updated", name=lot["name"], **figures)
    if comparison.renumbered:
        context.warning("update_renumbered", name=lot["name"], classes=", ".join(comparison.renumbered))
    if totals[CROSSING]:
        context.warning("update_crossing", count=totals[CROSSING])
    return {kind.upper(): n for kind, n in figures.items()}
