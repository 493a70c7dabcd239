"""Shapefiles: straight geometries, texts in the tables beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...model.errors import EngineError
from ..file_format import FileFormat, register_format
from ..sources.feature import SourceFeature, Unread, text_of, without_measure

#: File code and version of the main file (ESRI Shapefile Technical Description, 1998).
_CODE, _VERSION = (9994).to_bytes(4, "big"), (1000).to_bytes(4, "little")

#: Confidence of PROJ from which a written system is that of the registry: same definition, perhaps another name.
_SURE = 70
#: Features read at a time.
_PAGE = 20_000


def _read_systems(path: Path) -> set[int]:
    """EPSG code of the .prj beside a shapefile, none where there is none.

    Raises
    ------
    EngineError
        ``source_unreadable``; ``source_crs_unknown``: what is written is no system of the registry. A system whose
        name alone resembles one is not that one: a false northing of another value would pass unseen.
    """
    import pyproj

    from .. import gdal  # not in every reception: importing these takes its time

    try:
        written = gdal.read_info(path.absolute())["crs"]
    except gdal.UNREADABLE as error:
        raise EngineError("source_unreadable", path=path.name, detail=str(error)) from error
    if not written:
        return set()
    try:
        code = pyproj.CRS.from_user_input(written).to_epsg(min_confidence=_SURE)
    except pyproj.exceptions.CRSError:
        code = None
    if code is None:
        raise EngineError("source_crs_unknown", path=path.name)
    return {int(code)}


def _read_features(path: Path, crs: int, unread: Unread) -> Iterator[SourceFeature]:
    """Features of a shapefile, in its order.

    Raises
    ------
    EngineError
        ``source_unreadable``.
    """
    from .. import gdal  # as above

    layer = path.stem
    total = int(gdal.read_info(path.absolute(), force_feature_count=True)["features"])
    for first in range(0, total, _PAGE):
        try:
            meta, _fids, geometries, columns = gdal.raw.read(path.absolute(), skip_features=first, max_features=_PAGE)
        except gdal.UNREADABLE as error:
            raise EngineError("source_unreadable", path=path.name, detail=str(error)) from error
        names = [str(n) for n in meta["fields"]]
        wkbs = geometries if geometries is not None else [None] * len(columns[0])
        for rank, wkb in enumerate(wkbs):
            texts = (
                (name, text_of(column[rank], path.name, name)) for name, column in zip(names, columns, strict=True)
            )
            fields = {name: text.strip() for name, text in texts if text is not None and text.strip()}
            shape = without_measure(wkb, layer, unread) if wkb is not None else None
            yield SourceFeature(layer, str(first + rank), fields, shape)


SHAPEFILE = register_format(
    FileFormat(
        "shp",
        "Shapefile",
        (".shp",),
        lambda head: head.startswith(_CODE) and head[28:32] == _VERSION,
        "ESRI Shapefile",
        has_arcs=False,
        beside=(".dbf", ".shx", ".prj", ".cpg"),
        read_features=_read_features,
        read_systems=_read_systems,
    )
)
