"""The page as a whole: the verdict and what it rests on first, then the figures, the map, the cases, the parameters."""

from __future__ import annotations

from pathlib import Path

from ...context import Context, Json
from ...model.checks import CRITERIA
from ...model.messages import render
from ...model.sources import STATUSES
from ...pages import render_template, write_page
from ..base import Base
from ..check_run import Outcome
from ..scoring.assessment import LISTED, Assessment, finding_row
from ..scoring.score import COMMUNE, is_excused
from .charts import PATTERNS, bar, radar, trend
from .map import findings_map
from .parts import LOOKS
from .sections import (
    SCOPES,
    count_severities,
    list_ages,
    list_checks,
    list_inputs,
    list_lots,
    list_rules,
    list_thresholds,
    list_trend,
    list_versions,
)

#: The page is French whatever the language of the run: producers and elected officials read it.
LANGUAGE = "fr"


def write_html(path: Path, base: Base, outcome: Outcome, assessment: Assessment, context: Context) -> None:
    """Write the report; an older one is replaced only when the new one is whole."""
    write_page(path, render_page(base, outcome, assessment, context))


def render_page(base: Base, outcome: Outcome, assessment: Assessment, context: Context) -> str:
    """The page as text: the same for the same base, profile and clock."""
    report = _french_report(base, outcome, assessment, context)
    excused = [finding for finding in outcome.findings if is_excused(finding)]
    checks, off = list_checks(report, outcome.findings)
    return render_template(
        "quality/report.html",
        looks=LOOKS,
        report=report,
        counts=count_severities(report),
        criteria_names={code: render(f"criterion_{code}", {}, LANGUAGE) for code in CRITERIA},
        nobody=render("steward_none", {}, LANGUAGE),
        source_names={status: names[1] for status, names in STATUSES.items()},
        trend=list_trend(report),
        dtdict_by="Commune" if any(row["scope"] == COMMUNE for row in report["dtdict"]) else "Lot",
        worst_left=len(outcome.findings) - len(excused) - len(report["worst"]),
        excused=[finding_row(finding, base, LANGUAGE, assessment.stewards) for finding in excused[:LISTED]],
        excused_total=len(excused),
        checks=checks,
        off=off,
        scopes=SCOPES,
        lots=list_lots(base),
        lot_count=len(base.lots),
        inputs=list_inputs(base.inputs),
        rules=list_rules(report),
        ages=list_ages(report),
        thresholds=list_thresholds(report),
        pictures={
            "patterns": PATTERNS,
            "radar": radar,
            "bar": bar,
            "trend": trend,
            "map": findings_map(outcome.findings, assessment.sectors, list(base.emprises.values())),
        },
        versions=list_versions(),
        crs=base.crs,
    )


def _french_report(base: Base, outcome: Outcome, assessment: Assessment, context: Context) -> Json:
    """The report's keys, with the sentences in French."""
    rules = [
        {**rule, "text": render(one.code, one.fields, LANGUAGE)}
        for rule, one in zip(assessment.keys["verdict"]["rules"], assessment.rules, strict=True)
    ]
    return {
        **context.report,
        **assessment.keys,
        "verdict": {**assessment.keys["verdict"], "rules": rules, "criteria": assessment.over.text(LANGUAGE)},
        "criteria": [
            {**row, "name": render(f"criterion_{row['criterion']}", {}, LANGUAGE)}
            for row in assessment.keys["criteria"]
        ],
        "not_run": {check: render(why.code, why.fields, LANGUAGE) for check, why in sorted(outcome.not_run.items())},
        "partly_run": {check: render(why.code, why.fields, LANGUAGE) for check, why in sorted(outcome.partly.items())},
        "worst": [finding_row(finding, base, LANGUAGE, assessment.stewards) for finding in assessment.worst],
        "day": context.now[:10],
    }
