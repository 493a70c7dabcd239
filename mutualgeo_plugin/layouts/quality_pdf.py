"""The quality check on one to three pages for elected officials: a QGIS layout made from the run's report.json."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, Qt, QThread, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont

from ..engine.model.pcrs import EMPRISE
from ..engine.model.quality.judging import ACCEPT, REFUSE, RESERVE

#: A4 upright, millimetres.
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 210.0, 297.0, 15.0
WIDTH, GAP = PAGE_WIDTH - 2 * MARGIN, 4.0
INK, SOFT, PALE, BLUE = "#1c2430", "#47566b", "#e3e8ef", "#1f4e79"
#: Colour and mark of each verdict and severity: what the colour says, the mark says too.
VERDICT_LOOKS = {ACCEPT: ("#1c6b3a", "✔"), RESERVE: ("#8a5200", "▲"), REFUSE: ("#b3261e", "✖")}
SEVERITY_LOOKS = {"error": ("#b3261e", "◆", "erreur"), "warning": ("#8a5200", "▲", "avertissement"),
                  "info": ("#1f5c99", "●", "remarque")}  # fmt: skip
#: Communes (or lots) and rules that page 1 shows, checks that were not run, worst cases of page 3.
MOST_ROWS, MOST_RULES, MOST_MISSING, MOST_CASES = 14, 5, 8, 13
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
        The file cannot be written.
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
    layout = build_layout(project, sources)
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = DPI
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
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
    """Pages: verdict, criteria and readiness; maps, where something has a place; worst cases, where there are any."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName("quality")
    project.layoutManager().addLayout(layout)  # the project keeps it alive, and goes after it
    layout.pageCollection().page(0).setPageSize("A4", QgsLayoutItemPage.Orientation.Portrait)
    report = sources.report
    _first_page(_Sheet(layout, 0), report)
    if report["sectors"]:
        layers = _layers(project, sources)
        _map_page(_added(layout), report, layers)
    if report["worst"]:
        _cases_page(_added(layout), report)
    pages = layout.pageCollection().pageCount()
    foot = f"mutualgeo {report['versions']['mutualgeo']} · contrôle du {report['started'][:10]}"
    foot += " · les arcs sont contrôlés comme des arcs"
    for page in range(pages):
        _Sheet(layout, page).text(MARGIN, PAGE_HEIGHT - 12, WIDTH, 5, f"{foot} · {page + 1} / {pages}", 7.5, SOFT)
    return layout


def _added(layout: QgsPrintLayout) -> _Sheet:
    page = QgsLayoutItemPage(layout)
    page.setPageSize("A4", QgsLayoutItemPage.Orientation.Portrait)
    layout.pageCollection().addPage(page)
    return _Sheet(layout, layout.pageCollection().pageCount() - 1)


