"""Objects of a layer, some at a time: what the one reader of each format gives, for layers and for mapping profiles."""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..geometry.wkb import Shape, decode
from ..geometry.wkt import shape_of
from ..model.errors import EngineError
from ..model.legibility import ILLEGIBLE, legible_text
from .texts import TextEncoding

#: Fields of a layer, as many as SQLite takes: where each object has others, a table of them all grows without end.
MOST_FIELDS = 2_000
#: Objects read at a time where a file may have a million.
PAGE_SIZE = 20_000
#: Days and moments as GeoPackages write them (OGC 12-128, table 1), and with the blank that others put for the T.
_ISO = {
    "DATE": re.compile(r"\d{4}-\d\d-\d\d"),
    "DATETIME": re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?"),
}
#: Types of numbers (OGC 12-128, table 1).
_NUMBERS = dict.fromkeys(("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER"), "int64") | dict.fromkeys(
    ("FLOAT", "DOUBLE", "REAL"), "float64"
)
#: Why a text is counted among what is unread: characters of it are replaced.
REPLACED = "replaced characters"
#: Why an object is counted among what is unread: its geometry is none, or of a kind that no plan has.
UNUSABLE = "geometry"
#: Whole numbers from here on are not all told apart by a double.
_EXACT = 2.0**53


@dataclass(frozen=True)
class Request:
    """What is asked of a reader.

    layer : name of the layer; None for every layer of the file, one after the other.
    columns : fields to read; None for all.
    size : objects of a page; None for whole layers.
    crs : EPSG code of geometries that name no system; None where the file says it.
    """

    layer: str | None = None
    columns: Sequence[str] | None = None
    size: int | None = None
    crs: int | None = None


@dataclass
class Unread:
    """What a reader met and could not take: reason → layer → number; and what it did not take as it is stated.

    encodings : file → encoding of its texts, and why; belied : drawing → $INSUNITS that its coordinates, metres, belie.
    first_replaced : the first object with a text of `replaced_texts`.
    """

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    encodings: dict[str, TextEncoding] = field(default_factory=dict)
    first_replaced: str = ""
    belied: dict[str, int] = field(default_factory=dict)

    def add(self, reason: str, layer: str, number: int = 1) -> None:
        """Count something that was not taken."""
        self.counts.setdefault(reason, Counter())[layer] += number

    def count(self, reason: str) -> int:
        """Number of things that were not taken for a reason."""
        return self.counts.get(reason, Counter()).total()

    def merge(self, other: Unread) -> None:
        """Add what another has counted."""
        for reason, layers in other.counts.items():
            self.counts.setdefault(reason, Counter()).update(layers)
        self.encodings |= other.encodings
        self.belied |= other.belied
        self.first_replaced = self.first_replaced or other.first_replaced

    @property
    def replaced_texts(self) -> Counter[str]:
        """Texts of each field ("layer.field") that held what no file can hold, and were mended."""
        return self.counts.get(REPLACED, Counter())


