"""Check a store: findings as a layer, a report to read, figures for a scheduler."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from .. import parameters as take
from ..context import Context, Json, Result
from ..model.errors import EngineError
from ..store import sql
from ..store.exceptions import last_run
from ..store.schema import TABLES
from ..store.store import open_store, writing
from ..territory import DEFAULT_PROFILE, Referential, Territory, load_territory
from .base import Inputs, StoreBase
from .findings_layer import write_findings
from .html_report import write_html
from .life_cycle import Review, keep, review, tell
from .profile import load_profile
from .run_checks import Outcome, run_checks


def check_store(path: Path, parameters: Json, context: Context, *, note: bool) -> Result:
    """Check a store.

    Parameters: PROFILE, FINDINGS, HTML, TERRITORY. With `note` the findings are kept in the store too.
    """
    territory_path = take.optional(parameters, "TERRITORY")
    territory = load_territory(territory_path, language=context.language) if territory_path else None
    default = territory.quality_profile if territory else DEFAULT_PROFILE
    profile = load_profile(take.text(parameters, "PROFILE", default))
    with open_store(path) as store:
        inputs = inputs_of(parameters, territory, context)
        base = StoreBase(store, inputs)
        found = run_checks(base, profile, lambda share: context.progress(5 + 85 * share))
        reviewed = review(base, found, inputs.today)
        outcome = replace(found, findings=reviewed.findings)
        tell(reviewed, context)
        figures = _account(context, base, outcome, profile.name)
        outputs = _write(parameters, context, base, outcome, figures)
    status = "done_with_findings" if outcome.per_severity()["error"] else "done"
    if note:
        _note(path, context, found, reviewed, inputs, status)
    return Result(status, outputs)


def inputs_of(parameters: Json, territory: Territory | None, context: Context) -> Inputs:
    """What checks are given besides the objects.

    Parameters: DATE (reference day, that of the run by default), BUILDINGS, COMMUNES, ADDRESSES, FILES, SCHEMAS,
    CONTROL, SERVICE. The territory gives the producers of its convention, and its addresses where ADDRESSES is absent.
    """
    day = take.text(parameters, "DATE", context.now[:10])
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise EngineError("parameter_wrong", name="DATE", detail=day) from error
    known = {r.kind: r.path if r.layer is None else f"{r.path}|layername={r.layer}" for r in _referentials(territory)}
    return Inputs(
        today=day,
        producers=territory.producers if territory else (),
        buildings=take.optional(parameters, "BUILDINGS"),
        communes=take.optional(parameters, "COMMUNES"),
        addresses=take.optional(parameters, "ADDRESSES") or known.get("ban"),
        files=take.optional(parameters, "FILES"),
        schemas=take.optional(parameters, "SCHEMAS"),
        control=take.optional(parameters, "CONTROL"),
        service=take.optional(parameters, "SERVICE"),
    )


def _referentials(territory: Territory | None) -> tuple[Referential, ...]:
    return territory.referentials if territory else ()


def _account(context: Context, base: StoreBase, outcome: Outcome, profile: str) -> Json:
    severities = outcome.per_severity()
    figures: Json = {
        "objects": base.count(),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
    }
    context.unchanged(base.store.counts(state="current"), base.store.measures("current"))
    context.report["findings"] = outcome.per_check()
    context.report["severities"] = dict(severities)
    context.report["profile"] = profile
    for key, reasons in (("not_run", outcome.not_run), ("partly_run", outcome.partly)):
        context.report[key] = {check: context.text(why.code, **why.fields) for check, why in sorted(reasons.items())}
        for check, reason in context.report[key].items():
            context.warning(f"check_{key}", check=check, reason=reason)
    context.info("checked", **figures)
    return figures


def _write(parameters: Json, context: Context, base: StoreBase, outcome: Outcome, figures: Json) -> Json:
    outputs: Json = {
        "ERRORS": figures["errors"],
        "WARNINGS": figures["warnings"],
        "COUNT": len(outcome.findings),
        "EXCUSED": sum(context.report["excused"].values()),
    }
    layer, page = take.optional(parameters, "FINDINGS"), take.optional(parameters, "HTML")
    if layer:
        write_findings(Path(layer), outcome.findings, crs=base.store.crs, lots=base.lots, language=context.language)
        outputs["FINDINGS"] = layer
    if page:
        write_html(Path(page), base, outcome, context, figures)
        outputs["HTML"] = page
    return outputs


def _note(path: Path, context: Context, found: Outcome, reviewed: Review, inputs: Inputs, status: str) -> None:
    """Keep the findings in the store; a store that cannot be written does not spoil the check."""
    columns = [name for name, _ in TABLES["finding"] if name != "id"]
    try:
        with writing(path, job="checkquality", context=context) as store:
            if last_run(store) != reviewed.last_run:  # another run has written meanwhile: its decisions count
                reviewed = review(StoreBase(store, inputs), found, inputs.today)
            run_id = store.begin_run("checkquality", context)
            rows = [
                (
                    f.identifier,
                    run_id,
                    f.check,
                    f.severity,
                    f.feature_class,
                    " ".join(f.objects),
                    *(None if v != v else v for v in f.place),
                    f.measured,
                    f.tolerance,
                    f.message(context.language),
                    f.state,
                    case.exception_id if f.excused else None,
                )
                for f, case in zip(reviewed.findings, reviewed.cases, strict=True)
            ]
            with store.transaction():
                store.connection.executemany(sql.insert("finding", columns), rows)
                keep(store, reviewed, run_id)
            store.end_run(run_id, status, context.now, "", len(rows))
    except EngineError as error:
        context.warning("run_not_noted", reason=error.text(context.language))