class _Sheet:
    """One page: items are placed by their top left corner, in millimetres."""

    def __init__(self, layout: QgsPrintLayout, page: int) -> None:
        self.layout, self.page = layout, page

    def place(self, item: QgsLayoutItem, x: float, y: float, width: float, height: float) -> None:
        """Put an item onto the page."""
        unit = Qgis.LayoutUnit.Millimeters
        self.layout.addLayoutItem(item)
        item.attemptMove(QgsLayoutPoint(x, y, unit), True, False, self.page)
        item.attemptResize(QgsLayoutSize(width, height, unit))

    def text(
        self, x: float, y: float, width: float, height: float, text: str, size: float, colour: str = INK, *,
        bold: bool = False, right: bool = False,
    ) -> None:  # fmt: skip
        """Write a text; it is no expression, whatever it holds."""
        item = QgsLayoutItemLabel(self.layout)
        font = QFont("Noto Sans")
        font.setBold(bold)
        look = QgsTextFormat()
        look.setFont(font)
        look.setSize(size)
        look.setSizeUnit(Qgis.RenderUnit.Points)
        look.setColor(QColor(colour))
        item.setTextFormat(look)
        item.setText(text.replace("[%", "[\u200b%"))
        item.setMarginX(0)
        item.setMarginY(0)
        if right:
            item.setHAlign(Qt.AlignmentFlag.AlignRight)
        self.place(item, x, y, width, height)

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, line: str = "", hatched: bool = False
    ) -> None:
        """Draw a rectangle."""
        if width <= 0:
            return
        item = QgsLayoutItemShape(self.layout)
        item.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
        item.setSymbol(
            QgsFillSymbol.createSimple(
                {
                    "color": fill, "style": "b_diagonal" if hatched else "solid", "outline_color": line or fill,
                    "outline_width": "0.3", "outline_style": "solid" if line else "no",
                }
            )
        )  # fmt: skip
        self.place(item, x, y, width, height)

    def heading(self, y: float, text: str) -> float:
        """Heading of a part with a line under it; returns where the part goes on."""
        self.text(MARGIN, y, WIDTH, 6, text, 12, BLUE, bold=True)
        self.box(MARGIN, y + 6.5, WIDTH, 0.4, BLUE)
        return y + 9.5


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0").replace(",", "\u202f").replace(".", ",")


def _first_page(sheet: _Sheet, report: dict[str, Any]) -> None:
    y = _verdict(sheet, report)
    y = _criteria(sheet, report, y)
    y = _readiness(sheet, report, y)
    _missing(sheet, report, y)


def _verdict(sheet: _Sheet, report: dict[str, Any]) -> float:
    verdict, score = report["verdict"], report["score"]
    colour, mark = VERDICT_LOOKS[verdict["verdict"]]
    source = Path(str(report["parameters"].get("INPUT", ""))).name
    sheet.text(MARGIN, MARGIN - 3, WIDTH, 6, "Contrôle qualité du plan de corps de rue simplifié (PCRS)", 10, SOFT)
    said = f"{source} · profil {report['profile']} · contrôle du {report['started'][:10]}"
    sheet.text(MARGIN, MARGIN + 2.5, WIDTH, 6, said, 9, SOFT)
    rules = [rule["text"] for rule in verdict["rules"]]
    shown = rules[:MOST_RULES] + (
        [f"et {len(rules) - MOST_RULES} autre(s) règle(s)"] if len(rules) > MOST_RULES else []
    )
    shown = shown or ["aucune règle de refus ni de réserve du profil n’est atteinte"]
    height, top = 25.0 + 4.6 * len(shown), MARGIN + 11
    sheet.box(MARGIN, top, WIDTH, height, "#ffffff", colour)
    sheet.box(MARGIN, top, 3, height, colour)
    sheet.text(MARGIN + 7, top + 3, 110, 11, f"{mark} {verdict['text']}", 20, colour, bold=True)
    value = "non évaluée" if score["score"] is None else f"{_number(score['score'])} / 100"
    sheet.text(MARGIN + 115, top + 3, WIDTH - 120, 8, f"Note {value}", 15, INK, bold=True, right=True)
    sheet.text(
        MARGIN + 115, top + 10.5, WIDTH - 120, 5, f"couverture {_number(score['coverage'])} %", 9, SOFT, right=True
    )
    for k, text in enumerate(shown):
        sheet.text(MARGIN + 7, top + 16 + 4.6 * k, WIDTH - 12, 4.6, f"– {text}", 9)
    counts = report["severities"]
    told = [f"{mark} {counts.get(code, 0)} {name}(s)" for code, (_, mark, name) in SEVERITY_LOOKS.items()]
    told.append(f"○ {sum(report['excused'].values())} excusé(s)")
    objects = f"{_number(score['objects'])} objets · " + " · ".join(told)
    sheet.text(MARGIN + 7, top + height - 6.5, WIDTH - 12, 5, objects, 9, INK, bold=True)
    return top + height + GAP


