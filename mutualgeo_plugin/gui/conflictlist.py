"""The conflicts of the base in the panel: two versions side by side, and what a person decides."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QLocale, pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from ..engine.model.best_version import BOTH
from ..engine.store.views import VERSION_COLUMNS
from . import basecontents, words
from .basecontents import Conflict
from .choicelist import ChoiceList
from .plaintext import plain_label


class ConflictList(ChoiceList):
    """A row for each open conflict; the one that is chosen is shown under them.

    Signals
    -------
    chosen(Conflict)
        The user asks where a conflict lies.
    decided(Conflict, str, str, str)
        Conflict, uid to keep or ``both``, reason, role of who decides.
    """

    decided = pyqtSignal(object, str, str, str)

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ready = False
        self.table = self.make_table([self.tr("Class"), self.tr("Reason"), self.tr("Distance")])
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Reason (required)"))
        self.role = QLineEdit(role)
        self.role.setPlaceholderText(self.tr("Role of who decides (required)"))
        for line in (self.reason, self.role):
            line.textChanged.connect(lambda: self._allow())
        self.keepers = [
            self.button(self.tr("Keep this one"), lambda: self._decide(0)),
            self.button(self.tr("Keep the other"), lambda: self._decide(1)),
        ]
        self.both = self.button(self.tr("Both are objects"), lambda: self._decide(None))
        self.body.addWidget(self.table)
        self._detail = self._build_detail()
        self.body.addWidget(self._detail)
        self.show_store(None, ready=False)

    def show_store(self, store: Path | None, *, ready: bool) -> None:
        """Show the open conflicts of `store`; a decision can start when `ready`."""
        # Of a decision that was refused the reason stays.
        chosen = self.current_choice.number if self.current_choice else None
        self._ready = ready
        conflicts = basecontents.open_conflicts(store) if store else []
        self.show_title(self.tr("Conflicts to decide ({count})").format(count=len(conflicts)))
        self.show_things(conflicts, [self._row(conflict) for conflict in conflicts], [""] * len(conflicts))
        numbers = [conflict.number for conflict in conflicts]
        if chosen not in numbers:
            self.reason.clear()
        if numbers:
            self.table.selectRow(numbers.index(chosen) if chosen in numbers else 0)
        self.table.setVisible(bool(numbers))
        self.show_chosen()

    def _build_detail(self) -> QWidget:
        detail = QWidget()
        grid = QGridLayout(detail)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        titles = (self.tr("Preferred by the rule"), self.tr("The other"))
        for column, title in enumerate(titles, start=1):
            grid.addWidget(QLabel(f"<b>{title}</b>"), 0, column)
        names = (
            self.tr("Lot"),
            self.tr("Producer"),
            self.tr("Surveyed"),
            self.tr("Precision XY"),
            self.tr("Precision Z"),
            self.tr("Category"),
        )
        self.values = [[plain_label(), plain_label()] for _ in names]
        for row, (name, pair) in enumerate(zip(names, self.values, strict=True), start=1):
            grid.addWidget(QLabel(name), row, 0)
            for column, label in enumerate(pair, start=1):
                label.setWordWrap(True)
                grid.addWidget(label, row, column)
        last = len(names) + 1
        grid.addWidget(self.reason, last, 0, 1, 3)
        grid.addWidget(self.role, last + 1, 0, 1, 3)
        grid.addWidget(self.both, last + 2, 0)
        for column, button in enumerate(self.keepers, start=1):
            grid.addWidget(button, last + 2, column)
        return detail

    def _row(self, conflict: Conflict) -> list[str]:
        distance = "–" if conflict.distance is None else QLocale().toString(conflict.distance, "f", 2) + " m"
        return [conflict.feature_class, words.reason(conflict.reason), distance]

    def show_chosen(self) -> None:
        """Show both versions of the chosen conflict; what differs is in bold."""
        conflict = self.current_choice
        self._detail.setVisible(conflict is not None)
        if conflict is not None:
            told = [
                [v.lot, *(words.attribute_text(name, v.told[name]) for name in VERSION_COLUMNS)]
                for v in conflict.versions
            ]
            for labels, *values in zip(self.values, *told, strict=True):
                for label, value in zip(labels, values, strict=True):
                    label.setText(value)
                    label.setStyleSheet("font-weight: bold;" if values[0] != values[1] else "")
        self._allow()

    def _allow(self) -> None:
        """A decision needs an idle panel, a reason and a role."""
        given = bool(self.reason.text().strip() and self.role.text().strip())
        for button in (*self.keepers, self.both):
            button.setEnabled(self._ready and given)
            button.setToolTip("" if given else self.tr("Give a reason and your role first"))

    def _decide(self, side: int | None) -> None:
        conflict = self.current_choice
        keep = BOTH if side is None else conflict.versions[side].uid
        self.decided.emit(conflict, keep, self.reason.text().strip(), self.role.text().strip())
