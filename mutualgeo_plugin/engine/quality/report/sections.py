"""Sections of the page, each from the keys of the report (docs/report.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from html import escape

from ...context import Json
from ...model.checks import CHECKS, CRITERIA, FAMILIES, SEVERITIES
from ...model.quality.judging import VERDICTS
from ..assessment import LISTED
from ..base import Base, Inputs
from ..findings import Finding
from ..score import COMMUNE, is_excused
from .charts import bar, radar, trend
from .parts import EXCUSED, MARKS, PLURALS, Html, decimal, place, score, section, severity, table, verdict

_SEVERITY_HEADS = ["Erreurs", "Avertissements", "Remarques"]
_SHORT_HEADS = ["Err.", "Avert.", "Rem."]
#: What the page calls the inputs of the checks.
_INPUTS = {
    "today": "Date de référence",
    "producers": "Producteurs de la convention",
    "buildings": "Plan des bâtiments",
    "communes": "Communes",
    "addresses": "Adresses (BAN)",
    "files": "Fichiers livrés",
    "schemas": "Schémas XSD",
    "control": "Points de contrôle",
    "service": "Service publié",
    "layers": "Couches publiées",
}


def criteria(report: Json) -> str:
    """The eight criteria: radar, scores with their coverage, and what was measured."""
    rows: list[Sequence[object]] = []
    for one in report["criteria"]:
        rows.append(
            [
                one["name"].capitalize(),
                score(one["score"]),
                bar(one["score"], f"Note, {one['name']}"),
                Html(f"{decimal(one['coverage'])} %"),
                Html(f"{decimal(round(one['faulty'], 2))} / {decimal(one['objects'])}"),
                Html(f"{decimal(round(one['faulty_units'], 2))} / {decimal(one['units'])}"),
                one["weight"],
                _checks_of(one),
            ]
        )
    head = ["Critère", "Note", "Sur 100", "Couverture", "Objets en défaut", "Lots en défaut", "Poids", "Contrôles"]
    scale = report["score"]["scale"]
    note = (
        "<p><small>Un objet compte une fois par critère, par son constat le plus grave : erreur "
        f"{decimal(scale['error'])}, avertissement {decimal(scale['warning'])}, remarque {decimal(scale['info'])}. À "
        f"{decimal(100 * scale['zero'])} % d’objets en défaut, la note est nulle. Un constat sans objet compte pour "
        "son lot, ou pour la base dans son ensemble. La couverture est la part des contrôles du critère qui ont été "
        "exécutés (la moitié pour un contrôle exécuté en partie), pour la fraîcheur multipliée par la part des "
        "objets datés. Sans couverture, il n’y a pas de note.</small></p>"
    )
    body = f"<div class='criteria'>{radar(report['criteria'])}</div>{table(head, rows)}{note}"
    return section("Les huit critères", body, "criteres")


def _checks_of(one: Json) -> Html:
    if not (one["ran"] or one["partly"] or one["not_run"]):
        return Html("<i>aucun contrôle de ce critère dans le profil</i>")
    told = [" ".join(one["ran"])] if one["ran"] else []
    told += [f"<b>en partie : {' '.join(one['partly'])}</b>"] if one["partly"] else []
    told += [f"<b>non exécutés : {' '.join(one['not_run'])}</b>"] if one["not_run"] else []
    return Html("<br/>".join(told))


def history(report: Json) -> str:
    """Score of this check beside those of the earlier ones by the same profile."""
    points = [(row["started"][:10], row["score"]) for row in report["trend"] if row["score"] is not None]
    if report["score"]["score"] is None or not points:
        return section("Évolution", "<p>Premier contrôle noté de cette base avec ce profil.</p>", "evolution")
    points.append((report["day"], report["score"]["score"]))
    rows = [
        [row["started"][:10], score(row["score"]), Html(f"{decimal(row['coverage'])} %"),
         verdict(row["verdict"], VERDICTS[row["verdict"]])]
        for row in report["trend"]
    ]  # fmt: skip
    body = trend(points) + table(["Contrôle du", "Note", "Couverture", "Verdict"], rows)
    return section("Évolution", body, "evolution")


def checks(report: Json, findings: Sequence[Finding]) -> str:
    """Every check of the catalogue that the profile asks for, by family: findings, or why it did not run."""
    counts = Counter((f.check, EXCUSED if is_excused(f) else f.severity) for f in findings)
    off, rows = [], []
    for family, of_family in FAMILIES.items():
        for check in of_family:
            title = Html(f"<b>{check.id}</b> {escape(check.title)}<br/><small>{escape(check.definition)}</small>")
            state: list[object]
            if check.id in report["not_run"]:
                reason = escape(report["not_run"][check.id])
                state = [Html(f"<b>non exécuté</b> : {reason}"), None, None, None]
            elif check.id not in report["findings"]:
                off.append(check.id)
                continue
            else:
                state = [counts[check.id, s] for s in (*SEVERITIES, EXCUSED)]
                if check.id in report["partly_run"]:
                    reason = escape(report["partly_run"][check.id])
                    title = Html(f"{title}<br/><b>exécuté en partie</b> : {reason}")
            rows.append([family, title, *state, check.remedy])
    head = ["Famille", "Contrôle", *_SEVERITY_HEADS, "Excusés", "Que faire"]
    note = f"<p><small>Désactivés par le profil : {' '.join(off)}.</small></p>" if off else ""
    return section("Par contrôle", table(head, rows) + note, "controles")


def classes(report: Json) -> str:
    """Findings of each class."""
    rows = [[row["class"] or "(fichier ou lot)", *_numbers(row), row["excused"]] for row in report["by_class"]]
    return section("Par classe", table(["Classe", "Objets", *_SEVERITY_HEADS, "Excusés"], rows), "classes")


def scopes(report: Json) -> str:
    """Scores and verdicts of producers, lots and communes."""
    parts = []
    for key, title in (("by_producer", "Par producteur"), ("by_lot", "Par lot"), ("by_commune", "Par commune")):
        rows = [
            [
                row["name"], *_numbers(row), score(row["score"]), Html(f"{decimal(row['coverage'])} %"),
                verdict(row["verdict"], VERDICTS[row["verdict"]]),
                *(score(row["criteria"][code]) if row["criteria"][code] is not None else None for code in CRITERIA),
            ]
            for row in report[key]
        ]  # fmt: skip
        head = [title[4:].capitalize(), "Objets", *_SHORT_HEADS, "Note", "Couv.", "Verdict", *CRITERIA]
        empty = "La base ne dit rien à ce sujet." if key != "by_commune" else "Aucune commune n’est donnée."
        parts.append(section(title, table(head, rows, empty=empty), key))
    codes = ", ".join(f"{code} {name}" for code, name in CRITERIA.items())
    return "".join(parts) + f"<p><small>{codes} ; – : non évalué.</small></p>"


def _numbers(row: Json) -> list[object]:
    return [row["objects"], *(row[f"{severity}s"] for severity in SEVERITIES)]


def readiness(report: Json) -> str:
    """Share of the objects that serve the answers to DT-DICT."""
    rows = [
        [row["name"], row["objects"], row["ready"], Html(f"<b>{decimal(row['share'])} %</b>"),
         bar(row["share"], f"Part à 10 cm ou mieux, {row['name']}")]
        for row in report["dtdict"]
    ]  # fmt: skip
    what = "Commune" if any(row["scope"] == COMMUNE for row in report["dtdict"]) else "Lot"
    note = (
        "<p><small>Part des objets dont la précision planimétrique déclarée est de 10 cm ou mieux (classes 002, 005 et "
        "010) ; un objet sans précision déclarée n’est pas prêt.</small></p>"
    )
    head = [what, "Objets", "À 10 cm ou mieux", "Part", "Sur 100"]
    body = table(head, rows, empty="Aucun objet ne porte de précision.") + note
    return section("Prêt pour les DT-DICT", body, "dtdict")


def worst(rows: Sequence[Json], more: int) -> str:
    """The worst open findings, with where they are and what to do."""
    lines = [
        [
            severity(row["severity"]),
            row["check"],
            Html(f"{escape(row['message'])}<br/><small>{escape(row['remedy'])}</small>"),
            place(row["x"], row["y"]),
            "; ".join(row["lots"]),
        ]
        for row in rows
    ]  # fmt: skip
    note = f"<p>{decimal(more)} autre(s) constat(s) dans la couche des constats.</p>" if more > 0 else ""
    body = table(["Gravité", "Contrôle", "Constat et remède", "Position", "Lot"], lines) + note
    return section("Cas à traiter en premier", body, "cas")


def excused(rows: Sequence[Json], total: int) -> str:
    """Findings that a person has accepted, with the reason."""
    lines = [[row["check"], row["message"], row["excuse"], place(row["x"], row["y"])] for row in rows[:LISTED]]
    note = f"<p>{decimal(total - LISTED)} autre(s) dans la couche des constats.</p>" if total > LISTED else ""
    told = f"<p>{decimal(total)} constat(s) excusé(s) : comptés à part, sans effet sur la note.</p>" if total else ""
    body = told + table(["Contrôle", "Constat", "Motif", "Position"], lines) + note
    return section("Constats excusés", body, "excuses")


def lots(base: Base) -> str:
    """What was delivered."""
    rows = [
        [
            lot["name"], lot["producers"], lot["objects"],
            f"{lot['surveyed_from'] or '–'} à {lot['surveyed_to'] or '–'}", f"EPSG:{lot['source_crs']}",
            Html(f"<code>{escape(str(lot['sha256'])[:16])}…</code>"),
        ]
        for lot in base.lot_rows.values()
    ]  # fmt: skip
    return section("Lots", table(["Lot", "Producteurs", "Objets", "Levé", "Système", "SHA-256"], rows), "lots")


def parameters(report: Json, inputs: Inputs) -> str:
    """What the checks were given, the thresholds in force, the rules of the verdict."""
    given = [[_INPUTS[f.name], _given(getattr(inputs, f.name))] for f in fields(inputs)]
    thresholds = [
        [check, name, value, CHECKS[check].parameters[name].unit, CHECKS[check].parameters[name].source]
        for check, values in report["thresholds"].items()
        for name, value in values.items()
    ]
    asked = report["verdict"]["asked"]
    rules = [[name, " ".join(value) if isinstance(value, list | tuple) else value] for name, value in asked.items()]
    body = (
        f"<h3>Données d’appui</h3>{table(['Donnée', 'Fournie'], given)}<h3>Règles du verdict (profil)</h3>"
        f"{table(['Règle', 'Valeur'], rules)}<h3>Seuils en vigueur</h3>"
        f"{table(['Contrôle', 'Seuil', 'Valeur', 'Unité', 'Origine du défaut'], thresholds)}"
    )
    return section("Paramètres", body, "parametres")


def _given(value: object) -> str:
    """An input as it was given: the name of a file, not the folders of the machine."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if value is None:
        return "non fournie"
    text = str(value)
    return text if "://" in text else text.replace("\\", "/").rstrip("/").rpartition("/")[2]


def summary(report: Json) -> str:
    """Counts by severity, with marks."""
    counts = report["severities"]
    numbers = {**{s: counts.get(s, 0) for s in SEVERITIES}, EXCUSED: sum(report["excused"].values())}
    told = [f"<span class='{s}'>{MARKS[s]} <b>{decimal(n)}</b> {PLURALS[s]}</span>" for s, n in numbers.items()]
    return f"<div class='figures'>{''.join(told)}</div>"
