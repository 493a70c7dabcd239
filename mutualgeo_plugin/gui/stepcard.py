"""One step of the territory's work in the panel: its number, its state, its buttons."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from .plaintext import plain_label
from .section import viewer_button
from .steps import ATTENTION, BAD, BUSY, GOOD, NEVER, State

MOOD_COLOURS = {NEVER: "#8a8f98", GOOD: "#2e8b57", ATTENTION: "#d98200", BAD: "#c0392b", BUSY: "#1f4e79"}
BADGE = 26


class StepCard(QFrame):
    """A step: `add_button` gives it its actions, `show_state` its state."""

    def __init__(self, number: int, title: str, purpose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._badge = QLabel(str(number))
        self._badge.setFixedSize(BADGE, BADGE)
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._state = plain_label()
        heading = QVBoxLayout()
        heading.setSpacing(0)
        heading.addWidget(QLabel(f"<b>{title}</b>"))
        heading.addWidget(self._state)
        explanation = QLabel(f"<small>{purpose}</small>")
        explanation.setWordWrap(True)
        self._buttons = QHBoxLayout()
        self._viewers = QHBoxLayout()
        top = QHBoxLayout()
        top.addWidget(self._badge)
        top.addLayout(heading)
        top.addStretch()
        top.addLayout(self._viewers)
        self._buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addLayout(top)
        layout.addWidget(explanation)
        layout.addLayout(self._buttons)

    def add_button(self, text: str, tip: str, action: Callable[[], None]) -> QPushButton:
        """Add a button that starts something."""
        button = QPushButton(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda: action())
        self._buttons.addWidget(button)
        return button

    def add_viewer(self, icon: str, tip: str, action: Callable[[], None]) -> QToolButton:
        """Add a small button that shows what a run left; `icon` is one of QGIS's theme."""
        button = viewer_button(icon, tip, action)
        self._viewers.addWidget(button)
        return button

    def show_state(self, state: State) -> None:
        """Show `state`: its sentence, and its mood as the colour of the number."""
        colour = MOOD_COLOURS[state.mood]
        self._badge.setStyleSheet(
            f"background: {colour}; color: white; border-radius: {BADGE // 2}px; font-weight: bold;"
        )
        self._state.setText(state.text)
        self._state.setStyleSheet(f"color: {colour};")
