"""Files that others made, opened by the reader of their format: for their layers, or as a lot, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .file_format import FileFormat, layer_format
from .layer_source import LayerSource
from .page import PAGE_SIZE, Page, Request


def open_layers(path: Path) -> LayerSource:
    """A file of layers, looked at before any reader meets it.

    Raises
    ------
    EngineError
        What `file_format.layer_format` raises.
    """
    return open_format(path, layer_format(path))


def open_format(path: Path, own: FileFormat) -> LayerSource:
    """A file that is known to be of a format of layers."""
    if own.open_layers is not None:
        return own.open_layers(path)
    from .vector_source import open_vector  # not in every run: importing GDAL takes its time

    return open_vector(path, own)


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
    yield from (page.mend_texts() for page in open_format(path, own).pages(request))
