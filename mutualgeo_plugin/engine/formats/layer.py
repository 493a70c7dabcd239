"""Layers that others made, read whole: every object with its identifier, its texts and its native geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ..context import MEASURES
from ..geometry.crs import Operation
from ..geometry.linear import linearise
from ..geometry.systems import code_of_system, geometries_to_system
from ..geometry.tangles import MOST_CROSSINGS, find_tangles, refuse_tangles
from ..geometry.wkb import census, decode, encode
from ..model.errors import EngineError, Phrase
from ..model.export import MASK_ACCURACY
from ..model.networks import OBJECT_IDENTIFIERS
from .file_sources import open_layers
from .fitting_systems import misfit, refuse_misfit
from .layer_source import LayerSource
from .page import UNUSABLE, Page, Request
from .reader_errors import reader_errors
from .source_name import split_source
from .texts import TextEncoding

#: Chords that the arcs of a layer may take: so many an arc (those of Lyon take 12), and some to spare for large ones.
CHORDS_OF_ARC, SPARE_CHORDS = 100, 5_000_000
#: What is raised where a geometry is none, or has too few points or rings to be drawn.
_UNUSABLE = (ValueError, IndexError, shapely.errors.GEOSException)
#: Geometries of each kind that a layer may be asked for.
KINDS = {
    "polygon": (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    "line": (
        shapely.GeometryType.LINESTRING,
        shapely.GeometryType.LINEARRING,
        shapely.GeometryType.MULTILINESTRING,
    ),
}


@dataclass(frozen=True)
class Skipped:
    """What of a layer could not be given.

    unread : objects that the driver could not give at all.
    unusable : objects with a geometry that cannot be read, or with coordinates that are no numbers: it is left out.
    tangled : polygons that cross themselves so often that nothing can be done with them: left out.
    tables : tables of the file that have no geometry.
    replaced : texts with characters that no file can hold, which are replaced; the object of the first.
    left_out : layers of the file that cannot be read, and why.
    """

    unread: int = 0
    unusable: int = 0
    tangled: int = 0
    tables: tuple[str, ...] = ()
    replaced: int = 0
    first_replaced: str = ""
    left_out: tuple[tuple[str, EngineError], ...] = ()


@dataclass(eq=False)
class Layer:
    """One layer; an entry an object in each array.

    name : the layer's.
    source : file it was read from.
    system : EPSG code of its coordinates, None where the file says none that is known.
    declared_system : what the file says of its system, None where it says nothing.
    ids : what names each object: its identifier, else ``fid N``; one that is used twice is told by its fid too.
    values : field → values as the driver gave them; lists as one text each.
    geometry : linearised copies (chords within 1 mm), Z kept; None where there is none that can be used.
    curve : native WKB of the objects that have arcs, None for the others.
    wkb : geometries as the driver gave them: with chords where there are arcs; None where there is none.
    skipped : what could not be given.
    encoding : encoding that the texts were read in and why, None where it is a matter of the format.
    profile : quality profile that the format asks for, None where the objects do.
    """

    name: str
    source: Path
    system: int | None
    declared_system: str | None
    fid: NDArray[np.int64]
    values: dict[str, NDArray[Any]]
    geometry: NDArray[np.object_]
    curve: NDArray[np.object_]
    wkb: NDArray[np.object_]
    skipped: Skipped
    encoding: TextEncoding | None = None
    profile: str | None = None

    def __len__(self) -> int:
        return len(self.fid)

    @cached_property
    def fields(self) -> dict[str, NDArray[np.object_]]:
        """Field → texts, None where empty; whole numbers without decimals."""
        return {name: _texts(column) for name, column in self.values.items()}

    @cached_property
    def ids(self) -> NDArray[np.object_]:
        return _ids(self.fields, self.fid)

    @property
    def native_geometry(self) -> NDArray[np.object_]:
        """ISO WKB of each object with its arcs; the driver's own where no geometry could be made of it."""
        bent = np.array([wkb is not None for wkb in self.curve], dtype=bool)
        plain = np.asarray(shapely.to_wkb(self.geometry, flavor="iso", byte_order=1), dtype=object)
        there = np.array([wkb is not None for wkb in plain], dtype=bool)
        return np.where(bent, self.curve, np.where(there, plain, self.wkb))

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """Box (minx, miny, maxx, maxy) of the objects, None where there is none."""
        boxes = self._boxes()
        return (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()) if len(boxes) else None

    def _boxes(self) -> NDArray[np.float64]:
        boxes = np.asarray(shapely.bounds(self.geometry))
        return boxes[np.isfinite(boxes).all(axis=1)]

    def measures(self) -> dict[str, int]:
        """Vertices, vertices with Z, arcs and attributes of all objects.

        An attribute is a value that is not null: an empty text is one, and a list too. Tables without geometry
        (`Skipped.tables`) are told, not counted: they are not read.
        """
        out = dict.fromkeys(MEASURES, 0)
        bent = np.array([wkb is not None for wkb in self.curve], dtype=bool)
        points = shapely.get_num_coordinates(self.geometry[~bent])
        out["vertices"] += int(points.sum())
        out["vertices_z"] += int(points[shapely.has_z(self.geometry[~bent])].sum())
        for wkb in self.curve[bent]:
            for what, n in zip(("vertices", "vertices_z", "arcs"), census(wkb), strict=True):
                out[what] += n
        out["attributes"] += sum(int((column != None).sum()) for column in self.fields.values())  # noqa: E711
        return out

    def rows(self, which: NDArray[Any]) -> Layer:
        """Some objects of the layer, by a mask or by their ranks."""
        values = {name: column[which] for name, column in self.values.items()}
        arrays = {name: getattr(self, name)[which] for name in ("fid", "geometry", "curve", "wkb")}
        return replace(self, values=values, **arrays)

    def groups(self, field: str | None) -> dict[str, NDArray[np.intp]]:
        """Rows by value of a field, in order of value; all rows under the layer's name where no field is given.

        Raises
        ------
        EngineError
            ``layer_value_missing``.
        """
        if field is None:
            return {self.name: np.arange(len(self))}
        texts = self.fields[field]
        empty = sum(not v for v in texts)
        if empty:  # what has no name would be in no group
            raise EngineError("layer_value_missing", layer=self.name, field=field, count=empty)
        return {v: np.flatnonzero(texts == v) for v in sorted({v for v in texts if v})}


