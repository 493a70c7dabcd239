"""Changes of WKB at the places that count: kinds, counts and coordinates."""

from __future__ import annotations

import struct
from random import Random

from .values import DOUBLES, change_bytes

_KINDS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)
_FLAVOURS = (0, 1000, 2000, 3000, 0x80000000, 0x40000000, 0xC0000000, 0x20000000)
_COUNTS = (0, 1, 2, 3, 4, 5, 100, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0x10000000)


def change_wkb(data: bytes, random: Random, tokens: tuple[bytes, ...] = ()) -> bytes:
    """A WKB with another kind, count or coordinate, with parts doubled or nested; else bytes."""
    out = bytearray(data)
    how = random.randrange(6)
    heads = [at for at in range(len(out) - 8) if out[at] in (0, 1) and (out[at + 1] or out[at + 4]) and not out[at + 3]]
    if how == 0 and heads:
        at = random.choice(heads)
        struct.pack_into("<I", out, at + 1, (random.choice(_KINDS) + random.choice(_FLAVOURS)) & 0xFFFFFFFF)
    elif how == 1 and heads:
        struct.pack_into("<I", out, random.choice(heads) + 5, random.choice(_COUNTS)) if len(out) > 9 + heads[
            -1
        ] else None
    elif how == 2 and len(out) > 17:
        struct.pack_into("<d", out, random.randrange(len(out) - 8), random.choice(DOUBLES))
    elif how == 3:
        kind = random.choice(_KINDS) + random.choice((0, 1000))
        for _ in range(random.choice((1, 1, 5, 300, 3000))):
            out[0:0] = struct.pack("<BII", 1, kind, 1)
    elif how == 4 and heads:
        out[len(out) :] = out[random.choice(heads) :]
    else:
        return change_bytes(data, random, tokens)
    return bytes(out)
