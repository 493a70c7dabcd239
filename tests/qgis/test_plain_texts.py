"""What a base, a report or a territory says is shown as it is: no text of others is taken for markup."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

from qgis.PyQt.QtCore import Qt  # noqa: E402
from qgis.PyQt.QtGui import QTextDocument  # noqa: E402
from qgis.PyQt.QtWidgets import QLabel, QTableWidget, QTextBrowser, QWidget  # noqa: E402

HOSTILE = "<img src='//host/x.png'>"


@pytest.fixture
def store(results, tmp_path) -> Path:
    """A base whose every text of people holds a picture to fetch."""
    path = Path(shutil.copy(results / "base.gpkg", tmp_path))
    with sqlite3.connect(path) as connection:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY"):
            connection.create_function(name, 1, lambda geometry: 0)
        reserve = f'[{{"rule": "r", "refuses": false, "count": 1, "what": "{HOSTILE}", "mend": ""}}]'
        connection.execute("UPDATE lot SET name = ?, producers = ?, reserves = ?", (HOSTILE, HOSTILE, reserve))
        connection.execute("UPDATE run SET status = ?", (HOSTILE,))
        connection.execute("UPDATE finding SET message = ?, class = ?", (HOSTILE, HOSTILE))
        connection.execute("UPDATE finding_state SET reason = ?, role = ?", (HOSTILE, HOSTILE))
        for (table,) in connection.execute("SELECT table_name FROM gpkg_contents WHERE table_name LIKE '%PCRS'"):
            columns = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
            if "producteur" in columns:
                connection.execute(f'UPDATE "{table}" SET producteur = ?, dateLeve = ?', (HOSTILE, HOSTILE))
    return path


def pictures(text: str, form: Qt.TextFormat = Qt.TextFormat.AutoText) -> bool:
    """Whether Qt would look for a picture in a text."""
    if form == Qt.TextFormat.PlainText or (form == Qt.TextFormat.AutoText and not Qt.mightBeRichText(text)):
        return False
    document = QTextDocument()
    document.setHtml(text)
    return "\ufffc" in document.toPlainText()


def shown(panel: QWidget) -> list[str]:
    """Every text of a panel that Qt would take for markup with a picture."""
    found = [label.text() for label in panel.findChildren(QLabel) if pictures(label.text(), label.textFormat())]
    found += [widget.toolTip() for widget in panel.findChildren(QWidget) if pictures(widget.toolTip())]
    found += [one.toHtml() for one in panel.findChildren(QTextBrowser) if "\ufffc" in one.document().toPlainText()]
    for table in panel.findChildren(QTableWidget):
        items = [table.item(row, column) for row in range(table.rowCount()) for column in range(table.columnCount())]
        found += [item.toolTip() for item in items if item is not None and pictures(item.toolTip())]
    return found


def test_qt_takes_such_a_text_for_markup():
    assert pictures(HOSTILE)
    assert not pictures(HOSTILE, Qt.TextFormat.PlainText)
    assert not pictures("a < b")


def test_no_text_of_a_base_is_markup_in_the_panel(panel, store):
    texts = [cell for table in panel.findChildren(QTableWidget) for row in _rows(table) for cell in row]
    assert HOSTILE in texts
    assert shown(panel) == []
    for findings in (panel._findings, panel._base.conflicts):
        if findings.table.rowCount():
            findings.table.selectRow(0)
            findings.show_chosen()
    assert shown(panel) == []


def test_neither_what_runs_say_nor_what_a_territory_is_called_is_markup(panel, store):
    for level in ("progress", "info", "warning", "error"):
        panel._footer.show_message(level, HOSTILE)
    territory = store.with_name("hostile.toml")
    territory.write_text(store.with_name("t.toml").read_text().replace('name = "T"', f'name = "{HOSTILE}"'))
    panel._choose(str(territory))
    assert "host" in panel._name.text()
    assert shown(panel) == []
    territory.write_text(f'[territory]\nname = "{HOSTILE}"\ncrs = "{HOSTILE}"\n')
    panel._choose(str(territory))
    assert "host" in panel._name.text()
    assert shown(panel) == []


def _rows(table: QTableWidget) -> list[list[str]]:
    return [
        [table.item(row, column).text() for column in range(table.columnCount()) if table.item(row, column)]
        for row in range(table.rowCount())
    ]
