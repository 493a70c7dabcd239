"""Shapes of well-known texts, arcs included: what readers hand over where their WKB has lost the arcs."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from .wkb import Shape

_TOKEN = re.compile(r"[A-Za-z]+|[(),]|[^\s(),]+")
_KINDS = {
    "POINT": "point",
    "LINESTRING": "line",
    "CIRCULARSTRING": "arc",
    "COMPOUNDCURVE": "compound",
    "POLYGON": "polygon",
    "CURVEPOLYGON": "polygon",
    "MULTIPOINT": "multipoint",
    "MULTILINESTRING": "multicurve",
    "MULTICURVE": "multicurve",
    "MULTIPOLYGON": "multisurface",
    "MULTISURFACE": "multisurface",
    "GEOMETRYCOLLECTION": "collection",
}
#: What a part is that does not name its kind.
_PARTS = {
    "compound": "line",
    "polygon": "line",
    "multipoint": "point",
    "multicurve": "line",
    "multisurface": "polygon",
}


def shape_of(text: str) -> Shape:
    """Shape of a WKT (ISO, with Z, M or ZM); measures are left out.

    Raises
    ------
    ValueError
        A kind of geometry that no plan has, or a text that is none.
    """
    tokens = _TOKEN.findall(text)
    try:
        shape, end = _read(tokens, 0, None, 2)
    except IndexError as error:
        raise ValueError("truncated WKT") from error
    if end != len(tokens):
        raise ValueError(f"unexpected {tokens[end]}")
    return shape


def _read(tokens: list[str], at: int, kind: str | None, plane: int) -> tuple[Shape, int]:
    """A geometry that begins at a token, and the token after it."""
    if tokens[at] != "(":
        word = tokens[at].upper()
        if word not in _KINDS:
            raise ValueError(f"unknown kind {word}")
        kind, at = _KINDS[word], at + 1
        if tokens[at].upper() in ("Z", "M", "ZM"):
            plane, at = (2 if tokens[at].upper() == "M" else 3), at + 1
        if tokens[at].upper() == "EMPTY":
            return (kind, np.empty((0, plane)) if kind in ("point", "line", "arc") else []), at + 1
    if kind is None or tokens[at] != "(":
        raise ValueError(f"unexpected {tokens[at]}")
    if kind in ("point", "line", "arc"):
        end = tokens.index(")", at)
        return (kind, _coordinates(tokens[at + 1 : end], plane)), end + 1
    parts: list[Shape] = []
    while tokens[at] != ")":
        part, at = _read(tokens, at + 1, _PARTS.get(kind), plane)
        parts.append(part)
    return (kind, parts), at + 1


def _coordinates(tokens: list[str], plane: int) -> NDArray[np.float64]:
    """Positions (n, 2 or 3) of numbers with commas between the positions."""
    n = tokens.count(",") + 1
    numbers = np.array([word for word in tokens if word != ","], dtype=np.float64)
    return np.ascontiguousarray(numbers.reshape(n, -1)[:, :plane])
