"""Control points: a CSV as a surveyor writes it, or a layer of points, brought to the system of the base."""

from __future__ import annotations

import csv
import difflib
import io
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from ..geometry.crs import Operation
from ..geometry.systems import plane_code, to_system
from ..model.accuracy import COLUMNS, CONTROL_ACCURACY
from ..model.crs import LEGAL_CRS
from ..model.endings import CONTROL_TABLES
from ..model.errors import EngineError, Phrase
from ..model.legibility import ILLEGIBLE, legible_text
from ..model.pcrs import CLASSES
from ..model.whole_numbers import whole_number
from .layer import declare_system, missing_system, read_layer
from .reader_errors import reader_errors
from .source_name import split_source
from .texts import decode_text

#: Endings of texts; whatever else is read as a layer.
_SEPARATORS = (";", "\t", ",")
#: Classes whose vertices are surveyed, by their name in lower case, with and without "PCRS".
SURVEYED = tuple(n for n, c in CLASSES.items() if c.family == "vecteur" and c.is_drawn)
_CLASS_NAMES = {key: n for n in SURVEYED for key in (n.lower(), n.lower().removesuffix("pcrs"))}


@dataclass(frozen=True, eq=False)
class ControlPoints:
    """Points as flat arrays, in the system of the base, in order of name.

    names, classes, objects : arrays (n,) of texts; class and object None where the point names none.
    vertex : int array (n,), rank of the object's vertex from 1, 0 where the point names none.
    xyz : array (n, 3), metres; Z NaN where there is none.
    crs : EPSG code that they came in; `moved` the operation that brought them here, None where none was needed.
    remarks : what the reader has to tell.
    """

    names: NDArray[np.object_]
    xyz: NDArray[np.float64]
    classes: NDArray[np.object_]
    objects: NDArray[np.object_]
    vertex: NDArray[np.intp]
    crs: int
    moved: Operation | None = None
    remarks: tuple[Phrase, ...] = ()

    def __len__(self) -> int:
        return len(self.names)


@dataclass
class _Table:
    """Cells of the columns that are known, as texts, and where each row stands in its file."""

    path: Path
    cells: dict[str, list[str]]
    places: list[str]
    shapes: NDArray[np.object_] | None = None
    crs: int | None = None
    remarks: list[Phrase] = field(default_factory=list)


def read_control_points(source: str, crs: int, source_crs: int | None = None) -> ControlPoints:
    """Read control points.

    Parameters
    ----------
    source : "file.csv", "file" or "file|layername=layer".
    crs : EPSG code of the base, which the points are brought to.
    source_crs : EPSG code of a file that does not say its own; that of the base where it is None.

    Raises
    ------
    EngineError
        ``path_unreadable``, ``layer_…`` for layers, ``control_…`` for what is wrong with the points, ``transform_none``
        and ``transform_coarse`` (worse than `CONTROL_ACCURACY`).
    """
    path, layer = split_source(source)
    if not path.is_file():
        raise EngineError("path_unreadable", path=str(path), detail=Phrase("file_absent"))
    with reader_errors(path.name):
        return _read_points(path, layer, crs, source_crs)


def _read_points(path: Path, layer: str | None, crs: int, source_crs: int | None) -> ControlPoints:
    table = _read_text(path) if path.suffix.lower() in CONTROL_TABLES else _read_layer(path, layer, source_crs)
    if not table.places:
        raise EngineError("control_empty", path=str(path))
    if table.crs and source_crs not in (None, table.crs):
        raise EngineError("source_crs_conflict", systems=f"EPSG:{table.crs} ({path.name}), EPSG:{source_crs} (CRS)")
    own = table.crs or source_crs or crs
    names = _names(table)
    xyz = _coordinates(table)
    _refuse_outliers(names, xyz, own)
    xyz[:, :2], moved = to_system(xyz[:, :2], own, crs, CONTROL_ACCURACY)
    if moved is not None:
        _refuse_outliers(names, xyz, crs)
        said = {"source": own, "target": crs, "name": moved.name, "accuracy": f"{moved.accuracy:g}"}
        table.remarks.append(Phrase("control_moved", **said))
    order = np.argsort(names.astype(str), kind="stable")
    return ControlPoints(
        names[order], xyz[order], _classes(table, names)[order], _objects(table)[order], _vertex(table)[order],
        own, moved, tuple(table.remarks),
    )  # fmt: skip


