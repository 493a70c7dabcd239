"""Folders that others filled, looked through with what is below them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from ..model.errors import EngineError
from ..outputs import Place, find_place


def list_files(folder: Path) -> Iterator[Path]:
    """Files of a folder and of those in it, in order of name; links to folders are not followed.

    Raises
    ------
    EngineError
        ``path_unreadable``: what cannot be looked into may hold anything.
    """
    for parent, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            try:
                found = find_place(path)
            except OSError as error:
                _refuse_folder(error)
            if found is Place.FILE:
                yield path


def _refuse_folder(error: OSError) -> NoReturn:
    raise EngineError("path_unreadable", path=str(error.filename), detail=error.strerror or str(error)) from error
