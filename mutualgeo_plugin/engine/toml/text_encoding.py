"""Which encoding bytes that are not UTF-8 seem to have: to name it, never to read them with it."""

from __future__ import annotations

import codecs

#: Marks at the beginning of a file, the longer ones first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
#: Encodings of one byte a letter that French files have, the likelier first, with the name that editors give them.
_ONE_BYTE = (("cp1252", "Windows-1252 (ANSI)"), ("cp850", "CP850 (MS-DOS)"), ("mac_roman", "Mac Roman"))
#: Signs that are not ASCII and that French texts are made of.
_FRENCH = frozenset("éèêëàâùûîïôöüçœæÉÈÊÀÂÎÔÇŒ«»’–…°²³€ \u00a0")


def likely_encoding(data: bytes) -> str:
    """Name of the encoding that `data`, which is not UTF-8, seems to have."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\0" in data:
        return "UTF-16" if data.count(b"\0") * 4 > len(data) else "binary"
    strange = bytes(byte for byte in data if byte > 127)
    return max(_ONE_BYTE, key=lambda pair: sum(c in _FRENCH for c in strange.decode(pair[0], "replace")))[1]
