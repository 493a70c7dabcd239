"""Inputs that are several files: packed into one and taken apart again, one file changed at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

#: Bytes that say how long a part is; a part that is absent has the largest number.
_SIZE, _ABSENT = 4, 0xFFFFFFFF
Change = Callable[..., bytes]


def pack(parts: Mapping[str, bytes | None], names: tuple[str, ...]) -> bytes:
    """The files of these names, one after the other, each with its length before it."""
    out = []
    for name in names:
        part = parts.get(name)
        out.append((_ABSENT if part is None else len(part)).to_bytes(_SIZE, "big") + (part or b""))
    return b"".join(out)


def unpack(data: bytes, names: tuple[str, ...]) -> dict[str, bytes]:
    """Files by name, whatever the bytes are: a part is no longer than what is left; absent ones are left out."""
    parts, at = {}, 0
    for name in names:
        size = int.from_bytes(data[at : at + _SIZE].ljust(_SIZE, b"\xff"), "big")
        at += _SIZE
        if size != _ABSENT:
            parts[name] = data[at : at + size]
            at += min(size, len(data))
    return parts


def change_parts(
    data: bytes, random: Random, tokens: tuple[bytes, ...] = (), *, changes: Mapping[str, Change]
) -> bytes:
    """Several files of which one is changed in its own way, left out, or put in the place of another."""
    names = tuple(changes)
    parts: dict[str, bytes | None] = dict(unpack(data, names))
    name = random.choice(names)
    how = random.randrange(16)
    if how == 0:
        parts[name] = None
    elif how == 1:
        parts[name] = parts.get(random.choice(names))
    else:
        parts[name] = changes[name](parts.get(name) or b"", random, tokens)
    return pack(parts, names)
