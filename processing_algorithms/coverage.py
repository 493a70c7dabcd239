"""Measure what the lots cover of each commune."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
)

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class MeasureCoverage(MutualgeoAlgorithm):
    """Job ``coverage``: covered area, holes and overlaps per commune."""

    STORE = "STORE"
    COMMUNES = "COMMUNES"
    FIELD = "FIELD"
    OUTPUT = "OUTPUT"
    HOLES = "HOLES"
    OVERLAPS = "OVERLAPS"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Measure coverage")

    def tags(self) -> list[str]:
        return self.tr("PCRS,coverage,holes,overlap,emprise,commune").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Measures what the lots cover of each commune, its holes and its overlaps.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Compares the emprises of the lots with the communes: covered area, holes wider than one metre and "
            "overlaps between lots wider than one metre. A long crack between two emprises has an area but no width: "
            "it is not told.\n\n"
            "The output holds the communes with their covered share, and the holes and overlaps with their area and "
            "width; the figures are in the report too."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.COMMUNES, self.tr("Commune polygons"), [QgsProcessing.SourceType.TypeVectorPolygon]
            )
        )
        self.addParameter(
            QgsProcessingParameterField(
                self.FIELD,
                self.tr("Field of the commune code (usual names are found)"),
                parentLayerParameterName=self.COMMUNES,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.OUTPUT, self.tr("Holes and overlaps"), self.tr("GeoPackage files (*.gpkg)")
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.HOLES, self.tr("Holes found")))
        self.addOutput(QgsProcessingOutputNumber(self.OVERLAPS, self.tr("Overlaps found")))
