"""The one door by which the plugin has QGIS open a GeoPackage: a base, findings, what a portal shows.

QGIS's GDAL keeps all of its drivers: a text named ``.gpkg`` may be a virtual layer that reads any file of this machine
or calls a server, and a table of a GeoPackage may stand for another file. Both are refused before GDAL sees them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qgis.core import Qgis, QgsProviderRegistry, QgsProviderSublayerDetails, QgsVectorLayer

from .engine.formats.file_format import identify
from .engine.model.errors import EngineError, Phrase

FORMAT = "gpkg"


def open_layer(address: str, title: str) -> QgsVectorLayer:
    """A layer of a GeoPackage: ``file|layername=table``, with what QGIS's addresses may say besides.

    Raises
    ------
    EngineError
        ``path_unreadable``, ``format_other_content``, ``format_reaches_out``, ``layer_unreadable``.
    """
    refuse_strange_geopackage(Path(address.partition("|")[0]))
    return QgsVectorLayer(address, title, "ogr")


def list_sublayers(path: Path) -> list[QgsProviderSublayerDetails]:
    """What QGIS finds in a GeoPackage.

    Raises
    ------
    EngineError
        As `open_layer`.
    """
    refuse_strange_geopackage(path)
    return list(QgsProviderRegistry.instance().querySublayers(str(path), Qgis.SublayerQueryFlag.ResolveGeometryType))


def refuse_strange_geopackage(path: Path) -> None:
    """Refuse a file that is no GeoPackage, or of which a table or view reaches beyond it.

    Raises
    ------
    EngineError
        As `open_layer`.
    """
    try:
        seen = path.stat()
    except FileNotFoundError as error:
        raise EngineError("path_unreadable", path=str(path), detail=Phrase("file_absent")) from error
    except OSError as error:
        raise EngineError("path_unreadable", path=str(path), detail=error.strerror or str(error)) from error
    _refuse_strange(path, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=64)
def _refuse_strange(path: Path, _changed: int, _size: int) -> None:
    """What was found fit is, until the file changes: a panel asks again and again."""
    found = identify(path)
    if found is None or found.name != FORMAT:
        raise EngineError(
            "format_other_content", path=path.name, expected="GeoPackage", found=found.title if found else "?"
        )
    if found.refuse_harm is not None:
        found.refuse_harm(path)
