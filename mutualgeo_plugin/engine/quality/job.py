"""Check a store: findings as a layer, a report to read, figures for a scheduler."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from .. import parameters as take
from ..context import Context, Json, Result
from ..model.errors import EngineError
from ..store import sql
from ..store.schema import TABLES
from ..store.store import open_store, writing
from ..territory import DEFAULT_PROFILE, Referential, Territory, load_territory
from .assessment import Assessment, assess
from .base import Inputs, StoreBase
from .findings_layer import write_findings
from .profile import load_profile
from .report import write_html
from .run_checks import Outcome, run_checks
from .score import open_findings
from .trend import keep_scores


def check_store(path: Path, parameters: Json, context: Context, *, note: bool) -> Result:
    """Check a store.

    Parameters: PROFILE, FINDINGS, HTML, TERRITORY. With `note` the findings are kept in the store too.
    """
    territory_path = take.optional(parameters, "TERRITORY")
    territory = load_territory(territory_path, language=context.language) if territory_path else None
    default = territory.quality_profile if territory else DEFAULT_PROFILE
    profile = load_profile(take.text(parameters, "PROFILE", default))
    with open_store(path) as store:
        base = StoreBase(store, inputs_of(parameters, territory, context))
        outcome = run_checks(base, profile, lambda share: context.progress(5 + 85 * share))
        figures = _account(context, base, outcome, profile.name)
        assessment = assess(base, outcome, profile, context)
        context.report |= assessment.keys
        told = assessment.keys["verdict"]["text"], assessment.keys["score"]
        context.info("verdict_told", verdict=told[0], score=told[1]["score"], coverage=told[1]["coverage"])
        outputs = _write(parameters, context, base, outcome, assessment, figures)
    status = "done_with_findings" if figures["errors"] else "done"
    if note:
        _note(path, context, outcome, status, assessment)
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
    severities = Counter(finding.severity for finding in open_findings(outcome.findings))
    counts = base.store.counts(state="current")
    figures: Json = {
        "objects": sum(counts.values()),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
    }
    context.unchanged(counts, base.store.measures("current"))
    context.report["findings"] = outcome.per_check()
    context.report["severities"] = dict(severities)
    context.report["profile"] = profile
    for key, reasons in (("not_run", outcome.not_run), ("partly_run", outcome.partly)):
        context.report[key] = {check: context.text(why.code, **why.fields) for check, why in sorted(reasons.items())}
        for check, reason in context.report[key].items():
            context.warning(f"check_{key}", check=check, reason=reason)
    context.info("checked", **figures)
    return figures


def _write(
    parameters: Json, context: Context, base: StoreBase, outcome: Outcome, assessment: Assessment, figures: Json
) -> Json:
    outputs: Json = {
        "ERRORS": figures["errors"],
        "WARNINGS": figures["warnings"],
        "COUNT": len(outcome.findings),
        "VERDICT": context.report["verdict"]["verdict"],
        "SCORE": context.report["score"]["score"],
    }
    layer, page = take.optional(parameters, "FINDINGS"), take.optional(parameters, "HTML")
    if layer:
        write_findings(
            Path(layer),
            outcome.findings,
            crs=base.store.crs,
            lots=base.lots,
            language=context.language,
            date=context.now[:10],
        )
        outputs["FINDINGS"] = layer
    if page:
        write_html(Path(page), base, outcome, assessment, context)
        outputs["HTML"] = page
    return outputs


def _note(path: Path, context: Context, outcome: Outcome, status: str, assessment: Assessment) -> None:
    """Keep the findings and the scores in the store; a store that cannot be written does not spoil the check."""
    columns = [name for name, _ in TABLES["finding"] if name != "id"]
    try:
        with writing(path, job="checkquality", context=context) as store:
            run_id = store.begin_run("checkquality", context)
            rows = (
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
                )
                for f in outcome.findings
            )
            with store.transaction():
                store.connection.executemany(sql.insert("finding", columns), rows)
                keep_scores(store, run_id, context.report["profile"], assessment.scopes)
            store.end_run(run_id, status, context.now, "", len(outcome.findings))
    except EngineError as error:
        context.warning("run_not_noted", reason=error.text(context.language))
