"""What killed runs have left: half-written files beside outputs, folders among the system's temporary ones."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ..outputs import HOST_MARK, SCRATCH
from .process_identity import is_running

#: Seconds since a leftover was last written before it is taken away: no run is silent as long.
LEAST_AGE = 24 * 3600.0
_FILE = re.compile(rf"\..+\.{SCRATCH}-(?P<host>[0-9a-f]{{8}})-(?P<pid>\d{{1,10}})(\..+|-journal|-wal|-shm)?", re.DOTALL)
_FOLDER = re.compile(rf"mutualgeo-\w+-{SCRATCH}-(?P<host>[0-9a-f]{{8}})-(?P<pid>\d{{1,10}})-\w+")


def sweep_scratch(folders: Iterable[Path]) -> int:
    """Take away what runs of this machine that are dead, and were this user's, have left for a day; returns how much.

    Parameters
    ----------
    folders : of outputs and bases; the system's folder of temporary files is looked through besides.
    """
    swept = 0
    places = [(folder, _FILE) for folder in dict.fromkeys(folders)]
    for folder, pattern in [*places, (Path(tempfile.gettempdir()), _FOLDER)]:
        for entry in _list_entries(folder):
            named = pattern.fullmatch(entry.name)
            if named and named["host"] == HOST_MARK and not is_running(int(named["pid"])) and _is_old_and_own(entry):
                swept += _remove(entry)
    return swept


def _list_entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as entries:  # what cannot be looked through is left as it is
        yield from entries


def _is_old_and_own(entry: os.DirEntry[str]) -> bool:
    """Whether something was not written for long by a process of this user; what cannot be told is not."""
    try:
        seen = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    own = not hasattr(os, "getuid") or seen.st_uid == os.getuid()
    return own and time.time() - seen.st_mtime > LEAST_AGE


def _remove(entry: os.DirEntry[str]) -> int:
    """Remove a file, a link or a folder; 1 where it is gone."""
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        with suppress(OSError):
            os.unlink(entry.path)
    return int(not os.path.lexists(entry.path))
