"""Coordinate reference system of a store, as QGIS sees it."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsProcessingException

from ..engine.model.errors import EngineError
from ..engine.store.identity import Answer, base_identity
from ..geopackages import list_sublayers, open_layer
from ..settings import language


def store_crs(path: str) -> QgsCoordinateReferenceSystem:
    """System of the first spatial table of the base at `path`; an invalid one when there is none: the engine says why.

    Raises
    ------
    QgsProcessingException
        A table of the base reaches beyond it.
    """
    if base_identity(Path(path)).answer is not Answer.YES:
        return QgsCoordinateReferenceSystem()
    try:
        for details in list_sublayers(Path(path)):
            if details.wkbType() != Qgis.WkbType.NoGeometry:
                return open_layer(details.uri(), details.name()).crs()
    except EngineError as refusal:
        raise QgsProcessingException(refusal.text(language())) from refusal
    return QgsCoordinateReferenceSystem()
