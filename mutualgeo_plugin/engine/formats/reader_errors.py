"""The border around the readers of files that others made: what no one has foreseen refuses the file, never the run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ..model.errors import DEFECT, UNFORESEEN, EngineError, follows_cancel


@contextmanager
def reader_errors(name: str) -> Iterator[None]:
    """Turn what reading a file raises, and no one has foreseen, into the refusal of the file.

    Libraries raise what they do not document (pyogrio a `ValueError`, zipfile a `KeyError`, shapely an `IndexError`);
    the sentences of their known errors are made by who calls them. What says that the machine or the base fails (see
    `concerns_input`) passes.

    Parameters
    ----------
    name : of the file, as the report says it.

    Raises
    ------
    EngineError
        ``file_unforeseen``; the report holds the traceback (`Context`).
    """
    try:
        yield
    except Exception as error:
        if not concerns_input(error) or follows_cancel(error):
            raise
        detail = error.fields["detail"] if isinstance(error, EngineError) else f"{type(error).__name__}: {error}"
        raise EngineError(UNFORESEEN, path=name, detail=detail) from error


def concerns_input(error: BaseException) -> bool:
    """Whether an error that no one has foreseen is about what is being read, as far as its kind can tell.

    A disk that cannot be written or read, want of memory, a base that SQLite cannot work with and what has a sentence
    of its own are not; a value that SQLite does not take is.
    """
    if isinstance(error, EngineError):
        cause = error.__cause__
        return error.code == DEFECT and isinstance(cause, sqlite3.Error) and not _is_of_base(cause)
    return not isinstance(error, OSError | MemoryError) and not (
        isinstance(error, sqlite3.Error) and _is_of_base(error)
    )


def _is_of_base(error: sqlite3.Error) -> bool:
    return not isinstance(error, sqlite3.IntegrityError | sqlite3.DataError | sqlite3.InterfaceError)