# -- texts -----------------------------------------------------------------------------------------------------------


def _read_text(path: Path) -> _Table:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EngineError("path_unreadable", path=str(path), detail=error.strerror or str(error)) from error
    if b"\0" in content:
        raise EngineError("control_encoding", path=str(path))
    remarks = []
    decoded = decode_text(content)
    if decoded.assumed:
        remarks.append(Phrase("text_encoding_assumed", path=path.name, encoding=decoded.encoding))
    replaced = len(ILLEGIBLE.findall(decoded.text))
    if replaced:
        remarks.append(Phrase("text_replaced", name=path.name, count=replaced, fields="CSV", first="-"))
    lines = _rows(path, legible_text(decoded.text))
    if not lines:
        raise EngineError("control_empty", path=str(path))
    header = lines[0][1]
    columns = _columns(header)
    _require(path, columns, ("name", "x", "y"), header)
    rows = [(number, row) for number, row in lines[1:] if any(row)]
    for number, row in rows:
        if len(row) < len(header) or any(row[len(header) :]):
            raise EngineError("control_row", path=str(path), line=number, found=len(row), expected=len(header))
    cells = {known: [row[rank] for _, row in rows] for known, rank in columns.items()}
    return _Table(path, cells, [f"l. {number}" for number, _ in rows], remarks=remarks)


