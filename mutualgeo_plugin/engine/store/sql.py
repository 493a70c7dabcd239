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
from .dialect import document_value


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


def lost_links(table: str | None) -> str:
    """Number of links of a class (bound) whose object is not in its table, those deleted by hand apart."""
    deleted = f"SELECT lot_id, {document_value('texts', 'gml_id')} FROM hand_edit WHERE kind = 'deleted'"  # nosec B608
    text = f"SELECT COUNT(*) FROM link l WHERE l.class = ? AND (l.lot_id, l.gml_id) NOT IN ({deleted})"  # nosec B608
    if table is None:
        return text
    present = f"SELECT 1 FROM {name(table)} t WHERE t.lot_id = l.lot_id AND t.gml_id = l.gml_id"  # nosec B608
    return f"{text} AND NOT EXISTS ({present})"
