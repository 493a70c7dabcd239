"""The provider: it offers every algorithm of this package."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..engine.model.jobs import JOBS
from .base import ICON, MutualgeoAlgorithm


def find_algorithms() -> tuple[type[MutualgeoAlgorithm], ...]:
    """Classes of the algorithms: one a module that defines a subclass, in the order of the jobs."""
    found = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        content = vars(importlib.import_module(f".{module.name}", __package__))
        for thing in content.values():
            if (
                isinstance(thing, type)
                and issubclass(thing, MutualgeoAlgorithm)
                and thing.__module__.endswith(f".{module.name}")
                and thing is not MutualgeoAlgorithm
            ):
                found[thing.JOB or module.name] = thing
    return tuple(found[name] for name in JOBS if name in found)


class MutualgeoProvider(QgsProcessingProvider):
    """Algorithms ``mutualgeo:…``."""

    def id(self) -> str:
        return "mutualgeo"

    def name(self) -> str:
        return "mutualgeo"

    def longName(self) -> str:  # noqa: N802
        return QCoreApplication.translate("MutualgeoProvider", "mutualgeo: shared PCRS base")

    def icon(self) -> QIcon:
        return QIcon(str(ICON))

    def supportedOutputVectorLayerExtensions(self) -> list[str]:  # noqa: N802
        """The engine writes its layers as GeoPackage; QGIS offers no other ending and takes no other default."""
        return ["gpkg"]

    def loadAlgorithms(self) -> None:  # noqa: N802
        for algorithm in find_algorithms():
            self.addAlgorithm(algorithm())
