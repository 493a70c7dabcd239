"""Write the base, or a part of it, as PCRS v2.0 GML, GeoPackage or DXF."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..engine.model.export import AS_READ, CORRIDOR_SIDE, CORRIDOR_SIDE_STREET, DECIMALS, FORMATS, MOST_DECIMALS
from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class ExportPcrs(MutualgeoAlgorithm):
    """Job ``exportpcrs``: arcs, ids and links as received, whole or cut at a mask."""

    STORE = "STORE"
    LOT = "LOT"
    EXTENT = "EXTENT"
    MASK = "MASK"
    CORRIDOR = "CORRIDOR"
    FIELD = "FIELD"
    WIDTH = "WIDTH"
    SIDE_STREET = "SIDE_STREET"
    CUT = "CUT"
    ASOF = "ASOF"
    FORMAT = "FORMAT"
    DECIMALS = "DECIMALS"
    DXF_3D = "DXF_3D"
    DXF_LAYERS = "DXF_LAYERS"
    OUTPUT = "OUTPUT"
    OBJECTS = "OBJECTS"
    FILES = "FILES"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Export the base")

    def tags(self) -> list[str]:
        return self.tr("PCRS,GML,GeoPackage,DXF,export,write,lot,extent,commune,corridor,cut").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Writes the base, a lot or a part of the base as PCRS v2.0 GML, GeoPackage or DXF.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Writes lots as they were received, or the objects of the base within an extent, the polygons of a layer "
            "or couloirs along axes. GML validates against the CNIG schema, with an emprise that lists every object; "
            "GeoPackage keeps native curves and styles; DXF draws arcs as bulges and says in the report what it "
            "cannot carry.\n\n"
            "Objects are whole unless they are to be cut at the mask: arcs then stay arcs and Z is interpolated. "
            "Affleurants are never cut. With a field, each of its values becomes a file.\n\n"
            "The output is a file, or a folder that receives one file per lot or mask. Each file has a metadata "
            "record in the folder “metadata” beside it."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterEnum(
                self.FORMAT,
                self.tr("File format"),
                [one.title for one in FORMATS.values()],
                defaultValue=0,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(self.LOT, self.tr("Lot (name or number; empty for all)"), optional=True)
        )
        self._add_masks()
        self._add_details()
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.OUTPUT,
                self.tr("File, or folder for one file per lot or mask"),
                ";;".join(
                    self.tr("{format} files (*{ending})").format(format=one.title, ending=one.endings[0])
                    for one in FORMATS.values()
                ),
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.OBJECTS, self.tr("Objects written")))
        self.addOutput(QgsProcessingOutputNumber(self.FILES, self.tr("Files written")))

    def job_parameters(self, parameters: Json, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> Json:
        """A temporary file ends as its format does: QGIS gives it the ending of the first one."""
        values = super().job_parameters(parameters, context, feedback)
        if parameters.get(self.OUTPUT) == QgsProcessing.TEMPORARY_OUTPUT:
            ending = FORMATS[values[self.FORMAT]].endings[0]
            values[self.OUTPUT] = str(Path(values[self.OUTPUT]).with_suffix(ending))
        return values

    def _add_masks(self) -> None:
        self.addParameter(
            QgsProcessingParameterExtent(self.EXTENT, self.tr("Extent (empty for the whole base)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.MASK,
                self.tr("Mask (communes, tiles, any polygons)"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.CORRIDOR,
                self.tr("Axes of couloirs"),
                [QgsProcessing.SourceType.TypeVectorLine],
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.FIELD, self.tr("Field of the mask or axes: one file for each of its values"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(self.CUT, self.tr("Cut objects at the mask"), defaultValue=False)
        )
        self._add_metres(self.WIDTH, self.tr("Couloir: metres each side of the axis"), CORRIDOR_SIDE)
        self._add_metres(self.SIDE_STREET, self.tr("Couloir: metres into side streets"), CORRIDOR_SIDE_STREET)

    def _add_details(self) -> None:
        self._add_advanced_parameter(
            QgsProcessingParameterString(self.ASOF, self.tr("State of the base at (2024-06-01)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.DECIMALS,
                self.tr("Decimals (-1: as read)"),
                Qgis.ProcessingNumberParameterType.Integer,
                defaultValue=DECIMALS,
                minValue=AS_READ,
                maxValue=MOST_DECIMALS,
            )
        )
        self._add_advanced_parameter(
            QgsProcessingParameterBoolean(
                self.DXF_3D, self.tr("DXF: 3D polylines, arcs as chords within 1 mm"), defaultValue=False
            )
        )
        self._add_advanced_parameter(
            QgsProcessingParameterFile(
                self.DXF_LAYERS, self.tr("DXF: layer names by class"), extension="toml", optional=True
            )
        )

    def _add_metres(self, name: str, text: str, default: float) -> None:
        self._add_advanced_parameter(
            QgsProcessingParameterNumber(
                name, text, Qgis.ProcessingNumberParameterType.Double, defaultValue=default, minValue=0.0
            )
        )

    def _add_advanced_parameter(self, parameter: QgsProcessingParameterDefinition) -> None:
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        self.addParameter(parameter)
