"""Reading a TOML file: bytes, encoding and syntax, each trouble told with where it is and what to write."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from ..model.errors import EngineError
from .problems import Problems
from .spec import Spec
from .text_encoding import likely_encoding
from .validation import check_document

#: Bytes of the largest file that is read: a territory with 1,300 portals of twenty layers has five million.
MOST_BYTES = 8 * 1024 * 1024

#: Names of a dotted key; those of a territory have two.
MOST_NAMES = 32
#: Names of a key, plain or quoted, the dots between them, and whatever else stands in a line; blanks do not count.
_WORD = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'|[^\s]""")

_PLACE = re.compile(r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL)
#: How the standard library's sentences about a backslash and about a second definition begin.
_BACKSLASH = ("Unescaped '\\'", "Invalid hex value", "Escaped character is not")
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate inline table key", "Cannot redefine")


def read_toml(path: str | Path, spec: Spec) -> dict[str, Any]:
    """Content of a TOML file that fits its spec.

    Raises
    ------
    EngineError
        ``path_unreadable``; the spec's own code, with all problems at once.
    """
    problems = Problems()
    document = _parse(_read_bytes(Path(path)), problems)
    if document is not None:
        check_document(document, spec, problems)
    if problems.phrases:
        raise EngineError(spec.wrong, path=str(path), problems=problems.sentences())
    return document or {}


def _read_bytes(path: Path) -> bytes:
    """Bytes of a file, one more than the most at the most."""
    try:
        if path.exists() and not path.is_file():
            raise EngineError("path_unreadable", path=path, detail="not a file")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise EngineError("path_unreadable", path=path, detail=error.strerror or error) from error


def _parse(data: bytes, problems: Problems) -> dict[str, Any] | None:
    """The document, None where it cannot be read, which is then told."""
    if len(data) > MOST_BYTES:
        problems.add("toml_huge", most=MOST_BYTES // 1024 // 1024)
        return None
    try:
        text = data.decode("utf-8-sig")
        if any(_has_long_key(line) for line in text.split("\n") if line.count(".") >= MOST_NAMES):
            problems.add("toml_nested")
            return None
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add("toml_encoding", line=line, encoding=likely_encoding(data))
    except RecursionError:
        problems.add("toml_nested")
    except ValueError as error:  # TOMLDecodeError, and a whole number of thousands of digits
        _tell_syntax(str(error), text, problems)
    return None


def _has_long_key(line: str) -> bool:
    """Whether a line names a key by more names, one below the other, than any key of settings has.

    The standard library keeps every beginning of such a key: 50,000 names take ten gigabytes.
    """
    dots, before = 0, "."
    for word in _WORD.findall(line):
        if word == ".":
            dots += before != "."
        elif before != ".":
            dots = 0
        if dots >= MOST_NAMES:
            return True
        before = word
    return False


def _tell_syntax(message: str, text: str, problems: Problems) -> None:
    place = _PLACE.match(message)
    what = place["what"] if place else message
    line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
    if what.startswith(_BACKSLASH):
        problems.add("toml_backslash", line=line)
    elif what.startswith(_TWICE):
        problems.add("toml_twice", line=line, detail=what)
    elif place and place["line"]:
        problems.add("toml_syntax", line=line, column=place["column"], detail=what)
    else:
        problems.add("toml_syntax_end", detail=what)
