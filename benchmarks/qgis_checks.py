"""Five basic checks with the algorithms that QGIS ships: qgis_checks.py LAYERS.gpkg OUT.json (QGIS's own Python)."""

import json
import sys
import time
from pathlib import Path

sys.path.append("/usr/share/qgis/python/plugins")

from qgis.core import QgsApplication, QgsFeatureRequest, QgsProcessingContext, QgsVectorLayer  # noqa: E402

application = QgsApplication([], False)
application.initQgis()

import processing  # noqa: E402
from processing.core.Processing import Processing  # noqa: E402

Processing.initialize()

context = QgsProcessingContext()
context.setInvalidGeometryCheck(QgsFeatureRequest.GeometryNoCheck)
FAMILIES, KINDS = ("drawn", "field", "outline"), ("points", "lines", "areas")
counts: dict[str, int] = {}
seconds: dict[str, float] = {}


def run(check, algorithm, count, **parameters):
    """Add the time of a run, and what it counts."""
    begun = time.perf_counter()
    results = processing.run(algorithm, parameters, context=context)
    found = count(results)
    seconds[check] = seconds.get(check, 0.0) + time.perf_counter() - begun
    counts[check] = counts.get(check, 0) + found


def overlaps(results) -> int:
    """Pairs of outlines that have more than 50 cm2 in common."""
    pairs = {
        frozenset((f["fid"], f["fid_2"]))
        for f in results["OUTPUT"].getFeatures()
        if f["fid"] != f["fid_2"] and f.geometry().area() > 0.005
    }
    return len(pairs)


def main() -> None:
    """Time each check twice: from the saved layers to its result in memory, and with the layers in memory."""
    source, out = sys.argv[1:]
    saved = {f"{family}_{kind}": f"{source}|layername={family}_{kind}" for family in FAMILIES for kind in KINDS}
    read = {name: QgsVectorLayer(uri, name, "ogr") for name, uri in saved.items()}
    held = {name: layer.materialize(QgsFeatureRequest()) for name, layer in read.items() if layer.isValid()}
    answer = {}
    for way, layers in (("saved", {name: saved[name] for name in held}), ("held", held)):
        counts.clear()
        seconds.clear()
        checks(layers)
        answer[way] = {"each": dict(seconds), "counts": dict(counts)}
    Path(out).write_text(json.dumps(answer))


def checks(layers) -> None:
    """The five; `layers`: family and kind → what an algorithm takes for a layer."""

    def layers_of(family: str) -> list:
        return [layer for name, layer in layers.items() if name.startswith(family)]

    for layer in layers_of("field"):
        run(
            "G1", "qgis:checkvalidity", lambda r: r["INVALID_COUNT"], INPUT_LAYER=layer, METHOD=2,
            VALID_OUTPUT="memory:", INVALID_OUTPUT="memory:", ERROR_OUTPUT="memory:",
        )  # fmt: skip
    for check, condition in (
        ("G2", "length(@geometry) < 0.001"),
        ("G5", "length(@geometry) >= 0.001 AND length(@geometry) < 0.05"),
    ):
        run(
            check, "native:extractbyexpression", lambda r: r["OUTPUT"].featureCount(),
            INPUT=layers["field_lines"], EXPRESSION=condition, OUTPUT="memory:",
        )  # fmt: skip
    for layer in layers_of("drawn"):
        run(
            "T1", "native:deleteduplicategeometries", lambda r: r["DUPLICATE_COUNT"], INPUT=layer, OUTPUT="memory:",
        )  # fmt: skip
    outlines = layers["outline_areas"]
    run("T3", "native:intersection", overlaps, INPUT=outlines, OVERLAY=outlines, OUTPUT="memory:")


main()
