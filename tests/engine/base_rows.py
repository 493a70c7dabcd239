"""Rows of a base as they stand in the file, whatever the engine says of them."""

from __future__ import annotations

from pathlib import Path

from mutualgeo_plugin.engine.formats.geopackage import connect


def query(store: Path, statement: str, *values: object) -> list[tuple]:
    """What a statement gives; what a killed run has left half written is rolled back first, as every opening does."""
    connection = connect(store)
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()
