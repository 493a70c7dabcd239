"""Receive PCRS lots into the shared base."""

from __future__ import annotations

import shlex

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class ReceiveLot(MutualgeoAlgorithm):
    """Job ``receivelot``: deliveries into the store, each lot whole or not at all."""

    INPUT = "INPUT"
    FOLDER = "FOLDER"
    TERRITORY = "TERRITORY"
    STORE = "STORE"
    ACCEPT_PARTIAL = "ACCEPT_PARTIAL"
    PROFILE = "PROFILE"
    SOURCE_CRS = "SOURCE_CRS"
    RECEPTION = "RECEPTION"
    VERTICAL_DATUM = "VERTICAL_DATUM"
    RECEIPTS = "RECEIPTS"
    RECEIVED = "RECEIVED"
    REFUSED = "REFUSED"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Receive PCRS lots")

    def tags(self) -> list[str]:
        return self.tr("PCRS,GML,lot,delivery,receive,import,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Reads PCRS deliveries into the shared base, each with a verdict.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Reads PCRS v2.0 deliveries (GML files or zip archives) into the shared base. A lot comes in whole or not "
            "at all; arcs, Z, codes and links are kept as they were received, and a lot that was received already is "
            "not taken twice.\n\n"
            "Give files, a folder, or both. The base is created when it does not exist yet, in a folder that is there, "
            "and that is told; an existing one is completed, never replaced. When no base is named, the territory "
            "file says which one; none is created elsewhere while that one is there.\n\n"
            "Tables and drawings (GeoPackage, Shapefile, DXF, older GML) come in through a mapping profile, shipped or "
            "your own: every constant used, code understood and layer left out is counted in the report. A drawing "
            "names no coordinate reference system: state it.\n\n"
            "Each lot gets a verdict under a reception profile: accepted, accepted with reserves, or refused with a "
            "receipt (what, why, how to mend) and no trace in the base.\n\n"
            "When a lot is refused the run fails, unless partial acceptance is asked for; the accepted lots stay in "
            "either case and the report says why each other one was refused."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.INPUT,
                self.tr("Files of the lots (GML, GeoPackage, Shapefile, DXF or zip)"),
                QgsProcessing.SourceType.TypeFile,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFile(
                self.FOLDER,
                self.tr("Folder of lots"),
                QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            )
        )
        self.add_territory()
        # A destination, because the base may not exist yet; the engine completes an existing one.
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.STORE,
                self.tr("Base (GeoPackage; completed when it exists)"),
                self.tr("GeoPackage files (*.gpkg)"),
                optional=True,
                createByDefault=False,
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                self.ACCEPT_PARTIAL, self.tr("Succeed even when some lots are refused"), defaultValue=False
            )
        )
        for name, label, default in (
            (self.PROFILE, self.tr("Mapping profile, for what is not PCRS v2.0 GML (name or .toml file)"), None),
            (self.SOURCE_CRS, self.tr("CRS of files that name none (EPSG:3946…)"), None),
            (self.RECEPTION, self.tr("Reception profile (name or .toml file)"), "reception"),
            (self.VERTICAL_DATUM, self.tr("Height system of the lots (NGF-IGN69…)"), None),
        ):
            self.addParameter(QgsProcessingParameterString(name, label, defaultValue=default, optional=True))
        self.addParameter(
            QgsProcessingParameterFile(
                self.RECEIPTS,
                self.tr("Folder for the receipts"),
                QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.RECEIVED, self.tr("Lots received")))
        self.addOutput(QgsProcessingOutputNumber(self.REFUSED, self.tr("Lots refused")))

    def asQgisProcessCommand(self, parameters: Json, context: QgsProcessingContext) -> tuple[str, bool]:  # noqa: N802
        """Command to replay; QGIS's own opens each file as a layer, and OGR then leaves a .gfs beside each GML."""
        others = {name: value for name, value in parameters.items() if name != self.INPUT}
        command, whole = super().asQgisProcessCommand(others, context)
        files = [path for path in self.parameterAsFileList(parameters, self.INPUT, context) if path]
        return " ".join([command, *(f"--{self.INPUT}={shlex.quote(path)}" for path in files)]), whole
