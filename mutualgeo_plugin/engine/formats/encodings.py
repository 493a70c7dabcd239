"""Encodings as files of others name them, and the codec of each."""

from __future__ import annotations

import codecs
import re

#: Code pages of dBase tables. Source: ESRI, numbers of the language driver (LDID); those of Western Europe.
_LANGUAGE_DRIVERS = {
    "1": "437", "2": "850", "3": "1252", "13": "437", "14": "850", "17": "437", "18": "850", "28": "863", "36": "860",
    "55": "850", "87": "1252", "88": "1252", "89": "1252",
}  # fmt: skip
#: Numbers of Windows for encodings that have another name.
_NUMBERED = {"65001": "utf-8", "28591": "iso-8859-1", "28605": "iso-8859-15"}
_ISO = re.compile(r"(?:ISO)?[ _-]?8859[ _-]?(\d{1,2})")
_ASCII, _BYTES = bytes(range(32, 127)), bytes(range(256))
#: Characters that the upper half of a table has at least; under UTF-8 each byte alone is none.
_MOST_BYTES = 64


def codec_of(said: str) -> str | None:
    """Python's codec for an encoding as a .cpg names it (UTF-8, 1252, ANSI 1252, 88591, LDID/87…); None for none.

    One under which ASCII is not itself is none: the tables of shapefiles are not in it.
    """
    name = said.upper().removeprefix("ANSI").removeprefix("OEM").strip(" :-_")
    if name.startswith("LDID/"):
        name = _LANGUAGE_DRIVERS.get(name.removeprefix("LDID/"), "-")
    iso = _ISO.fullmatch(name)
    numbered = f"cp{name}" if name.isascii() and name.isdigit() else name
    try:
        codec = codecs.lookup(f"iso-8859-{iso[1]}" if iso else _NUMBERED.get(name, numbered)).name
        return codec if _ASCII.decode(codec).encode("ascii") == _ASCII else None
    except (LookupError, ValueError):
        return None


def is_one_byte_codec(name: str) -> bool:
    """Whether Python has a codec of that name under which ASCII is itself and most other bytes are one character."""
    try:
        text = _BYTES.decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return len(text) == 256 and text[:128].isascii() and len(set(text[128:])) > _MOST_BYTES and "escape" not in name
