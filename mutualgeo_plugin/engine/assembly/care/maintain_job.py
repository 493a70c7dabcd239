"""Job ``maintainstore``: check, compact, back up or migrate the base, or release its lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ... import parameters as take
from ...context import Context, Json, Result
from ...store.care import check, compact, count_objects, has_fault, lock_holder, write_backup
from ...store.decisions import add_decision
from ...store.schema import CURRENT, SCHEMA_VERSION
from ...store.store import migrate, open_for_writing, open_store


def run(parameters: Json, context: Context) -> Result:
    """Maintain.

    Parameters: STORE, ACTION ("check", "compact", "backup", "migrate" or "release"), BACKUP (folder of the copy),
    REASON and ROLE (why the lock is released, and who says so).
    """
    path, action = take.path(parameters, "STORE"), take.text(parameters, "ACTION")
    result = ACTIONS[action](path, parameters, context)
    with open_store(path, as_it_is=True) as store:
        if not has_fault(store):  # else nobody can count what it holds
            context.report_unchanged(store.counts(state=CURRENT), store.measures(CURRENT))
    result.outputs = {"STORE": str(path), "PROBLEMS": 0, **result.outputs}
    return result


def _check(path: Path, parameters: Json, context: Context) -> Result:
    with open_store(path, as_it_is=True) as store:
        problems = check(store)
        context.report["problems"] = []
        for problem in problems:
            what = context.text(problem.code, detail=problem.detail, what=problem.what)
            context.warning("store_problem", table=problem.table, what=what, count=problem.count)
            context.report["problems"].append({"table": problem.table, "what": what, "count": problem.count})
        objects = count_objects(store)
        context.info(
            "store_checked",
            path=path.name,
            tables=len(objects),
            objects=sum(objects.values()),
            problems=len(problems),
        )
    return Result("done_with_findings" if problems else "done", {"PROBLEMS": len(problems)})


def _compact_file(path: Path, parameters: Json, context: Context) -> Result:
    with open_for_writing(path, job="maintainstore", context=context) as store:
        before = path.stat().st_size
        compact(store)  # a transaction of its own, which changes nothing that the base says
        with store.run("maintainstore", context):
            pass
    after = path.stat().st_size
    context.info("store_compacted", path=path.name, before=round(before / 1e6, 1), after=round(after / 1e6, 1))
    context.report["bytes"] = {"in": before, "out": after}
    return Result()


def _backup(path: Path, parameters: Json, context: Context) -> Result:
    folder = Path(take.text(parameters, "BACKUP", str(path.parent / "backups")))
    moment = context.now.replace("-", "").replace(":", "")
    copy = folder / f"{path.stem}_{moment}.gpkg"
    with open_store(path, as_it_is=True) as store:  # a copy before what is unsound is mended
        write_backup(store, copy)
    context.info("store_backed_up", copy=copy)
    return Result("done", {"COPY": str(copy)})


def _migrate(path: Path, parameters: Json, context: Context) -> Result:
    copy = migrate(path, context.now)
    if copy is None:
        context.info("store_up_to_date", after=SCHEMA_VERSION)
        return Result()
    context.info("store_migrated", after=SCHEMA_VERSION, copy=copy)
    return Result("done", {"COPY": str(copy)})


def _release_lock(path: Path, parameters: Json, context: Context) -> Result:
    """Take the lock from whoever holds it, because a person says so, and give it back."""
    reason, role = take.kept_text(parameters, "REASON"), take.kept_text(parameters, "ROLE")
    with open_store(path) as store:
        holder = lock_holder(store)
    if holder is None:
        context.info("lock_free", path=path.name)
        return Result()
    with (
        open_for_writing(path, job="maintainstore", context=context, by_force=True) as store,
        store.run("maintainstore", context) as run_id,
    ):
        subject = f"lock {holder.who} {holder.host} {holder.pid} {holder.since}"
        add_decision(store, run_id, subject, "released", reason=reason, role=role, decided=context.now)
    context.info("lock_released", **vars(holder), reason=reason, role=role)
    return Result()


ACTIONS: dict[str, Callable[[Path, Json, Context], Result]] = {
    "check": _check,
    "compact": _compact_file,
    "backup": _backup,
    "migrate": _migrate,
    "release": _release_lock,
}
