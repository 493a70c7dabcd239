"""The quality check on one to three pages for elected officials: the layout quality.qpt, filled from report.json."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsLayoutExporter,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, Qt, QThread, pyqtSignal

from ..engine.model.pcrs import EMPRISE
from ..engine.model.quality.judgement import ACCEPT, REFUSE, RESERVE
from ..engine.outputs import scratch_path
from ..engine.resources import resource_folder
from ..geopackages import open_layer
from .layout_sheet import Items, Sheet, TemplateWrong, load_layout, paint_shape, resize_item, shift_item, write_text

Json = dict[str, Any]

#: A4 upright, millimetres, as the template has it; what stands above the foot ends at BOTTOM.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN, BOTTOM = 210.0, 297.0, 15.0, 281.0
#: Between two blocks, and from a heading to what it heads.
GAP, HEADING = 4.0, 9.5
#: From a line of each row to the next one, and the height of the verdict without its rules.
RULE, CRITERION, READINESS, REASON, CASE, VERDICT = 4.6, 6.0, 4.8, 4.4, 18.6, 25.0
#: Colour and mark of each verdict and severity: what the colour says, the mark says too.
VERDICT_LOOKS = {ACCEPT: ("#1c6b3a", "✔"), RESERVE: ("#8a5200", "▲"), REFUSE: ("#b3261e", "✖")}
SEVERITY_LOOKS = {"error": ("#b3261e", "◆", "erreur"), "warning": ("#8a5200", "▲", "avertissement"),
                  "info": ("#1f5c99", "●", "remarque")}  # fmt: skip
#: Communes (or lots) and rules that page 1 shows, checks that were not run, maps of page 2, worst cases of page 3.
MOST_ROWS, MOST_RULES, MOST_MISSING, MOST_MAPS, MOST_CASES = 14, 5, 8, 2, 13
#: Letters of a commune's or lot's name that fit into one line.
MOST_LETTERS = 36
#: Rows of the template, of which the layout has copies.
ROWS = ("rule", "criterion", "readiness", "readiness_more", "reason", "sector", "case", "case_more")
#: Layers of the findings' file, the lowest first.
LAYERS = ("findings_areas", "findings_lines", "findings")
#: Resolution of what cannot stay a vector, dots per inch.
DPI = 200


class PdfFailed(Exception):
    """The PDF could not be written."""


@dataclass(frozen=True)
class Sources:
    """What the pages are made from: the report, the file of findings, the base (None where a lot alone is checked)."""

    report: dict[str, Any]
    findings: Path
    store: Path | None = None


def write_pdf(path: Path, sources: Sources) -> int:
    """Write the PDF and return its number of pages.

    A layout belongs to the main thread: from another one (a task of QGIS Desktop) the work is handed over to it.

    Raises
    ------
    PdfFailed
        The file cannot be written, or the template is not there.
    """
    if QThread.currentThread() == QgsApplication.instance().thread():
        return _export(path, sources)
    return _InMainThread(lambda: _export(path, sources)).result()


class _InMainThread(QObject):
    """Calls a function in the main thread and waits for it."""

    asked = pyqtSignal()

    def __init__(self, function: Callable[[], int]) -> None:
        super().__init__()
        self._function = function
        self._pages = 0
        self._error: Exception | None = None
        self.moveToThread(QgsApplication.instance().thread())
        self.asked.connect(self._call, Qt.ConnectionType.BlockingQueuedConnection)

    def result(self) -> int:
        """What the function gives; what it raises is raised here."""
        self.asked.emit()
        if self._error is not None:
            raise self._error
        return self._pages

    def _call(self) -> None:
        try:
            self._pages = self._function()
        except Exception as error:  # noqa: BLE001 - it is raised again in the thread that asked
            self._error = error


def _export(path: Path, sources: Sources) -> int:
    project = QgsProject()
    try:
        layout = build_layout(project, sources)
    except TemplateWrong as error:
        raise PdfFailed(str(error)) from error
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = DPI
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = scratch_path(path, ".part")
    try:
        if QgsLayoutExporter(layout).exportToPdf(str(beside), settings) != QgsLayoutExporter.ExportResult.Success:
            raise PdfFailed(str(path))
        beside.replace(path)
    except OSError as error:
        raise PdfFailed(f"{path}: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)
    return layout.pageCollection().pageCount()


def build_layout(project: QgsProject, sources: Sources) -> QgsPrintLayout:
    """Pages: verdict, criteria and readiness; maps, where something has a place; worst cases, where there are any.

    Raises
    ------
    TemplateWrong
        The template is not there, or lacks an item.
    """
    layout = load_layout(project, resource_folder("templates") / "quality.qpt")
    layout.setName("quality")
    report, sheet = sources.report, Sheet(layout)
    bottom = _fill_verdict(sheet, report)
    bottom = _fill_criteria(sheet, report, bottom)
    bottom = _fill_readiness(sheet, report, bottom)
    _fill_missing(sheet, report, bottom)
    if report["sectors"]:
        _fill_maps(sheet, report, _layers(project, sources))
    if report["worst"]:
        _fill_cases(sheet, report)
    sheet.remove_rows(ROWS)
    for page, wanted in ((2, report["worst"]), (1, report["sectors"])):
        if not wanted:
            sheet.remove_page(page)
    foot = f"mutualgeo {report['versions']['mutualgeo']} · contrôle du {report['started'][:10]}"
    sheet.number_pages("foot", f"{foot} · les arcs sont contrôlés comme des arcs")
    return layout


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0").replace(",", "\u202f").replace(".", ",")


def _list_rows(texts: Sequence[str], most: int, rest: str) -> list[str]:
    """The first texts, and how many others there are."""
    return [*texts[:most], *([f"et {len(texts) - most} {rest}"] if len(texts) > most else [])]


def _list_down(sheet: Sheet, row: str, texts: Sequence[str], y: float, line: float) -> float:
    """Copies of a row of one text below one another, each as high as its lines; returns where they end."""
    for text in texts:
        height = line * sheet.count_lines(row, f"– {text}")
        resize_item(sheet.add_row(row, y, {"text": f"– {text}"})["text"], height=height)
        y += height
    return y


def _fill_verdict(sheet: Sheet, report: Json) -> float:
    """The verdict and what it rests on; returns where the next block begins, as each of these functions does."""
    verdict, score = report["verdict"], report["score"]
    colour, mark = VERDICT_LOOKS[verdict["verdict"]]
    source = Path(str(report["parameters"].get("INPUT", ""))).name
    sheet.fill_block("source", {"": f"{source} · profil {report['profile']} · contrôle du {report['started'][:10]}"})
    sheet.fill_block("verdict", {"title": f"{mark} {verdict['text']}"}, colour)
    counts = report["severities"]
    told = [f"{mark} {counts.get(code, 0)} {name}(s)" for code, (_, mark, name) in SEVERITY_LOOKS.items()]
    told.append(f"○ {sum(report['excused'].values())} excusé(s)")
    value = "non évaluée" if score["score"] is None else f"{_number(score['score'])} / 100"
    texts = {
        "score": f"Note {value}",
        "coverage": f"couverture {_number(score['coverage'])} %",
        "counts": f"{_number(score['objects'])} objets · " + " · ".join(told),
    }
    sheet.fill_block("verdict", texts)
    rules = _list_rows([rule["text"] for rule in verdict["rules"]], MOST_RULES, "autre(s) règle(s)")
    rules = rules or ["aucune règle de refus ni de réserve du profil n’est atteinte"]
    rules.append(f"note {verdict['criteria']}")
    box, side = sheet.item("verdict", "box"), sheet.item("verdict", "side")
    top, first = box.pagePos().y(), sheet.item("rule", "text").pagePos().y()
    height = VERDICT + _list_down(sheet, "rule", rules, first, RULE) - first
    shift_item(sheet.item("verdict", "counts"), height - box.rect().height())
    for item in (box, side):
        resize_item(item, height=height)
    paint_shape(box, line=colour)
    paint_shape(side, fill=colour)
    return top + height + GAP


def _fill_criteria(sheet: Sheet, report: Json, y: float) -> float:
    sheet.move_block("criteria", y)
    y += HEADING
    for one in report["criteria"]:
        texts = {
            "name": one["name"].capitalize(),
            "value": "non évalué" if one["score"] is None else _number(one["score"]),
            "coverage": f"couverture {_number(one['coverage'])} %",
        }
        _draw_bar(sheet, sheet.add_row("criterion", y, texts), one["score"])
        y += CRITERION
    return y + GAP


def _draw_bar(sheet: Sheet, row: Items, value: float | None) -> None:
    """A bar of 0 to 100; hatched where there is no value."""
    drop = ["full", "part"] if value is None else ["none"]
    if value is not None:
        resize_item(row["part"], width=row["full"].rect().width() * value / 100.0)
        drop += ["part"] if value <= 0 else []
    for name in drop:
        if name in row:
            sheet.layout.removeLayoutItem(row.pop(name))


def _fill_readiness(sheet: Sheet, report: Json, y: float) -> float:
    """Communes by readiness, the least ready first."""
    rows = sorted(report["dtdict"], key=lambda row: (row["share"], row["name"]))
    by_commune = any(row["scope"] == "commune" for row in rows)
    heading = f"Prêt pour les DT-DICT, par {'commune' if by_commune else 'lot'}"
    sheet.fill_block("dtdict", {"heading": heading})
    if rows:
        total, ready = sum(row["objects"] for row in rows), sum(row["ready"] for row in rows)
        share = _number(math.floor(1000 * ready / total) / 10)
        told = f"{share} % des objets sont levés à 10 cm ou mieux, ce qu’attendent les réponses aux DT-DICT."
        sheet.fill_block("dtdict", {"told": told})
    sheet.remove_item("dtdict", "none" if rows else "told")
    sheet.move_block("dtdict", y)
    y += HEADING + (6.5 if rows else 5.0)
    for row in rows[:MOST_ROWS]:
        texts = {
            "name": _shorten_text(row["name"], MOST_LETTERS),
            "share": f"{_number(row['share'])} %",
            "objects": f"{row['ready']} / {row['objects']} objets",
        }
        _draw_bar(sheet, sheet.add_row("readiness", y, texts), row["share"])
        y += READINESS
    if len(rows) > MOST_ROWS:
        sheet.add_row("readiness_more", y, {"text": f"et {len(rows) - MOST_ROWS} autre(s), plus avancés"})
        y += READINESS
    return y + GAP


def _fill_missing(sheet: Sheet, report: Json, y: float) -> None:
    """What could not be checked: on the first page, it is part of the verdict."""
    unknown = [one["name"] for one in report["criteria"] if one["score"] is None]
    told = [f"critères non évalués : {', '.join(unknown)}"] if unknown else []
    told += filter(None, [_unknown_sources_text(report["sources"])])
    told += [f"{check} non exécuté : {reason}" for check, reason in report["not_run"].items()]
    told += [f"{check} exécuté en partie : {reason}" for check, reason in report["partly_run"].items()]
    if not told:
        sheet.remove_block("missing")
        return
    sheet.move_block("missing", y)
    room = max(2, int((BOTTOM - y - 10) / REASON)) - 1  # lines, but for the one that says how many others there are
    ends = list(accumulate(sheet.count_lines("reason", f"– {text}") for text in told))
    most = max(1, min(MOST_MISSING, sum(end <= room for end in ends)))
    _list_down(sheet, "reason", _list_rows(told, most, "autre(s) contrôle(s)"), y + HEADING, REASON)


def _unknown_sources_text(sources: Sequence[Json]) -> str:
    """Of how many objects of the base nobody says where they come from; empty where there are none."""
    whole = next((row for row in sources if row["scope"] == "all"), None)
    if whole is None or not whole["unknown"]:
        return ""
    return f"source inconnue pour {_number(whole['unknown'])} objet(s) sur {_number(whole['objects'])}"


def _layers(project: QgsProject, sources: Sources) -> list[QgsVectorLayer]:
    """Layers of the map, the uppermost first, in the project."""
    uris = [f"{sources.findings}|layername={name}" for name in reversed(LAYERS)]
    if sources.store is not None:
        uris.append(f"{sources.store}|layername={EMPRISE}|subset=\"state\" = 'current'")
    uris = [uri for uri in uris if Path(uri.partition("|")[0]).is_file()]
    layers = [open_layer(uri, uri.split("=")[1].partition("|")[0]) for uri in uris]
    there = [layer for layer in layers if layer.isValid()]
    project.addMapLayers(there, False)
    return there


def _fill_maps(sheet: Sheet, report: Json, layers: Sequence[QgsVectorLayer]) -> None:
    """Maps of the sectors with the most findings: the template's is one of two, a lone one takes the whole page."""
    told = " · ".join(f"{mark} {name}" for _, mark, name in SEVERITY_LOOKS.values()) + " ; contours : emprises des lots"
    sheet.fill_block("maps", {"legend": told})
    sectors = report["sectors"]
    drawn = sheet.item("sector", "map")
    top, step = drawn.pagePos().y(), drawn.rect().height() + 9.0
    for k, sector in enumerate(sectors[:MOST_MAPS]):
        x0, y0, x1, y1 = sector["box"]
        text = f"{sector['findings']} constat(s) ; de {x0:.0f}, {y0:.0f} à {x1:.0f}, {y1:.0f}"
        row = sheet.add_row("sector", top + step * k, {"text": text})
        if len(sectors) == 1:
            more = step + 1.0
            resize_item(row["map"], height=drawn.rect().height() + more)
            for name in ("bar", "text"):
                shift_item(row[name], more)
        _draw_map(row, sector["box"], layers)
    rest = sum(sector["findings"] for sector in sectors[MOST_MAPS:])
    if rest:
        sheet.fill_block("maps", {"rest": f"{rest} constat(s) d’autres secteurs sont dans la couche des constats."})
    else:
        sheet.remove_item("maps", "rest")


