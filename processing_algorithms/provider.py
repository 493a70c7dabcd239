"""The provider: it loops over a tuple of classes."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from .assemblebase import AssembleBase
from .base import ICON
from .checkquality import CheckQuality
from .comparenetworks import CompareNetworks
from .exportpcrs import ExportPcrs
from .installengine import InstallEngine
from .makedemo import MakeDemo
from .publishportal import PublishPortal
from .receivelot import ReceiveLot
from .serveportal import ServePortal

ALGORITHMS = (
    ReceiveLot,
    AssembleBase,
    ExportPcrs,
    CompareNetworks,
    CheckQuality,
    PublishPortal,
    ServePortal,
    MakeDemo,
    InstallEngine,
)


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

    def loadAlgorithms(self) -> None:  # noqa: N802
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
