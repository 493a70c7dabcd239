"""Test the declared precision against control points."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from ..engine.model.accuracy import GATE, SAFETY
from .base import CHECK, Json, MutualgeoAlgorithm, ResultDeclined, Run


class CheckAccuracy(MutualgeoAlgorithm):
    """Job ``checkaccuracy``: verdict per precision class, deviations as a layer, a table and an HTML page."""

    STORE = "STORE"
    CONTROL = "CONTROL"
    CRS = "CRS"
    PAIRING = "PAIRING"
    GATE = "GATE"
    SAFETY = "SAFETY"
    TERRITORY = "TERRITORY"
    OUTPUT = "OUTPUT"
    CSV = "CSV"
    HTML = "HTML"
    STRICT = "STRICT"
    PAIRED = "PAIRED"
    REFUSED = "REFUSED"
    GROUP = CHECK

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Check accuracy on control points")

    def tags(self) -> list[str]:
        return self.tr("PCRS,accuracy,precision,control points,survey,deviation,bias").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Tests the precision that objects declare against control points.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Compares control points with the vertices of the base and tests, for each declared precision class, "
            "plan (XY), altitude (Z) and both (XYZ): the mean deviation, the number of deviations above a first "
            "threshold T, and the largest one against 1.5 T. It tells the bias, the spread and the class that each "
            "producer really reaches.\n\n"
            "Control points are a CSV file (a name, X, Y and if possible Z; optionally the class or the object that "
            "each one controls) or a layer of points. They are paired with the nearest vertex within the gate, one to "
            "one; where two vertices are nearly as near the point is left out and told. Or they name their objects.\n\n"
            "Source: order of 16 September 2003 on precision classes. Its title, scope and principle are the order's; "
            "the factors and formulas were read in a public re-implementation of the test, not in the official text: "
            "check them on that text before a contractual use.\n\n"
            "With Strict the run fails when a class is refused, after everything has been written."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterFile(self.CONTROL, self.tr("Control points (CSV, or layer as file|layername=layer)"))
        )
        self.addParameter(
            QgsProcessingParameterCrs(
                self.CRS, self.tr("CRS of control points that say none (empty for the base's)"), optional=True
            )
        )
        pairings = [self.tr("Nearest vertex"), self.tr("By name of the object")]
        self.addParameter(QgsProcessingParameterEnum(self.PAIRING, self.tr("Pairing"), pairings, defaultValue=0))
        number = Qgis.ProcessingNumberParameterType.Double
        self.addParameter(
            QgsProcessingParameterNumber(
                self.GATE, self.tr("Largest distance to the nearest vertex (m)"), number, defaultValue=GATE,
                minValue=0.01,
            )
        )  # fmt: skip
        self.addParameter(
            QgsProcessingParameterNumber(
                self.SAFETY, self.tr("Safety coefficient C of the control"), number, defaultValue=SAFETY, minValue=1.0
            )
        )
        self.add_territory()
        geopackages, tables, pages = (
            self.tr("GeoPackage files (*.gpkg)"), self.tr("CSV files (*.csv)"), self.tr("HTML files (*.html)")
        )  # fmt: skip
        self.addParameter(QgsProcessingParameterFileDestination(self.OUTPUT, self.tr("Deviations"), geopackages))
        for name, title, kind in (
            (self.CSV, self.tr("Table of deviations"), tables), (self.HTML, self.tr("Accuracy report"), pages)
        ):  # fmt: skip
            self.addParameter(
                QgsProcessingParameterFileDestination(name, title, kind, optional=True, createByDefault=False)
            )
        self.addParameter(
            QgsProcessingParameterBoolean(self.STRICT, self.tr("Fail when a class is refused"), defaultValue=False)
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.PAIRED, self.tr("Control points paired")))
        self.addOutput(QgsProcessingOutputNumber(self.REFUSED, self.tr("Tests refused")))

    def complete_run(self, run: Run) -> None:
        """Judge by STRICT."""
        if run.values[self.STRICT] and run.status == "done_with_findings":
            raise ResultDeclined(
                self.tr("A class is refused and Strict was asked for; the deviations and the report are written.")
            )
