"""SQL text, the only place where names go into statements: they are quoted here, values are always bound."""

from __future__ import annotations

from collections.abc import Sequence


def name(identifier: str) -> str:
    """A table or column name, quoted."""
    return '"' + identifier.replace('"', '""') + '"'


def names(identifiers: Sequence[str]) -> str:
    """Names, quoted, separated by commas."""
    return ", ".join(map(name, identifiers))


def create(table: str, columns: Sequence[tuple[str, str]]) -> str:
    """CREATE TABLE with (name, type) columns."""
    return f"CREATE TABLE {name(table)} ({', '.join(f'{name(c)} {kind}' for c, kind in columns)})"


def insert(table: str, columns: Sequence[str], schema: str = "main") -> str:
    """INSERT of one row, every value bound."""
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {name(schema)}.{name(table)} ({names(columns)}) VALUES ({marks})"  # nosec B608


def select(table: str, columns: Sequence[str], where: str = "", order: str = "", schema: str = "main") -> str:
    """SELECT of columns; `where` and `order` are fixed texts of the engine with bound values."""
    text = f"SELECT {names(columns)} FROM {name(schema)}.{name(table)}"  # nosec B608
    return text + (f" WHERE {where}" if where else "") + (f" ORDER BY {order}" if order else "")


def count(table: str, where: str = "", schema: str = "main") -> str:
    """SELECT COUNT(*)."""
    return f"SELECT COUNT(*) FROM {name(schema)}.{name(table)}" + (f" WHERE {where}" if where else "")  # nosec B608


def add_column(table: str, column: str, kind: str) -> str:
    """ALTER TABLE ADD COLUMN."""
    return f"ALTER TABLE {name(table)} ADD COLUMN {name(column)} {kind}"


def update(table: str, columns: Sequence[str], where: str) -> str:
    """UPDATE of columns, every value bound."""
    return f"UPDATE {name(table)} SET {', '.join(f'{name(c)} = ?' for c in columns)} WHERE {where}"  # nosec B608


class Literal(str):
    """A text that stands in a statement as a value, where none can be bound (the body of a trigger)."""


def literal(text: str) -> Literal:
    """A value, quoted."""
    return Literal("'" + text.replace("'", "''") + "'")


def statement(template: str, **identifiers: str) -> str:
    """A fixed statement of the engine with quoted names put in: ``statement("DROP TABLE {t}", t="…")``."""
    return template.format(
        **{key: value if isinstance(value, Literal) else name(value) for key, value in identifiers.items()}
    )


def insert_select(table: str, columns: Sequence[str], expressions: Sequence[str], origin: str) -> str:
    """INSERT of a SELECT; expressions and origin are fixed texts of the engine whose names are quoted already."""
    head = f"INSERT INTO {name(table)} ({names(columns)}) " if columns else f"INSERT INTO {name(table)} "
    return f"{head}SELECT {', '.join(expressions)} {origin}"  # nosec B608
