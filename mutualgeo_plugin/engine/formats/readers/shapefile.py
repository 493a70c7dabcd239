"""Shapefiles: straight geometries, texts in the tables beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...model.errors import EngineError
from ..file_format import FileFormat, register_format
from ..gdal_drivers import gdal_path
from ..texts import find_encoding

#: File code and version of the main file (ESRI Shapefile Technical Description, 1998).
_CODE, _VERSION = (9994).to_bytes(4, "big"), (1000).to_bytes(4, "little")

#: Head of a dBase table and of each of its fields, bytes; place of the code page; codes that name none (0x57: "ANSI").
_DBF_HEAD, _CODE_PAGE, _NO_CODE_PAGE, _END_OF_FIELDS = 32, 29, (0, 0x57), 0x0D


def _assume_encoding(path: Path) -> str | None:
    """Encoding of the texts of a shapefile that has no .cpg and whose table names no code page."""
    beside = {own.suffix.lower(): own for own in path.parent.iterdir() if own.stem == path.stem}
    if ".cpg" in beside or ".dbf" not in beside:
        return None
    with beside[".dbf"].open("rb") as stream:
        head = stream.read(_DBF_HEAD)
        if len(head) < _DBF_HEAD or head[_CODE_PAGE] not in _NO_CODE_PAGE:
            return None
        size = int.from_bytes(head[8:10], "little")
        fields = stream.read(max(0, size - _DBF_HEAD))
    return find_encoding(_text_cells(beside[".dbf"], size, int.from_bytes(head[10:12], "little"), fields))


def _text_cells(path: Path, start: int, width: int, fields: bytes) -> Iterator[bytes]:
    """Texts of a dBase table that are not ASCII, with what pads them: of a full one the last letter may be cut."""
    import numpy as np  # as below

    count = (path.stat().st_size - start) // width if width else 0
    if count < 1:
        return
    rows = np.memmap(path, np.uint8, "r", start, (count, width))
    left = 1  # after the mark of a deleted row
    for at in range(0, len(fields) - _DBF_HEAD + 1, _DBF_HEAD):
        if fields[at] == _END_OF_FIELDS:
            return
        right = left + fields[at + 16]
        if fields[at + 11 : at + 12] == b"C":
            cells = rows[:, left:right]
            for cell in np.unique(cells[(cells > 0x7F).any(axis=1)], axis=0):
                yield cell.tobytes()
        left = right


def _read_systems(path: Path) -> set[int]:
    """EPSG code of the .prj beside a shapefile, none where there is none.

    Raises
    ------
    EngineError
        ``source_unreadable``; ``source_crs_unknown``: what is written is no system of the registry.
    """
    from ...geometry.systems import code_of_system
    from .. import gdal  # not in every reception: importing these takes its time

    try:
        written = gdal.read_info(gdal_path(path))["crs"]
    except gdal.UNREADABLE as error:
        raise EngineError("source_unreadable", path=path.name, detail=str(error)) from error
    if not written:
        return set()
    code = code_of_system(written)
    if code is None:
        raise EngineError("source_crs_unknown", path=path.name)
    return {code}


SHAPEFILE = register_format(
    FileFormat(
        "shp",
        "Shapefile",
        (".shp",),
        lambda head: head.startswith(_CODE) and head[28:32] == _VERSION,
        "ESRI Shapefile",
        has_arcs=False,
        beside=(".dbf", ".shx", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx"),
        assume_encoding=_assume_encoding,
        is_lot=True,
        read_systems=_read_systems,
    )
)
