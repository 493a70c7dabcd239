"""Job ``sharecosts``: surface, length and objects of producers, financiers and communes, and who pays what."""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ... import parameters as take
from ...context import Context, Json, Result
from ...formats.communes import read_communes
from ...model.errors import DEFECT, EngineError, EngineFailure, Phrase
from ...model.legibility import csv_cell
from ...outputs import temporary_output
from ...store.store import open_store
from .coverage import coverage
from .coverage_job import emprises_with_warnings
from .coverage_job import report as report_coverage
from .emprises import drawn_objects
from .financiers import Financier, owners_of, read_financiers
from .sharing import Figure, Share, financier_figures, measures, producer_figures, share

#: Columns of the table, in the language of those who vote on it; decimal comma and semicolon, as their spreadsheets do.
HEADER = ("tableau", "producteur", "financeur", "commune", "surface_m2", "longueur_m", "objets", "cle", "mesure",
          "part_pct", "montant_eur")  # fmt: skip
_KEY_NAMES = {"length": "longueur", "surface": "surface", "equal": "parts égales"}


def run(parameters: Json, context: Context) -> Result:
    """Share a cost.

    Parameters: STORE; COMMUNES (polygon layer), FIELD (its field of codes); FINANCIERS (TOML) or NETWORKS (layer)
    with OWNER (its field); KEY (length, surface, equal); COST in euros; OUTPUT (CSV).
    """
    key = take.text(parameters, "KEY")
    total = _cost(parameters)
    output = take.path(parameters, "OUTPUT")
    with open_store(take.path(parameters, "STORE")) as store:
        communes = read_communes(take.text(parameters, "COMMUNES"), store.crs, take.optional_text(parameters, "FIELD"))
        financiers = _financiers(parameters, store.crs, communes, key)
        emprises = emprises_with_warnings(store, context)
        report_coverage(coverage(communes, emprises), context)
        context.progress(40)
        producers = producer_figures(store, communes, emprises)
        figures = financier_figures(financiers, communes, emprises, drawn_objects(store)[0])
        context.report["counts"]["in"] = context.report["counts"]["out"] = store.counts(state="current")
    try:
        shares = share(total, measures(key, figures, [f.name for f in financiers]))
    except ValueError as error:
        raise EngineError("sharing_nothing", key=key) from error
    if sum(s.amount for s in shares) != total:
        raise EngineFailure(DEFECT, detail=f"{total} ≠ {sum(s.amount for s in shares)}")
    _write(output, _table(producers, figures, shares, key, total))
    context.report["sharing"] = {
        "key": key,
        "total": str(total),
        "producers": [_figure_as_json(f) for f in producers],
        "financiers": [_figure_as_json(f) for f in figures],
        "shares": [{"financier": s.financier, "measure": str(s.measure), "amount": str(s.amount)} for s in shares],
    }
    context.info("shared", total=total, count=len(shares), key=key)
    return Result("done", {"OUTPUT": str(output), "SHARES": len(shares), "TOTAL": str(total)})


def _cost(parameters: Json) -> Decimal:
    """Total in euros and cents."""
    text = take.text(parameters, "COST").strip().replace(",", ".")
    try:
        cost = Decimal(text)
        cents = cost.quantize(Decimal("0.01")) if cost.is_finite() else cost
    except InvalidOperation as error:
        raise EngineError("parameter_wrong", name="COST", detail=text) from error
    if not cost.is_finite() or cost < 0 or cost != cents:
        raise EngineError("parameter_wrong", name="COST", detail=text)
    return cents


def _financiers(parameters: Json, crs: int, communes: Json, key: str) -> list[Financier]:
    path, networks = take.optional_text(parameters, "FINANCIERS"), take.optional_text(parameters, "NETWORKS")
    if path and not networks:
        found = read_financiers(Path(path), crs, communes)
    elif networks and not path:
        found = owners_of(networks, take.text(parameters, "OWNER"), crs)
    else:
        raise EngineError("parameter_missing", name="FINANCIERS / NETWORKS")
    without = [f.name for f in found if not len(f.lines)]
    if key == "length" and without:
        reason = Phrase("financiers_without_networks", names=", ".join(without))
        raise EngineError("financiers_wrong", path=path or networks, problems=reason)
    return found


def _figure_as_json(figure: Figure) -> Json:
    return {
        "who": figure.who,
        "commune": figure.commune,
        "surface": str(figure.surface),
        "length": str(figure.length),
        "objects": figure.objects,
    }


def _table(
    producers: list[Figure], financiers: list[Figure], shares: list[Share], key: str, total: Decimal
) -> list[tuple[object, ...]]:
    """Rows of the CSV: figures of producers, of financiers, then the shares and their total."""
    whole = sum((s.measure for s in shares), Decimal(0))
    rows: list[tuple[object, ...]] = [
        ("producteurs", f.who, "", f.commune, f.surface, f.length, f.objects, "", "", "", "") for f in producers
    ]
    rows += [("financeurs", "", f.who, f.commune, f.surface, f.length, f.objects, "", "", "", "") for f in financiers]
    word = _KEY_NAMES[key]
    rows += [
        ("partage", "", s.financier, "", "", "", "", word, s.measure, f"{100 * s.measure / whole:.4f}", s.amount)
        for s in shares
    ]
    return [*rows, ("total", "", "", "", "", "", "", word, whole, "100.0000", total)]


def _write(path: Path, rows: list[tuple[object, ...]]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for row in rows:
        writer.writerow([_cell(value, column) for value, column in zip(row, HEADER, strict=True)])
    with temporary_output(path) as temporary:
        temporary.write_text(stream.getvalue(), "utf-8-sig", newline="")


def _cell(value: object, column: str) -> str:
    """A cell: figures as French writes them."""
    text = str(value)
    if column in ("surface_m2", "longueur_m", "mesure", "part_pct", "montant_eur"):
        return text.replace(".", ",")
    return str(csv_cell(text))
