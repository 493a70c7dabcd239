"""Shapefiles: straight geometries, texts in the tables beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...model.errors import EngineError
from ...model.legibility import legible_text
from ..encodings import codec_of
from ..file_format import FileFormat, register_format
from ..gdal_drivers import gdal_path
from ..texts import ASSUMED, BELIED, DECLARED, UNKNOWN, UTF_8, TextEncoding, decode_text, find_encoding

#: File code and version of the main file (ESRI Shapefile Technical Description, 1998).
_CODE, _VERSION = (9994).to_bytes(4, "big"), (1000).to_bytes(4, "little")

#: Head of a dBase table and of each of its fields, bytes; place of the code page; codes that name none (0x57: "ANSI").
_DBF_HEAD, _CODE_PAGE, _NO_CODE_PAGE, _END_OF_FIELDS = 32, 29, (0, 0x57), 0x0D
#: Files that a shapefile cannot be without; bytes of the head of the first two, and of an entry of the index.
_PARTS, _SHP_HEAD, _SHX_ENTRY = (".shp", ".shx", ".dbf"), 100, 8
#: Bytes of a .cpg that are looked at.
_LONGEST_NAME = 40


def _companions(path: Path) -> dict[str, Path]:
    """Files of a shapefile by their endings."""
    return {own.suffix.lower(): own for own in path.parent.iterdir() if own.stem == path.stem}


def _refuse_harm(path: Path) -> None:
    """Refuse a shapefile of which a part is missing or cut: GDAL would leave out objects or texts, and say nothing.

    Raises
    ------
    EngineError
        ``shapefile_missing``, ``shapefile_cut``, ``shapefile_parts``.
    """
    beside = {**_companions(path), ".shp": path}
    heads = {}
    for ending in _PARTS:
        if ending not in beside:
            raise EngineError("shapefile_missing", path=path.name, part=f"{path.stem}{ending}")
        with beside[ending].open("rb") as stream:
            heads[ending] = stream.read(_SHP_HEAD)
        held, stated = beside[ending].stat().st_size, _stated_size(ending, heads[ending])
        if held < stated:
            raise EngineError("shapefile_cut", path=path.name, part=beside[ending].name, held=held, stated=stated)
    shapes = (_stated_size(".shx", heads[".shx"]) - _SHP_HEAD) // _SHX_ENTRY
    rows = int.from_bytes(heads[".dbf"][4:8], "little")
    if shapes != rows:
        raise EngineError("shapefile_parts", path=path.name, shapes=shapes, rows=rows)


def _stated_size(ending: str, head: bytes) -> int:
    """Bytes that the head of a part says it has; at least those of the head itself."""
    if ending == ".dbf":
        rows, start, width = (int.from_bytes(head[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
        return max(_DBF_HEAD, start + rows * width)
    return max(_SHP_HEAD, 2 * int.from_bytes(head[24:28], "big"))


def _find_encoding(path: Path) -> TextEncoding | None:
    """Encoding of the texts of a shapefile, and why it is taken for that one; None where they are ASCII.

    What the .cpg or the table's code page says is believed, unless it names none that is known or the texts cannot be
    in it.
    """
    beside = _companions(path)
    with beside[".dbf"].open("rb") as stream:
        head = stream.read(_DBF_HEAD)
        size = int.from_bytes(head[8:10], "little")
        fields = stream.read(max(0, size - _DBF_HEAD))
    found = find_encoding(_text_cells(beside[".dbf"], size, int.from_bytes(head[10:12], "little"), fields))
    if found is None:
        return None
    said = _said_encoding(beside.get(".cpg"), head[_CODE_PAGE])
    if not said:
        return TextEncoding(found, ASSUMED)
    declared = codec_of(said)
    if declared is None:
        return TextEncoding(found, UNKNOWN, said)
    if declared == "utf-8" and found != UTF_8:
        return TextEncoding(found, BELIED, said)
    return TextEncoding(declared, DECLARED, said)


def _said_encoding(written: Path | None, page: int) -> str:
    """What a shapefile says of its texts: in its .cpg, else by the code page of its table; empty for nothing."""
    if written is not None:
        with written.open("rb") as stream:
            said = legible_text(decode_text(stream.read(_LONGEST_NAME)).text).strip()
        if said:
            return said
    return "" if page in _NO_CODE_PAGE else f"LDID/{page}"


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
        find_encoding=_find_encoding,
        refuse_harm=_refuse_harm,
        is_lot=True,
        read_systems=_read_systems,
    )
)