def _rows(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """Rows with their line numbers, cut by the separator under which the first one names X and Y."""
    if not text.strip():
        return []
    found: list[tuple[int, list[str]]] = []
    for separator in _SEPARATORS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
        except csv.Error as error:
            raise EngineError("path_unreadable", path=str(path), detail=str(error)) from error
        rows = rows[next((k for k, (_, row) in enumerate(rows) if any(row)), 0) :]
        known = {_plain_column_name(cell) for cell in rows[0][1]}
        if known & set(COLUMNS["x"]) and known & set(COLUMNS["y"]):
            return rows
        if not found or len(rows[0][1]) > len(found[0][1]):
            found = rows
    return found


def _plain_column_name(name: str) -> str:
    """A column's name in lower case, without accents; spaces are underscores."""
    parts = unicodedata.normalize("NFKD", name.strip().lower())
    return "".join(c for c in parts if not unicodedata.combining(c)).replace(" ", "_").replace("-", "_")


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Known column → its rank: the surest name, of those that stand for nothing else yet."""
    there: dict[str, int] = {}
    for rank, name in enumerate(header):
        there.setdefault(_plain_column_name(name), rank)
    out: dict[str, int] = {}
    for known, names in COLUMNS.items():
        free = [there[name] for name in names if name in there and there[name] not in out.values()]
        if free:
            out[known] = free[0]
    return out


def _require(path: Path, columns: dict[str, int], wanted: Sequence[str], header: Sequence[str]) -> None:
    for known in wanted:
        if known not in columns:
            there = ", ".join(name for name in header if name) or "-"
            said = ", ".join(COLUMNS[known][:4])
            raise EngineError("control_column_missing", path=str(path), column=known.upper(), known=said, found=there)


# -- layers ----------------------------------------------------------------------------------------------------------


def _read_layer(path: Path, name: str | None, source_crs: int | None) -> _Table:
    layer = read_layer(path, name)
    if layer.system is None and source_crs is not None:
        layer = declare_system(layer, source_crs)
    header = list(layer.fields)
    columns = {known: rank for known, rank in _columns(header).items() if known not in ("x", "y")}
    if len(layer):
        _require(path, columns, ("name",), header)
    cells = {known: [(text or "").strip() for text in layer.fields[header[rank]]] for known, rank in columns.items()}
    shapes = _points(path, layer.geometry)
    if layer.system is None:
        raise missing_system(layer, Phrase("layer_crs_parameter", name="CRS"))
    places = [f"n° {rank + 1}" for rank in range(len(layer))]
    return _Table(path, cells, places, shapes, plane_code(layer.system))


def _points(path: Path, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """The point of each feature; a collection of one point is that point."""
    single = np.where(shapely.get_num_geometries(shapes) == 1, shapely.get_geometry(shapes, 0), shapes)
    wrong = (shapely.get_type_id(single) != shapely.GeometryType.POINT) | shapely.is_empty(single)
    if wrong.any():
        raise EngineError("control_geometry", path=str(path), line=int(np.flatnonzero(wrong)[0]) + 1)
    return single


# -- values ----------------------------------------------------------------------------------------------------------


def _names(table: _Table) -> NDArray[np.object_]:
    names = table.cells["name"]
    for place, name in zip(table.places, names, strict=True):
        if not name:
            raise EngineError("control_name_missing", path=str(table.path), place=place)
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        more = ", …" if len(twice) > 10 else ""
        raise EngineError("control_duplicate", path=str(table.path), names=", ".join(twice[:10]) + more)
    return np.array(names, dtype=object)


def _coordinates(table: _Table) -> NDArray[np.float64]:
    """X, Y and Z of each point; Z NaN where there is none, and everywhere where it is 0 for all."""
    n = len(table.places)
    if table.shapes is None:
        xyz = np.column_stack([_numbers(table, axis, required=axis != "z") for axis in "xyz"])
    else:
        xyz = shapely.get_coordinates(table.shapes, include_z=True)
        wrong = np.flatnonzero(~np.isfinite(xyz[:, :2]).all(axis=1))
        if len(wrong):
            raise EngineError(
                "control_number", path=str(table.path), place=table.places[wrong[0]], value="NaN", column="X, Y"
            )
        if not shapely.has_z(table.shapes).any():  # a flat layer may hold altitudes as a field
            xyz[:, 2] = _numbers(table, "z", required=False)
    flat = ~np.isfinite(xyz[:, 2])
    if flat.all() or not xyz[~flat, 2].any():
        xyz[:, 2] = np.nan
        table.remarks.append(Phrase("control_flat"))
    elif flat.any():
        table.remarks.append(Phrase("control_partly_flat", count=int(flat.sum()), total=n))
    return xyz


def _numbers(table: _Table, column: str, *, required: bool) -> NDArray[np.float64]:
    cells = table.cells.get(column)
    if cells is None:
        return np.full(len(table.places), np.nan)
    out = np.full(len(cells), np.nan)
    for rank, cell in enumerate(cells):
        if not cell and not required:
            continue
        try:
            out[rank] = float(cell.replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", "."))
        except ValueError:
            pass
        if not np.isfinite(out[rank]):
            raise EngineError(
                "control_number", path=str(table.path), place=table.places[rank], value=cell, column=column.upper()
            )
    return out


def _refuse_outliers(names: NDArray[np.object_], xyz: NDArray[np.float64], crs: int) -> None:
    """Refuse points outside the area of their legal system: in a wrong system, or X and Y changed over."""
    if crs not in LEGAL_CRS:
        return
    minx, miny, maxx, maxy = LEGAL_CRS[crs].bounds
    x, y = xyz[:, 0], xyz[:, 1]
    inside = (x >= minx) & (x <= maxx) & (y >= miny) & (y <= maxy)
    if not inside.all():
        first = int(np.flatnonzero(~inside)[0])
        where = {"x": f"{x[first]:.3f}", "y": f"{y[first]:.3f}"}
        raise EngineError("control_outside", point=names[first], crs=f"EPSG:{crs}", **where)


def _classes(table: _Table, names: NDArray[np.object_]) -> NDArray[np.object_]:
    out = np.full(len(table.places), None, dtype=object)
    for rank, text in enumerate(table.cells.get("class", [])):
        if not text:
            continue
        out[rank] = _CLASS_NAMES.get(text.lower())
        if out[rank] is None:
            near = difflib.get_close_matches(text.lower(), list(_CLASS_NAMES), n=1)
            said = f" ({_CLASS_NAMES[near[0]]} ?)" if near else ""
            raise EngineError("control_class_unknown", path=str(table.path), point=names[rank], value=text, near=said)
    return out


def _objects(table: _Table) -> NDArray[np.object_]:
    cells = table.cells.get("object", [""] * len(table.places))
    return np.array([cell or None for cell in cells], dtype=object)


def _vertex(table: _Table) -> NDArray[np.intp]:
    out = np.zeros(len(table.places), dtype=np.intp)
    for rank, cell in enumerate(table.cells.get("vertex", [])):
        if not cell:
            continue
        number = whole_number(cell)
        if not number:
            raise EngineError(
                "control_number", path=str(table.path), place=table.places[rank], value=cell, column="SOMMET"
            )
        out[rank] = number
    return out