def read_layers(source: str) -> list[Layer]:
    """Layers of a source that have geometries: the one that it names ("file|layername=layer"), else all of the file.

    Those of several that cannot be read are left out (`Skipped.left_out`).

    Raises
    ------
    EngineError
        ``layer_unreadable``, ``layer_choose``, ``layer_no_geometry``, ``layer_misfit``, and what `open_layers` raises.
    """
    path, chosen = split_source(source)
    with reader_errors(path.name):
        opened = open_layers(path)
        known = opened.layers() if chosen is None else [opened.choose(chosen)]
        if not known:
            raise EngineError("layer_no_geometry", path=str(path))
        layers, left_out = [], []
        for name in known:
            try:
                with reader_errors(path.name):
                    layers.append(_layer(opened, name, None))
            except EngineError as error:  # it keeps no other from being read
                if error.status != "refused":
                    raise
                left_out.append((name, error))
        if not layers:
            raise left_out[0][1]
        for layer in layers[1:]:
            layer.skipped = replace(layer.skipped, tables=())  # they are the file's: told once
        layers[0].skipped = replace(layers[0].skipped, left_out=tuple(left_out))
        return layers


def read_layer(source: str | Path, layer: str | None = None, *, fields: Sequence[str] | None = None) -> Layer:
    """The layer that a source names, or the only one that it has.

    Parameters
    ----------
    source : "file" or "file|layername=layer"; a path is a file, whatever is written in it.
    layer : name of the layer, before that of the source.
    fields : those to read; all where it is None.

    Raises
    ------
    EngineError
        As `read_layers`; ``layer_field_missing``.
    """
    path, chosen = split_source(source, layer) if isinstance(source, str) else (source, layer)
    with reader_errors(path.name):
        opened = open_layers(path)
        name = opened.choose(chosen)
        if fields:
            present = opened.fields(name)
            for field in fields:
                if field not in present:
                    raise EngineError(
                        "layer_field_missing", path=str(path), field=field, known=", ".join(present) or "-"
                    )
        return _layer(opened, name, None if fields is None else list(dict.fromkeys(fields)))


