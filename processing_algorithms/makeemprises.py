"""Make emprises: grid, communes, couloirs or survey operations."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from ..engine.model.export import CORRIDOR_SIDE, CORRIDOR_SIDE_STREET, GRID_SIZE
from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class MakeEmprises(MutualgeoAlgorithm):
    """Job ``makeemprises``: EmpriseEchangePCRS geometries over the objects of the base."""

    STORE = "STORE"
    KIND = "KIND"
    SIZE = "SIZE"
    LAYER = "LAYER"
    FIELD = "FIELD"
    WIDTH = "WIDTH"
    SIDE_STREET = "SIDE_STREET"
    KEEP_EMPTY = "KEEP_EMPTY"
    OUTPUT = "OUTPUT"
    EMPRISES = "EMPRISES"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Make emprises")

    def tags(self) -> list[str]:
        return self.tr("PCRS,emprise,extent,grid,tiles,commune,corridor,operation").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Makes exchange emprises by grid, commune, couloir or survey operation.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Makes the polygons of EmpriseEchangePCRS: cells of a regular grid whose corners never move, communes, "
            "couloirs on both sides of axes and a little into side streets, or the zone of each lot's survey (its "
            "own emprise, else what lies around its objects). Each tells how many objects of the base it touches.\n\n"
            "The result serves as the mask of an export."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        kinds = [self.tr("Regular grid"), self.tr("Communes"), self.tr("Couloirs"), self.tr("Survey operations")]
        self.addParameter(QgsProcessingParameterEnum(self.KIND, self.tr("Kind"), kinds, defaultValue=0))
        self._add_metres(self.SIZE, self.tr("Grid: side of a cell (m)"), GRID_SIZE)
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.LAYER,
                self.tr("Communes, or axes of couloirs"),
                [QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorLine],
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterField(
                self.FIELD,
                self.tr("Field: one emprise for each of its values"),
                parentLayerParameterName=self.LAYER,
                optional=True,
            )
        )
        self._add_metres(self.WIDTH, self.tr("Couloir: metres each side of the axis"), CORRIDOR_SIDE)
        self._add_metres(self.SIDE_STREET, self.tr("Couloir: metres into side streets"), CORRIDOR_SIDE_STREET)
        self.addParameter(
            QgsProcessingParameterBoolean(self.KEEP_EMPTY, self.tr("Keep emprises without objects"), defaultValue=False)
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.OUTPUT, self.tr("Emprises to write"), self.tr("GeoPackage files (*.gpkg)")
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.EMPRISES, self.tr("Emprises made")))

    def _add_metres(self, name: str, text: str, default: float) -> None:
        self.addParameter(
            QgsProcessingParameterNumber(
                name, text, Qgis.ProcessingNumberParameterType.Double, defaultValue=default, minValue=0.0
            )
        )
