"""DXF drawings, text or binary: lots alone, by a mapping profile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..file_format import FileFormat, register_format

if TYPE_CHECKING:
    from ..page import Page, Request

_BINARY = b"AutoCAD Binary DXF"
#: The first group of a text: a comment, or the beginning of a section.
_BEGINNING = re.compile(rb"\s*(?:999\s*\r?\n|0\s*\r?\n\s*SECTION\b)")


def _has_signature(head: bytes) -> bool:
    return head.startswith(_BINARY) or _BEGINNING.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def _read_lot(path: Path, request: Request) -> Iterator[Page]:
    from ..sources import dxf  # not in every reception: importing ezdxf takes its time

    return dxf.read_pages(path, request)


DXF = register_format(FileFormat("dxf", "DXF", (".dxf",), _has_signature, is_lot=True, read_lot=_read_lot))
