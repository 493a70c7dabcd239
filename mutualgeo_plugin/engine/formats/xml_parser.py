"""The one maker of expat's parsers: what no file of others needs is refused when it is met."""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from ..model.errors import EngineError


def make_parser(line_offset: int = 0) -> expat.XMLParserType:
    """A parser of namespaces that refuses a document type.

    Parameters
    ----------
    line_offset : lines of the file before what is parsed.

    Raises
    ------
    EngineError
        ``xml_doctype``, when it meets one.
    """
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse_doctype(name: str, *_: object) -> NoReturn:
        raise EngineError("xml_doctype", name=name, line=parser.CurrentLineNumber + line_offset)

    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser
