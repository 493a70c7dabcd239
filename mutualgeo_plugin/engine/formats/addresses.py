"""Addresses as the Base adresse nationale gives them (CSV, also as BAL), or as a layer of points."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from ..geometry.systems import to_system
from ..model.endings import ADDRESS_TABLES
from ..model.errors import EngineError, Phrase
from .file_format import DAMAGED_GZIP
from .layer import read_layer, system_of
from .reader_errors import reader_errors
from .source_name import split_source
from .texts import decode_beginning

#: Columns of longitude and latitude: BAN, then BAL 1.4.
COLUMNS = (("lon", "lat"), ("long", "lat"))
#: Longitudes and latitudes are in WGS 84; an address is known to some metres.
_GEOGRAPHIC, _ACCURACY = 4326, 5.0
#: Bytes of the first line, at the most.
_LONGEST_HEAD = 1 << 16


def read_addresses(source: str, crs: int) -> NDArray[np.float64]:
    """Places (n, 2) of addresses, in the system `crs`; those without a place are left out.

    Parameters
    ----------
    source : CSV (also gzipped), or ``file`` or ``file|layername=name`` of points.

    Raises
    ------
    EngineError
        ``path_unreadable``, ``addresses_columns``, ``layer_unreadable``, ``layer_crs_missing``, ``addresses_none``.
    """
    path, layer = split_source(source)
    if not path.is_file():
        raise EngineError("path_unreadable", path=str(path), detail=Phrase("file_absent"))
    with reader_errors(path.name):
        lonlat, from_crs = _csv(path) if path.suffix.lower() in ADDRESS_TABLES else _layer(path, layer)
    lonlat = lonlat[np.isfinite(lonlat).all(axis=1)]
    if not len(lonlat):
        raise EngineError("addresses_none", path=path.name)
    moved, _ = to_system(lonlat, from_crs, crs, _ACCURACY)
    return moved[np.isfinite(moved).all(axis=1)]


def _csv(path: Path) -> tuple[NDArray[np.float64], int]:
    try:
        with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as stream:
            head = decode_beginning(stream.readline(_LONGEST_HEAD))
        separator = ";" if head.count(";") >= head.count(",") else ","
        names = {name.strip().strip('"') for name in head.strip().split(separator)}
        columns = next((pair for pair in COLUMNS if set(pair) <= names), None)
        if columns is None:
            raise EngineError("addresses_columns", path=path.name, expected=", ".join(COLUMNS[0]))
        table = pandas.read_csv(
            path, sep=separator, usecols=list(columns), dtype=str, encoding="utf-8-sig", encoding_errors="replace",
            on_bad_lines="skip", compression="gzip" if path.suffix.lower() == ".gz" else None,
        )[list(columns)]  # fmt: skip
    except (*DAMAGED_GZIP, ValueError) as error:
        raise EngineError("path_unreadable", path=str(path), detail=str(error)) from error
    numbers = [pandas.to_numeric(table[c].str.replace(",", "."), errors="coerce") for c in columns]
    places = np.column_stack(numbers).astype(np.float64)
    places[(np.abs(places[:, 0]) > 180.0) | (np.abs(places[:, 1]) > 90.0)] = np.nan
    return places, _GEOGRAPHIC


def _layer(path: Path, name: str | None) -> tuple[NDArray[np.float64], int]:
    layer = read_layer(path, name, fields=())
    points = shapely.centroid(layer.geometry)
    return np.column_stack((shapely.get_x(points), shapely.get_y(points))), system_of(layer)
