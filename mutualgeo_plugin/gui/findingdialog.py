"""What a person says of findings: the reason, the role, and of an exception how far and how long it holds."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ..engine.model.quality.excuses import EMPRISE, EXCEPTION, PLACE, RADIUS
from . import words

#: Width of the dialog, characters: a reason is a sentence.
CHARACTERS = 60
#: Largest radius around a place, metres: what is farther is said of an emprise.
MOST_RADIUS = 100.0


class FindingDialog(QDialog):
    """Asks for the parameters of ``declareexception`` that the findings themselves do not give.

    Parameters
    ----------
    what : EXCEPTION, TO_MEND, REVIEWED or REVOKED (model/quality/excuses.py).
    about : sentence that says of what.
    placed : whether every finding has a place, so that an exception can hold around it.
    """

    def __init__(
        self, what: str, about: str, *, placed: bool, reason: str, role: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.decision_text(what))
        self._excuses = what == EXCEPTION
        text = QLabel(about)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        self.reason, self.role = QLineEdit(reason), QLineEdit(role)
        form = QFormLayout()
        form.addRow(self.tr("Reason"), self.reason)
        form.addRow(self.tr("Your role"), self.role)
        if self._excuses:
            self._add_extent(form, placed)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for line in (self.reason, self.role):
            line.textChanged.connect(lambda: self._allow())
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addLayout(form)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(CHARACTERS * self.fontMetrics().averageCharWidth())
        self._allow()

    def declaration_parameters(self) -> dict[str, Any]:
        """Parameters as ``declareexception`` takes them; those that say nothing are left out."""
        said: dict[str, Any] = {"REASON": self.reason.text().strip(), "ROLE": self.role.text().strip()}
        if self._excuses and self.scope.currentData():
            said["SCOPE"] = self.scope.currentData()
            if said["SCOPE"] == PLACE:
                said["RADIUS"] = self.radius.value()
        if self._excuses and self.ends.isChecked():
            said["EXPIRES"] = self.last_day.date().toString(Qt.DateFormat.ISODate)
        return said

    def _add_extent(self, form: QFormLayout, placed: bool) -> None:
        self.scope = QComboBox()
        self.scope.addItem(self.tr("These objects"), "")
        if placed:
            self.scope.addItem(self.tr("This check around the place"), PLACE)
        self.scope.addItem(self.tr("This check in the emprise of the lot"), EMPRISE)
        self.scope.currentIndexChanged.connect(lambda: self._allow())
        self.radius = QDoubleSpinBox()
        self.radius.setRange(0.1, MOST_RADIUS)
        self.radius.setSuffix(" m")
        self.radius.setValue(RADIUS)
        self.ends = QCheckBox(self.tr("Until"))
        self.ends.toggled.connect(lambda: self._allow())
        today = QDate.currentDate()
        self.last_day = QDateEdit(today.addYears(1))
        self.last_day.setMinimumDate(today)
        self.last_day.setCalendarPopup(True)
        extent, end = QHBoxLayout(), QHBoxLayout()
        extent.addWidget(self.scope, 1)
        extent.addWidget(self.radius)
        end.addWidget(self.ends)
        end.addWidget(self.last_day, 1)
        wider = self.tr("Other findings that this covers are excused at the next check.")
        self._wide = QLabel(f"<small>{wider}</small>")
        self._wide.setWordWrap(True)
        for shown_sometimes in (self.radius, self._wide):
            # The dialog is made large enough for all from the start: it would cut its labels off.
            policy = shown_sometimes.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            shown_sometimes.setSizePolicy(policy)
        form.addRow(self.tr("It holds for"), extent)
        form.addRow("", self._wide)
        form.addRow(self.tr("Last day"), end)

    def _allow(self) -> None:
        """A reason and a role are needed; what does not count cannot be given."""
        given = bool(self.reason.text().strip() and self.role.text().strip())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(given)
        if self._excuses:
            self.radius.setVisible(self.scope.currentData() == PLACE)
            self._wide.setVisible(bool(self.scope.currentData()))
            self.last_day.setEnabled(self.ends.isChecked())
