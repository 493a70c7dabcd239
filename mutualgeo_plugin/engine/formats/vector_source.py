"""A vector file that others made, opened with the driver of its format and no other."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..model.errors import EngineError
from . import gdal
from .file_format import FileFormat, own_endings
from .gdal_drivers import gdal_path
from .layer_source import LayerSource
from .page import MOST_FIELDS, Page, Request, Unread

#: Names that OGR's SQL gives to geometries with arcs.
_BENT = "'CIRCULARSTRING', 'COMPOUNDCURVE', 'CURVEPOLYGON', 'MULTICURVE', 'MULTISURFACE', 'GEOMETRYCOLLECTION'"
_COLLECTION, _ARC = "GEOMETRYCOLLECTION", "CIRCULARSTRING"

#: Read as it is written: arcs to the last digit; of GML codes keep their zeros, links become fields and are not
#: followed, one bad geometry does not hide the others, and no file that GDAL made of it with links followed
#: (``.resolved.gml``) is read in its place: GDAL looks for that one where it would write it.
_AS_WRITTEN = {
    "OGR_WKT_PRECISION": "17",
    "GML_FIELDTYPES": "ALWAYS_STRING",
    "GML_ATTRIBUTES_TO_OGR_FIELDS": "YES",
    "GML_SKIP_CORRUPTED_FEATURES": "YES",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GML_SAVE_RESOLVED_TO": "/vsimem/none.gml",
}


@dataclass(frozen=True)
class VectorSource(LayerSource):
    """A file of a format that GDAL reads; `dataset` is its name there."""

    format: FileFormat = field(kw_only=True)
    dataset: str = field(kw_only=True)

    def layers(self) -> list[str]:
        return [name for name, has_geometry in self._names if has_geometry]

    def tables(self) -> tuple[str, ...]:
        return tuple(name for name, has_geometry in self._names if not has_geometry)

    @cached_property
    def _names(self) -> list[tuple[str, bool]]:
        """Each layer and table: its name, and whether it has geometries."""
        with self._reading():
            if not self.format.options:
                return [(str(name), kind is not None) for name, kind in gdal.list_layers(self.dataset)]
            listed: list[tuple[str, bool]] = []
            while True:  # listing takes no options
                try:
                    found = gdal.read_info(self.dataset, layer=len(listed), **self.format.options)
                except gdal.DataLayerError:
                    return listed
                listed.append((str(found["layer_name"]), found["geometry_type"] is not None))

    def fields(self, layer: str) -> list[str]:
        return [str(name) for name in self._info(layer)["fields"]]

    def announced_objects(self, layer: str) -> int:
        return int(self._info(layer)["features"]) if self.format.options else 0

    def _info(self, layer: str) -> dict[str, Any]:
        with self._reading():
            return dict(gdal.read_info(self.dataset, layer=layer, **self.format.options))

    def _read(self, layer: str | None, columns: Sequence[str] | None = None, **how: Any) -> tuple[Any, Any, Any, Any]:
        """What ``pyogrio.raw.read`` gives of a layer: meta, fids, WKB (chords for arcs), columns."""
        with self._reading():
            how = {**how, **self.format.options, "encoding": self.encoding.name if self.encoding else None}
            found = gdal.raw.read(self.dataset, layer=layer, columns=columns, **how)
            return tuple(found)

    def pages(self, request: Request) -> Iterator[Page]:
        """Objects as the driver gives them, arcs beside their chords, lists as texts."""
        for layer in [request.layer] if request.layer is not None else [*self.layers(), *self.tables()]:
            first = 0
            while True:
                page = self._page(layer, request, first)
                yield page
                first += len(page)
                if request.size is None or len(page) < request.size:
                    break

    def _page(self, layer: str, request: Request, first: int) -> Page:
        if first == 0 and request.columns is None and len(self.fields(layer)) > MOST_FIELDS:
            raise EngineError("layer_fields_many", layer=layer, most=MOST_FIELDS)
        part = {} if request.size is None else {"skip_features": first, "max_features": request.size}
        meta, fids, wkbs, columns = self._read(layer, request.columns, return_fids=True, **part)
        fid = np.asarray(fids, dtype=np.int64)
        texts = self._read_arcs(layer, fid, whole=request.size is None) if self.format.has_arcs and len(fid) else {}
        rank = {number: rank for rank, number in enumerate(fid.tolist())} if texts else {}
        unread = Unread(encodings={self.path.name: self.encoding} if self.encoding else {})
        return Page(
            layer=layer,
            source=self.path.name,
            names=[str(number) for number in range(first, first + len(fid))],
            values={
                str(name): _join_lists(column) if kind.endswith("List") else column
                for name, kind, column in zip(meta["fields"], meta["ogr_types"], columns, strict=True)
            },
            geometry=wkbs if wkbs is not None else np.full(len(fid), None),
            arcs={rank[number]: text for number, text in texts.items()},
            fid=fid,
            padded=True,
            declared_system=meta["crs"] or None,
            unread=unread,
        )

    def _read_arcs(self, layer: str, fid: NDArray[np.int64], *, whole: bool) -> dict[int, str]:
        """WKT by fid of the objects that have arcs: pyogrio's WKB has chords in their stead."""
        quoted = layer.replace("\\", "\\\\").replace('"', '\\"')
        some = "" if whole else f" AND FID >= {fid.min()} AND FID <= {fid.max()}"
        # OGR SQL: the name is quoted, the rest is fixed
        where = f"OGR_GEOMETRY IN ({_BENT}){some}"
        query = f'SELECT OGR_GEOM_WKT AS wkt FROM "{quoted}" WHERE {where}'  # noqa: S608  # nosec B608
        _, fids, _, columns = self._read(None, sql=query, sql_dialect="OGRSQL", read_geometry=False, return_fids=True)
        texts = zip(np.asarray(fids).tolist(), columns[0].tolist(), strict=True) if columns else ()
        return {number: text for number, text in texts if not (text.startswith(_COLLECTION) and _ARC not in text)}

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            with gdal.gdal_options(_AS_WRITTEN), warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # what is skipped is counted
                yield
        except gdal.UNREADABLE as error:
            raise EngineError("layer_unreadable", path=str(self.path), detail=str(error)) from error


def _join_lists(column: NDArray[Any]) -> NDArray[np.object_]:
    """Lists of values (an element of GML that is repeated, an array of JSON) as texts; an empty one as none."""
    lists = ([] if values is None else np.atleast_1d(values).tolist() for values in column)  # one truth comes bare
    texts = [", ".join(map(str, values)) or None for values in lists]
    return np.array(texts, dtype=object)


def open_vector(path: Path, own: FileFormat) -> VectorSource:
    """A file that is known to be of a format."""
    encoding = own.find_encoding(path) if own.find_encoding else None
    dataset = f"/vsigzip/{gdal_path(path)}" if own_endings(path)[1] else gdal_path(path)
    return VectorSource(path, own.profile, encoding, format=own, dataset=dataset)
