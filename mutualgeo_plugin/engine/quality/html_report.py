"""The quality report to read and print: one HTML page, French, no network."""

from __future__ import annotations

import math
from collections import Counter
from html import escape
from pathlib import Path

import numpy as np
import shapely

from ..context import Context, Json
from ..model.checks import CHECKS, CRITERIA, SEVERITIES
from ..outputs import written_beside
from ..version import version
from .base import StoreBase
from .findings import Finding
from .run_checks import Outcome

_NAMES = {"error": "erreur", "warning": "avertissement", "info": "remarque"}
_COLOURS = {"error": "#b3261e", "warning": "#b26a00", "info": "#2b5c8a"}
#: Findings shown in full, worst first; the layer holds them all.
_LISTED = 60
#: Largest map in pixels, number of maps, and distance in metres within which lots share one.
_MAP_WIDTH, _MAP_HEIGHT = 900, 560
_MAPS = 6
_NEIGHBOURS = 50.0


def write_html(path: Path, base: StoreBase, outcome: Outcome, context: Context, figures: Json) -> None:
    """Write the report; an older one is replaced only when the new one is whole."""
    page = render_html(base, outcome, context, figures)
    with written_beside(path) as temporary:
        temporary.write_text(page, "utf-8")


def render_html(base: StoreBase, outcome: Outcome, context: Context, figures: Json) -> str:
    """The page as text: the same for the same base, profile and clock."""
    verdict = _verdict(figures)
    body = [
        "<header><p class='kicker'>mutualgeo · rapport de contrôle qualité PCRS</p>",
        f"<h1>{escape(verdict)}</h1>",
        f"<p>{figures['objects']} objets courants de {len(base.lots)} lot(s), profil « "
        f"{escape(str(context.report['profile']))} », le {escape(context.now[:10])}.</p>",
        _badges(outcome),
        "</header>",
        _section("Par critère", _criteria(outcome)),
        _section("Par contrôle", _checks(outcome, context)),
        _section("Carte des constats", _map(base, [f for f in outcome.findings if not f.excused])),
        _section("Par classe", _classes(base, outcome)),
        _section("Cas à traiter", _worst(base, outcome, context.language)),
        _section("Constats excusés", _excused(outcome, context.language)),
        _section("Lots", _lots(base)),
        f"<footer>mutualgeo {escape(version())} · système EPSG:{base.store.crs} · les arcs sont contrôlés comme des "
        "arcs, jamais par leurs cordes.</footer>",
    ]
    return _PAGE.format(title=escape(verdict), style=_STYLE, body="\n".join(body))


def _verdict(figures: Json) -> str:
    if figures["errors"]:
        return f"{figures['errors']} erreur(s) à corriger"
    if figures["warnings"]:
        return f"Aucune erreur, {figures['warnings']} avertissement(s)"
    return "Aucun défaut trouvé par les contrôles exécutés"


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>"


def _badges(outcome: Outcome) -> str:
    counts = outcome.per_severity()
    return (
        "<p>"
        + " ".join(f"<span class='badge {s}'>{_mark(s)} {counts[s]} {_NAMES[s]}(s)</span>" for s in SEVERITIES)
        + "</p>"
    )


def _mark(severity: str) -> str:
    """A shape besides the colour."""
    return {"error": "■", "warning": "▲", "info": "●"}[severity]


