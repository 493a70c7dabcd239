"""Values that readers stumble over, and changes of texts and bytes that know no format."""

from __future__ import annotations

import struct
from random import Random

#: Texts that take the place of a value.
TEXTS = (
    "", " ", "0", "-1", "1e308", "-1e309", "NaN", "inf", "INF", "1_000", "0x10", "٣", "1,5", "1 2", "9" * 40, "null",
    "true", "2024-02-30", "2024-06-01Z", "2024-06-01T25:00:00+99:00", "0000-00-00", "EPSG:3946", "EPSG:99999",
    "urn:ogc:def:crs:EPSG::2154", "urn:ogc:def:crs,crs:EPSG::3946,crs:EPSG::5720", "é", "\u202e\ufffe", "\ud7ff",
    "a" * 300, "%s{0}{x}", "<a>&amp;</a>", "=1+1", "../../a", "a|layername=b", "\\u0000", "01", "other: x", "None", "#",
)  # fmt: skip
#: Whole numbers at the ends of their types.
NUMBERS = (0, 1, 2, 3, 7, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 1000, 3001)
#: Doubles that geometries should not hold.
DOUBLES = (0.0, -0.0, 1e-320, 1e308, -1e308, float("inf"), float("nan"), 1.7e6, 5.2e6, 1e15, 0.1)
_SIZES = {1: "B", 2: "H", 4: "I", 8: "Q"}


def change_text(text: str, random: Random, tokens: tuple[str, ...] = ()) -> str:
    """A text with another value, one of its numbers or words changed, repeated, cut or put elsewhere."""
    how = random.randrange(6)
    if how == 0 or not text:
        return random.choice((*TEXTS, *tokens))
    words = text.split(" ")
    at = random.randrange(len(words))
    if how == 1:
        words[at] = random.choice((*TEXTS, *tokens))
    elif how == 2:
        del words[at]
    elif how == 3:
        words.insert(at, random.choice(words))
    elif how == 4:
        return text[: random.randrange(len(text) + 1)]
    else:
        try:
            words[at] = repr(float(words[at]) * random.choice((-1.0, 0.0, 1e-9, 1.0000001, 1e3, 1e300)))
        except ValueError:
            place = random.randrange(len(text))
            return text[:place] + random.choice((*TEXTS, *tokens)) + text[place:]
    return " ".join(words)


def change_bytes(data: bytes, random: Random, tokens: tuple[bytes, ...] = ()) -> bytes:
    """Bytes of which a few are changed, left out, repeated, or taken for a number."""
    out = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        at = random.randrange(len(out) + 1)
        how = random.randrange(8)
        size = random.choice((1, 1, 2, 4, 8, 32))
        if how == 0:
            del out[at : at + size]
        elif how == 1:
            out[at:at] = out[at : at + size] * random.choice((1, 1, 3))
        elif how == 2 and at < len(out):
            out[at] ^= 1 << random.randrange(8)
        elif how == 3 and at < len(out):
            out[at] = random.randrange(256)
        elif how == 4:
            width = random.choice((1, 2, 4, 8))
            number = (random.choice(NUMBERS) + random.choice((0, 0, 1, -1))) & ((1 << 8 * width) - 1)
            out[at : at + width] = struct.pack(random.choice("<>") + _SIZES[width], number)
        elif how == 5:
            out[at : at + 8] = struct.pack("<d", random.choice(DOUBLES))
        elif how == 6 and tokens:
            token = random.choice(tokens)
            out[at : at + random.choice((0, len(token)))] = token
        else:
            source = random.randrange(len(out) + 1)
            out[at : at + size] = out[source : source + size]
    return bytes(out)