def read_fields(source: str | Path, layer: str | None = None) -> list[str]:
    """Names of the fields of the layer that `read_layer` reads."""
    path, chosen = split_source(source, layer) if isinstance(source, str) else (source, layer)
    with reader_errors(path.name):
        opened = open_layers(path)
        return opened.fields(opened.choose(chosen))


def read_shapes(source: str, crs: int, kind: str, fields: Sequence[str] = ()) -> Layer:
    """The polygons or the lines of a layer, in the plane and in a system; arcs are linearised to 1 mm.

    Parameters
    ----------
    source : "file" or "file|layername=layer".
    crs : EPSG code that the geometries are brought to.
    kind : "polygon" or "line".
    fields : columns to read.

    Raises
    ------
    EngineError
        As `read_layer` and `bring_layer`; ``layer_empty``, ``layer_shapes_tangled``, ``geometry_tangled``.
    """
    layer = read_layer(source, fields=fields)
    if layer.skipped.tangled:  # what is missing would change what is asked
        raise EngineError("layer_shapes_tangled", path=str(layer.source), layer=layer.name, most=MOST_CROSSINGS)
    layer = rows_of_kind(layer, kind)
    refuse_tangles(layer.geometry)
    layer.geometry = np.asarray(shapely.force_2d(layer.geometry))
    return bring_layer(layer, crs, MASK_ACCURACY)[0]


def rows_of_kind(layer: Layer, kind: str) -> Layer:
    """The objects of a layer that are polygons or lines.

    Raises
    ------
    EngineError
        ``layer_empty``.
    """
    usable = np.isin(shapely.get_type_id(layer.geometry), KINDS[kind]) & ~shapely.is_empty(layer.geometry)
    if not usable.any():
        raise EngineError("layer_empty", path=str(layer.source), layer=layer.name, kind=kind)
    return layer.rows(usable)


def system_of(layer: Layer) -> int:
    """EPSG code of a layer's system.

    Raises
    ------
    EngineError
        ``layer_crs_missing``.
    """
    if layer.system is None:
        raise missing_system(layer)
    return layer.system


def missing_system(layer: Layer, remedy: Phrase | None = None) -> EngineError:
    """The refusal of a layer without a system; `remedy` says what else can be done than to declare it in the file."""
    fields = {"path": str(layer.source), "layer": layer.name, "remedy": remedy or Phrase("hint_none")}
    return EngineError("layer_crs_missing", **fields)


def bring_layer(layer: Layer, target: int, limit: float) -> tuple[Layer, Operation | None]:
    """A layer in another system, Z as it was; and the operation, None where none was needed.

    Raises
    ------
    EngineError
        ``layer_crs_missing``, ``layer_misfit`` (coordinates that the operation has no answer for), and what
        `geometry.systems.to_system` raises.
    """
    source = system_of(layer)
    geometry, curve, found = geometries_to_system(layer.geometry, layer.curve, source, target, limit)
    if found is None:
        return layer, None
    moved = replace(layer, geometry=geometry, curve=curve, system=target)
    if len(moved._boxes()) < len(layer._boxes()):
        raise misfit(layer.name, layer.source, source, layer._boxes())
    return moved, found


def declare_system(layer: Layer, code: int) -> Layer:
    """A layer whose file says no system, in the one that it is said to be in.

    Raises
    ------
    EngineError
        ``layer_misfit``.
    """
    refuse_misfit(layer.name, layer.source, code, layer._boxes())
    return replace(layer, system=code)


