"""The objects of a lot that is read through a mapping profile: the reader of layers, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .file_format import FileFormat
from .page import PAGE_SIZE, Page, Request


def read_lot_pages(path: Path, own: FileFormat, crs: int) -> Iterator[Page]:
    """Objects of a file of a format, in its order; `crs` is the EPSG code of geometries that name no system.

    Raises
    ------
    EngineError
        What the reader of the format says of a file that it cannot read.
    """
    request = Request(size=PAGE_SIZE, crs=crs)
    if own.read_lot is not None:
        yield from own.read_lot(path, request)
        return
    from .vector_source import vector_source  # not in every reception: importing GDAL takes its time

    yield from vector_source(path, own).pages(request)
