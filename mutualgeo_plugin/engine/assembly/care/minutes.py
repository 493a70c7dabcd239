"""Minutes of acceptance of a lot (procès-verbal de réception): one page to print and sign, French, no network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ...model.checks import CHECKS, SEVERITIES
from ...model.crs import LEGAL_CRS
from ...model.quality.excuses import EXCEPTION
from ...pages import render_template
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
    content = _content(store, int(lot["lot_id"]))
    counts = {s: sum(len(v) for (of, _), v in verdict.reserves.items() if of == s) for s in SEVERITIES}
    return render_template(
        "assembly/minutes.html",
        lot=str(lot["name"]),
        delivery=_delivery(lot),
        content_head=["Classe", "Reçus", *(f"dont {name}" for name in _STATE_NAMES.values())],
        content=content,
        total=[sum(counts) for counts in zip(*(row[1:] for row in content), strict=True)] or [0] * 4,
        verdict=verdict,
        verdict_text=VERDICTS[verdict.code],
        severities=[(n, _SEVERITY_NAMES[s]) for s, n in counts.items()],
        reserves=_reserves(verdict),
        day=now[:10],
        version=version(),
    )


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


def _content(store: Store, lot_id: int) -> list[tuple[Any, ...]]:
    """Class, objects received, and how many of them are in each state."""
    by_state = [store.counts(lot_id, state) for state in _STATE_NAMES]
    received = store.counts(lot_id).items()
    return [(name, total, *(counts.get(name, 0) for counts in by_state)) for name, total in received]


def _reserves(verdict: Verdict) -> list[dict[str, object]]:
    """Reserves, the worst first, each with its check and some of its objects."""
    rows: list[dict[str, object]] = []
    for severity in SEVERITIES:
        for (of, check), objects in sorted(verdict.reserves.items()):
            if of == severity:
                known = CHECKS.get(check)
                rows.append(
                    {
                        "severity": _SEVERITY_NAMES[severity],
                        "check": check,
                        "title": known.title if known else "",
                        "count": len(objects),
                        "objects": ", ".join(objects[:_NAMED]) + (" …" if len(objects) > _NAMED else ""),
                        "remedy": known.remedy if known else "",
                    }
                )
    return rows
