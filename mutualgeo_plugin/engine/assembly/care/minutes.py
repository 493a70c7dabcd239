"""Minutes of acceptance of a lot (procès-verbal de réception): one page to print and sign, French, no network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from typing import Any

from ...model.checks import CHECKS, SEVERITIES
from ...model.crs import LEGAL_CRS
from ...model.quality.excuses import EXCEPTION
from ...store import sql
from ...store.schema import CURRENT, REMOVED, SUPERSEDED
from ...store.store import Store
from ...version import version

NOT_CHECKED, ACCEPTABLE, WITH_RESERVES, TO_REFUSE = "not_checked", "acceptable", "with_reserves", "to_refuse"
VERDICTS = {
    NOT_CHECKED: "Lot non contrôlé depuis sa réception",
    ACCEPTABLE: "Aucune erreur ni avertissement : réception proposée",
    WITH_RESERVES: "Avertissements : réception proposée avec réserves",
    TO_REFUSE: "Erreurs : réception à décider par le maître d’ouvrage",
}
_SEVERITY_NAMES = {"error": "erreur", "warning": "avertissement", "info": "remarque"}
_STATE_NAMES = {CURRENT: "courants", SUPERSEDED: "écartés", REMOVED: "retirés"}
#: Objects named for each reserve; the layer of findings holds them all.
_NAMED = 5


@dataclass
class Verdict:
    """What the last quality check says of a lot."""

    code: str
    checked: str | None = None
    #: (severity, check) → gml:ids of the lot's objects concerned.
    reserves: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    #: Findings on the lot's objects that an exception excuses: told, and no reserve.
    excused: int = 0


def verdict_of(store: Store, lot: dict[str, Any]) -> Verdict:
    """Findings of the last quality check that concern objects of the lot."""
    (reception,) = store.connection.execute(
        "SELECT MAX(run_id) FROM lineage WHERE class = '*' AND action = 'received' AND lot_id = ?", (lot["lot_id"],)
    ).fetchone()
    run = store.connection.execute(
        "SELECT run_id, started FROM run WHERE job = 'checkquality' AND run_id > ? AND ended IS NOT NULL "
        "ORDER BY run_id DESC LIMIT 1",
        (reception or 0,),
    ).fetchone()
    if run is None:
        return Verdict(NOT_CHECKED)
    ids: dict[str, set[str]] = {
        name: {g for (g,) in store.connection.execute(sql.select(name, ["gml_id"], "lot_id = ?"), (lot["lot_id"],))}
        for name in store.class_names()
    }
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    excused = 0
    for check, severity, name, objects, state in store.connection.execute(
        "SELECT check_id, severity, class, objects, state FROM finding WHERE run_id = ? ORDER BY id", (run[0],)
    ):
        mine = [gml_id for gml_id in (objects or "").split() if gml_id in ids.get(name or "", ())]
        if mine and state == EXCEPTION:
            excused += 1
        elif mine:
            found[severity, check].append(mine[0])
    severities = {severity for severity, _ in found}
    code = TO_REFUSE if "error" in severities else WITH_RESERVES if "warning" in severities else ACCEPTABLE
    return Verdict(code, run[1], dict(found), excused)


def render(store: Store, lot: dict[str, Any], verdict: Verdict, now: str) -> str:
    """The page as text: the same for the same base and clock."""
    lot_id = int(lot["lot_id"])
    title = f"Procès-verbal de réception — {lot['name']}"
    body = [
        f"<h1>Procès-verbal de réception</h1><p class='lot'>Lot PCRS « {escape(str(lot['name']))} »</p>",
        _section("Livraison", _facts(_delivery(lot))),
        _section("Contenu", _content(store, lot_id)),
        _section("Contrôles", f"<p class='verdict {verdict.code}'>{VERDICTS[verdict.code]}</p>{_controls(verdict)}"),
        _section("Réserves", _reserves(verdict)),
        _section("Décision", _DECISION),
        f"<footer>Établi le {escape(now[:10])} par mutualgeo {escape(version())}. L’empreinte SHA-256 identifie le "
        "fichier livré : toute modification la change.</footer>",
    ]
    return _PAGE.format(title=escape(title), style=_STYLE, body="\n".join(body))


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>"


def _facts(rows: list[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><th scope='row'>{name}</th><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<table class='facts'>{lines}</table>"


def _delivery(lot: dict[str, Any]) -> list[tuple[str, str]]:
    surveyed = " au ".join(dict.fromkeys(str(d) for d in (lot["surveyed_from"], lot["surveyed_to"]) if d))
    crs = LEGAL_CRS[int(lot["source_crs"])]
    rows = [
        ("Producteur(s)", str(lot["producers"] or "non déclaré")),
        ("Fichier", str(lot["file"])),
        ("Taille", f"{int(lot['size']):,} octets".replace(",", " ")),
        ("Empreinte SHA-256", str(lot["sha256"])),
        ("Reçu le", str(lot["received"])[:10]),
        ("Levé du", surveyed or "non déclaré"),
        ("Publié le", str(lot["published"] or "non déclaré")),
        ("Système de coordonnées", f"{crs.name} (EPSG:{lot['source_crs']})"),
        ("Altitudes", str(lot["vertical_datum"] or "non déclarées")),
    ]
    if lot["operation"]:
        rows.append(("Transformation", f"{lot['operation']} (exactitude {lot['operation_accuracy']:g} m)"))
    return rows


def _table(head: list[str], rows: list[list[str]]) -> str:
    cells = "".join(f"<th scope='col'>{h}</th>" for h in head)
    lines = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


def _content(store: Store, lot_id: int) -> str:
    by_state = {state: store.counts(lot_id, state) for state in _STATE_NAMES}
    rows = [
        [escape(name), str(total), *(str(by_state[s].get(name, 0)) for s in _STATE_NAMES)]
        for name, total in store.counts(lot_id).items()
    ]
    total = [sum(int(row[k]) for row in rows) for k in range(1, 5)]
    rows.append(["<strong>Total</strong>", *(f"<strong>{n}</strong>" for n in total)])
    return _table(["Classe", "Reçus", *(f"dont {name}" for name in _STATE_NAMES.values())], rows)


def _controls(verdict: Verdict) -> str:
    if verdict.checked is None:
        return "<p>Lancez le contrôle qualité (mutualgeo:checkquality) sur la base, puis refaites ce procès-verbal.</p>"
    counts = {s: sum(len(v) for (of, _), v in verdict.reserves.items() if of == s) for s in SEVERITIES}
    told = ", ".join(f"{n} {_SEVERITY_NAMES[s]}{'s' if n > 1 else ''}" for s, n in counts.items())
    return (
        f"<p>Dernier contrôle qualité de la base : le {escape(verdict.checked[:10])}. "
        f"Constats sur des objets de ce lot : {told} ; excusés par une exception : {verdict.excused}.</p>"
    )


def _reserves(verdict: Verdict) -> str:
    rows = []
    for severity in SEVERITIES:
        for (of, check), objects in sorted(verdict.reserves.items()):
            if of == severity:
                named = ", ".join(objects[:_NAMED]) + (" …" if len(objects) > _NAMED else "")
                known = CHECKS.get(check)
                rows.append(
                    [_SEVERITY_NAMES[severity], escape(check), escape(known.title if known else ""), str(len(objects)),
                     f"<code>{escape(named)}</code>", escape(known.remedy if known else "")]
                )  # fmt: skip
    if not rows:
        return "<p>Aucune.</p>"
    return _table(["Gravité", "Contrôle", "Intitulé", "Cas", "Objets", "À faire"], rows)


_DECISION = (
    "<ul class='boxes'><li>☐ Réception prononcée sans réserve</li><li>☐ Réception prononcée avec les réserves "
    "ci-dessus, à lever avant le ………………………</li><li>☐ Réception refusée</li></ul>"
    "<div class='signatures'><div><h3>Le maître d’ouvrage</h3><p>Nom et qualité :</p><p>Date :</p><p>Signature :</p>"
    "</div><div><h3>Le producteur</h3><p>Nom et qualité :</p><p>Date :</p><p>Signature :</p></div></div>"
)

_STYLE = """
body{font:14px/1.45 system-ui,sans-serif;color:#1d1d1f;max-width:60rem;margin:2rem auto;padding:0 1.5rem}
h1{font-size:1.7rem;margin:0}h2{font-size:1.1rem;border-bottom:1px solid #999;margin:1.6rem 0 .6rem}
h3{font-size:1rem;margin:0 0 .5rem}.lot{font-size:1.15rem;margin:.2rem 0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;
border-bottom:1px solid #ddd}.facts td,code{overflow-wrap:anywhere}thead th{white-space:nowrap}
code{font-size:.8rem}.facts th{width:14rem;font-weight:600}
thead th{border-bottom:2px solid #777}.verdict{font-weight:700;padding:.5rem .8rem;border-left:6px solid #555;
background:#f3f3f3}.verdict.acceptable{border-color:#1b6e3c}.verdict.with_reserves{border-color:#b26a00}
.verdict.to_refuse{border-color:#b3261e}.boxes{list-style:none;padding:0;font-size:1.05rem}.boxes li{margin:.4rem 0}
.signatures{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem;break-inside:avoid}
.signatures div{border:1px solid #777;padding:.8rem;min-height:9rem}
footer{margin-top:1.5rem;font-size:.85rem;color:#555}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}h2{break-after:avoid}}
"""

_PAGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><style>{style}</style></head><body>
{body}
</body></html>
"""
