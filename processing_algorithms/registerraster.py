"""Register ortho-image tiles in the shared base."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..engine.model.pcrs import CODE_LISTS
from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class RegisterRaster(MutualgeoAlgorithm):
    """Job ``registerraster``: image tiles checked, registered as RasterPCRS, with a mosaic and COGs."""

    STORE = "STORE"
    INPUT = "INPUT"
    FOLDER = "FOLDER"
    DATE = "DATE"
    RESOLUTION = "RESOLUTION"
    PRECISION = "PRECISION"
    PRODUCER = "PRODUCER"
    SOURCE_CRS = "SOURCE_CRS"
    MOSAIC = "MOSAIC"
    COG = "COG"
    REGISTERED = "REGISTERED"
    HOLES = "HOLES"
    OVERLAPS = "OVERLAPS"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Register PCRS images")

    def tags(self) -> list[str]:
        return self.tr("PCRS,raster,ortho,image,tile,mosaic,VRT,COG,JPEG 2000").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Checks ortho-image tiles, registers them in the base, builds a mosaic and COGs.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Checks ortho-image tiles (GeoTIFF, COG, JPEG 2000) and registers each as a RasterPCRS of the base: "
            "georeferencing, one legal CRS, one pixel size, edges without image, coverage of the emprises of the base "
            "(holes and overlaps in square metres).\n\n"
            "Tiles that are not placed, or that differ in system or pixel size, are refused together and leave no "
            "trace. Holes, overlaps and empty edges are told and do not refuse.\n\n"
            "The mosaic (VRT) names the tiles, or the COGs where a folder is given for them. Images are copied block "
            "by block: the size of the mosaic does not matter."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.INPUT, self.tr("Image tiles"), QgsProcessing.SourceType.TypeFile, optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterFile(
                self.FOLDER, self.tr("Folder of tiles"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            )
        )
        self.addParameter(QgsProcessingParameterString(self.DATE, self.tr("Date of acquisition (2024-05-31)")))
        self.addParameter(
            QgsProcessingParameterNumber(
                self.RESOLUTION,
                self.tr("Resolution in centimetres (0: that of the pixels)"),
                defaultValue=0,
                minValue=0,
            )
        )
        self.addParameter(
            QgsProcessingParameterEnum(
                self.PRECISION,
                self.tr("Planimetric precision class"),
                options=list(CODE_LISTS["CategoriePrecision"]),
                usesStaticStrings=True,
                defaultValue="010",
            )
        )
        self.addParameter(QgsProcessingParameterString(self.PRODUCER, self.tr("Producer")))
        self.addParameter(
            QgsProcessingParameterString(
                self.SOURCE_CRS, self.tr("CRS of files that name none (EPSG:3946…)"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.MOSAIC, self.tr("Mosaic"), self.tr("VRT files (*.vrt)"), optional=True, createByDefault=False
            )
        )
        self.addParameter(
            QgsProcessingParameterFile(
                self.COG, self.tr("Folder for the COGs"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.REGISTERED, self.tr("Tiles registered")))
        self.addOutput(QgsProcessingOutputNumber(self.HOLES, self.tr("Holes (m²)")))
        self.addOutput(QgsProcessingOutputNumber(self.OVERLAPS, self.tr("Overlaps (m²)")))
