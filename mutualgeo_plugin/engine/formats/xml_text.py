"""Texts put into XML: escaped so that a parser gives back exactly what went in."""

from __future__ import annotations

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


def escape(text: str) -> str:
    """Text of an element."""
    return text.translate(_TEXT)


def quoteattr(text: str) -> str:
    """Value of an attribute, with its quotes."""
    return f'"{text.translate(_ATTRIBUTE)}"'
