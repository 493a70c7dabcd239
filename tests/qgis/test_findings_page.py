"""The panel's page of findings: rows equal to the store's, what a person says of them, places on the map."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsCoordinateReferenceSystem  # noqa: E402
from qgis.PyQt.QtCore import QCoreApplication, QDate, Qt  # noqa: E402
from qgis.PyQt.QtTest import QTest  # noqa: E402
from qgis.PyQt.QtWidgets import QLabel  # noqa: E402

from mutualgeo_plugin.engine.model.checks import CRITERIA  # noqa: E402

from .test_base_page import click_row, finish, query  # noqa: E402

CRS = QgsCoordinateReferenceSystem("EPSG:3946")
SEVERITIES = ["error", "warning", "info"]
MARKS = {"error": "◆", "warning": "▲", "info": "●"}
SAID = {"reason": "vérifié sur place", "role": "gestionnaire"}


@pytest.fixture
def store(results, tmp_path) -> Path:
    """A base of three lots, checked: a theme that does not fit, findings of lots, overlaps."""
    return Path(shutil.copy(results / "checked.gpkg", tmp_path))


@pytest.fixture
def listed(panel):
    """The list of the panel."""
    return panel._findings


@pytest.fixture
def answer(monkeypatch):
    """Have the dialog filled in by `fill`, then accepted, or not; gives the sentences that the dialogs told."""
    from mutualgeo_plugin.gui.findingdialog import FindingDialog

    def make(fill=lambda dialog: None, *, accept: bool = True, **texts: str) -> list[FindingDialog]:
        opened = []

        def run(dialog):
            opened.append(dialog)
            for name, text in (SAID | texts).items():
                getattr(dialog, name).setText(text)
            fill(dialog)
            return accept

        monkeypatch.setattr(FindingDialog, "exec", run)
        return opened

    return make


def choose(combo, key: str) -> None:
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def messages(listed) -> list[str]:
    return [row[4] for row in listed.table.texts()]


def sentence(dialog) -> str:
    """What the dialog says that it is about."""
    return dialog.findChildren(QLabel)[0].text()


def row_of(listed, check: str, *, rank: int = 0) -> int:
    return [row for row, texts in enumerate(listed.table.texts()) if texts[1] == check][rank]


def old_schema(store: Path) -> None:
    """Make of the base what version 2 of its schema was, as far as findings go."""
    for (view,) in query(store, "SELECT name FROM sqlite_master WHERE type = 'view' AND name <> 'lineage_readable'"):
        query(store, f'DROP VIEW "{view}"')
    query(store, "DELETE FROM gpkg_contents WHERE table_name IN ('lot_readable', 'score_readable')")
    query(store, "DROP TABLE finding_state")
    query(store, "ALTER TABLE finding DROP COLUMN state")
    query(store, "ALTER TABLE finding DROP COLUMN exception_id")
    query(store, "ALTER TABLE finding DROP COLUMN steward")
    query(store, "ALTER TABLE score DROP COLUMN weight")
    query(store, "DELETE FROM gpkg_contents WHERE table_name = 'finding_state'")
    query(store, "UPDATE store_info SET value = '2' WHERE key = 'schema_version'")


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_the_findings_are_those_of_the_store_the_worst_first(listed, store):
    told = query(store, "SELECT severity, check_id, class, message FROM finding ORDER BY id")
    told.sort(key=lambda row: SEVERITIES.index(row[0]))
    assert listed.table.texts() == [
        [MARKS[s], check, name.removesuffix("PCRS"), "New", message] for s, check, name, message in told
    ]
    assert len(told) == 7 and told[0][0] == "error"
    assert "Findings to review (7)" in listed._title.text()
    assert listed.more.isHidden()


def test_the_score_says_which_criteria_nobody_looked_at(panel, listed, store):
    ((whole,),) = query(store, "SELECT score FROM score WHERE scope = 'all' AND criterion = ''")
    assert listed.scored.text() == f"Score {whole:.1f} / 100"
    query(store, "UPDATE score SET score = NULL WHERE criterion IN ('Fr', 'Di')")
    panel.refresh()
    names = f"{CRITERIA['Fr'][0]}, {CRITERIA['Di'][0]}"
    assert listed.scored.text() == f"Score {whole:.1f} / 100; not evaluated: {names}"
    query(store, "DELETE FROM score")
    panel.refresh()
    assert listed.scored.isHidden()


def test_the_findings_of_a_role(panel, listed, store):
    assert listed.stewards.isHidden()
    query(store, "UPDATE finding SET steward = 'voirie' WHERE check_id = 'T2'")
    query(store, "UPDATE finding SET steward = 'bâti' WHERE check_id = 'A2'")
    panel.refresh()
    assert not listed.stewards.isHidden() and listed.table.rowCount() == 7
    assert [listed.stewards.itemText(k) for k in range(4)] == ["All roles", "bâti", "voirie", "Nobody yet"]
    for row, (checks, said) in enumerate(((["A2"], "For: bâti"), (["T2", "T2"], "For: voirie")), 1):
        listed.stewards.setCurrentIndex(row)
        listed.stewards.activated.emit(row)
        assert [texts[1] for texts in listed.table.texts()] == checks
        assert f"Findings to review ({len(checks)})" in listed._title.text()
        click_row(listed.table, 0)
        assert said in listed.chosen_finding_html
    listed.stewards.setCurrentIndex(3)
    listed.stewards.activated.emit(3)
    assert sorted(texts[1] for texts in listed.table.texts()) == ["A4", "S4", "S4", "S4"]
    query(store, "UPDATE finding SET steward = NULL")
    panel.refresh()
    assert listed.stewards.isHidden() and listed.table.rowCount() == 7


def test_only_the_last_check_counts(panel, listed, store):
    query(
        store,
        "INSERT INTO run (job, status, started, ended) VALUES ('checkquality', 'done', '2024-06-02T08:00:00Z', 'x')",
    )
    panel.refresh()
    assert listed.table.rowCount() == 0
    assert "(0)" in listed._title.text() and "Nothing to show" in listed.more.text()


def test_a_base_that_was_never_checked_has_none(panel, listed, store, results):
    shutil.copy(results / "base.gpkg", store)
    panel.refresh()
    assert listed.table.rowCount() == 0 and "Nothing to show" in listed.more.text()
    assert not any(button.isEnabled() for button in (listed.excuse, listed.to_mend, listed.reviewed, listed.revoke))


def test_no_base_shows_nothing(panel, listed, store):
    store.unlink()
    panel.refresh()
    assert listed.table.rowCount() == 0 and listed.more.isHidden()
    assert not listed.excuse.isEnabled()


def test_a_file_that_is_no_base_is_shown_as_none(panel, listed, store):
    store.write_text("not a database, not at all")
    panel.refresh()
    assert listed.table.rowCount() == 0 and listed.more.isHidden()
    assert not any(viewer.isEnabled() for viewer in panel._viewers)


def test_findings_of_an_older_schema_are_shown_and_wait_for_a_check(panel, listed, store):
    before = listed.table.texts()
    old_schema(store)
    panel.refresh()
    assert listed.table.texts() == before
    click_row(listed.table, 0)
    assert not any(button.isEnabled() for button in (listed.excuse, listed.to_mend, listed.reviewed, listed.revoke))
    assert "Check the base again" in listed.excuse.toolTip()
    choose(listed.states, "exception")
    assert listed.table.rowCount() == 0


def test_findings_that_were_noted_before_states_wait_for_a_check(panel, listed, store):
    query(store, "DELETE FROM finding_state WHERE check_id = 'A2'")
    panel.refresh()
    click_row(listed.table, row_of(listed, "A2"))
    assert not listed.excuse.isEnabled()
    click_row(listed.table, row_of(listed, "T2"))
    assert listed.excuse.isEnabled()


def test_filters_cut_the_list_down(panel, listed, store):
    query(store, "UPDATE finding_state SET state = 'to_mend', reason = 'r', role = 'o' WHERE check_id = 'S4'")
    query(store, "UPDATE finding_state SET state = 'reviewed' WHERE check_id = 'A4'")
    query(store, "UPDATE finding_state SET state = 'reopened', why = 'moved' WHERE check_id = 'A2'")
    query(store, "UPDATE finding SET severity = 'info' WHERE check_id = 'T2'")
    panel.refresh()
    shown = {}
    for state in ("to_review", "to_mend", "reviewed", "exception", "all"):
        choose(listed.states, state)
        shown[state] = [row[1] for row in listed.table.texts()]
    assert shown == {
        "to_review": ["A2", "T2", "T2"], "to_mend": ["S4"] * 3, "reviewed": ["A4"], "exception": [],
        "all": ["A2", "A4", "S4", "S4", "S4", "T2", "T2"],
    }  # fmt: skip
    assert [listed.states.itemText(rank) for rank in range(5)] == [
        "To review (3)", "To mend (3)", "Reviewed (1)", "Excused (0)", "All (7)"]  # fmt: skip
    choose(listed.severities, "warning")
    assert {row[0] for row in listed.table.texts()} == {"▲"} and listed.table.rowCount() == 4
    choose(listed.states, "to_review")
    assert listed.table.rowCount() == 0
    choose(listed.severities, "error")
    click_row(listed.table, 0)
    assert listed.table.texts()[0][3] == "Reopened" and "its object has moved" in listed.chosen_finding_html


def test_a_long_list_is_bounded_and_says_so(panel, listed, store, monkeypatch):
    from mutualgeo_plugin.gui import findingcontents

    whole = listed.table.texts()
    monkeypatch.setattr(findingcontents, "MOST", 3)
    choose(listed.severities, "")
    assert listed.table.texts() == whole[:3]
    assert "The 3 worst are shown; 4 more" in listed.more.text() and not listed.more.isHidden()
    choose(listed.severities, "error")
    assert listed.table.rowCount() == 1 and listed.more.isHidden()


def test_a_hundred_thousand_findings_show_the_bound(panel, listed, store):
    from mutualgeo_plugin.gui import findingcontents

    copied = ", ".join("run_id check_id class objects x y message".split())
    many = "WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 100000) "
    query(
        store,
        f"{many}INSERT INTO finding (finding_id, severity, {copied}) "
        f"SELECT 'made' || k, 'info', {copied} FROM n, finding WHERE finding.check_id = 'A2'",
    )
    panel.refresh()
    assert listed.table.rowCount() == findingcontents.MOST == 500
    assert [row[0] for row in listed.table.texts()][:8] == ["◆", *"▲" * 6, "●"]
    assert "99507 more" in listed.more.text()


def test_columns_are_measured_once_a_filling_and_not_once_a_cell(qgis_app):
    from mutualgeo_plugin.gui.rowtable import RowTable

    measured = []

    class Table(RowTable):
        def sizeHintForColumn(self, column):  # noqa: N802
            measured.append(column)
            return super().sizeHintForColumn(column)

    table = Table(["a", "b"])
    table.show()
    QCoreApplication.processEvents()
    measured.clear()
    table.fill([["short", "x"]] * 99 + [["much longer than the others", "x"]], [""] * 100)
    QCoreApplication.processEvents()
    assert 0 < len(measured) < 100
    assert table.columnWidth(0) > table.fontMetrics().horizontalAdvance("much longer than the others")


def test_what_a_message_says_is_no_markup(panel, listed, store):
    query(store, "UPDATE finding SET message = '<img src=x> <b>k</b>' WHERE check_id = 'A2'")
    panel.refresh()
    click_row(listed.table, 0)
    assert messages(listed)[0] == "<img src=x> <b>k</b>"
    assert "&lt;img" in listed.chosen_finding_html
    assert "<img" not in listed.chosen_finding_html and "<img" not in listed.table.item(0, 4).toolTip()


def test_the_page_is_no_wider_than_the_others(panel):
    widths = [panel._pages.widget(rank).minimumSizeHint().width() for rank in range(3)]
    assert widths[2] <= max(widths[:2])


def test_a_narrow_table_cuts_its_sentences_and_does_not_scroll_sideways(panel, listed, store):
    query(store, "UPDATE finding SET class = 'AffleurantEnveloppePCRS'")
    panel.refresh()
    panel._pages.setCurrentIndex(2)
    panel._iface.mainWindow().show()
    panel.show()
    table, letter = listed.table, listed.fontMetrics().averageCharWidth()
    table.setFixedWidth(100 * letter)
    QCoreApplication.processEvents()
    assert table.columnWidth(2) == 12 * letter
    table.setFixedWidth(sum(table.columnWidth(column) for column in range(4)) + 8 * letter)
    QCoreApplication.processEvents()
    assert table.horizontalScrollBar().maximum() == 0
    assert 6 * letter <= table.columnWidth(4) <= 8 * letter


# --- on the map -------------------------------------------------------------------------------------------------------


@pytest.fixture
def flashed(panel, monkeypatch):
    shown = []
    panel._show_store()
    canvas = panel._iface.mapCanvas()
    monkeypatch.setattr(canvas, "flashGeometries", lambda geometries, crs: shown.append((len(geometries), crs)))
    return shown


def test_a_click_zooms_to_the_place_and_flashes_it_with_the_objects(panel, listed, store, flashed):
    click_row(listed.table, row_of(listed, "T2"))
    assert flashed == [(3, CRS)]
    ((x, y),) = query(store, "SELECT x, y FROM finding WHERE objects = 'new old'")
    seen = panel._iface.mapCanvas().extent()
    assert seen.contains(x, y) and seen.height() < 30


def test_keys_walk_and_the_map_follows(panel, listed, store, flashed):
    click_row(listed.table, 0)
    QTest.keyClick(listed.table, Qt.Key.Key_Down)
    assert listed.table.currentRow() == 1 and len(flashed) == 2
    QTest.keyClick(listed.table, Qt.Key.Key_Home)
    QTest.keyClick(listed.table, Qt.Key.Key_Up)
    assert listed.table.currentRow() == 0 and len(flashed) == 3


def test_a_finding_of_a_lot_shows_its_emprise(panel, listed, store, flashed):
    from mutualgeo_plugin.gui.basecontents import lot_box

    click_row(listed.table, row_of(listed, "A4"))
    assert flashed == [(1, CRS)]
    box, seen = lot_box(store, 1), panel._iface.mapCanvas().extent()
    assert seen.xMinimum() < box[0] and seen.xMaximum() > box[2]


def test_a_finding_without_place_says_so(panel, listed, store, flashed):
    query(store, "UPDATE finding_state SET shape = NULL")
    click_row(listed.table, row_of(listed, "A4"))
    assert flashed == [] and "no place on the map" in panel._footer._log.toPlainText()


# --- what a person says -----------------------------------------------------------------------------------------------


def test_excuse_then_revoke(panel, listed, store, answer):
    dialogs = answer()
    click_row(listed.table, row_of(listed, "A2"))
    [identifier] = [finding.identifier for finding in listed.selected_findings]
    assert listed.excuse.isEnabled() and not listed.revoke.isEnabled()
    listed.excuse.click()
    assert not listed.to_mend.isEnabled()
    finish(panel)
    assert "thématique" in sentence(dialogs[0])
    assert query(store, 'SELECT finding_id, scope, reason, role, expires FROM "exception"') == [
        (identifier, "object", SAID["reason"], SAID["role"], None)]  # fmt: skip
    assert query(store, "SELECT state FROM finding_state WHERE finding_id = ?", identifier) == [("exception",)]
    assert "A2" not in [row[1] for row in listed.table.texts()] and listed.table.rowCount() == 6
    assert "(6)" in listed._title.text() and listed.table.currentRow() == 0

    choose(listed.states, "exception")
    assert [row[1:4] for row in listed.table.texts()] == [["A2", "LimiteVoirie", "Excused"]]
    assert SAID["reason"] in listed.chosen_finding_html and "Exception 1" in listed.chosen_finding_html
    assert listed.revoke.isEnabled() and not listed.excuse.isEnabled() and not listed.to_mend.isEnabled()
    dialogs = answer(reason="reprise")
    listed.revoke.click()
    finish(panel)
    assert "revoke: 1. Findings that will wait for a review again: 1." in sentence(dialogs[0])
    assert query(store, 'SELECT revoked_reason, revoked_role FROM "exception"') == [("reprise", SAID["role"])]
    assert listed.table.rowCount() == 0
    choose(listed.states, "to_review")
    click_row(listed.table, row_of(listed, "A2"))
    assert listed.table.texts()[0][3] == "Reopened" and "its exception was revoked" in listed.chosen_finding_html


@pytest.mark.parametrize(("button", "state"), [("to_mend", "to_mend"), ("reviewed", "reviewed")])
def test_several_findings_are_marked_at_once(panel, listed, store, answer, button, state):
    answer()
    listed.table.selectAll()
    QCoreApplication.processEvents()
    assert "7 findings are chosen" in listed.chosen_finding_html
    getattr(listed, button).click()
    finish(panel)
    assert query(store, "SELECT DISTINCT state, reason, role FROM finding_state") == [(state, *SAID.values())]
    assert listed.table.rowCount() == 0
    choose(listed.states, state)
    assert listed.table.rowCount() == 7


def test_an_excused_finding_among_others_keeps_these_from_being_marked(panel, listed, store):
    query(store, "UPDATE finding_state SET state = 'exception', exception_id = 1 WHERE check_id = 'A2'")
    panel.refresh()
    choose(listed.states, "all")
    listed.table.selectAll()
    assert not listed.to_mend.isEnabled() and not listed.revoke.isEnabled()
    assert listed.to_mend.toolTip() == "Revoke the exception first"


def test_how_far_and_how_long_an_exception_holds(panel, listed, store, answer):
    from mutualgeo_plugin.gui.findingdialog import FindingDialog

    last = QDate.currentDate().addDays(30)

    def fill(dialog: FindingDialog) -> None:
        assert not dialog.last_day.isEnabled()
        dialog.scope.setCurrentIndex(dialog.scope.findData("place"))
        dialog.radius.setValue(2.5)
        dialog.ends.setChecked(True)
        dialog.last_day.setDate(last)

    answer(fill)
    click_row(listed.table, row_of(listed, "A2"))
    listed.excuse.click()
    finish(panel)
    day = last.toString(Qt.DateFormat.ISODate)
    assert query(store, 'SELECT scope, radius, expires FROM "exception"') == [("place", 2.5, day)]
    choose(listed.states, "exception")
    assert "until" in listed.chosen_finding_html


def test_a_finding_without_place_offers_no_radius(panel, listed, answer):
    opened = answer(accept=False)
    click_row(listed.table, row_of(listed, "A4"))
    listed.excuse.click()
    click_row(listed.table, row_of(listed, "A2"))
    listed.excuse.click()
    assert [[d.scope.itemData(rank) for rank in range(d.scope.count())] for d in opened] == [
        ["", "emprise"], ["", "place", "emprise"]]  # fmt: skip


def test_nothing_is_said_without_reason_and_role_or_when_cancelled(panel, listed, store, answer):
    enabled = []

    def fill(dialog) -> None:
        button = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
        enabled.append(button.isEnabled())
        dialog.reason.setText("  ")
        enabled.append(button.isEnabled())
        dialog.reason.setText("r")
        dialog.role.clear()
        enabled.append(button.isEnabled())

    answer(fill, accept=False)
    click_row(listed.table, 0)
    listed.reviewed.click()
    assert enabled == [True, False, False]
    assert not panel._runner.is_busy and listed.table.rowCount() == 7


def test_of_what_is_refused_the_reason_stays(panel, listed, store, answer):
    from mutualgeo_plugin.settings import Settings

    click_row(listed.table, 0)
    answer(reason="voir a.b@exemple.fr")
    listed.excuse.click()
    finish(panel)
    assert query(store, 'SELECT count(*) FROM "exception"') == [(0,)] and listed.table.rowCount() == 7
    assert panel._reason == "voir a.b@exemple.fr" and Settings.load().role == SAID["role"]
    assert not panel._footer._doing.text() == "Finished."
    answer()
    listed.excuse.click()
    finish(panel)
    assert panel._reason == "" and listed.table.rowCount() == 6


def test_the_base_is_read_again_only_when_it_has_changed(panel, listed, store, monkeypatch):
    from mutualgeo_plugin.gui import findingcontents

    counted = []
    tally = findingcontents.tally
    monkeypatch.setattr(findingcontents, "tally", lambda store: counted.append(store) or tally(store))
    listed.table.selectRow(2)
    panel.refresh()
    assert counted == [] and listed.table.currentRow() == 2 and listed.excuse.isEnabled()
    query(store, "UPDATE finding_state SET state = 'reviewed' WHERE check_id = 'A2'")
    panel.refresh()
    assert counted == [store] and listed.table.rowCount() == 6


def test_how_many_findings_an_exception_excuses_is_not_guessed(panel, listed, store):
    from mutualgeo_plugin.gui.findingcontents import count_excused

    query(store, "UPDATE finding_state SET state = 'exception', exception_id = 4 WHERE check_id = 'A2'")
    assert (count_excused(store, [4]), count_excused(store, [5])) == (1, 0)
    with sqlite3.connect(store) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert count_excused(store, [4]) is None
        connection.rollback()


def test_a_writer_at_work_holds_nobody_up(panel, listed, store):
    with sqlite3.connect(store) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        os.utime(store)
        panel.refresh()
        assert listed.table.rowCount() == 0
        connection.rollback()
    panel.refresh()
    assert listed.table.rowCount() == 7
