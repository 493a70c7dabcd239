"""The panel: a territory, its four steps, its base, its findings, the run at work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

from qgis.gui import QgsDockWidget, QgsFileWidget
from qgis.PyQt.QtCore import QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..engine.model.errors import EngineError
from ..engine.model.quality.excuses import REVOKED
from ..engine.store.identity import Answer, base_identity
from ..engine.territory import Territory, load_territory
from ..settings import Settings, engine_python, language
from . import findingcontents, launch, maplayers, mapplaces
from .basecontents import Conflict, Lot
from .basepage import BasePage
from .findingcontents import Finding
from .findingdialog import FindingDialog
from .findinglist import FindingList
from .progress import ProgressFooter
from .runner import AlgorithmRunner
from .runs import Run, last_runs
from .stepcard import StepCard
from .steps import STEP_JOBS, step_state
from .verticalarea import VerticalArea

MAP_ICON, REPORT_ICON = "/mActionZoomToLayer.svg", "/mActionNewReport.svg"


class MutualgeoPanel(QgsDockWidget):
    """Dock of QGIS Desktop; everything it starts is an algorithm that runs without it too."""

    def __init__(self, iface: Any) -> None:
        super().__init__("mutualgeo", iface.mainWindow())
        self.setObjectName("MutualgeoPanel")
        self._iface = iface
        self._territory: Territory | None = None
        self._runs: dict[str, Run] = {}
        self._reason = ""
        self._runner = AlgorithmRunner(self)
        self._build()
        self._connect()
        self._chooser.setFilePath(Settings.load().territory)
        self.refresh()

    def close_down(self) -> None:
        """Stop what is at work: the plugin is being unloaded."""
        self._runner.cancel()

    # --- what is shown

    def _build(self) -> None:
        self._chooser = QgsFileWidget()
        self._chooser.setFilter(self.tr("Territory files (*.toml)"))
        self._chooser.setDialogTitle(self.tr("Choose a territory file"))
        self._name = QLabel()
        self._name.setWordWrap(True)
        self._missing = self._build_missing()
        self._cards = {
            step: StepCard(number, title, purpose)
            for number, (step, title, purpose) in enumerate(self._step_texts(), start=1)
        }
        self._add_actions()
        self._base = BasePage(Settings.load().role)
        self._findings = FindingList()
        self._viewers.append(
            self._base.coverage.add_viewer(MAP_ICON, self.tr("Show the coverage on the map"), self._show_coverage)
        )
        self._footer = ProgressFooter()
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.addWidget(QLabel(self.tr("Territory")))
        layout.addWidget(self._chooser)
        layout.addWidget(self._name)
        layout.addWidget(self._missing)
        layout.addWidget(self._build_pages())
        layout.addStretch()
        self._area = VerticalArea(content)
        # The foot stays in sight whatever page is shown and however far it is scrolled.
        whole = QWidget()
        foot = QVBoxLayout(whole)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self._area, 1)
        foot.addWidget(self._footer)
        self.setWidget(whole)

    def _build_pages(self) -> QTabWidget:
        self._pages = QTabWidget()
        self._pages.addTab(_page(*self._cards.values()), self.tr("Steps"))
        self._pages.addTab(self._base, self.tr("Base"))
        self._pages.addTab(_page(self._findings), self.tr("Findings"))
        return self._pages

    def _build_missing(self) -> QFrame:
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        text = QLabel(self.tr("The engine that does the calculations is not installed yet."))
        text.setWordWrap(True)
        self._install = QPushButton(self.tr("Install the engine"))
        layout = QHBoxLayout(frame)
        layout.addWidget(text, 1)
        layout.addWidget(self._install)
        return frame

    def _step_texts(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("assemble", self.tr("Assemble"), self.tr("Receive the PCRS lots and join them into the shared base.")),
            ("reconcile", self.tr("Reconcile"), self.tr("Compare two sources of a network.")),
            ("check", self.tr("Check"), self.tr("Check the quality of the base and see what is wrong.")),
            ("publish", self.tr("Publish"), self.tr("Publish one portal per local authority.")),
        )

    def _add_actions(self) -> None:
        cards = self._cards
        self._starters = [
            cards["assemble"].add_button(
                self.tr("Receive lots…"), self.tr("Choose GML or zip files and receive them"), self._receive
            ),
            cards["assemble"].add_button(
                self.tr("Assemble"),
                self.tr("Join the lots, set duplicates aside"),
                lambda: self._start(launch.assemble),
            ),
            cards["reconcile"].add_button(
                self.tr("Compare…"), self.tr("Compare two networks of the territory"), self._compare
            ),
            cards["check"].add_button(
                self.tr("Check"), self.tr("Run the checks on the base"), lambda: self._start(launch.check)
            ),
            cards["publish"].add_button(
                self.tr("Publish"), self.tr("Make a new release of each portal"), lambda: self._start(launch.publish)
            ),
            cards["publish"].add_button(
                self.tr("Preview"),
                self.tr("Serve the portals from this machine for a while and open them"),
                lambda: self._start(launch.preview),
            ),
        ]
        self._viewers = [
            cards["assemble"].add_viewer(MAP_ICON, self.tr("Show the base on the map"), self._show_store),
            cards["reconcile"].add_viewer(
                MAP_ICON, self.tr("Show the discrepancies on the map"), self._show_discrepancies
            ),
            cards["check"].add_viewer(MAP_ICON, self.tr("Show the findings on the map"), self._show_findings),
        ]
        self._reports = {
            step: card.add_viewer(
                REPORT_ICON, self.tr("Open the last run's report"), lambda step=step: self._open_report(step)
            )
            for step, card in cards.items()
        }

    def _connect(self) -> None:
        self._chooser.fileChanged.connect(self._choose)
        self._install.clicked.connect(lambda: self._begin("mutualgeo:installengine", {}))
        self._footer.cancelled.connect(self._runner.cancel)
        self._runner.progressed.connect(self._footer.show_percent)
        self._runner.said.connect(self._footer.show_message)
        self._runner.ended.connect(self._end)
        self._base.lots.chosen.connect(self._show_lot)
        self._base.conflicts.chosen.connect(self._show_conflict)
        self._base.conflicts.decided.connect(self._decide)
        self._findings.chosen.connect(self._show_finding)
        self._findings.asked.connect(self._declare)
        self._base.coverage.asked.connect(lambda layer: self._start(launch.coverage, layer.id()))
        self.visibilityChanged.connect(lambda visible: self.refresh() if visible else None)

    def refresh(self) -> None:
        """Read the state of the store again and show what can be done now."""
        engine = engine_python() is not None
        self._missing.setVisible(not engine)
        self._install.setEnabled(not self._runner.is_busy)
        territory = self._territory
        self._runs = last_runs(territory.store) if territory else {}
        ready = engine and territory is not None and not self._runner.is_busy
        for starter in self._starters:
            starter.setEnabled(ready)
        # what cannot be told is shown as far as it can be read
        has_store = territory is not None and base_identity(territory.store).answer is not Answer.NO
        for viewer in self._viewers:
            viewer.setEnabled(has_store)
        for step, card in self._cards.items():
            state = step_state(step, self._runs)
            card.show_state(state)
            self._reports[step].setEnabled(bool(state.run and state.run.report))
        store = territory.store if has_store else None
        self._base.show_store(store, ready=ready, base_layers=maplayers.base_layers(store) if store else [])
        self._findings.show_store(store, ready=ready)

    # --- the territory

    def _choose(self, path: str) -> None:
        self._territory = None
        if not path:
            self._name.setText("")
        else:
            try:
                self._territory = load_territory(path)
                self._name.setText(self._describe(self._territory))
                replace(Settings.load(), territory=path).save()
            except EngineError as error:
                self._name.setText(f"<span style='color:#c0392b'>{escape(error.text(language()), quote=False)}</span>")
        self.refresh()

    def _describe(self, territory: Territory) -> str:
        details = self.tr("{communes} communes · {crs} · base {store}").format(
            communes=len(territory.communes), crs=f"EPSG:{territory.crs.code}", store=territory.store.name
        )
        return (
            f"<big><b>{escape(territory.name, quote=False)}</b></big><br><small>{escape(details, quote=False)}</small>"
        )

    # --- the runs

    def _start(self, make: Any, *choices: Any) -> None:
        if self._territory is not None:
            self._begin(*make(self._territory, *choices))

    def _begin(self, algorithm: str, parameters: dict[str, Any]) -> None:
        self._footer.begin(algorithm)
        self._runner.start(algorithm, parameters)
        self.refresh()

    def _end(self, algorithm: str, success: bool, results: dict[str, Any]) -> None:
        self._footer.end(success)
        if self._territory is not None:
            maplayers.reload_layers(self._territory.store.parent)
        if success and algorithm == launch.DECLARE:
            self._reason = ""
        self.refresh()
        if success and algorithm == launch.PREVIEW:
            QDesktopServices.openUrl(QUrl(results["URL"]))
        if success and algorithm == launch.COVERAGE:
            self._show_coverage()

    def _decide(self, conflict: Conflict, keep: str, reason: str, role: str) -> None:
        replace(Settings.load(), role=role).save()
        self._start(launch.decide, conflict.number, keep, reason, role)

    def _declare(self, what: str, findings: list[Finding]) -> None:
        """Ask for a reason and a role, then say of findings what they are, or take their exceptions back."""
        numbers = sorted({finding.exception for finding in findings if finding.exception is not None})
        if what == REVOKED:
            text = self.tr("Exceptions to revoke: {numbers}. Findings that will wait for a review again: {count}.")
            count = findingcontents.count_excused(self._territory.store, numbers)
            about = text.format(numbers=", ".join(map(str, numbers)), count="?" if count is None else count)
        elif len(findings) == 1:
            about = findings[0].message
        else:
            about = self.tr("{count} findings are chosen.").format(count=len(findings))
        placed = all(finding.place for finding in findings)
        role = Settings.load().role
        dialog = FindingDialog(what, about, placed=placed, reason=self._reason, role=role, parent=self)
        if not dialog.exec():
            return
        said = dialog.declaration_parameters()
        # Of what is refused the reason stays.
        self._reason = said["REASON"]
        replace(Settings.load(), role=said["ROLE"]).save()
        if what == REVOKED:
            self._start(launch.revoke, numbers, said)
        else:
            self._start(launch.declare, [finding.identifier for finding in findings], what, said)

    def _receive(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(
            self, self.tr("PCRS lots"), "", self.tr("PCRS lots (*.gml *.GML *.zip *.ZIP);;All files (*)")
        )
        if files and self._territory is not None:
            self._begin(*launch.receive(self._territory, files))

    def _compare(self) -> None:
        pairs = launch.network_pairs(self._territory) if self._territory else []
        if not pairs:
            self._footer.show_message(
                "warning", self.tr("The territory names no two networks of one theme to compare.")
            )
            return
        names = [f"{a.name} → {b.name}" for a, b in pairs]
        chosen, accepted = names[0], True
        if len(pairs) > 1:
            chosen, accepted = QInputDialog.getItem(
                self, self.tr("Compare"), self.tr("Reference and network to reconcile"), names, 0, False
            )
        if accepted:
            self._begin(*launch.compare(self._territory, *pairs[names.index(chosen)]))

    # --- what the runs left

    def _open_report(self, step: str) -> None:
        """Open the report made for people where there is one, else the run's."""
        runs = [self._runs[job] for job in STEP_JOBS[step] if job in self._runs]
        latest = max(runs, key=lambda run: run.started)
        path = latest.page()
        if path:
            QDesktopServices.openUrl(QUrl.fromLocalFile(path))
        else:
            self._footer.show_message("warning", self.tr("There is nothing to show yet: run the step first."))

    def _show_store(self) -> None:
        territory = self._territory
        self._tell_refusal(lambda: self._zoom(maplayers.load_store(territory.store, territory.name)))
        self.refresh()

    def _show_findings(self) -> None:
        self._show_result(launch.FINDINGS, self.tr("Findings"))

    def _show_discrepancies(self) -> None:
        self._show_result(launch.DISCREPANCIES, self.tr("Discrepancies"))

    def _show_coverage(self) -> None:
        self._show_result(launch.COVERAGE_MAP, self.tr("Coverage"))

    def _show_lot(self, lot: Lot) -> None:
        def zoom() -> None:
            if not mapplaces.show_lot(self._iface.mapCanvas(), self._territory.store, lot):
                self._footer.show_message(
                    "warning", self.tr("The lot {name} has no place on the map.").format(name=lot.name)
                )

        self._zoom_on_map(zoom)

    def _show_conflict(self, conflict: Conflict) -> None:
        self._zoom_on_map(lambda: mapplaces.show_conflict(self._iface.mapCanvas(), self._territory.store, conflict))

    def _show_finding(self, finding: Finding) -> None:
        def zoom() -> None:
            if not mapplaces.show_finding(self._iface.mapCanvas(), self._territory.store, finding):
                self._footer.show_message("warning", self.tr("This finding has no place on the map."))

        self._zoom_on_map(zoom)

    def _zoom_on_map(self, zoom: Callable[[], None]) -> None:
        """Bring the base onto the map if it is not there, then zoom: a map's first layers are zoomed to by QGIS."""
        if maplayers.base_layers(self._territory.store):
            self._tell_refusal(zoom)
        else:
            self._show_store()
            QTimer.singleShot(0, lambda: self._tell_refusal(zoom))

    def _show_result(self, name: str, title: str) -> None:
        path = self._territory.store.parent / name
        if path.is_file():
            self._tell_refusal(lambda: self._zoom(maplayers.load_findings(path, f"{title} – {self._territory.name}")))
        else:
            self._footer.show_message("warning", self.tr("There is nothing to show yet: run the step first."))

    def _tell_refusal(self, show: Callable[[], None]) -> None:
        """Show something on the map; a file that QGIS must not open is told."""
        try:
            show()
        except EngineError as refusal:
            self._footer.show_message("error", refusal.text(language()))

    def _zoom(self, layers: list[Any]) -> None:
        """Show the whole of `layers`, unless they were on the map already."""
        if layers:
            self._iface.setActiveLayer(layers[0])
            canvas = self._iface.mapCanvas()
            extent = None
            for layer in layers:
                box = canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
                extent = box if extent is None else extent
                extent.combineExtentWith(box)
            canvas.setExtent(extent.buffered(extent.width() * 0.02))
            canvas.refresh()


def _page(*sections: QWidget) -> QWidget:
    """A page of the panel: `sections`, one over the other."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(4, 6, 4, 4)
    for section in sections:
        layout.addWidget(section)
    layout.addStretch()
    return page
