"""Shapefiles, read by pyogrio: texts keep their zeros, geometries are straight by nature."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyproj

from ...model.errors import EngineError
from .. import gdal
from ..file_format import lot_format
from .feature import SourceFeature, Unread, text_of, without_measure

#: Confidence of PROJ from which a written system is that of the registry: same definition, perhaps another name.
_SURE = 70
#: Features read at a time.
_PAGE = 20_000


def read_crs(path: Path) -> int | None:
    """EPSG code of the .prj beside a shapefile, None where there is none.

    Raises
    ------
    EngineError
        ``source_unreadable``; ``source_crs_unknown``: what is written is no system of the registry. A system whose
        name alone resembles one is not that one: a false northing of another value would pass unseen.
    """
    lot_format(path)
    try:
        written = gdal.read_info(path.absolute())["crs"]
    except gdal.UNREADABLE as error:
        raise EngineError("source_unreadable", path=path.name, detail=str(error)) from error
    if not written:
        return None
    try:
        code = pyproj.CRS.from_user_input(written).to_epsg(min_confidence=_SURE)
    except pyproj.exceptions.CRSError:
        code = None
    if code is None:
        raise EngineError("source_crs_unknown", path=path.name)
    return int(code)


def read_features(path: Path, unread: Unread) -> Iterator[SourceFeature]:
    """Features of a shapefile, in its order.

    Raises
    ------
    EngineError
        ``source_unreadable``.
    """
    layer = path.stem
    lot_format(path)
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
