"""Tables of the store besides the PCRS classes, as data."""

from __future__ import annotations

from collections.abc import Collection, Iterable

#: Version 2 adds hand edits and the readable lineage; version 3 scores, exceptions and the states of findings;
#: version 4 the views that the panel reads (views.py); version 5 what undo brings back (undo_notes.py); version 6
#: weights of scores and stewards of findings. What an older file lacks is added (see migrations.py).
SCHEMA_VERSION = 6

#: Columns that each class table has before and after the class's own attributes.
LEADING = (
    ("uid", "TEXT NOT NULL"),
    ("lot_id", "INTEGER NOT NULL"),
    ("ord", "INTEGER NOT NULL"),
    ("state", "TEXT NOT NULL"),
    ("gml_id", "TEXT NOT NULL"),
)
TRAILING = (("gml_head", "TEXT"), ("extra", "TEXT"))

CURRENT, SUPERSEDED, REMOVED = "current", "superseded", "removed"
#: States of an object.
STATES = (CURRENT, SUPERSEDED, REMOVED)
#: Characters of a file's hash with which the uids of its objects begin.
UID_HASH = 16

#: Status of a run that was undone.
UNDONE = "undone"

#: Kinds of lots: what a producer has delivered, and what a run has made out of it (merged lines, moved ends…):
#: objects that a run makes belong to a lot of its own, so that a delivery is always exported as it was received.
DELIVERY, DERIVED = "delivery", "derived"
#: A delivery that was taken out of the base again: its objects are kept, in the state REMOVED.
WITHDRAWN = "removed"
#: Image tiles that were registered: footprints (RasterPCRS) without an emprise of their own.
RASTER = "raster"

TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    "store_info": (("key", "TEXT PRIMARY KEY NOT NULL"), ("value", "TEXT")),
    "lock": (
        ("id", "INTEGER PRIMARY KEY NOT NULL CHECK (id = 1)"),
        ("who", "TEXT NOT NULL"),
        ("host", "TEXT NOT NULL"),
        ("pid", "INTEGER NOT NULL"),
        ("since", "TEXT NOT NULL"),
        ("job", "TEXT NOT NULL"),
    ),
    "lot": (
        ("lot_id", "INTEGER PRIMARY KEY NOT NULL"),
        ("kind", "TEXT NOT NULL DEFAULT 'delivery'"),
        ("name", "TEXT NOT NULL"),
        ("file", "TEXT NOT NULL"),
        ("sha256", "TEXT NOT NULL UNIQUE"),
        ("size", "INTEGER NOT NULL"),
        ("producers", "TEXT"),
        ("received", "TEXT NOT NULL"),
        ("surveyed_from", "TEXT"),
        ("surveyed_to", "TEXT"),
        ("published", "TEXT"),
        ("source_crs", "INTEGER NOT NULL"),
        ("store_crs", "INTEGER NOT NULL"),
        ("operation", "TEXT"),
        ("operation_definition", "TEXT"),
        ("operation_accuracy", "REAL"),
        ("vertical_datum", "TEXT"),
        ("root_id", "TEXT"),
        ("root_version", "TEXT"),
        ("document_head", "TEXT"),
        ("objects", "INTEGER NOT NULL"),
        ("vertices", "INTEGER NOT NULL"),
        ("vertices_z", "INTEGER NOT NULL"),
        ("arcs", "INTEGER NOT NULL"),
        ("attributes", "INTEGER NOT NULL DEFAULT 0"),
        # reception: "accepted" or "reserves", its reserves as JSON, the mapping profile, what the operation does to
        # precision (JSON: class of precision → objects that promise more than the operation can keep)
        ("verdict", "TEXT"),
        ("reserves", "TEXT"),
        ("profile", "TEXT"),
        ("precision_effect", "TEXT"),
    ),
    "link": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("lot_id", "INTEGER NOT NULL"),
        ("class", "TEXT NOT NULL"),
        ("gml_id", "TEXT NOT NULL"),
        ("ord", "INTEGER NOT NULL"),
        ("property", "TEXT NOT NULL"),
        ("rank", "INTEGER NOT NULL"),
        ("href", "TEXT NOT NULL"),
        ("inline", "INTEGER NOT NULL"),
        ("attrs", "TEXT"),
    ),
    "unknown_member": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("lot_id", "INTEGER NOT NULL"),
        ("ord", "INTEGER NOT NULL"),
        ("name", "TEXT NOT NULL"),
        ("xml", "TEXT NOT NULL"),
    ),
    "lineage": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("uid", "TEXT NOT NULL"),
        ("class", "TEXT NOT NULL"),
        ("action", "TEXT NOT NULL"),
        ("lot_id", "INTEGER NOT NULL"),
        ("run_id", "INTEGER"),
        ("state_from", "TEXT"),
        ("state_to", "TEXT"),
        ("competitor", "TEXT"),
        ("detail", "TEXT"),
    ),
    "finding": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("finding_id", "TEXT NOT NULL"),
        ("run_id", "INTEGER NOT NULL"),
        ("check_id", "TEXT NOT NULL"),
        ("severity", "TEXT NOT NULL"),
        ("class", "TEXT"),
        ("objects", "TEXT"),
        ("x", "REAL"),
        ("y", "REAL"),
        ("measured", "REAL"),
        ("tolerance", "REAL"),
        ("message", "TEXT"),
        ("state", "TEXT"),
        ("exception_id", "INTEGER"),
        ("steward", "TEXT"),
    ),
    # what became of a finding, run after run (store/exceptions.py): one row a finding, whatever its identifier became;
    # `about` is what it says besides its objects, `names` its gml:ids (or its lot's name), `shape` what stands for
    # objects where it has none, `why` it was reopened
    "finding_state": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("finding_id", "TEXT NOT NULL"),
        ("check_id", "TEXT NOT NULL"),
        ("code", "TEXT NOT NULL"),
        ("class", "TEXT NOT NULL"),
        ("about", "TEXT NOT NULL"),
        ("names", "TEXT NOT NULL"),
        ("uids", "TEXT NOT NULL"),
        ("x", "REAL"),
        ("y", "REAL"),
        ("shape", "BLOB"),
        ("state", "TEXT NOT NULL"),
        ("since_run", "INTEGER"),
        ("role", "TEXT"),
        ("reason", "TEXT"),
        ("exception_id", "INTEGER"),
        ("why", "TEXT"),
    ),
    "exception": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("fingerprint", "TEXT NOT NULL"),
        ("check_id", "TEXT NOT NULL"),
        ("scope", "TEXT NOT NULL"),
        ("reason", "TEXT NOT NULL"),
        ("role", "TEXT NOT NULL"),
        ("declared", "TEXT NOT NULL"),
        ("expires", "TEXT"),
        ("revoked", "TEXT"),
        ("revoked_role", "TEXT"),
        ("revoked_reason", "TEXT"),
        ("run_id", "INTEGER"),
        ("finding_id", "TEXT"),
        ("code", "TEXT"),
        ("class", "TEXT"),
        ("about", "TEXT"),
        ("x", "REAL"),
        ("y", "REAL"),
        ("radius", "REAL"),
        ("area", "BLOB"),
        # "active", or "reopened" where the last check found the object moved; the last run in which it excused
        # something, and the first one since in which it did not
        ("state", "TEXT NOT NULL DEFAULT 'active'"),
        ("used_run", "INTEGER"),
        ("unused_since", "INTEGER"),
    ),
    # the objects of an exception as they were when it was declared: native geometry (WKB), tolerance in metres
    "exception_object": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("exception_id", "INTEGER NOT NULL"),
        ("rank", "INTEGER NOT NULL"),
        ("class", "TEXT"),
        ("name", "TEXT"),
        ("uid", "TEXT"),
        ("tolerance", "REAL NOT NULL"),
        ("geometry", "BLOB"),
    ),
    "match": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("run_id", "INTEGER NOT NULL"),
        ("a", "TEXT NOT NULL"),
        ("b", "TEXT NOT NULL"),
        ("score", "REAL"),
        ("distance", "REAL"),
    ),
    "decision": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("run_id", "INTEGER"),
        ("subject", "TEXT NOT NULL"),
        ("choice", "TEXT NOT NULL"),
        ("reason", "TEXT"),
        ("role", "TEXT"),
        ("decided", "TEXT NOT NULL"),
    ),
    "run": (
        ("run_id", "INTEGER PRIMARY KEY NOT NULL"),
        ("job", "TEXT NOT NULL"),
        ("status", "TEXT NOT NULL"),
        ("started", "TEXT NOT NULL"),
        ("ended", "TEXT"),
        ("report", "TEXT"),
        ("findings", "INTEGER"),
    ),
    # scores of each quality check (quality/scoring/trend.py): scope "all", "lot", "producer" or "commune" and its name;
    # criterion: a code, or "" for the whole, which bears the verdict; without a score it was not evaluated, with one
    # and a weight it counts in the score of the whole
    "score": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("run_id", "INTEGER NOT NULL"),
        ("profile", "TEXT NOT NULL"),
        ("scope", "TEXT NOT NULL"),
        ("name", "TEXT NOT NULL"),
        ("criterion", "TEXT NOT NULL"),
        ("score", "REAL"),
        ("coverage", "REAL NOT NULL"),
        ("verdict", "TEXT"),
        ("weight", "REAL"),
    ),
    # two versions of one object of which a person decides which one stays (conflicts.py); uid_a is the one that the
    # rule prefers
    "conflict": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("run_id", "INTEGER NOT NULL"),
        ("uid_a", "TEXT NOT NULL"),
        ("uid_b", "TEXT NOT NULL"),
        ("class", "TEXT NOT NULL"),
        ("reason", "TEXT NOT NULL"),
        ("distance", "REAL"),
        ("x", "REAL"),
        ("y", "REAL"),
        ("state", "TEXT NOT NULL"),
        ("decision", "TEXT"),
        ("decision_id", "INTEGER"),
    ),
    # rows that a run has changed beside the objects, as they were before it (undo_notes.py): the row's table and key,
    # and its columns as JSON, NULL where it was not there
    "undo_note": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("run_id", "INTEGER NOT NULL"),
        ("name", "TEXT NOT NULL"),
        ("row", "INTEGER NOT NULL"),
        ("before", "TEXT"),
    ),
    # what was edited outside the engine, noted by triggers of the class tables (hand_edits.py)
    "hand_edit": (
        ("id", "INTEGER PRIMARY KEY NOT NULL"),
        ("class", "TEXT NOT NULL"),
        ("fid", "INTEGER NOT NULL"),
        ("kind", "TEXT NOT NULL"),
        ("made", "TEXT NOT NULL"),
        ("uid", "TEXT"),
        ("lot_id", "INTEGER"),
        ("state", "TEXT"),
        ("geometry", "BLOB"),
        ("texts", "TEXT"),
        ("run_id", "INTEGER"),
    ),
}

INDEXES = (
    "CREATE INDEX link_object ON link (lot_id, gml_id)",
    "CREATE INDEX lineage_uid ON lineage (uid)",
    "CREATE INDEX finding_run ON finding (run_id)",
    "CREATE INDEX score_run ON score (run_id)",
    "CREATE INDEX finding_state_finding ON finding_state (finding_id)",
    "CREATE INDEX undo_note_row ON undo_note (name, row)",
    "CREATE INDEX undo_note_run ON undo_note (run_id)",
)


def class_index_name(name: str) -> str:
    """Index by which the objects of a class are found by their lot and gml:id."""
    return f"{name}_lot"


def require_columns(table: str, columns: Iterable[str], known: Collection[str]) -> None:
    """Refuse columns that a table or view has not: SQLite would read such a name as a text.

    Raises
    ------
    ValueError
    """
    unknown = set(columns) - set(known)
    if unknown:
        raise ValueError(f"{table} has no {sorted(unknown)}")
