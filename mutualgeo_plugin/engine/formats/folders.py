"""Folders that others filled, looked through with what is below them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NoReturn

from ..model.errors import EngineError
from ..outputs import Place, find_place

#: What the file begins with in which a Mac keeps the rest of another one (AppleDouble), and how its name begins.
MAC_SHADOW, _SHADOW_NAME = b"\0\x05\x16\x07", "._"


def is_mac_shadow(name: str) -> bool:
    """Whether a file may be one that a Mac keeps beside another, by its name; `MAC_SHADOW` says that it is."""
    return PurePosixPath(name.replace("\\", "/")).name.startswith(_SHADOW_NAME)


def list_files(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    """Files of a folder, of those in it too where it is `deep`, in order of name, but what a Mac keeps beside them.

    Links to folders are not followed.

    Raises
    ------
    EngineError
        ``path_unreadable``: what cannot be looked into may hold anything.
    """
    for parent, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = sorted(folders) if deep else []
        for name in sorted(names):
            path = Path(parent, name)
            try:
                found = find_place(path)
            except OSError as error:
                _refuse_folder(error)
            if found is Place.FILE and not (is_mac_shadow(name) and _begins_as_shadow(path)):
                yield path


def _begins_as_shadow(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(MAC_SHADOW)) == MAC_SHADOW
    except OSError:
        return False  # who reads it says so


def _refuse_folder(error: OSError) -> NoReturn:
    raise EngineError("path_unreadable", path=str(error.filename), detail=error.strerror or str(error)) from error
