"""A titled frame of the panel."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget


class Section(QFrame):
    """A title over what `body` holds."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._title = QLabel()
        self.show_title(title)
        self._top = QHBoxLayout()
        self._top.addWidget(self._title)
        self._top.addStretch()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(8, 6, 8, 6)
        self.body.addLayout(self._top)

    def show_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(f"<b>{title}</b>")

    def add_viewer(self, icon: str, tip: str, action: Callable[[], None]) -> QToolButton:
        """Add a small button beside the title; `icon` is one of QGIS's theme."""
        button = viewer_button(icon, tip, action)
        self._top.addWidget(button)
        return button


def viewer_button(icon: str, tip: str, action: Callable[[], None]) -> QToolButton:
    """A small button that shows what a run left."""
    button = QToolButton()
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoRaise(True)
    button.clicked.connect(lambda: action())
    return button
