"""Statements about the tables of the base; the builders that any GeoPackage needs are those of ``formats.sql``."""

from __future__ import annotations

from collections.abc import Sequence

from ..formats.sql import (
    Literal as Literal,
)
from ..formats.sql import (
    add_column as add_column,
)
from ..formats.sql import (
    count as count,
)
from ..formats.sql import (
    create as create,
)
from ..formats.sql import (
    insert as insert,
)
from ..formats.sql import (
    insert_select as insert_select,
)
from ..formats.sql import (
    literal as literal,
)
from ..formats.sql import (
    name as name,
)
from ..formats.sql import (
    names as names,
)
from ..formats.sql import (
    select as select,
)
from ..formats.sql import (
    statement as statement,
)
from ..formats.sql import (
    update as update,
)


def tally(table: str, columns: Sequence[str], where: str) -> str:
    """Rows and values by state: what is not NULL in the columns counts as a value."""
    values = " + ".join(f"COUNT({name(c)})" for c in columns) or "0"
    return f"SELECT state, COUNT(*), {values} FROM {name(table)} WHERE {where} GROUP BY state"  # nosec B608


def box(alias: str, origin: str) -> str:
    """Box around the rows of an origin that have one."""
    parts = ", ".join(
        f"{f}({alias}.{c})" for f, c in (("MIN", "minx"), ("MIN", "miny"), ("MAX", "maxx"), ("MAX", "maxy"))
    )
    return f"SELECT {parts} {origin} WHERE {alias}.minx IS NOT NULL"  # nosec B608


def dangling_links(tables: Sequence[str]) -> str:
    """Of links (a bound JSON list of ids) whose target is not in their lot those of current objects; what a run has
    made may lead to any lot.
    """
    union = " UNION ALL ".join(f"SELECT gml_id FROM {name(t)}" for t in tables)  # nosec B608
    current = " UNION ALL ".join(_current(t, "lot_id, ord") for t in tables)
    return (
        "SELECT l.lot_id, l.class, l.gml_id, l.property, l.href FROM link l "  # nosec B608
        f"WHERE l.id IN (SELECT value FROM json_each(?)) AND (l.lot_id, l.ord) IN ({current}) "
        "AND NOT (l.lot_id IN (SELECT lot_id FROM lot WHERE kind = 'derived') "
        f"AND ltrim(l.href, '#') IN ({union})) ORDER BY l.id"
    )


def _current(table: str, columns: str) -> str:
    """SELECT of columns, a fixed text, of the current objects of a table."""
    return f"SELECT {columns} FROM {name(table)} WHERE state = 'current'"  # nosec B608


#: Whether a link is written without ``#``, though it leads to an object of its document.
_BARE = "l.inline = 0 AND l.href <> '' AND l.href NOT LIKE '#%' AND l.href NOT LIKE '%:%'"
ANY_BARE_LINK = f"SELECT EXISTS (SELECT 1 FROM link l WHERE {_BARE})"  # nosec B608


def bare_links(tables: Sequence[str]) -> str:
    """Links of current objects that are written without ``#``: (lot, uid of an object, number), a row a delivery and a
    row an object that a run has made.
    """
    union = " UNION ALL ".join(_current(t, "lot_id, ord, uid") for t in tables)
    return (
        "SELECT l.lot_id, MIN(o.uid), COUNT(*) FROM link l JOIN lot t ON t.lot_id = l.lot_id "  # nosec B608
        f"JOIN ({union}) o ON o.lot_id = l.lot_id AND o.ord = l.ord WHERE {_BARE} "
        "GROUP BY l.lot_id, CASE WHEN t.kind = 'derived' THEN o.uid ELSE '' END ORDER BY l.lot_id"
    )


def lost_links(table: str | None) -> str:
    """Number of links of a class (bound) whose object is not in its table, those deleted by hand apart."""
    deleted = "SELECT lot_id, json_extract(texts, '$.gml_id') FROM hand_edit WHERE kind = 'deleted'"
    text = f"SELECT COUNT(*) FROM link l WHERE l.class = ? AND (l.lot_id, l.gml_id) NOT IN ({deleted})"  # nosec B608
    if table is None:
        return text
    present = f"SELECT 1 FROM {name(table)} t WHERE t.lot_id = l.lot_id AND t.gml_id = l.gml_id"  # nosec B608
    return f"{text} AND NOT EXISTS ({present})"
