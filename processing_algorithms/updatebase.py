"""Update the base with a lot that speaks for all of its emprise."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class UpdateBase(MutualgeoAlgorithm):
    """Job ``updatebase``: new, changed, unchanged and gone inside an update lot's emprise and claimed classes."""

    STORE = "STORE"
    LOT = "LOT"
    INPUT = "INPUT"
    TERRITORY = "TERRITORY"
    CLASSES = "CLASSES"
    CHANGES = "CHANGES"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Update the base")

    def tags(self) -> list[str]:
        return self.tr("PCRS,update,changes,new,gone,lineage,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Applies an update lot: what is new, changed, unchanged and gone inside its emprise.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "An update lot speaks for all of its emprise: an object of the base that it does not hold any more is "
            "gone. Objects are recognised by their identifier or, when the producer has numbered anew, by their "
            "geometry.\n\n"
            "Unchanged: the older version stays. Changed: the update's version takes its place. Gone: the object is "
            "superseded, never deleted. An object that crosses the limit of the emprise is left alone and listed.\n\n"
            "Name a lot that the base holds already, or a file to receive first. Without classes, all those of the "
            "lot are updated; name them (separated by commas) when an absent class means that nothing is left of it. "
            "The changes are written as two layers, before and after."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.addParameter(
            QgsProcessingParameterFile(
                self.STORE, self.tr("Base (empty: the territory's)"), extension="gpkg", optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterString(self.LOT, self.tr("Update lot of the base (name or number)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFile(self.INPUT, self.tr("Or file of the update lot, to receive"), optional=True)
        )
        self.add_territory()
        self.addParameter(
            QgsProcessingParameterString(
                self.CLASSES, self.tr("Classes updated, separated by commas (empty: those of the lot)"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.CHANGES,
                self.tr("Changes"),
                self.tr("GeoPackage files (*.gpkg)"),
                optional=True,
                createByDefault=False,
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        for name, text in (
            ("UNCHANGED", self.tr("Unchanged objects")),
            ("CHANGED_GEOMETRY", self.tr("Objects of changed geometry")),
            ("CHANGED_ATTRIBUTES", self.tr("Objects of changed attributes")),
            ("CHANGED_BOTH", self.tr("Objects of changed geometry and attributes")),
            ("NEW", self.tr("New objects")),
            ("GONE", self.tr("Objects that are gone")),
            ("CROSSING", self.tr("Objects across the limit of the emprise")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, text))

    def job_parameters(self, parameters: Json, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> Json:
        """Classes are a list."""
        values = super().job_parameters(parameters, context, feedback)
        values[self.CLASSES] = [name.strip() for name in values[self.CLASSES].split(",") if name.strip()]
        return values
