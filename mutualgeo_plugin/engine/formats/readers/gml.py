"""GML: layers of any application schema, and the flat members that a mapping profile reads.

It is the one format with two readers, since they read two things. A layer may be of any schema, nested, with several
geometries, and one that is bad hides no other: GDAL's driver knows that, and guesses fields from the whole file. A lot
has members with one geometry each, whose place in the file a refusal names, whose srsName is held against the lot's,
and whose decimals and empty attributes go on as they are written: the driver tells none of that.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from ...model.errors import EngineError
from ..file_format import DAMAGED_GZIP, HEAD, FileFormat, own_endings, register_format
from ..xml_encoding import narrow_text, refuse_unread_encoding
from ..xml_parser import make_parser

if TYPE_CHECKING:
    from ..page import Page, Request

#: The namespace of GML and those of the answers of a WFS, which wrap it.
#: A document type stands for them: what it hides is refused by its name (`_refuse_harm`).
_NAMESPACE = re.compile(rb"https?://www\.opengis\.net/(?:gml|wfs)\b|<!DOCTYPE\b")


def _has_signature(head: bytes) -> bool:
    plain = narrow_text(head).lstrip()
    return plain.startswith(b"<") and bool(_NAMESPACE.search(plain))


def _refuse_harm(path: Path) -> None:
    """Refuse an XML that is cut off, wrongly written or has entities: GDAL would say that it holds nothing.

    Raises
    ------
    EngineError
        ``xml_doctype``, ``xml_encoding``, ``gml_malformed``, ``layer_unreadable``.
    """
    parser = make_parser()
    opened = gzip.open(path, "rb") if own_endings(path)[1] else path.open("rb")
    try:
        with opened as stream:
            refuse_unread_encoding(stream.read(HEAD), path.name)
            stream.seek(0)
            parser.ParseFile(stream)
    except expat.ExpatError as error:
        what = expat.errors.messages.get(error.code, str(error))
        raise EngineError(
            "gml_malformed", detail=what, line=error.lineno, byte=parser.ErrorByteIndex, last="-"
        ) from error
    except DAMAGED_GZIP as error:
        raise EngineError("layer_unreadable", path=str(path), detail=str(error)) from error


def _read_lot(path: Path, request: Request) -> Iterator[Page]:
    from ..sources import flat_gml  # needs libraries, which QGIS's Python may not have

    return flat_gml.read_pages(path, request)


def _read_systems(path: Path) -> set[int]:
    from ..sources import flat_gml  # as above

    crs = flat_gml.read_flat_head(path).crs
    return {crs.code} if crs else set()


def _read_position(path: Path) -> tuple[float, float] | None:
    from ..sources import flat_gml  # as above

    head = flat_gml.read_flat_head(path)
    return head.first_position if head.crs is not None and head.crs.authority_order else None


GML = register_format(
    FileFormat(
        "gml",
        "GML",
        (".gml", ".xml"),
        _has_signature,
        "GML",
        # no .gfs file left beside the GML, no schema fetched from where the file says; a schema that is nowhere keeps
        # GDAL from those that stand beside it (.gfs, .xsd): they hide fields and layers that they do not name
        options={"WRITE_GFS": "NO", "DOWNLOAD_SCHEMA": "NO", "XSD": "/vsimem/none.xsd"},
        packed=True,
        refuse_harm=_refuse_harm,
        is_lot=True,
        read_lot=_read_lot,
        read_systems=_read_systems,
        read_position=_read_position,
    )
)
