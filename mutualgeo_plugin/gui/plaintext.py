"""Texts of a base, of reports and of files as they are shown: never as markup, which may name pictures to fetch."""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel


def plain_label(text: str = "") -> QLabel:
    """A label that shows a text as it is."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def plain_tip(text: str) -> str:
    """A tooltip that shows a text as it is: Qt takes for markup whatever looks like it."""
    return f"<p>{escape(text)}</p>" if Qt.mightBeRichText(text) else text
