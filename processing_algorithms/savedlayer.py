"""A vector layer of QGIS handed to the engine as a file."""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingFeedback

from ..engine.formats.file_format import layer_formats

#: Endings that tell a format which the engine reads as it is; others (of which .json and .xml may be of several) are
#: saved as GeoPackage, which keeps arcs (a shapefile would not).
READABLE_FORMATS = [one.endings[0].removeprefix(".") for one in layer_formats()]
EXCHANGE_FORMAT = "gpkg"


def saved_layer(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    parameters: dict,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> str | None:
    """Layer of the parameter `name` as "file" or "file|layername=layer"; None where the parameter is empty."""
    if parameters.get(name) in (None, ""):
        return None
    path, layer = algorithm.parameterAsCompatibleSourceLayerPathAndLayerName(
        parameters, name, context, READABLE_FORMATS, EXCHANGE_FORMAT, feedback
    )
    return f"{path}|layername={layer}" if layer else path


def saved_layers(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    parameters: dict,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> list[str]:
    """Layers of the parameter `name`, which takes several, each as `saved_layer` gives one."""
    layers = algorithm.parameterAsLayerList(parameters, name, context) or []
    return [saved_layer(algorithm, name, {name: layer.id()}, context, feedback) for layer in layers]