def _criteria(sheet: _Sheet, report: dict[str, Any], y: float) -> float:
    y = sheet.heading(y, "Les huit critères")
    for one in report["criteria"]:
        known = one["score"] is not None
        sheet.text(MARGIN, y, 35, 5, one["name"].capitalize(), 9.5)
        _bar(sheet, MARGIN + 36, y + 0.6, 90, one["score"])
        value = _number(one["score"]) if known else "non évalué"
        sheet.text(MARGIN + 128, y, 22, 5, value, 9.5, bold=True)
        sheet.text(MARGIN + 148, y, WIDTH - 148, 5, f"couverture {_number(one['coverage'])} %", 8.5, SOFT, right=True)
        y += 6
    return y + GAP


def _bar(sheet: _Sheet, x: float, y: float, width: float, value: float | None) -> None:
    if value is None:
        sheet.box(x, y, width, 3.4, "#8b97a8", "#8b97a8", hatched=True)
        return
    sheet.box(x, y, width, 3.4, PALE)
    sheet.box(x, y, width * value / 100.0, 3.4, BLUE)


def _readiness(sheet: _Sheet, report: dict[str, Any], y: float) -> float:
    """Communes by readiness, the least ready first."""
    rows = sorted(report["dtdict"], key=lambda row: (row["share"], row["name"]))
    by_commune = any(row["scope"] == "commune" for row in rows)
    y = sheet.heading(y, f"Prêt pour les DT-DICT, par {'commune' if by_commune else 'lot'}")
    if not rows:
        sheet.text(MARGIN, y, WIDTH, 5, "Aucun objet ne porte de précision.", 9)
        return y + 5 + GAP
    total, ready = sum(row["objects"] for row in rows), sum(row["ready"] for row in rows)
    share = math.floor(1000 * ready / total) / 10
    told = f"{_number(share)} % des objets sont levés à 10 cm ou mieux, ce qu’attendent les réponses aux DT-DICT."
    sheet.text(MARGIN, y, WIDTH, 5, told, 9.5, bold=True)
    y += 6.5
    for row in rows[:MOST_ROWS]:
        sheet.text(MARGIN, y, 58, 4.6, row["name"], 8.5)
        _bar(sheet, MARGIN + 60, y + 0.5, 66, row["share"])
        sheet.text(MARGIN + 128, y, 20, 4.6, f"{_number(row['share'])} %", 8.5, bold=True)
        sheet.text(MARGIN + 148, y, WIDTH - 148, 4.6, f"{row['ready']} / {row['objects']} objets", 8, SOFT, right=True)
        y += 4.8
    if len(rows) > MOST_ROWS:
        sheet.text(MARGIN, y, WIDTH, 4.6, f"et {len(rows) - MOST_ROWS} autre(s), plus avancés", 8.5, SOFT)
        y += 4.8
    return y + GAP


def _missing(sheet: _Sheet, report: dict[str, Any], y: float) -> None:
    """What could not be checked: on the first page, it is part of the verdict."""
    unknown = [one["name"] for one in report["criteria"] if one["score"] is None]
    told = [f"critères non évalués : {', '.join(unknown)}"] if unknown else []
    told += [f"{check} non exécuté : {reason}" for check, reason in report["not_run"].items()]
    told += [f"{check} exécuté en partie : {reason}" for check, reason in report["partly_run"].items()]
    if not told:
        return
    room = int((PAGE_HEIGHT - 16 - y - 10) / 4.4)
    most = max(1, min(MOST_MISSING, room - 1))
    y = sheet.heading(y, "Ce qui n’a pas été contrôlé")
    shown = told[:most] + ([f"et {len(told) - most} autre(s) contrôle(s)"] if len(told) > most else [])
    for text in shown:
        sheet.text(MARGIN, y, WIDTH, 4.4, f"– {text}", 8.5)
        y += 4.4