def _table(head: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return "<p>Aucun.</p>"
    cells = "".join(f"<th scope='col'>{h}</th>" for h in head)
    lines = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


def _criteria(outcome: Outcome) -> str:
    counts = Counter((CHECKS[f.check].criterion, f.severity) for f in outcome.findings if not f.excused)
    rows = []
    for code, name in CRITERIA.items():
        ran = [c for c in outcome.ran if CHECKS[c].criterion == code]
        missing = [c for c in outcome.not_run if CHECKS[c].criterion == code]
        state = ", ".join(ran) or "aucun contrôle de ce critère dans le profil"
        if missing:
            state += f" (non exécuté : {', '.join(missing)})"
        numbers = [str(counts[code, s]) if ran else "–" for s in SEVERITIES]
        rows.append([name.capitalize(), *numbers, state])
    return _table(["Critère", "Erreurs", "Avertissements", "Remarques", "Contrôles"], rows)


def _checks(outcome: Outcome, context: Context) -> str:
    counts = Counter((f.check, f.severity) for f in outcome.findings if not f.excused)
    rows = []
    for check in CHECKS.values():
        title = f"<b>{check.id}</b> {escape(check.title)}<br><small>{escape(check.definition)}</small>"
        if check.id in outcome.ran:
            numbers = [str(counts[check.id, s]) for s in SEVERITIES]
        else:
            reason = context.report["not_run"].get(check.id, "désactivé par le profil")
            numbers = [f"non exécuté : {escape(reason)}", "–", "–"]
        rows.append([title, *numbers, escape(check.remedy)])
    return _table(["Contrôle", "Erreurs", "Avertissements", "Remarques", "Que faire"], rows)


def _classes(base: StoreBase, outcome: Outcome) -> str:
    counts = Counter((f.feature_class, f.severity) for f in outcome.findings if not f.excused)
    rows = [
        [escape(name), str(total), *(str(counts[name, s]) for s in SEVERITIES)]
        for name, total in base.store.counts(state="current").items()
    ]
    return _table(["Classe", "Objets", "Erreurs", "Avertissements", "Remarques"], rows)


def _worst(base: StoreBase, outcome: Outcome, language: str) -> str:
    rank = {s: i for i, s in enumerate(SEVERITIES)}
    still_open = [f for f in outcome.findings if not f.excused]
    ranked = sorted(still_open, key=lambda f: (rank[f.severity], -(f.measured or 0), f.check, f.objects))
    rows = [
        [
            f"<span class='{f.severity}'>{_mark(f.severity)} {_NAMES[f.severity]}</span>",
            f.check,
            escape(f.message(language)),
            _place(f),
            escape("; ".join(base.lots.get(lot, "") for lot in f.lots)),
        ]
        for f in ranked[:_LISTED]
    ]
    more = len(ranked) - _LISTED
    note = f"<p>{more} autres constats sont dans la couche des constats.</p>" if more > 0 else ""
    return _table(["Gravité", "Contrôle", "Constat", "Position", "Lot"], rows) + note


def _excused(outcome: Outcome, language: str) -> str:
    """What exceptions excuse: counted apart, never hidden."""
    excused = [f for f in outcome.findings if f.excused]
    rows = [[f.check, escape(f.message(language)), escape(f.excuse or ""), _place(f)] for f in excused[:_LISTED]]
    more = len(excused) - _LISTED
    note = f"<p>{more} autres sont dans la couche des constats.</p>" if more > 0 else ""
    return f"<p>{len(excused)} constat(s).</p>" + _table(["Contrôle", "Constat", "Raison", "Position"], rows) + note


def _place(finding: Finding) -> str:
    x, y = finding.place
    return f"{x:.2f}<br>{y:.2f}" if math.isfinite(x) else "–"


def _lots(base: StoreBase) -> str:
    rows = [
        [
            escape(str(lot["name"])),
            escape(str(lot["producers"] or "–")),
            str(lot["objects"]),
            escape(f"{lot['surveyed_from'] or '–'} à {lot['surveyed_to'] or '–'}"),
            f"EPSG:{lot['source_crs']}",
            f"<code>{str(lot['sha256'])[:16]}…</code>",
        ]
        for lot in base.store.lots()
    ]
    return _table(["Lot", "Producteurs", "Objets", "Levé", "Système", "SHA-256"], rows)


def _map(base: StoreBase, findings: list[Finding]) -> str:
    """One SVG per group of neighbouring lots; severities differ in shape and colour."""
    placed = [f for f in findings if math.isfinite(f.place[0])]
    if not placed and not base.emprises:
        return "<p>Aucun constat n’a de position.</p>"
    outlines = list(base.emprises.values()) + [shapely.Point(f.place) for f in placed]
    groups = shapely.get_parts(shapely.union_all(shapely.buffer(np.array(outlines), _NEIGHBOURS)))
    points = shapely.points([f.place for f in placed]) if placed else np.empty(0, dtype=object)
    pictures = []
    for group in groups:
        inside = [f for f, here in zip(placed, shapely.intersects(points, group), strict=True) if here]
        emprises = [e for e in base.emprises.values() if e.intersects(group)]
        pictures.append((len(inside), _picture(inside, emprises)))
    pictures.sort(key=lambda p: -p[0])
    note = ""
    if len(pictures) > _MAPS:
        rest = sum(n for n, _ in pictures[_MAPS:])
        note = f"<p>{rest} constats d’autres secteurs sont dans la couche des constats.</p>"
    legend = "<p><small>■ erreur · ▲ avertissement · ● remarque ; contours : emprises des lots.</small></p>"
    return "".join(svg for _, svg in pictures[:_MAPS]) + legend + note


def _picture(findings: list[Finding], emprises: list[shapely.Geometry]) -> str:
    boxes = np.array([shapely.bounds(e) for e in emprises] + [[*f.place, *f.place] for f in findings])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    margin = max(1.0, 0.03 * float((high - low).max()))
    low, high = low - margin, high + margin
    scale = float(min(_MAP_WIDTH / (high - low)[0], _MAP_HEIGHT / (high - low)[1]))
    width, height = (high - low) * scale
    outlines = "".join(f"<path d='{_path(e, low, height, scale)}'/>" for e in emprises)
    marks = "".join(
        _svg_mark(f, (f.place[0] - low[0]) * scale, height - (f.place[1] - low[1]) * scale)
        for f in sorted(findings, key=lambda f: -SEVERITIES.index(f.severity))
    )
    return (
        f"<figure><svg viewBox='0 0 {width:.0f} {height:.0f}' role='img' aria-label='Position des constats'>"
        f"<g class='emprises'>{outlines}</g>{marks}</svg>"
        f"<figcaption>{len(findings)} constat(s), échelle : {width / scale:.0f} m de large</figcaption></figure>"
    )


def _path(geometry: shapely.Geometry, low: np.ndarray, height: float, scale: float) -> str:
    rings = shapely.get_rings(shapely.get_parts(geometry))
    steps = []
    for ring in rings:
        xy = (shapely.get_coordinates(ring) - low) * scale
        steps.append("M" + "L".join(f"{x:.1f} {height - y:.1f}" for x, y in xy) + "Z")
    return " ".join(steps)


def _svg_mark(finding: Finding, x: float, y: float) -> str:
    title = f"<title>{finding.check} {escape(finding.objects[0] if finding.objects else '')}</title>"
    colour = f"fill='{_COLOURS[finding.severity]}' stroke='#fff' stroke-width='.6'"
    if finding.severity == "error":
        return f"<rect x='{x - 4:.1f}' y='{y - 4:.1f}' width='8' height='8' {colour}>{title}</rect>"
    if finding.severity == "warning":
        points = f"{x:.1f},{y - 4.5:.1f} {x - 4:.1f},{y + 3:.1f} {x + 4:.1f},{y + 3:.1f}"
        return f"<polygon points='{points}' {colour}>{title}</polygon>"
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' {colour}>{title}</circle>"


_STYLE = """
body{font:15px/1.45 system-ui,'Noto Sans',sans-serif;color:#1c2430;max-width:62rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.9rem;margin:.1rem 0 .4rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:2px solid #1f4e79}
.kicker{color:#47566b;margin:0}table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;background:#eef2f7}th,td{padding:.35rem .5rem;border-bottom:1px solid #d5dce6;vertical-align:top}
td{overflow-wrap:anywhere}.badge{display:inline-block;padding:.2rem .6rem;border-radius:.4rem;color:#fff}
.badge.error{background:#b3261e}.badge.warning{background:#8a5200}.badge.info{background:#2b5c8a}
td .error{color:#b3261e}td .warning{color:#8a5200}td .info{color:#2b5c8a}small{color:#47566b}
figure{margin:0 0 1rem}figcaption{color:#47566b;font-size:.85rem}
svg{max-width:100%;max-height:35rem;background:#f7f9fc;border:1px solid #d5dce6}
.emprises path{fill:#e3eaf3;stroke:#7388a3}
footer{margin-top:2rem;color:#47566b;font-size:.85rem}
@media print{body{max-width:none;padding:0}section{break-inside:avoid-page}}
"""

_PAGE = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
