"""What holds of every row of a base, as data: a condition under which it does not, and the sentence that says so.

The engine keeps it; an edit made by hand, or by a tool that does not know the base, may not. The conditions are SQL
that looks at a row by itself, so that one statement a table answers all of them, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..formats import sql
from ..model.errors import Phrase
from ..model.pcrs import CLASSES
from ..model.quality.excuses import SCOPES, STATES
from . import dialect
from .schema import (
    CURRENT,
    DELIVERY,
    DERIVED,
    RASTER,
    REMOVED,
    SUPERSEDED,
    TABLES,
    UNDONE,
    WITHDRAWN,
)


@dataclass(frozen=True)
class Invariant:
    """What must hold of each row of a table.

    Attributes
    ----------
    code : str
        Sentence of what is wrong and what to do (see messages.py).
    broken : str
        SQL: whether a row breaks it; never NULL.
    column : str
        Column that is wrong, for the sentence.
    """

    code: str
    broken: str
    column: str


def _word_fault(column: str, words: tuple[str, ...]) -> str:
    """Whether a column holds none of these words."""
    listed = ", ".join(map(sql.literal, words))
    return f"COALESCE({sql.name(column)} NOT IN ({listed}), 1)"


_KNOWN_LOTS = "SELECT lot_id FROM lot WHERE lot_id IS NOT NULL"

#: Of the objects of each class.
OF_OBJECTS: tuple[Invariant, ...] = (
    Invariant("unsound_uid", f"{dialect.type_fault('uid', 'TEXT NOT NULL')} OR uid = ''", "uid"),
    Invariant("unsound_lot", f"COALESCE(lot_id NOT IN ({_KNOWN_LOTS}), 1)", "lot_id"),  # nosec B608
    Invariant("unsound_order", dialect.type_fault("ord", "INTEGER NOT NULL"), "ord"),
    Invariant("unsound_state", _word_fault("state", (CURRENT, SUPERSEDED, REMOVED)), "state"),
    Invariant("unsound_gml_id", f"{dialect.type_fault('gml_id', 'TEXT NOT NULL')} OR gml_id = ''", "gml_id"),
    Invariant("unsound_fid", f"fid NOT BETWEEN 1 AND {dialect.LARGEST_KEY:d}", "fid"),
)

#: Words that a column of a table of the base may hold.
_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("lot", "kind"): (DELIVERY, DERIVED, WITHDRAWN, RASTER),
    ("link", "class"): tuple(CLASSES),
    ("lineage", "class"): ("*", *CLASSES),
    ("lineage", "state_from"): (CURRENT, SUPERSEDED, REMOVED),
    ("lineage", "state_to"): (CURRENT, SUPERSEDED, REMOVED),
    ("run", "status"): ("running", "done", "done_with_findings", "failed", "refused", "cancelled", UNDONE),
    ("conflict", "class"): tuple(CLASSES),
    ("conflict", "state"): ("open", "decided", "settled"),
    ("finding_state", "state"): STATES,
    ("exception", "scope"): SCOPES,
    ("hand_edit", "class"): tuple(CLASSES),
    ("hand_edit", "kind"): ("edited", "added", "deleted"),
}

#: Columns that hold JSON, and of what kind.
_JSON: dict[tuple[str, str], str] = {
    ("lot", "reserves"): "",
    ("lot", "precision_effect"): "object",
    ("link", "attrs"): "object",
    ("finding_state", "about"): "array",
    ("finding_state", "names"): "array",
    ("finding_state", "uids"): "array",
    ("exception", "about"): "array",
    ("undo_note", "before"): "object",
    ("hand_edit", "texts"): "object",
}

#: Columns that hold a geometry (WKB).
_SHAPES = (("finding_state", "shape"), ("exception", "area"), ("exception_object", "geometry"))

#: What else holds of rows, by table.
_OTHERS: dict[str, tuple[Invariant, ...]] = {
    "lot": (
        Invariant("unsound_lot_name", "name = ''", "name"),
        Invariant(
            "unsound_lot_system",
            "COALESCE(store_crs <> (SELECT CAST(value AS INTEGER) FROM store_info WHERE key = 'crs'), 1)",
            "store_crs",
        ),
        Invariant("unsound_lot_twice", "COALESCE(sha256 IN (SELECT sha256 FROM lot GROUP BY 1 HAVING COUNT(*) > 1), 0)",
                  "sha256"),
    ),
}  # fmt: skip


#: Columns that keep what stood in a row, sound or not.
_AS_IT_WAS = {("hand_edit", column) for column in ("uid", "lot_id", "state", "geometry")}


def _column_invariants(table: str, column: str, declared: str) -> list[Invariant]:
    """What holds of a column of a table of the base: its type, its words, its JSON."""
    if (table, column) in _AS_IT_WAS:
        return []
    found = [Invariant("unsound_value", dialect.type_fault(column, declared), column)]
    words = _WORDS.get((table, column))
    if words:
        fault = _word_fault(column, words)
        if "NOT NULL" not in declared:
            fault = f"{sql.name(column)} IS NOT NULL AND {fault}"
        found.append(Invariant("unsound_word", fault, column))
    if (table, column) in _JSON:
        found.append(Invariant("unsound_value", dialect.json_fault(column, _JSON[table, column]), column))
    if (table, column) in _SHAPES:
        found.append(Invariant("unsound_value", dialect.wkb_fault(column), column))
    return found


#: Of the tables beside the objects: types and words of the schema, and what is said above.
OF_TABLES: Mapping[str, tuple[Invariant, ...]] = {
    table: (
        *(invariant for column, declared in columns for invariant in _column_invariants(table, column, declared)),
        *_OTHERS.get(table, ()),
    )
    for table, columns in TABLES.items()
}


def allowed_words(table: str, column: str) -> str:
    """Words that a column may hold, for a sentence."""
    words = _WORDS.get((table, column), ())
    return ", ".join(words) if len(words) < len(CLASSES) else "PCRS"


@dataclass(frozen=True)
class Fault:
    """Something in a base that does not hold.

    Attributes
    ----------
    table : str
        Table or view.
    code : str
        Sentence of what is wrong and what to do.
    fields : mapping
        What the sentence names.
    row : int, optional
        Row (fid) that is wrong; None where it is the table itself.
    uid, lot : optional
        Identifier and lot of the object, where the row is one and has them.
    """

    table: str
    code: str
    fields: Mapping[str, object]
    row: int | None = None
    uid: object = None
    lot: object = None

    @property
    def place(self) -> Phrase:
        """Where it is: the object, the row or the table."""
        if self.row is None:
            return Phrase("unsound_in_table", table=self.table)
        if self.table in TABLES:
            return Phrase("unsound_in_row", table=self.table, row=self.row)
        return Phrase("unsound_in_object", table=self.table, fid=self.row, uid=self.uid, lot=self.lot)

    @property
    def sentence(self) -> Phrase:
        """What is wrong, and what to do."""
        return Phrase(self.code, **self.fields)