def _layers(project: QgsProject, sources: Sources) -> list[QgsVectorLayer]:
    """Layers of the map, the uppermost first, in the project."""
    uris = [f"{sources.findings}|layername={name}" for name in reversed(LAYERS)]
    if sources.store is not None:
        uris.append(f"{sources.store}|layername={EMPRISE}|subset=\"state\" = 'current'")
    layers = [QgsVectorLayer(uri, uri.split("=")[1].partition("|")[0], "ogr") for uri in uris]
    there = [layer for layer in layers if layer.isValid()]
    project.addMapLayers(there, False)
    return there


def _map_page(sheet: _Sheet, report: dict[str, Any], layers: Sequence[QgsVectorLayer]) -> None:
    """Maps of the sectors with the most findings, at most two."""
    sectors = report["sectors"]
    y = sheet.heading(MARGIN, "Où sont les constats")
    told = " · ".join(f"{mark} {name}" for _, mark, name in SEVERITY_LOOKS.values()) + " ; contours : emprises des lots"
    sheet.text(MARGIN, y, WIDTH, 5, told, 9, SOFT)
    y += 6
    shown = sectors[:2]
    height = (PAGE_HEIGHT - 22 - y) / len(shown) - 10
    for sector in shown:
        _map(sheet, y, height, sector["box"], layers)
        x0, y0, x1, y1 = sector["box"]
        text = f"{sector['findings']} constat(s) ; de {x0:.0f}, {y0:.0f} à {x1:.0f}, {y1:.0f}"
        sheet.text(MARGIN, y + height + 1, WIDTH, 5, text, 8.5, SOFT)
        y += height + 9
    rest = sum(sector["findings"] for sector in sectors[2:])
    if rest:
        text = f"{rest} constat(s) d’autres secteurs sont dans la couche des constats."
        sheet.text(MARGIN, PAGE_HEIGHT - 19, WIDTH, 5, text, 8.5, SOFT)


def _map(sheet: _Sheet, y: float, height: float, box: Sequence[float], layers: Sequence[QgsVectorLayer]) -> None:
    item = QgsLayoutItemMap(sheet.layout)
    sheet.place(item, MARGIN, y, WIDTH, height)
    item.setCrs(layers[0].crs() if layers else QgsCoordinateReferenceSystem())
    item.setLayers(list(layers))
    item.setKeepLayerSet(True)
    item.setFrameEnabled(True)
    extent = QgsRectangle(*box)
    extent.grow(max(2.0, 0.04 * max(extent.width(), extent.height())))
    item.zoomToExtent(extent)
    bar = QgsLayoutItemScaleBar(sheet.layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(item)
    bar.applyDefaultSize()
    bar.setBackgroundEnabled(True)
    sheet.place(bar, MARGIN + 1, y + height - 13.5, 50, 11)


def _cases_page(sheet: _Sheet, report: dict[str, Any]) -> None:
    y = sheet.heading(MARGIN, "Cas à traiter en premier")
    for row in report["worst"][:MOST_CASES]:
        colour, mark, name = SEVERITY_LOOKS[row["severity"]]
        sheet.text(MARGIN, y, 28, 5, f"{mark} {name}", 8.5, colour, bold=True)
        sheet.text(MARGIN, y + 4.5, 28, 5, row["check"], 8.5, SOFT)
        sheet.text(MARGIN + 29, y, 117, 13, _short(row["message"], 200), 8.5)
        sheet.text(MARGIN + 29, y + 12.6, 117, 5, _short(row["remedy"], 90), 8, SOFT)
        if row["x"] is not None:
            sheet.text(MARGIN + 148, y, WIDTH - 148, 9, f"{row['x']:.2f}\n{row['y']:.2f}", 8, SOFT, right=True)
        sheet.box(MARGIN, y + 17.4, WIDTH, 0.2, "#d5dce6")
        y += 18.6
    total = sum(report["severities"].values())
    if total > MOST_CASES:
        text = f"{total - MOST_CASES} autre(s) constat(s) : voir le rapport complet et la couche des constats."
        sheet.text(MARGIN, y + 1, WIDTH, 5, text, 9)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
