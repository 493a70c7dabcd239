"""Which encodings of XML are read: what a file begins with and what it declares, before any parser meets it."""

from __future__ import annotations

import codecs
import re

from ..model.errors import EngineError
from .encodings import is_one_byte_codec
from .texts import decode_text

#: Beginnings of what no parser here reads. Source: XML 1.0, appendix F.
_UNREAD = {
    b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"<\0\0\0": "UTF-32", b"\0\0\0<": "UTF-32",
    b"\x4c\x6f\xa7\x94": "EBCDIC",
}  # fmt: skip
_MARK = codecs.BOM_UTF8
#: Beginnings of UTF-16: with its mark, without.
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")
_DECLARED = re.compile(rb"""^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'>]*)["']""")
#: Bytes within which a declaration stands.
_HEAD = 1024
#: Names that expat knows by itself; it reads any other whose codec gives a character a byte.
_OWN = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "us-ascii"})
_UTF_16 = frozenset({"utf-16", "utf-16le", "utf-16be"})


def refuse_unread_encoding(head: bytes, name: str) -> None:
    """Refuse a file whose encoding is not read, or that declares another one than it begins in.

    Parameters
    ----------
    head : its first bytes.

    Raises
    ------
    EngineError
        ``xml_encoding``, ``xml_encoding_belied``.
    """
    unread = next((title for beginning, title in _UNREAD.items() if head.startswith(beginning)), None)
    if unread is not None:
        raise EngineError("xml_encoding", path=name, encoding=unread)
    wide = head.startswith(_WIDE)
    found = _DECLARED.match(narrow_text(head[:_HEAD]))
    if found is None:
        return
    declared = decode_text(found[1]).text
    begun = "UTF-16" if wide else "UTF-8" if head.startswith(_MARK) else None
    if (declared.lower() in _UTF_16) != wide or (begun == "UTF-8" and declared.lower() != "utf-8"):
        raise EngineError("xml_encoding_belied", path=name, declared=declared, found=begun or "UTF-8")
    if declared.lower() not in _OWN and not is_one_byte_codec(declared):
        raise EngineError("xml_encoding", path=name, encoding=declared or "-")


def narrow_text(head: bytes) -> bytes:
    """The beginning of a file without its mark; where it is UTF-16, of its ASCII, which markup and names mostly are."""
    if head.startswith(_WIDE):
        head = head.removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE).replace(b"\0", b"")
    return head.removeprefix(_MARK)
