"""Fetch the schemas of the standard."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from ..settings import schemas_folder
from .base import CHECK, Json, MutualgeoAlgorithm


class FetchSchemas(MutualgeoAlgorithm):
    """Job ``fetchschemas``: a local copy of the schemas, so that checks validate lots without network."""

    SOURCE = "SOURCE"
    FOLDER = "FOLDER"
    COUNT = "COUNT"
    GROUP = CHECK
    REPORT_BESIDE = ("FOLDER",)

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Fetch the schemas")

    def tags(self) -> list[str]:
        return self.tr("PCRS,schema,XSD,GML,validation,XML,CNIG").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Keeps a copy of the PCRS, GML, ISO 19139 and xlink schemas, for checks without network.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Check S1 validates the delivered files against the schema of PCRS v2.0, without network: it needs a copy "
            "of the schemas on this machine. This fetches them once (CNIG, GML 3.2.1, ISO 19139, xlink, xml), over "
            "https, and lists each file with its SHA-256 in manifest.json beside the copy and in the report.\n\n"
            "On a machine without network, give a folder, or the path of a zip, that holds the schemas. In the usual "
            "folder of your QGIS profile the copy is found by “Check quality” without being named."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.addParameter(
            QgsProcessingParameterFile(
                self.SOURCE,
                self.tr("Folder or zip of schemas (empty for the official addresses)"),
                QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                self.FOLDER, self.tr("Folder of the copy"), defaultValue=str(schemas_folder())
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, self.tr("Number of schemas")))
