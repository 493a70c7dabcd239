"""The views of a base (docs/developers.md), read without holding anybody up."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ..engine.store.views import ViewUnreadable, read_view


def view_rows(
    store: Path, view: str, *, most: int | None = None, **wanted: str | int | Collection[str | int]
) -> list[dict[str, Any]]:
    """Rows of a view, by column; none where the file is no base, or a writer is at work: they are shown, and read again
    when the file has changed.

    Parameters
    ----------
    most, wanted : as of `read_view`.
    """
    if not store.is_file():
        return []
    try:
        return read_view(store, view, most=most, **wanted)
    except ViewUnreadable:
        return []


def stamp(store: Path) -> tuple[tuple[str, int, int], ...]:
    """What is another once the store was written: name, moment and size of its files; empty where there is none."""
    found = []
    for path in (store, store.with_name(f"{store.name}-wal")):
        with contextlib.suppress(FileNotFoundError):
            status = path.stat()
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)
