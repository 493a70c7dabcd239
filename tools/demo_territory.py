"""Describe a territory for lots that came without one: its CRS and its layers are those of the store."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

#: Columns of a class table that are the store's own, not the standard's (docs/developers.md, The store).
STORE_COLUMNS = {"fid", "geom", "uid", "lot_id", "ord", "state", "gml_id", "gml_head", "extra"}

#: Codes that no commune and no body bears.
INSEE = "00001"
SIREN = "200000000"

NAME = "Territoire d'essai"


def write_territory(path: Path, store: Path) -> None:
    """Write a territory file with one portal that shows every class of the store.

    Parameters
    ----------
    path : Path
        File to write.
    store : Path
        Store that the lots were received into.
    """
    with closing(sqlite3.connect(f"{store.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        crs = connection.execute("SELECT value FROM store_info WHERE key = 'crs'").fetchone()[0]
        layers = {
            table: _columns(connection, table)
            for (table,) in connection.execute("SELECT table_name FROM gpkg_geometry_columns ORDER BY table_name")
            if is_published(table)
        }
    lines = [
        "[territory]",
        f"name = {_text(NAME)}",
        f"code = {_text(SIREN)}",
        f"crs = {_text(_epsg(crs))}",
        f"store = {_text(str(store.resolve()))}",
        "",
        "[[communes]]",
        f"code = {_text(INSEE)}",
        f"name = {_text(NAME)}",
        "",
        "[[portals]]",
        f"code = {_text(INSEE)}",
        f"name = {_text(NAME)}",
        f"title = {_text('Plan de corps de rue')}",
        f"contact_organisation = {_text(NAME)}",
    ]
    for source, columns in layers.items():
        lines += [
            "",
            "[[portals.layers]]",
            f"source = {_text(source)}",
            f"name = {_text(short_name(source))}",
            f"title = {_text(short_name(source).replace('_', ' ').capitalize())}",
            f"columns = [{', '.join(map(_text, columns))}]",
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def is_published(table: str) -> bool:
    """Whether a table of the store is a layer of the portal.

    The parts of an affleurant (envelope, point, symbol) are not: its own geometry is resolved over them.
    """
    return table.endswith("PCRS") and (table == "AffleurantPCRS" or not table.startswith("Affleurant"))


def short_name(source: str) -> str:
    """Layer name of a class: ``LimiteVoiriePCRS`` gives ``limite_voirie``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", source.removesuffix("PCRS")).lower()


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    rows = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return [name for (name,) in rows if name not in STORE_COLUMNS]


def _epsg(crs: str | int) -> str:
    return f"EPSG:{str(crs).removeprefix('EPSG:')}"


def _text(value: str) -> str:
    """A TOML basic string; JSON's escapes are all legal there."""
    return json.dumps(value, ensure_ascii=False)
