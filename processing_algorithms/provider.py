"""The provider: it loops over a tuple of classes."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from .acceptanceminutes import AcceptanceMinutes
from .assemblebase import AssembleBase
from .base import ICON
from .basehistory import BaseHistory
from .checkaccuracy import CheckAccuracy
from .checkquality import CheckQuality
from .comparenetworks import CompareNetworks
from .coverage import MeasureCoverage
from .decideconflict import DecideConflict
from .declareexception import DeclareException
from .edgematch import EdgeMatch
from .exportpcrs import ExportPcrs
from .fetchschemas import FetchSchemas
from .fixproposals import FixProposals
from .installengine import InstallEngine
from .listexceptions import ListExceptions
from .maintainstore import MaintainStore
from .makedemo import MakeDemo
from .makeemprises import MakeEmprises
from .mergetiles import MergeTiles
from .publishportal import PublishPortal
from .receivelot import ReceiveLot
from .registerraster import RegisterRaster
from .removelot import RemoveLot
from .serveportal import ServePortal
from .sharecosts import ShareCosts
from .undorun import UndoRun
from .updatebase import UpdateBase

ALGORITHMS = (
    ReceiveLot,
    RegisterRaster,
    AssembleBase,
    DecideConflict,
    MergeTiles,
    EdgeMatch,
    UndoRun,
    UpdateBase,
    BaseHistory,
    RemoveLot,
    MaintainStore,
    AcceptanceMinutes,
    ExportPcrs,
    MakeEmprises,
    MeasureCoverage,
    ShareCosts,
    CompareNetworks,
    CheckQuality,
    CheckAccuracy,
    FixProposals,
    FetchSchemas,
    DeclareException,
    ListExceptions,
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