@dataclass(frozen=True, eq=False)
class Page:
    """Objects of one layer in the order of the file; an entry an object in each array.

    source : what a message about a value names: the file or the layer.
    names : what the file calls each: its handle or gml:id, else its number in the layer.
    values : field → values as they are; None where an object has none.
    geometry : ISO WKB, or the shape where the reader draws it itself; None where there is none.
    arcs : rank → WKT of the objects of whose arcs `geometry` has chords.
    curved : ranks of the objects whose `geometry` itself has arcs.
    types : field → type that the file declares its column with; empty where `values` are arrays of their types.
    fid : numbers of the driver or the table; None where there are none.
    key : field that holds `fid`; None where no field does.
    kinds : kind of drawing entity of each (DXF); None elsewhere.
    padded : whether blanks around texts are none of theirs.
    empty_texts : whether an empty text is a value (an attribute of XML); else it is none.
    declared_system : what the file says of its system, None where it says nothing.
    unread : what was met since the page before and could not be taken.
    """

    layer: str
    source: str
    names: Sequence[str]
    values: Mapping[str, Sequence[Any] | NDArray[Any]]
    geometry: Sequence[bytes | Shape | None] | NDArray[np.object_]
    arcs: Mapping[int, str] = field(default_factory=dict)
    curved: Sequence[int] = ()
    types: Mapping[str, str] = field(default_factory=dict)
    fid: NDArray[np.int64] | None = None
    key: str | None = None
    kinds: Sequence[str] | None = None
    padded: bool = False
    empty_texts: bool = False
    declared_system: str | None = None
    unread: Unread = field(default_factory=Unread)

    def __len__(self) -> int:
        return len(self.names)

    def mend_texts(self) -> Page:
        """The page with texts that every file can hold: the gate of whatever is read. What it mends is counted."""
        strange = {
            name: ranks
            for name, column in self.values.items()
            if (not isinstance(column, np.ndarray) or column.dtype.kind == "O")
            and (ranks := [k for k, v in enumerate(column) if type(v) is str and ILLEGIBLE.search(v)])
        }
        words = [self.layer, *self.values, *self.names]
        if not strange and not any(map(ILLEGIBLE.search, words)):
            return self
        unread, values = Unread(), {}
        unread.merge(self.unread)
        for name, column in self.values.items():
            clean = legible_text(name)
            values[clean] = _legible_column(column) if name in strange else column
            if name in strange:
                unread.add(REPLACED, f"{legible_text(self.layer)}.{clean}", len(strange[name]))
                unread.first_replaced = unread.first_replaced or legible_text(self.names[strange[name][0]])
        names = list(map(legible_text, self.names))
        types = {legible_text(name): declared for name, declared in self.types.items()}
        layer, key = legible_text(self.layer), self.key and legible_text(self.key)
        return replace(self, layer=layer, names=names, values=values, types=types, key=key, unread=unread)

    def texts(self, unread: Unread) -> dict[str, list[str | None]]:
        """Field → texts, None where there is none; binary values are counted.

        Raises
        ------
        EngineError
            As `text_of`.
        """
        found = {}
        for name, column in self.values.items():
            texts = [value if type(value) is str else text_of(value, self.source, name) for value in column]
            binary = sum(isinstance(value, bytes) for value in column)
            if binary:
                unread.add(f"binary field {name}", self.layer, binary)
            if self.padded:
                texts = [text and text.strip() for text in texts]
            found[name] = texts if self.empty_texts else [text or None for text in texts]
        return found

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Field → values, each column as an array of its type; the number of an object is no field of its own."""
        return {
            name: column if isinstance(column, np.ndarray) else array_of_type(column, self.types.get(name, ""))
            for name, column in self.values.items()
            if name != self.key
        }

    def ranks_with_arcs(self) -> list[int]:
        """Objects that have arcs."""
        return sorted({*self.arcs, *self.curved})

    def shape(self, rank: int) -> Shape:
        """Native shape of an object that has a geometry."""
        if rank in self.arcs:
            return shape_of(self.arcs[rank])
        geometry: Any = self.geometry[rank]
        shape: Shape = decode(geometry) if isinstance(geometry, bytes) else geometry
        return shape

    def shapes(self, unread: Unread) -> Iterator[Shape | None]:
        """Native shape of each object; measures, for which PCRS has no place, are left out and counted, and so is what
        is no geometry that a plan has.
        """
        for rank, geometry in enumerate(self.geometry):
            try:
                if rank in self.arcs:
                    shape = shape_of(self.arcs[rank])
                else:
                    shape = _drop_measures(geometry, self.layer, unread) if isinstance(geometry, bytes) else geometry
            except ValueError:
                unread.add(UNUSABLE, self.layer)
                shape = None
            yield shape


def array_of_type(values: Sequence[Any], declared: str) -> NDArray[Any]:
    """Values of a column of SQLite as an array of the type that it declares.

    Days and moments become datetime64, numbers with gaps float64 where that is exact, all else stays objects: what does
    not fit the declared type is kept as it is written, and a moment with a zone with its zone.
    """
    kind = declared.upper().partition("(")[0].strip()
    there = [value for value in values if value is not None]
    if not there and kind in _NUMBERS:
        return np.full(len(values), math.nan) if values else np.array([], dtype=_NUMBERS[kind])
    if kind == "BOOLEAN" and all(value in (0, 1) for value in there):
        return _array(values, bool) if len(there) == len(values) else _objects(map(_truth, values))
    if kind in ("DATE", "DATETIME") and all(isinstance(value, str) and _ISO[kind].fullmatch(value) for value in there):
        texts = [None if value is None else value.removesuffix("Z").replace(" ", "T") for value in values]
        try:
            return np.array(texts, dtype="datetime64[D]" if kind == "DATE" else "datetime64[ms]")
        except ValueError:  # 2023-02-30
            return _objects(values)
    if there and all(type(value) is int for value in there):
        if len(there) == len(values):
            return _array(values, np.int64)
        exact = all(abs(value) < _EXACT for value in there)
        return _array([math.nan if value is None else value for value in values], float) if exact else _objects(values)
    if there and all(type(value) in (int, float) for value in there):
        return _array([math.nan if value is None else value for value in values], float)
    return _objects(values)


def _truth(value: object) -> bool | None:
    return None if value is None else bool(value)


def _array(values: Sequence[Any], kind: Any) -> NDArray[Any]:
    return np.array(values, dtype=kind)


def _objects(values: Iterable[Any]) -> NDArray[np.object_]:
    listed = list(values)
    found = np.empty(len(listed), dtype=object)
    found[:] = listed
    return found


def _legible_column(column: Sequence[Any] | NDArray[Any]) -> Sequence[Any] | NDArray[Any]:
    legible = [legible_text(value) if type(value) is str else value for value in column]
    return _objects(legible) if isinstance(column, np.ndarray) else legible


def columns_of(rows: Sequence[Mapping[str, str]], layer: str) -> dict[str, list[str | None]]:
    """Field → values of objects that have each its own fields, fields in the order in which they are met.

    Raises
    ------
    EngineError
        ``layer_fields_many``.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    if len(names) > MOST_FIELDS:
        raise EngineError("layer_fields_many", layer=layer, most=MOST_FIELDS)
    return {name: [row.get(name) for row in rows] for name in names}


def text_of(value: object, source: str, name: str) -> str | None:
    """A field's value as text, None where there is none; dates as ISO 8601, whole numbers without decimals.

    Raises
    ------
    EngineError
        ``source_number_wide``: a whole number that the reader has rounded, so that two identifiers would be one.
    """
    if value is None:
        return None
    if isinstance(value, bytes):
        return None
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value.astype("datetime64[D]"))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float | np.floating):
        number = float(value)
        if math.isnan(number):
            return None
        if not number.is_integer():
            return f"{number:.15g}"
        if abs(number) >= _EXACT:
            raise EngineError("source_number_wide", source=source, field=name, value=f"{number:.0f}")
        return str(int(number))
    return str(value)


def _drop_measures(wkb: bytes, layer: str, unread: Unread) -> Shape:
    code = int.from_bytes(wkb[1:5], "little" if wkb[0] == 1 else "big")
    if code & 0x40000000 or (code & 0xFFFF) // 1000 in (2, 3):
        unread.add("measure", layer)
    return decode(wkb)
