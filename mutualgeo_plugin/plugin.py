"""Register the provider, the panel and its menu entry; ``unload`` mirrors ``initGui``."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from .processing_algorithms.base import ICON
from .processing_algorithms.provider import MutualgeoProvider
from .settings import PACKAGE_FOLDER, locale

MENU = "mutualgeo"


class MutualgeoPlugin:
    """The plugin as QGIS sees it.

    Parameters
    ----------
    iface : QgisInterface or None
        QGIS Desktop; None in ``qgis_process``.
    """

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider = None
        self.panel = None
        self.action = None
        self.translator = None
        translations = PACKAGE_FOLDER / "i18n" / f"mutualgeo_{locale()[:2]}.qm"
        if translations.is_file():
            self.translator = QTranslator()
            self.translator.load(str(translations))
            QCoreApplication.installTranslator(self.translator)

    def tr(self, text: str) -> str:
        """Translation of `text`."""
        return QCoreApplication.translate("MutualgeoPlugin", text)

    def initProcessing(self) -> None:  # noqa: N802
        """Register the algorithms; all that ``qgis_process`` asks for."""
        self.provider = MutualgeoProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:  # noqa: N802
        """Add the provider, the panel, the menu entry and the toolbar button."""
        # Imported here: qgis_process has no use for widgets.
        from .gui.panel import MutualgeoPanel

        self.initProcessing()
        self.panel = MutualgeoPanel(self.iface)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
        self.action = QAction(QIcon(str(ICON)), self.tr("mutualgeo panel"), self.iface.mainWindow())
        self.action.setCheckable(True)
        self.action.setChecked(self.panel.isVisible())
        self.action.toggled.connect(self.panel.setUserVisible)
        self.panel.visibilityChanged.connect(self.action.setChecked)
        self.iface.addPluginToMenu(MENU, self.action)
        self.iface.addToolBarIcon(self.action)

    def unload(self) -> None:
        """Take away what ``initGui`` added, in reverse."""
        if self.action is not None:
            self.iface.removeToolBarIcon(self.action)
            self.iface.removePluginMenu(MENU, self.action)
            self.panel.visibilityChanged.disconnect(self.action.setChecked)
            self.action.deleteLater()
            self.iface.removeDockWidget(self.panel)
            self.panel.close_down()
            self.panel.deleteLater()
        QgsApplication.processingRegistry().removeProvider(self.provider)
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
