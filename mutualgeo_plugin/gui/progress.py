"""The foot of the panel: how far the run is, what it says, and its cancel button."""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from .plaintext import plain_label

LEVEL_COLOURS = {"info": "#3c4043", "warning": "#b36b00", "error": "#c0392b"}
LOG_HEIGHT = 130
#: Older lines go: the report has them all.
LOG_LINES = 500


class ProgressFooter(QWidget):
    """Progress of one run at a time.

    Signals
    -------
    cancelled
        The user asks the run to stop.
    """

    cancelled = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doing = plain_label()
        self._doing.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self._ask_cancel)
        self._log = QTextBrowser()
        self._log.setFixedHeight(LOG_HEIGHT)
        self._log.document().setMaximumBlockCount(LOG_LINES)
        self._log.setPlaceholderText(self.tr("What the runs say appears here."))
        row = QHBoxLayout()
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 6)
        layout.addWidget(self._doing)
        layout.addLayout(row)
        layout.addWidget(self._log)
        self._set_busy(False)

    def begin(self, algorithm: str) -> None:
        """A run begins."""
        self._log.clear()
        self._bar.setValue(0)
        self._doing.setText(self.tr("Running {algorithm}").format(algorithm=algorithm))
        self._set_busy(True)

    def end(self, success: bool) -> None:
        """The run is over."""
        self._doing.setText(self.tr("Finished.") if success else self.tr("Not finished: see below."))
        self._set_busy(False)

    def show_percent(self, percent: float) -> None:
        """Show how far the run is."""
        self._bar.setValue(round(percent))

    def show_message(self, level: str, text: str) -> None:
        """Show what the run says; a text of level ``progress`` says what it is doing now."""
        if level == "progress":
            self._doing.setText(text)
        else:
            lines = escape(text).replace("\n", "<br>")
            self._log.append(f"<span style='color:{LEVEL_COLOURS[level]}'>{lines}</span>")

    def _ask_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._doing.setText(self.tr("Cancelling…"))
        self.cancelled.emit()

    def _set_busy(self, busy: bool) -> None:
        self._cancel.setEnabled(busy)
        self._cancel.setVisible(busy)
        self._bar.setVisible(busy)
