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

from .base import ASSEMBLE, MutualgeoAlgorithm
from .exportpcrs import CORRIDOR_SIDE, CORRIDOR_SIDE_STREET
from .savedlayer import saved_layer

KINDS = ["grid", "commune", "corridor", "operation"]
#: Side of a tile of the national PCRS image, metres.
GRID_SIZE = 200.0


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

    def name(self):
        return "makeemprises"

    def displayName(self):  # noqa: N802
        return self.tr("Make emprises")

    def tags(self):
        return self.tr("PCRS,emprise,extent,grid,tiles,commune,corridor,operation").split(",")

    def shortDescription(self):  # noqa: N802
        return self.tr("Makes exchange emprises by grid, commune, couloir or survey operation.")

    def shortHelpString(self):  # noqa: N802
        return self.tr(
            "Makes the polygons of EmpriseEchangePCRS: cells of a regular grid whose corners never move, communes, "
            "couloirs on both sides of axes and a little into side streets, or the zone of each lot's survey (its "
            "own emprise, else what lies around its objects). Each tells how many objects of the base it touches.\n\n"
            "The result serves as the mask of an export."
        )

    def initAlgorithm(self, configuration=None):  # noqa: N802
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

    def _add_metres(self, name, text, default):
        self.addParameter(
            QgsProcessingParameterNumber(
                name, text, Qgis.ProcessingNumberParameterType.Double, defaultValue=default, minValue=0.0
            )
        )

    def job_parameters(self, parameters, context, feedback):
        fields = self.parameterAsStrings(parameters, self.FIELD, context)
        return {
            self.STORE: self.parameterAsFile(parameters, self.STORE, context),
            self.KIND: KINDS[self.parameterAsEnum(parameters, self.KIND, context)],
            self.SIZE: self.parameterAsDouble(parameters, self.SIZE, context),
            self.LAYER: saved_layer(self, self.LAYER, parameters, context, feedback),
            self.FIELD: fields[0] if fields else None,
            self.WIDTH: self.parameterAsDouble(parameters, self.WIDTH, context),
            self.SIDE_STREET: self.parameterAsDouble(parameters, self.SIDE_STREET, context),
            self.KEEP_EMPTY: self.parameterAsBoolean(parameters, self.KEEP_EMPTY, context),
            self.OUTPUT: self.parameterAsFileOutput(parameters, self.OUTPUT, context),
        }