def _layer(opened: LayerSource, name: str, columns: Sequence[str] | None) -> Layer:
    announced = opened.announced_objects(name)
    page = next(iter(opened.pages(Request(name, columns)))).mend_texts()
    wkbs = np.empty(len(page), dtype=object)
    wkbs[:] = page.geometry
    geometry = _geometries(wkbs, page.curved)
    curve = np.full(len(page), None, dtype=object)
    _bend(geometry, curve, page)
    coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
    wrong = np.unique(owner[~np.isfinite(coordinates).all(axis=1)])
    geometry[wrong] = curve[wrong] = None
    given = np.fromiter((wkb is not None for wkb in wkbs), bool, len(wkbs))
    unusable = int((given & shapely.is_missing(geometry)).sum()) + page.unread.count(UNUSABLE)
    areal = np.flatnonzero(shapely.get_dimensions(geometry) == 2)
    tangled = areal[find_tangles(geometry[areal])]
    geometry[tangled] = curve[tangled] = None
    skipped = Skipped(
        max(0, announced - len(page)), unusable, len(tangled), opened.tables(), page.unread.replaced_texts.total(),
        page.unread.first_replaced,
    )  # fmt: skip
    layer = Layer(
        name=name,
        source=opened.path,
        system=code_of_system(page.declared_system),
        declared_system=page.declared_system,
        fid=np.asarray(page.fid),
        values=page.arrays(),
        geometry=geometry,
        curve=curve,
        wkb=wkbs,
        skipped=skipped,
        encoding=opened.encoding,
        profile=opened.profile,
    )
    if layer.system is not None:
        refuse_misfit(name, opened.path, layer.system, layer._boxes())
    return layer


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


def _geometries(wkbs: NDArray[np.object_], curved: Sequence[int]) -> NDArray[np.object_]:
    """Geometries of WKBs, those with arcs left out. A line of one point is read as one without length, as drawn."""
    plain = wkbs.copy()
    plain[list(curved)] = None
    geometry = np.asarray(shapely.from_wkb(plain, on_invalid="ignore"))
    for rank in np.setdiff1d(np.flatnonzero(shapely.is_missing(geometry)), curved):
        if wkbs[rank] is not None:
            geometry[rank] = _repair_wkb(bytes(wkbs[rank]))
    for rank in np.flatnonzero(shapely.get_type_id(geometry) == shapely.GeometryType.GEOMETRYCOLLECTION):
        if not _is_of_plan(geometry[rank]):
            geometry[rank] = None
    measured = shapely.has_m(geometry)  # measures are no part of a plan: left out, Z is kept
    bare = [encode(decode(wkb)) for wkb in shapely.to_wkb(geometry[measured], flavor="iso", byte_order=1)]
    geometry[measured] = shapely.from_wkb(np.array(bare, dtype=object))
    return geometry


def _is_of_plan(geometry: shapely.Geometry) -> bool:
    """Whether a collection is one that is read again wherever its WKB goes: not nested without end."""
    try:
        decode(shapely.to_wkb(geometry, flavor="iso", byte_order=1))
    except ValueError:
        return False
    return True


def _repair_wkb(wkb: bytes) -> shapely.Geometry | None:
    try:
        return linearise(wkb)
    except _UNUSABLE:
        return None  # of a kind that no plan has (solids, meshes), or no geometry at all: counted as unusable


def _bend(geometry: NDArray[np.object_], curve: NDArray[np.object_], page: Page) -> None:
    """Put the arcs in: native curves, and copies of them whose chords are within 1 mm.

    Raises
    ------
    EngineError
        ``arcs_huge``: one object, or all together, would have more chords than arcs of a plan have.
    """
    arcs = drawn = 0
    for rank in page.ranks_with_arcs():
        try:
            curve[rank] = encode(page.shape(rank))
            geometry[rank] = linearise(curve[rank])
        except _UNUSABLE:
            geometry[rank] = curve[rank] = None
            continue
        arcs += census(curve[rank])[2]
        drawn += int(shapely.get_num_coordinates(geometry[rank]))
        most = SPARE_CHORDS + CHORDS_OF_ARC * arcs
        if drawn > most:
            raise EngineError("arcs_huge", chords=drawn, arcs=arcs, most=most)
