"""A vector file that others made, opened with the driver of its format and no other."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model.errors import EngineError
from . import gdal
from .file_format import FileFormat, layer_format, own_endings

#: Read as it is written: arcs to the last digit; of GML codes keep their zeros, links become fields and are not
#: followed, one bad geometry does not hide the others.
_AS_WRITTEN = {
    "OGR_WKT_PRECISION": "17",
    "GML_FIELDTYPES": "ALWAYS_STRING",
    "GML_ATTRIBUTES_TO_OGR_FIELDS": "YES",
    "GML_SKIP_CORRUPTED_FEATURES": "YES",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
}


@dataclass(frozen=True)
class VectorSource:
    """A file of layers; `dataset` is its name for GDAL; of `assumed_encoding` see `FileFormat`."""

    path: Path
    format: FileFormat
    dataset: str
    assumed_encoding: str | None = None

    def layers(self) -> list[str]:
        """Names of the layers that have geometries.

        Raises
        ------
        EngineError
            ``layer_unreadable``.
        """
        names: list[str] = []
        with self._reading():
            if not self.format.options:
                return [str(name) for name, kind in gdal.list_layers(self.dataset) if kind is not None]
            while True:  # listing takes no options
                try:
                    found = gdal.read_info(self.dataset, layer=len(names), **self.format.options)
                except gdal.DataLayerError:
                    return [name for name in names if name]
                names.append(str(found["layer_name"]) if found["geometry_type"] is not None else "")

    def tables(self) -> tuple[str, ...]:
        """Names of the tables that have no geometry.

        Raises
        ------
        EngineError
            ``layer_unreadable``.
        """
        if self.format.options:
            return ()
        with self._reading():
            return tuple(str(name) for name, kind in gdal.list_layers(self.dataset) if kind is None)

    def choose(self, layer: str | None) -> str:
        """Name of the layer asked for, of the only one where none is.

        Raises
        ------
        EngineError
            ``layer_unreadable``, ``layer_choose``.
        """
        known = self.layers()
        if layer in known:
            return str(layer)
        if layer is not None or len(known) != 1:
            raise EngineError("layer_choose", path=str(self.path), known=", ".join(known) or "-")
        return known[0]

    def info(self, layer: str) -> dict[str, Any]:
        """What pyogrio says of a layer: fields, crs, features, geometry_type.

        Raises
        ------
        EngineError
            ``layer_unreadable``.
        """
        with self._reading():
            return dict(gdal.read_info(self.dataset, layer=layer, **self.format.options))

    def read(self, layer: str | None, columns: Sequence[str] | None = None, **how: Any) -> tuple[Any, Any, Any, Any]:
        """What ``pyogrio.raw.read`` gives of a layer: meta, fids, WKB (chords for arcs), columns.

        Raises
        ------
        EngineError
            ``layer_unreadable``.
        """
        with self._reading():
            how = {**how, **self.format.options, "encoding": self.assumed_encoding}
            found = gdal.raw.read(self.dataset, layer=layer, columns=columns, **how)
            return tuple(found)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            with gdal.gdal_options(_AS_WRITTEN), warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # what is skipped is counted
                yield
        except gdal.UNREADABLE as error:
            raise EngineError("layer_unreadable", path=str(self.path), detail=str(error)) from error


def open_vector(path: Path) -> VectorSource:
    """A file of layers, looked at before any driver meets it.

    Raises
    ------
    EngineError
        What `file_format.layer_format` raises.
    """
    found = layer_format(path)
    packed = own_endings(path)[1]
    encoding = found.assume_encoding(path) if found.assume_encoding else None
    # an absolute path is taken for the name of a file, whatever is written in it
    return VectorSource(path, found, f"/vsigzip/{path.absolute()}" if packed else str(path.absolute()), encoding)
