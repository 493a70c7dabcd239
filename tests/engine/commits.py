"""What a kill between two commits would leave: a copy of the base after each commit of a run."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

#: Tables that say who writes and which runs there were, not what the base holds; sequences, and counts of OGR that are
#: looked at elsewhere.
NOTES = ("lock", "run", "gpkg_contents", "sqlite_sequence", "layer_styles")
#: Numbers that a killed run may use up.
NUMBERS = {"run_id", "id", "decision_id", "since_run", "used_run", "unused_since"}


def dump(store: Path, *, apart: tuple[str, ...] = NOTES, numbers: set[str] = NUMBERS) -> dict[str, list]:
    """All that the base says, table by table in order; the file and its indexes must be sound."""
    connection = sqlite3.connect(store)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        out = {}
        for name in names:
            if (name.startswith("rtree_") and not name.endswith("_rowid")) or name in apart:
                continue
            kept = [c[1] for c in connection.execute(f'PRAGMA table_info("{name}")') if c[1] not in numbers]
            columns = ", ".join(f'"{c}"' for c in kept)
            out[name] = sorted(connection.execute(f'SELECT {columns} FROM "{name}"').fetchall(), key=repr)
        return out
    finally:
        connection.close()


@contextmanager
def copied_at_commits(store: Path, folder: Path) -> Iterator[list[Path]]:
    """Copies of a base, one after each commit of whoever writes it in this process."""
    copies: list[Path] = []
    folder.mkdir(exist_ok=True)

    class Watched(sqlite3.Connection):
        def execute(self, *arguments):
            return self._look(super().execute, arguments)

        def executemany(self, *arguments):
            return self._look(super().executemany, arguments)

        def _look(self, method, arguments):
            before = self.total_changes, self.in_transaction
            result = method(*arguments)
            if not self.in_transaction and (before[1] or self.total_changes != before[0]):
                copies.append(Path(shutil.copy(store, folder / f"{len(copies)}.gpkg")))
            return result

    plain = sqlite3.connect

    def connect(database, *arguments, **more):
        mine = Path(str(database)).name == store.name and not more.get("uri")
        return plain(database, *arguments, **more, **({"factory": Watched} if mine else {}))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        yield copies
