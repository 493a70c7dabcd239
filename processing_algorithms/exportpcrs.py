"""Write the base, or a part of it, as PCRS v2.0 GML."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessingOutputNumber,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from .base import ASSEMBLE, MutualgeoAlgorithm
from .storecrs import store_crs

#: Millimetres: what PCRS deliveries carry.
DEFAULT_DECIMALS = 3
#: Asks the engine for the coordinates exactly as they were read.
KEEP_DECIMALS = -1
#: More than a double holds at these magnitudes would be invented (the engine refuses them too).
MAX_DECIMALS = 8


class ExportPcrs(MutualgeoAlgorithm):
    """Job ``exportpcrs``: PCRS v2.0 GML, arcs, ids and links as received."""

    STORE = "STORE"
    LOT = "LOT"
    EXTENT = "EXTENT"
    DECIMALS = "DECIMALS"
    OUTPUT = "OUTPUT"
    OBJECTS = "OBJECTS"
    FILES = "FILES"
    GROUP = ASSEMBLE

    def name(self):
        return "exportpcrs"

    def displayName(self):  # noqa: N802
        return self.tr("Export PCRS GML")

    def tags(self):
        return self.tr("PCRS,GML,export,write,lot,extent").split(",")

    def shortDescription(self):  # noqa: N802
        return self.tr("Writes the base, one of its lots or an extent as PCRS v2.0 GML.")

    def shortHelpString(self):  # noqa: N802
        return self.tr(
            "Writes the base, one of its lots or the objects of an extent as PCRS v2.0 GML that validates against the "
            "CNIG schema. Arcs, Z, identifiers and links are written as they were received.\n\n"
            "The output is a .gml file, or a folder that receives one file per lot. Decimals: 3 writes millimetres, "
            "-1 writes the coordinates exactly as they were read."
        )

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterString(self.LOT, self.tr("Lot (name or number; empty for all)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterExtent(self.EXTENT, self.tr("Extent (empty for the whole base)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.DECIMALS,
                self.tr("Decimals (-1: as read)"),
                Qgis.ProcessingNumberParameterType.Integer,
                defaultValue=DEFAULT_DECIMALS,
                minValue=KEEP_DECIMALS,
                maxValue=MAX_DECIMALS,
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.OUTPUT, self.tr("GML file, or folder for one file per lot"), self.tr("GML files (*.gml)")
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.OBJECTS, self.tr("Objects written")))
        self.addOutput(QgsProcessingOutputNumber(self.FILES, self.tr("Files written")))

    def job_parameters(self, parameters, context, feedback):
        store = self.parameterAsFile(parameters, self.STORE, context)
        extent = self.parameterAsExtent(parameters, self.EXTENT, context, store_crs(store))
        return {
            self.STORE: store,
            self.LOT: self.parameterAsString(parameters, self.LOT, context),
            self.EXTENT: None
            if extent.isNull()
            else [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()],
            self.DECIMALS: self.parameterAsInt(parameters, self.DECIMALS, context),
            self.OUTPUT: str(Path(self.parameterAsFileOutput(parameters, self.OUTPUT, context))),
        }
