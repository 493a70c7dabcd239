"""The page as a whole: the verdict and what it rests on first, then the figures, the map, the cases, the parameters."""

from __future__ import annotations

import platform
import sqlite3
from html import escape
from pathlib import Path

import numpy
import shapely

from ...context import Context, Json
from ...model.messages import render
from ...model.quality.judging import VERDICTS
from ...outputs import written_beside
from ...version import version
from ..assessment import LISTED, Assessment, told
from ..base import Base
from ..run_checks import Outcome
from ..score import is_excused
from . import sections
from .charts import PATTERNS
from .map import findings_map
from .parts import VERDICT_LOOKS, decimal, score, section
from .style import PAGE, STYLE

#: The page is French whatever the language of the run: producers and elected officials read it.
LANGUAGE = "fr"


def write_html(path: Path, base: Base, outcome: Outcome, assessment: Assessment, context: Context) -> None:
    """Write the report; an older one is replaced only when the new one is whole."""
    page = render_page(base, outcome, assessment, context)
    with written_beside(path) as temporary:
        temporary.write_text(page, "utf-8")


def render_page(base: Base, outcome: Outcome, assessment: Assessment, context: Context) -> str:
    """The page as text: the same for the same base, profile and clock."""
    report = _in_french(base, outcome, assessment, context)
    excused = [finding for finding in outcome.findings if is_excused(finding)]
    still_open = len(outcome.findings) - len(excused)
    emprises = list(base.emprises.values())
    body = [
        PATTERNS,
        _header(report, base),
        "<main>",
        sections.criteria(report),
        sections.history(report),
        sections.readiness(report),
        section("Carte des constats", findings_map(outcome.findings, assessment.sectors, emprises), "carte"),
        sections.worst(report["worst"], still_open - len(report["worst"])),
        sections.excused([told(finding, base, LANGUAGE) for finding in excused[:LISTED]], len(excused)),
        sections.checks(report, outcome.findings),
        sections.classes(report),
        sections.scopes(report),
        sections.lots(base),
        sections.parameters(report, base.inputs),
        "</main>",
        _footer(base),
    ]
    title = f"{VERDICTS[report['verdict']['verdict']]} – contrôle qualité PCRS"
    return PAGE.format(title=escape(title), style=STYLE, body="\n".join(body))


def _in_french(base: Base, outcome: Outcome, assessment: Assessment, context: Context) -> Json:
    """The report's keys, with the sentences in French."""
    rules = [
        {**rule, "text": render(one.code, one.fields, LANGUAGE)}
        for rule, one in zip(assessment.keys["verdict"]["rules"], assessment.rules, strict=True)
    ]
    return {
        **context.report,
        **assessment.keys,
        "verdict": {**assessment.keys["verdict"], "rules": rules},
        "not_run": {check: render(why.code, why.fields, LANGUAGE) for check, why in sorted(outcome.not_run.items())},
        "partly_run": {check: render(why.code, why.fields, LANGUAGE) for check, why in sorted(outcome.partly.items())},
        "worst": [told(finding, base, LANGUAGE) for finding in assessment.worst],
        "day": context.now[:10],
    }


def _header(report: Json, base: Base) -> str:
    told_verdict = report["verdict"]["verdict"]
    look, mark = VERDICT_LOOKS[told_verdict]
    rules = "".join(f"<li>{escape(rule['text'])}</li>" for rule in report["verdict"]["rules"])
    why = f"<ul>{rules}</ul>" if rules else "<p>Aucune règle de refus ni de réserve du profil n’est atteinte.</p>"
    freshness = report["freshness"]
    age = freshness["median_age"]
    dates = f", âge médian du levé {decimal(age)} ans" if age is not None else ", aucun objet daté"
    return (
        "<header><p class='kicker'>mutualgeo · rapport de contrôle qualité PCRS</p>"
        f"<div class='verdict {look}'><h1><span class='{look}'>{mark} {escape(VERDICTS[told_verdict])}</span></h1>{why}"
        f"<div class='figures'><span>Note {score(report['score']['score'])} / 100</span><span>Couverture "
        f"<b>{decimal(report['score']['coverage'])}</b> %</span></div>{sections.summary(report)}</div>"
        f"<p>{decimal(report['score']['objects'])} objets courants de {len(base.lots)} lot(s){dates} ; profil « "
        f"{escape(str(report['profile']))} », contrôle du {escape(report['day'])}.</p>{_missing(report)}</header>"
    )


def _missing(report: Json) -> str:
    """What could not be checked, said beside the verdict: it is never counted as passed."""
    unknown = [one["name"] for one in report["criteria"] if one["score"] is None]
    told_checks = [
        f"<li><b>{check}</b> {what} : {escape(reason)}</li>"
        for key, what in (("not_run", "non exécuté"), ("partly_run", "exécuté en partie"))
        for check, reason in report[key].items()
    ]
    if not unknown and not told_checks:
        return ""
    head = f"<p><b>Critères non évalués</b> : {escape(', '.join(unknown))}.</p>" if unknown else ""
    body = f"<p><b>Ce qui n’a pas été contrôlé</b></p><ul>{''.join(told_checks)}</ul>" if told_checks else ""
    return f"<div class='missing'>{head}{body}</div>"


def _footer(base: Base) -> str:
    versions = {
        "mutualgeo": version(),
        "Python": platform.python_version(),
        "shapely": shapely.__version__,
        "GEOS": shapely.geos_version_string,
        "numpy": numpy.__version__,
        "SQLite": sqlite3.sqlite_version,
    }
    told_versions = " · ".join(f"{name} {escape(value)}" for name, value in versions.items())
    return (
        f"<footer>{told_versions} · système EPSG:{base.crs} · les arcs sont contrôlés comme des arcs, jamais par "
        "leurs cordes.</footer>"
    )
