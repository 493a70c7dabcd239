"""The findings of the last check in the panel, and what a person says of them."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.PyQt.QtCore import QLocale, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QAbstractItemView, QComboBox, QGridLayout, QHBoxLayout, QHeaderView, QLabel, QWidget

from ..engine.model.checks import CHECKS, SEVERITIES
from ..engine.model.quality.excuses import EXCEPTION, NEW, REOPENED, REVIEWED, REVOKED, STATES, TO_MEND
from ..settings import language
from . import findingcontents, words
from .choicelist import ChoiceList
from .findingcontents import Finding
from .localdate import local_day
from .storefile import stamp

#: What the list can be cut down to: a name (words.filtered) and its states.
FILTERS = {
    "to_review": (NEW, REOPENED),
    TO_MEND: (TO_MEND,),
    REVIEWED: (REVIEWED,),
    EXCEPTION: (EXCEPTION,),
    "all": STATES,
}
ROWS_SHOWN = 12
#: Letters that a choice shows at least, and the class at first: the list stays as narrow as the others.
LETTERS = 6
CLASS_COLUMN, CLASS_LETTERS = 2, 12


class FindingList(ChoiceList):
    """A row for each finding, the worst first; several can be chosen.

    Signals
    -------
    chosen(Finding)
        The user asks where a finding lies.
    asked(str, list)
        What the user wants to say (EXCEPTION, TO_MEND, REVIEWED, or REVOKED to take exceptions back) of findings.
    """

    asked = pyqtSignal(str, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The mark of the severity needs no heading, and the sentence stands last: it takes the width that is left.
        headings = ["", self.tr("Check"), self.tr("Class"), self.tr("State"), self.tr("Finding")]
        self.table = self.make_table(headings, ROWS_SHOWN)
        # Long names of classes would push the sentence out of sight: whoever wants them whole pulls the column. What
        # the last column measures as it begins to stretch is the least that it keeps before the table scrolls sideways.
        header, letter = self.table.horizontalHeader(), self.fontMetrics().averageCharWidth()
        header.setStretchLastSection(False)
        header.setDefaultSectionSize(LETTERS * letter)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(CLASS_COLUMN, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(CLASS_COLUMN, CLASS_LETTERS * letter)
        self._store: Path | None = None
        self._stamp: tuple[tuple[str, int, int], ...] = ()
        self._ready = False
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.states = self._choice(self.tr("Findings that are shown"), list(FILTERS))
        self.severities = self._choice(self.tr("Severities that are shown"), ["", *SEVERITIES])
        for rank, severity in enumerate(("", *SEVERITIES)):
            self.severities.setItemText(rank, words.severities(severity))
        self.stewards = self._choice(self.tr("Roles whose findings are shown"), [])
        self.scored = QLabel()
        self.scored.setWordWrap(True)
        self.more = QLabel()
        self.more.setWordWrap(True)
        self._told = QLabel()
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.RichText)
        self._told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.excuse = self.button(self.tr("Excuse…"), lambda: self._ask(EXCEPTION))
        self.to_mend = self.button(self.tr("To mend…"), lambda: self._ask(TO_MEND))
        self.reviewed = self.button(self.tr("Reviewed…"), lambda: self._ask(REVIEWED))
        self.revoke = self.button(self.tr("Revoke…"), lambda: self._ask(REVOKED))
        filters = QHBoxLayout()
        filters.addWidget(self.states, 1)
        filters.addWidget(self.severities, 1)
        buttons = QGridLayout()
        for rank, button in enumerate((self.excuse, self.to_mend, self.reviewed, self.revoke)):
            buttons.addWidget(button, rank // 2, rank % 2)
        self.body.addWidget(self.scored)
        self.body.addLayout(filters)
        self.body.addWidget(self.stewards)
        for widget in (self.table, self.more, self._told):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)
        self.show_store(None, ready=False)

    def show_store(self, store: Path | None, *, ready: bool) -> None:
        """Show the findings of the last check of `store`; a run can start when `ready`."""
        self._store, self._ready = store, ready
        # To count a million findings takes a second: that is done when the base has changed, not at every run's begin.
        now = stamp(store) if store else ()
        if now and now == self._stamp:
            self._allow(self.selected_findings)
        else:
            self._stamp = now if self._read() else ()

    @property
    def selected_findings(self) -> list[Finding]:
        """The findings that are chosen, from top to bottom."""
        return [self._things[row] for row in sorted({index.row() for index in self.table.selectedIndexes()})]

    @property
    def chosen_finding_html(self) -> str:
        """What is said of the chosen finding (HTML)."""
        return self._told.text()

    def _choice(self, tip: str, keys: list[str]) -> QComboBox:
        choice = QComboBox()
        choice.setToolTip(tip)
        choice.setAccessibleName(tip)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(LETTERS)
        for key in keys:
            choice.addItem(key, key)
        choice.activated.connect(lambda: self._read(afresh=True))
        return choice

    def _read(self, *, afresh: bool = False) -> bool:
        """Read the base again and say whether it had findings; `afresh` begins at the worst, else the choice stays."""
        before, row = (None, 0) if afresh else (self.current_choice, max(self.table.currentRow(), 0))
        store, severity = self._store, self.severities.currentData()
        tally = findingcontents.tally(store) if store else {}
        steward = self._show_stewards(tally)
        counts = {
            name: sum(n for (state, _, role), n in tally.items() if state in states and steward in (None, role))
            for name, states in FILTERS.items()
        }
        for rank, (name, count) in enumerate(counts.items()):
            self.states.setItemText(rank, words.filter_text(name).format(count=count))
        self.show_title(self.tr("Findings to review ({count})").format(count=counts["to_review"]))
        states = FILTERS[self.states.currentData()]
        found = findingcontents.findings(store, states, severity, steward) if store and tally else []
        self.table.blockSignals(True)
        self.show_things(found, [self._row(one) for one in found], [self._finding_tooltip(one) for one in found])
        self._colour()
        if found:
            # What was said of a finding may take it out of the list: the next one comes into its place.
            same = (rank for rank, one in enumerate(found) if before and one.identifier == before.identifier)
            self.table.selectRow(next(same, min(row, len(found) - 1)))
        self.table.blockSignals(False)
        whole = sum(
            n
            for (state, level, role), n in tally.items()
            if state in states and severity in ("", level) and steward in (None, role)
        )
        self._show_remainder(len(found), whole)
        self._show_score()
        self.show_chosen()
        return bool(tally)

    def _show_stewards(self, tally: findingcontents.Tally) -> str | None:
        """Offer the roles that findings are routed to, if there are any; gives the chosen one, None for all."""
        roles = sorted({role for _, _, role in tally}, key=lambda role: (not role, role))
        chosen = self.stewards.currentData() if self.stewards.currentIndex() > 0 else None
        self.stewards.clear()
        self.stewards.addItem(self.tr("All roles"), None)
        for role in roles:
            self.stewards.addItem(role or self.tr("Nobody yet"), role)
        self.stewards.setVisible(any(roles))
        self.stewards.setCurrentIndex(1 + roles.index(chosen) if chosen in roles else 0)
        return chosen if chosen in roles else None

    def _show_score(self) -> None:
        """The score of the last check, and the criteria that nobody looked at: they are no part of it."""
        last = findingcontents.last_score(self._store) if self._store else None
        text = ""
        if last is not None:
            score = "–" if last.score is None else QLocale().toString(last.score, "f", 1)
            text = self.tr("Score {score} / 100").format(score=score)
            names = ", ".join(words.criterion(code) for code in last.not_evaluated)
            if names:
                text = self.tr("{score}; not evaluated: {criteria}").format(score=text, criteria=names)
        self.scored.setText(text)
        self.scored.setVisible(bool(text))

    def _show_remainder(self, shown: int, whole: int) -> None:
        text = ""
        if not whole:
            text = self.tr("Nothing to show here.") if self._store else ""
        elif whole > shown:
            text = self.tr("The {shown} worst are shown; {more} more: choose a severity, or see the report.").format(
                shown=shown, more=whole - shown
            )
        self.more.setText(f"<small>{text}</small>")
        self.more.setVisible(bool(text))

    def _row(self, finding: Finding) -> list[str]:
        mark, _ = words.SEVERITY_LOOKS.get(finding.severity, ("", ""))
        name = finding.feature_class.removesuffix("PCRS")
        return [mark, finding.check, name, words.finding_state(finding.state), finding.message]

    def _finding_tooltip(self, finding: Finding) -> str:
        check = CHECKS.get(finding.check)
        title = f"<b>{finding.check}</b> – {escape(check.title_text(language()))}" if check else escape(finding.check)
        return f"<p>{escape(words.severity(finding.severity))} – {title}</p><p>{escape(finding.message)}</p>"

    def _colour(self) -> None:
        for row, finding in enumerate(self._things):
            _, colour = words.SEVERITY_LOOKS.get(finding.severity, ("", ""))
            self.table.item(row, 0).setForeground(QColor(colour))

    def show_chosen(self) -> None:
        """Tell all of the chosen finding, how many are chosen where they are several."""
        chosen = self.selected_findings
        self._told.setVisible(bool(chosen))
        if len(chosen) == 1:
            self._told.setText("<br>".join(self._lines(chosen[0])))
        elif chosen:
            self._told.setText(self.tr("{count} findings are chosen.").format(count=len(chosen)))
        self._allow(chosen)

    def _lines(self, finding: Finding) -> list[str]:
        lines = [escape(finding.message)]
        state = words.finding_state(finding.state)
        if finding.why:
            state = f"{state} ({words.reopening_reason(finding.why)})"
        if finding.reason:
            state = f"{state} – {finding.reason} ({finding.role})"
        lines.append(f"<b>{escape(state)}</b>")
        if finding.is_excused and finding.exception is not None:
            text = self.tr("Exception {number}").format(number=finding.exception)
            if finding.expires:
                until = self.tr("until {day}").format(day=local_day(finding.expires))
                text = f"{text}, {until}"
            lines.append(escape(text))
        steward = self.tr("For: {role}").format(role=finding.steward) if finding.steward else self.tr("For: nobody yet")
        lines.append(escape(steward))
        check = CHECKS.get(finding.check)
        if check is not None:
            lines.append(f"<small>{escape(check.remedy)}</small>")
        return lines

    def _allow(self, chosen: list[Finding]) -> None:
        """What can be said of the chosen findings: an excused one is revoked before anything else is said of it."""
        followed = bool(chosen) and all(finding.number is not None for finding in chosen)
        excused = [finding.is_excused for finding in chosen]
        tip = ""
        if chosen and not followed:
            tip = self.tr("Check the base again first: it does not follow these findings yet")
        for button in (self.excuse, self.to_mend, self.reviewed):
            button.setEnabled(self._ready and followed and not any(excused))
            button.setToolTip(tip or (self.tr("Revoke the exception first") if any(excused) else ""))
        self.revoke.setEnabled(self._ready and followed and all(excused))
        self.revoke.setToolTip(tip or ("" if excused and all(excused) else self.tr("Choose excused findings")))

    def _ask(self, what: str) -> None:
        self.asked.emit(what, self.selected_findings)
