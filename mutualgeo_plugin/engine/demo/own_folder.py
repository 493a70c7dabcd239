"""The folder of a demo: it is written where nothing stands, or over what an earlier demo has left as it made it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..formats.archives import sha256
from ..model.errors import EngineError
from ..outputs import temporary_output

#: The file by which a demo knows its folder, and what it says of itself: the hash of each file, None while it is made.
MARK, SCHEMA = "demo.json", "mutualgeo-demo/1"
#: Files of a demo, and a folder that holds nothing but reports.
FILES = (
    "lots/lot_est.gml", "lots/lot_ouest.gml", "networks.gpkg", "parcelles.gpkg", "adresses.csv", "truth.json",
    "truth.csv", "territoire.toml",
)  # fmt: skip
_REPORTS = "reports"


@contextmanager
def own_folder(folder: Path) -> Iterator[None]:
    """Mark a folder as a demo's while its files are written.

    Raises
    ------
    EngineError
        ``demo_folder_taken``: it holds something and no demo made it, or a file of the demo has been changed since.
    """
    refuse_others_files(folder)
    _write_mark(folder, None)
    yield
    _write_mark(folder, {name: sha256(folder / name) for name in FILES})


def refuse_others_files(folder: Path) -> None:
    """Refuse a folder in which a demo would write over what it has not made.

    Raises
    ------
    EngineError
        ``demo_folder_taken``, with the files.
    """
    there = sorted(path.name for path in folder.iterdir() if path.name != _REPORTS) if folder.is_dir() else []
    if not there:
        return
    mark = _read_mark(folder)
    if mark is None:
        raise EngineError("demo_folder_taken", path=str(folder), names=", ".join(there[:5]))
    hashes = mark.get("files")
    if hashes is None:  # an earlier demo was cut off here: the folder was its own
        return
    changed = [n for n in FILES if (folder / n).exists() and sha256(folder / n) != hashes.get(n)]
    if changed:
        raise EngineError("demo_folder_taken", path=str(folder), names=", ".join(changed))


def _read_mark(folder: Path) -> dict[str, dict[str, str] | None] | None:
    """The mark of a demo; None where there is none."""
    try:
        mark = json.loads((folder / MARK).read_text("utf-8"))
    except (OSError, ValueError):  # whatever else stands there is no mark: the folder is refused
        return None
    return mark if isinstance(mark, dict) and mark.get("schema") == SCHEMA else None


def _write_mark(folder: Path, hashes: dict[str, str] | None) -> None:
    with temporary_output(folder / MARK) as temporary:
        temporary.write_text(json.dumps({"schema": SCHEMA, "files": hashes}, indent=1) + "\n", "utf-8")
