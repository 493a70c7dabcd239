"""Layers that others made, read whole: every object with its identifier, its texts and its native geometry."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from struct import error as struct_error
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from ..geometry.linear import linearise
from ..geometry.wkb import encode
from ..geometry.wkt import shape_of
from ..model.errors import EngineError
from ..model.networks import OBJECT_IDENTIFIERS
from .vector_layer import split_source
from .vector_source import VectorSource, open_vector

#: Confidence of PROJ from which a written system is that of the registry: same definition, perhaps another name.
_SURE = 70
#: Names that OGR's SQL gives to geometries with arcs.
_BENT = "'CIRCULARSTRING', 'COMPOUNDCURVE', 'CURVEPOLYGON', 'MULTICURVE', 'MULTISURFACE'"


@dataclass(eq=False)
class LayerTable:
    """One layer; an entry an object in each array.

    name : the layer's.
    source : file it was read from.
    crs : EPSG code, None where the file says none that is known.
    said : whether the file says a system at all.
    ids : what names each object: its identifier, else ``fid N``; one that is used twice is told by its fid too.
    texts : field → texts, None where empty.
    geometry : linearised copies (chords within 1 mm), Z kept; None where there is none that can be used.
    curve : native WKB of the objects that have arcs, None for the others.
    unusable : objects with a geometry that cannot be read, or with coordinates that are no numbers: it is left out.
    skipped : objects that the reader could not give at all.
    """

    name: str
    source: Path
    crs: int | None
    said: bool
    fid: NDArray[np.int64]
    ids: NDArray[np.object_]
    texts: dict[str, NDArray[np.object_]]
    geometry: NDArray[np.object_]
    curve: NDArray[np.object_]
    unusable: int
    skipped: int


def read_tables(source: str) -> list[LayerTable]:
    """Layers of a source that have geometries: the one that it names ("file|layername=layer"), else all of the file.

    Raises
    ------
    EngineError
        ``layer_unreadable``, ``layer_choose``, ``layer_no_geometry``, and what `open_vector` raises.
    """
    path, chosen = split_source(source)
    opened = open_vector(path)
    known = opened.layers()
    if chosen is not None and chosen not in known:
        raise EngineError("layer_choose", path=str(path), known=", ".join(known) or "-")
    if not known:
        raise EngineError("layer_no_geometry", path=str(path))
    return [_table(opened, name) for name in ([chosen] if chosen else known)]


def _table(opened: VectorSource, layer: str) -> LayerTable:
    expected = opened.info(layer)["features"] if opened.format.options else 0
    meta, fids, wkbs, columns = opened.read(layer, return_fids=True)
    texts = {str(name): _texts(column) for name, column in zip(meta["fields"], columns, strict=True)}
    fid = np.asarray(fids, dtype=np.int64)
    wkbs = wkbs if wkbs is not None else np.full(len(fid), None)
    geometry = _geometries(wkbs)
    curve = np.full(len(fid), None, dtype=object)
    if len(fid) and opened.format.has_arcs:
        _bend(geometry, curve, fid, _bent_texts(opened, layer))
    coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
    wrong = np.unique(owner[~np.isfinite(coordinates).all(axis=1)])
    geometry[wrong] = curve[wrong] = None
    given = np.fromiter((wkb is not None for wkb in wkbs), bool, len(wkbs))
    system = meta["crs"]
    return LayerTable(
        layer,
        opened.path,
        _epsg(system),
        bool(system),
        fid,
        _ids(texts, fid),
        texts,
        geometry,
        curve,
        int((given & shapely.is_missing(geometry)).sum()),
        max(0, int(expected) - len(fid)),
    )


def _epsg(system: str | None) -> int | None:
    try:
        code = CRS.from_user_input(system).to_epsg(min_confidence=_SURE) if system else None
    except CRSError:
        return None
    return None if code is None else int(code)


def _texts(column: NDArray[Any]) -> NDArray[np.object_]:
    """Values as texts, None where there is none; whole numbers without decimals."""
    out = np.full(len(column), None, dtype=object)
    kind = column.dtype.kind
    if kind == "f":
        whole = np.isfinite(column) & (np.abs(column) < 2.0**53) & (column == np.round(column))
        out[whole] = column[whole].astype(np.int64).astype(str)
        rest = np.isfinite(column) & ~whole
        out[rest] = [repr(v) for v in column[rest].tolist()]
    elif kind in "iub":
        out[:] = column.astype(str)
    elif kind == "M":
        there = ~np.isnat(column)
        out[there] = np.datetime_as_string(column[there]).astype(object)
    else:
        out[:] = [None if v is None or v != v or isinstance(v, bytes) else str(v) for v in column]
    return out


def _ids(texts: dict[str, NDArray[np.object_]], fid: NDArray[np.int64]) -> NDArray[np.object_]:
    """What names each object: the field of identifiers that tells most objects apart, the best name first."""
    fields = {name.lower(): column for name, column in reversed(list(texts.items()))}
    best = np.full(len(fid), None, dtype=object)
    most = 0
    for name in OBJECT_IDENTIFIERS:
        column = fields.get(name.lower())
        distinct = 0 if column is None else len({v for v in column if v})
        if column is not None and distinct > most:
            best, most = column, distinct
    if 2 * most < max(len(fid), 1):  # what names half of the objects alike names none
        return np.array([f"fid {n}" for n in fid.tolist()], dtype=object)
    values, at, count = np.unique(np.array([v or "" for v in best]), return_inverse=True, return_counts=True)
    alone = (count == 1) & (values != "")
    return np.array(
        [
            str(values[k]) if alone[k] else f"{values[k]} (fid {n})" if values[k] else f"fid {n}"
            for k, n in zip(at.tolist(), fid.tolist(), strict=True)
        ],
        dtype=object,
    )


def _geometries(wkbs: NDArray[np.object_]) -> NDArray[np.object_]:
    """Geometries of WKBs without arcs. A line of one point is read as one without length, as it was drawn."""
    geometry = np.asarray(shapely.from_wkb(wkbs, on_invalid="ignore"))
    for rank in np.flatnonzero(shapely.is_missing(geometry)):
        if wkbs[rank] is not None:
            geometry[rank] = _mended(bytes(wkbs[rank]))
    return geometry


def _mended(wkb: bytes) -> shapely.Geometry | None:
    try:
        return linearise(wkb)
    except (ValueError, KeyError, IndexError, struct_error, shapely.errors.GEOSException):
        return None  # of a kind that no plan has (solids, meshes), or no geometry at all: counted as unusable


def _bent_texts(opened: VectorSource, layer: str) -> dict[int, str]:
    """WKT by fid of the objects that have arcs: pyogrio's WKB has chords in their stead."""
    quoted = layer.replace("\\", "\\\\").replace('"', '\\"')
    # OGR SQL: the name is quoted, the rest is fixed
    query = f'SELECT OGR_GEOM_WKT AS wkt FROM "{quoted}" WHERE OGR_GEOMETRY IN ({_BENT})'  # noqa: S608  # nosec B608
    _, fids, _, columns = opened.read(None, sql=query, sql_dialect="OGRSQL", read_geometry=False, return_fids=True)
    return dict(zip(np.asarray(fids).tolist(), columns[0].tolist(), strict=True)) if columns else {}


def _bend(
    geometry: NDArray[np.object_], curve: NDArray[np.object_], fid: NDArray[np.int64], texts: dict[int, str]
) -> None:
    """Put the arcs back: native curves, and copies of them whose chords are within 1 mm."""
    row = {number: rank for rank, number in enumerate(fid.tolist())}
    for number, text in texts.items():
        try:
            curve[row[number]] = encode(shape_of(text))
            geometry[row[number]] = linearise(curve[row[number]])
        except (ValueError, KeyError, IndexError, struct_error, shapely.errors.GEOSException):
            geometry[row[number]] = curve[row[number]] = None
