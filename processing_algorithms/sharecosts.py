"""Share the cost of the base between financiers."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class ShareCosts(MutualgeoAlgorithm):
    """Job ``sharecosts``: surface, length and objects of each, and amounts that add up to the cent."""

    STORE = "STORE"
    COMMUNES = "COMMUNES"
    FIELD = "FIELD"
    FINANCIERS = "FINANCIERS"
    NETWORKS = "NETWORKS"
    OWNER = "OWNER"
    KEY = "KEY"
    COST = "COST"
    OUTPUT = "OUTPUT"
    SHARES = "SHARES"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Share costs")

    def tags(self) -> list[str]:
        return self.tr("PCRS,cost,sharing,financier,key,length,surface,commune").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Counts surface, length and objects of each producer and financier, and shares a cost.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Counts what each producer has surveyed and what each financier has in each commune, and shares a cost by "
            "the key: length of networks, surface covered, or equal parts. The amounts add up to the total, to the "
            "cent (largest remainder), and can be worked out again from the table.\n\n"
            "Financiers come from a TOML file (name, networks, communes), or from a field of a layer of networks."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.COMMUNES, self.tr("Commune polygons"), [QgsProcessing.SourceType.TypeVectorPolygon]
            )
        )
        self._add_field(self.FIELD, self.tr("Field of the commune code (usual names are found)"), self.COMMUNES)
        self.addParameter(
            QgsProcessingParameterFile(self.FINANCIERS, self.tr("Financiers (TOML)"), extension="toml", optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.NETWORKS,
                self.tr("Networks, instead of a file of financiers"),
                [QgsProcessing.SourceType.TypeVectorLine],
                optional=True,
            )
        )
        self._add_field(self.OWNER, self.tr("Field of the networks that names who pays"), self.NETWORKS)
        keys = [self.tr("Length of networks"), self.tr("Surface covered"), self.tr("Equal parts")]
        self.addParameter(QgsProcessingParameterEnum(self.KEY, self.tr("Key"), keys, defaultValue=0))
        # a text: a number of QGIS is a double, which holds no exact cents
        self.addParameter(QgsProcessingParameterString(self.COST, self.tr("Cost to share (€)")))
        self.addParameter(
            QgsProcessingParameterFileDestination(self.OUTPUT, self.tr("Table"), self.tr("CSV files (*.csv)"))
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.SHARES, self.tr("Financiers who share")))

    def _add_field(self, name: str, text: str, layer: str) -> None:
        self.addParameter(QgsProcessingParameterField(name, text, parentLayerParameterName=layer, optional=True))
