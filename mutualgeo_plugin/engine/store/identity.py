"""Whether a file is a base. QGIS's Python asks here too: the standard library alone."""

from __future__ import annotations

import os
import sqlite3
import stat
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from . import dialect

#: First bytes of every SQLite file.
_SQLITE_MARK = b"SQLite format 3\0"
#: Seconds to wait for a program that writes the file.
_PATIENCE = 1.0


class Answer(Enum):
    """What is known; a guard refuses on `UNKNOWN`."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True)
class Identity:
    """Whether a file is a base and, where that cannot be told, why."""

    answer: Answer
    detail: str = ""


def base_identity(path: Path) -> Identity:
    """Whether `path` is a mutualgeo base.

    No is certain: nothing is there, it is no file, it does not begin as SQLite files do, or its table of tables was
    read and names no ``store_info``. A file that cannot be read, is held by another program or is damaged is unknown.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return Identity(Answer.NO)
        with path.open("rb") as stream:
            if stream.read(len(_SQLITE_MARK)) != _SQLITE_MARK:
                return Identity(Answer.NO)
    except (FileNotFoundError, NotADirectoryError):
        return Identity(Answer.NO)
    except OSError as error:
        return Identity(Answer.UNKNOWN, error.strerror or str(error))
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
        try:
            named = dialect.has_relation(connection, "store_info")
        finally:
            connection.close()
    except sqlite3.Error as error:
        return Identity(Answer.UNKNOWN, str(error))
    return Identity(Answer.YES if named else Answer.NO)
