"""Check a store, or layers: findings as a layer, a report to read, figures for a scheduler."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from .. import parameters as take
from ..context import Context, Json, Result
from ..model.crs import LEGAL_CRS
from ..model.errors import EngineError, Phrase
from ..model.whole_numbers import whole_number
from ..store.findings import FindingRow, add_findings, coordinates_of
from ..store.runs import last_run
from ..store.store import open_for_writing, open_store
from ..territory import DEFAULT_PROFILE, Portal, Referential, Territory, load_territory
from .base import Base, Inputs
from .check_run import Outcome, run_checks, run_local
from .exceptions.life_cycle import Review, keep_review, report_review, review
from .findings_layer import write_findings
from .layer_base import LayerBase, profile_of, read_layers
from .profile import Profile, load_profile
from .report import write_html
from .scoring.assessment import Assessment, assess
from .scoring.score import open_findings
from .scoring.trend import keep_scores
from .scoring.verdict import verdict_reasons
from .store_base import StoreBase


def check_store(path: Path, parameters: Json, context: Context, *, note: bool) -> Result:
    """Check a store.

    Parameters: PROFILE, FINDINGS, HTML, TERRITORY. With `note` the findings are kept in the store too.
    """
    territory_path = take.optional_text(parameters, "TERRITORY")
    territory = load_territory(territory_path) if territory_path else None
    default = territory.quality_profile if territory else DEFAULT_PROFILE
    profile = _complete_profile(load_profile(take.text(parameters, "PROFILE", default)), territory)
    stated = _legal_system(parameters)
    with open_store(path) as store:
        if stated not in (None, store.crs):
            raise EngineError("check_other_crs", given=f"EPSG:{stated}", found=f"EPSG:{store.crs}")
        inputs = inputs_of(parameters, territory, context)
        base = StoreBase(store, inputs)
        found = run_checks(base, profile, lambda share: context.progress(5 + 85 * share))
        reviewed = review(base, found, inputs.today)
        outcome = replace(found, findings=reviewed.findings)
        report_review(reviewed, context)
        result, assessment = _judge_and_report(base, outcome, profile, parameters, context)
    if note:
        _note(path, context, found, reviewed, inputs, result.status, assessment, profile)
    return result


def check_layers(sources: Sequence[str], parameters: Json, context: Context) -> Result:
    """Check layers outside the store (networks, parcels…).

    Parameters: PROFILE, FINDINGS, HTML, TERRITORY, CRS (EPSG code of a legal metric system).
    """
    territory_path = take.optional_text(parameters, "TERRITORY")
    territory = load_territory(territory_path) if territory_path else None
    usual = territory.crs.plane if territory else None
    base = read_layers(sources, _legal_system(parameters), usual, inputs_of(parameters, territory, context), context)
    context.progress(15)
    chosen = take.optional_text(parameters, "PROFILE")
    profile = _complete_profile(load_profile(chosen or profile_of(base)), territory)
    base.network_themes = _network_themes(base, territory)
    if chosen is None:
        context.info("layer_profile", profile=profile.name, title=profile.title)
    outcome = run_local(base, profile)
    context.progress(90)
    return _judge_and_report(base, outcome, profile, parameters, context)[0]


def _complete_profile(profile: Profile, territory: Territory | None) -> Profile:
    """A profile with the territory's roles for what it gives none."""
    if territory is None:
        return profile
    return replace(profile, stewards=profile.stewards.fill_gaps(territory.stewards))


def _network_themes(base: LayerBase, territory: Territory | None) -> dict[str, str]:
    """Nature of the network that each layer is, as the territory says."""
    return {
        layer.name: network.theme
        for layer in base.layers
        for network in (territory.networks if territory else ())
        if Path(network.path) == layer.source.resolve()
        and network.layer in (None, layer.name, layer.name.removeprefix(f"{layer.source.stem} "))
    }


def _judge_and_report(
    base: Base, outcome: Outcome, profile: Profile, parameters: Json, context: Context
) -> tuple[Result, Assessment]:
    """Judge, report and write what the checks have found."""
    figures = _account(context, base, outcome, profile.name)
    assessment = assess(base, outcome, profile, context)
    context.report |= assessment.keys
    verdict, score = assessment.keys["verdict"]["text"], assessment.keys["score"]
    reasons = verdict_reasons(assessment.rules)
    context.info(
        "verdict_told",
        verdict=verdict,
        reasons=reasons,
        score=Phrase("score_none") if score["score"] is None else score["score"],
        criteria=assessment.over,
        coverage=score["coverage"],
    )
    outputs = _write(parameters, context, base, outcome, assessment, figures)
    return Result("done_with_findings" if figures["errors"] else "done", outputs), assessment


def _legal_system(parameters: Json) -> int | None:
    """Parameter CRS as the code of a legal metric system, None where it is absent."""
    given = take.optional_text(parameters, "CRS")
    if given is None:
        return None
    code = whole_number(given.upper().removeprefix("EPSG:"))
    if code not in LEGAL_CRS:
        raise EngineError("parameter_wrong", name="CRS", detail=given)
    return LEGAL_CRS[code].plane


