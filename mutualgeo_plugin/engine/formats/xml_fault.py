"""What is wrong with an XML that the parser refuses, told by its cause: cut is only what ends too early."""

from __future__ import annotations

import re
from xml.parsers import expat

from ..model.errors import EngineError, Phrase

_CODES = expat.errors.codes
#: Errors that expat raises at the end of what it was given.
_CUT = frozenset(
    _CODES[name]
    for name in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
#: Causes that have a sentence of their own; what no one knows is told in the parser's words.
_DETAILS = {
    _CODES[expat.errors.XML_ERROR_TAG_MISMATCH]: "xml_tag_mismatch",
    _CODES[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]: "xml_attribute_twice",
}
#: An ampersand that begins no reference, up to the byte where this shows.
_AMPERSAND = re.compile(rb"&#?\w*$")
#: Bytes before the fault that can be those of a reference.
_LOOKED_AT = 64


def xml_fault(
    error: expat.ExpatError, data: bytes, at: int, *, line: int, byte: int, last: str, ended: bool
) -> EngineError:
    """The refusal of a file.

    Parameters
    ----------
    data, at : bytes that were parsed last, and where the fault is among them; a place outside is one that is not known.
    line, byte : of the file.
    last : the last whole object.
    ended : whether the parser was told that the file ends.
    """
    place = {"line": line, "byte": byte, "last": last}
    if ended and error.code in _CUT:
        return EngineError("gml_truncated", **place)
    if error.code == _CODES[expat.errors.XML_ERROR_UNDEFINED_ENTITY]:
        return EngineError("gml_entity", **place)
    if error.code == _CODES[expat.errors.XML_ERROR_INVALID_TOKEN]:
        found = data[at] if 0 <= at < len(data) else None
        if found is not None and _AMPERSAND.search(data[max(0, at - _LOOKED_AT) : at]):
            return EngineError("gml_ampersand", **place)
        if found is not None and found < 0x20:
            return EngineError("gml_control_character", character=f"{found:02X}", **place)
        if found is None or found >= 0x80:
            return EngineError("gml_bad_token", **place)
    key = _DETAILS.get(error.code)
    detail = Phrase(key) if key else expat.errors.messages.get(error.code, str(error))
    return EngineError("gml_malformed", detail=detail, **place)
