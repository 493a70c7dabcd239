"""Texts put into XML: escaped so that a parser gives back what went in; what no XML can hold is replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..model.legibility import legible_text

_XML = "http://www.w3.org/XML/1998/namespace"

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


#: What one of the two replaces, and what no XML can hold.
_MARKS = re.compile('[\x00-\x1f&<>"\ud800-\udfff\ufffe\uffff]')


def escape(text: str) -> str:
    """Text of an element."""
    return legible_text(text).translate(_TEXT) if _MARKS.search(text) else text


def quoteattr(text: str) -> str:
    """Value of an attribute, with its quotes."""
    return f'"{legible_text(text).translate(_ATTRIBUTE) if _MARKS.search(text) else text}"'


def attributes(given: Iterable[tuple[str, str]], prefixes: Mapping[str, str] | None = None) -> str:
    """Attributes of a tag, each with a space before it.

    Parameters
    ----------
    given : (name, value); a name is "namespace local", as expat gives it, or just "local".
    prefixes : prefixes that are declared already, by namespace; the others are declared on the tag.
    """
    known = {_XML: "xml", **(prefixes or {})}
    out = []
    for rank, (key, value) in enumerate(given):
        namespace, _, name = key.rpartition(" ")
        if namespace and namespace not in known:
            known[namespace] = f"a{rank}"
            out.append(f" xmlns:a{rank}={quoteattr(namespace)}")
        prefix = f"{known[namespace]}:" if namespace else ""
        out.append(f" {prefix}{name}={quoteattr(value)}")
    return "".join(out)
