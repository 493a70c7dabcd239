"""Minutes of acceptance of a lot (procès-verbal de réception): one page to print and sign, French, no network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ...model.checks import CHECKS, SEVERITIES
from ...model.crs import LEGAL_CRS
from ...model.errors import Phrase
from ...model.quality.excuses import EXCEPTION
from ...pages import render_template
from ...store.findings import read_findings
from ...store.keys import read_gml_ids
from ...store.lineage import read_reception
from ...store.runs import last_check, read_runs
from ...store.schema import CURRENT, REMOVED, SUPERSEDED
from ...store.store import Store
from ...version import version

NOT_CHECKED, ACCEPTABLE, WITH_RESERVES, TO_REFUSE = "not_checked", "acceptable", "with_reserves", "to_refuse"
#: The page is French whatever the language of the run.
_LANGUAGE = "fr"
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

    @property
    def phrase(self) -> Phrase:
        """What the code means."""
        return Phrase(f"minutes_{self.code}")


def verdict_of(store: Store, lot: dict[str, Any]) -> Verdict:
    """Findings of the last quality check that concern objects of the lot."""
    lot_id = int(lot["lot_id"])
    check = last_check(store)
    if check is None or check <= read_reception(store, lot_id):
        return Verdict(NOT_CHECKED)
    ids = read_gml_ids(store, lot_id)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    excused = 0
    for row in read_findings(store, check):
        mine = [gml_id for gml_id in (row.objects or "").split() if gml_id in ids.get(row.feature_class or "", ())]
        if mine and row.state == EXCEPTION:
            excused += 1
        elif mine:
            found[row.severity, row.check_id].append(mine[0])
    severities = {severity for severity, _ in found}
    code = TO_REFUSE if "error" in severities else WITH_RESERVES if "warning" in severities else ACCEPTABLE
    return Verdict(code, read_runs(store)[check].started, dict(found), excused)


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
        verdict_text=verdict.phrase.text(_LANGUAGE),
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
                        "title": known.title_text(_LANGUAGE) if known else "",
                        "count": len(objects),
                        "objects": ", ".join(objects[:_NAMED]) + (" …" if len(objects) > _NAMED else ""),
                        "remedy": known.remedy if known else "",
                    }
                )
    return rows