def _draw_map(row: Items, box: Sequence[float], layers: Sequence[QgsVectorLayer]) -> None:
    item = row["map"]
    item.setCrs(layers[0].crs() if layers else QgsCoordinateReferenceSystem())
    item.setLayers(list(layers))
    item.setKeepLayerSet(True)
    extent = QgsRectangle(*box)
    extent.grow(max(2.0, 0.04 * max(extent.width(), extent.height())))
    item.zoomToExtent(extent)
    bar = row["bar"]
    place, size = bar.pagePos().y(), bar.rect()
    bar.setLinkedMap(item)
    bar.applyDefaultSize()
    shift_item(bar, place - bar.pagePos().y())
    resize_item(bar, width=size.width(), height=size.height())


def _fill_cases(sheet: Sheet, report: Json) -> None:
    y = sheet.item("case", "severity").pagePos().y()
    for row in report["worst"][:MOST_CASES]:
        colour, mark, name = SEVERITY_LOOKS[row["severity"]]
        texts = {
            "severity": f"{mark} {name}",
            "check": row["check"],
            "message": _shorten_text(row["message"], 200),
            "remedy": _shorten_text(row["remedy"], 90),
        }
        if row["x"] is not None:
            texts["place"] = f"{row['x']:.2f}\n{row['y']:.2f}"
        items = sheet.add_row("case", y, texts)
        write_text(items["severity"], texts["severity"], colour)
        y += CASE
    total = sum(report["severities"].values())
    if total > MOST_CASES:
        text = f"{total - MOST_CASES} autre(s) constat(s) : voir le rapport complet et la couche des constats."
        sheet.add_row("case_more", y + 1, {"text": text})


def _shorten_text(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
