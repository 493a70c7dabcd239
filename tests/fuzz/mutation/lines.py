"""Changes of files that are lines: TOML, CSV, EDIGEO, and the pairs of lines of a drawing (DXF)."""

from __future__ import annotations

import re
from random import Random

from .values import change_bytes, change_text

#: What stands between separators: values, cells, words.
_CELL = re.compile(r'"[^"\n]*"|[^\s;,=:\[\]{}"]+')
_COPIES = (1, 1, 2, 20, 300)
_MANY = 5000


def change_lines(data: bytes, random: Random, tokens: tuple[bytes, ...] = (), *, together: int = 1) -> bytes:
    """A text of which lines are dropped, doubled, moved or have a cell changed; `together` lines make one entry."""
    if random.randrange(6) == 0:
        return change_bytes(data, random, tokens)
    lines = data.decode("latin-1").split("\n")  # every byte has its letter: none is lost
    words = tuple(token.decode("latin-1") for token in tokens)
    for _ in range(random.choice((1, 1, 2, 3))):
        at = random.randrange(max(1, len(lines) // together)) * together
        how = random.randrange(8)
        entry = lines[at : at + together]
        if how == 0:
            del lines[at : at + together]
        elif how == 1 and len(lines) < _MANY:
            lines[at:at] = entry * random.choice(_COPIES)
        elif how == 2:
            del lines[at : at + together]
            to = random.randrange(max(1, len(lines) // together)) * together
            lines[to:to] = entry
        elif how == 3 and words:
            lines[at:at] = random.choice(words).split("\n")
        elif entry:
            rank = at + random.randrange(len(entry)) if random.randrange(4) == 0 else at + len(entry) - 1
            lines[rank] = _change_cell(lines[rank], random, words)
        lines = lines or [""]
    return _bytes_of("\n".join(lines))


def _change_cell(line: str, random: Random, words: tuple[str, ...]) -> str:
    cells = list(_CELL.finditer(line))
    if not cells:
        return change_text(line, random, words)
    cell = random.choice(cells)
    text = cell.group()
    quoted = text.startswith('"') and random.randrange(8)
    new = change_text(text.strip('"'), random, words)
    return line[: cell.start()] + (f'"{new}"' if quoted else new) + line[cell.end() :]


def _bytes_of(text: str) -> bytes:
    """Letters as the bytes that they stand for; those that stand for none in UTF-8."""
    return b"".join(c.encode("latin-1") if ord(c) < 256 else c.encode("utf-8", "replace") for c in text)
