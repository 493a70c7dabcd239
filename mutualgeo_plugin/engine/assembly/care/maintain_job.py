"""Job ``maintainstore``: check, compact, back up or migrate the base."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ... import parameters as take
from ...context import Context, Json, Result
from ...store.care import check, compact, write_backup
from ...store.schema import CURRENT, SCHEMA_VERSION
from ...store.store import migrate, open_for_writing, open_store


def run(parameters: Json, context: Context) -> Result:
    """Maintain. Parameters: STORE, ACTION ("check", "compact", "backup" or "migrate"), BACKUP (folder of the copy)."""
    path, action = take.path(parameters, "STORE"), take.text(parameters, "ACTION")
    result = ACTIONS[action](path, parameters, context)
    with open_store(path) as store:
        context.report_unchanged(store.counts(state=CURRENT), store.measures(CURRENT))
    result.outputs = {"STORE": str(path), "PROBLEMS": 0, **result.outputs}
    return result


def _check(path: Path, parameters: Json, context: Context) -> Result:
    with open_store(path) as store:
        problems = check(store)
        context.report["problems"] = []
        for problem in problems:
            what = context.text(problem.code, detail=problem.detail)
            context.warning("store_problem", table=problem.table, what=what, count=problem.count)
            context.report["problems"].append({"table": problem.table, "what": what, "count": problem.count})
        objects = sum(store.counts().values())
        context.info(
            "store_checked", path=path.name, tables=len(store.class_names()), objects=objects, problems=len(problems)
        )
    return Result("done_with_findings" if problems else "done", {"PROBLEMS": len(problems)})


def _compact_file(path: Path, parameters: Json, context: Context) -> Result:
    with open_for_writing(path, job="maintainstore", context=context) as store:
        before = path.stat().st_size
        run_id = store.begin_run("maintainstore", context)
        compact(store)
        store.end_run(run_id, "done", context.now, "")
    after = path.stat().st_size
    context.info("store_compacted", path=path.name, before=round(before / 1e6, 1), after=round(after / 1e6, 1))
    context.report["bytes"] = {"in": before, "out": after}
    return Result()


def _backup(path: Path, parameters: Json, context: Context) -> Result:
    folder = Path(take.text(parameters, "BACKUP", str(path.parent / "backups")))
    moment = context.now.replace("-", "").replace(":", "")
    copy = folder / f"{path.stem}_{moment}.gpkg"
    with open_store(path) as store:
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


ACTIONS: dict[str, Callable[[Path, Json, Context], Result]] = {
    "check": _check,
    "compact": _compact_file,
    "backup": _backup,
    "migrate": _migrate,
}