def inputs_of(parameters: Json, territory: Territory | None, context: Context) -> Inputs:
    """What checks are given besides the objects.

    Parameters: DATE (reference day, that of the run by default), BUILDINGS, COMMUNES, ADDRESSES, FILES, SCHEMAS,
    CONTROL, SERVICE. The territory gives the producers of its convention, and its addresses where ADDRESSES is absent.
    """
    known = {r.kind: r.path if r.layer is None else f"{r.path}|layername={r.layer}" for r in _referentials(territory)}
    return Inputs(
        today=take.text(parameters, "DATE", context.now[:10]),
        producers=territory.producers if territory else (),
        sources=territory.sources if territory else (),
        buildings=take.optional_text(parameters, "BUILDINGS"),
        communes=take.optional_text(parameters, "COMMUNES"),
        addresses=take.optional_text(parameters, "ADDRESSES") or known.get("ban"),
        files=take.optional_text(parameters, "FILES"),
        schemas=take.optional_text(parameters, "SCHEMAS"),
        control=take.optional_text(parameters, "CONTROL"),
        service=take.optional_text(parameters, "SERVICE"),
        layers=tuple((layer.name, layer.source) for portal in _portals(territory) for layer in portal.layers),
    )


def _referentials(territory: Territory | None) -> tuple[Referential, ...]:
    return territory.referentials if territory else ()


def _portals(territory: Territory | None) -> tuple[Portal, ...]:
    return territory.portals if territory else ()


def _account(context: Context, base: Base, outcome: Outcome, profile: str) -> Json:
    severities = Counter(finding.severity for finding in open_findings(outcome.findings))
    counts = base.counts()
    figures: Json = {
        "objects": sum(counts.values()),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
    }
    context.report_unchanged(counts, outcome.measures or base.measures())
    context.report["findings"] = outcome.count_per_check()
    context.report["severities"] = dict(severities)
    context.report["profile"] = profile
    for key, reasons in (("not_run", outcome.not_run), ("partly_run", outcome.partly)):
        context.report[key] = {check: context.text(why.code, **why.fields) for check, why in sorted(reasons.items())}
        for check, reason in context.report[key].items():
            context.warning(f"check_{key}", check=check, reason=reason)
    context.info("checked", **figures)
    return figures


def _write(
    parameters: Json, context: Context, base: Base, outcome: Outcome, assessment: Assessment, figures: Json
) -> Json:
    outputs: Json = {
        "ERRORS": figures["errors"],
        "WARNINGS": figures["warnings"],
        "COUNT": len(outcome.findings),
        "VERDICT": context.report["verdict"]["verdict"],
        "SCORE": context.report["score"]["score"],
        "EXCUSED": sum(context.report["excused"].values()),
    }
    layer, page = take.optional_text(parameters, "FINDINGS"), take.optional_text(parameters, "HTML")
    if layer:
        write_findings(
            Path(layer),
            outcome.findings,
            crs=base.crs,
            lots=base.lots,
            language=context.language,
            date=context.now[:10],
            stewards=assessment.stewards,
        )
        outputs["FINDINGS"] = layer
    if page:
        write_html(Path(page), base, outcome, assessment, context)
        outputs["HTML"] = page
    return outputs


def _note(
    path: Path,
    context: Context,
    found: Outcome,
    reviewed: Review,
    inputs: Inputs,
    status: str,
    assessment: Assessment,
    profile: Profile,
) -> None:
    """Keep the findings and the scores in the store; a store that cannot be written does not spoil the check."""
    try:
        with open_for_writing(path, job="checkquality", context=context) as store:
            if last_run(store) != reviewed.last_run:  # another run has written meanwhile: its decisions count
                reviewed = review(StoreBase(store, inputs), found, inputs.today)
            with store.run("checkquality", context, status=status, findings=len(reviewed.findings)) as run_id:
                add_findings(store, _finding_rows(reviewed, run_id, context.language, assessment.stewards))
                keep_review(store, reviewed, run_id)
                keep_scores(store, run_id, profile, assessment.scopes)
    except EngineError as error:
        context.warning("run_not_noted", reason=error.text(context.language))


def _finding_rows(reviewed: Review, run_id: int, language: str, stewards: Mapping[str, str]) -> Iterator[FindingRow]:
    """Findings of a run as rows of the store."""
    for finding, case in zip(reviewed.findings, reviewed.cases, strict=True):
        x, y = coordinates_of(finding.place)
        yield FindingRow(
            finding_id=finding.identifier,
            run_id=run_id,
            check_id=finding.check,
            severity=finding.severity,
            feature_class=finding.feature_class,
            objects=" ".join(finding.objects),
            x=x,
            y=y,
            measured=finding.measured,
            tolerance=finding.tolerance,
            message=finding.message(language),
            state=finding.state,
            exception_id=case.exception_id if finding.is_excused else None,
            steward=stewards.get(finding.identifier),
        )
