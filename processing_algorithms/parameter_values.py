"""Values of QGIS's parameters as the engine's job takes them, by the kind of each parameter."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingFeedback

from ..engine.model.specification import Kind, Parameter
from .savedlayer import saved_layer
from .storecrs import store_crs

Json = dict[str, Any]


def read_value(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    specified: Parameter,
    parameters: Json,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Any:
    """Plain JSON value of the parameter `name`; None or an empty text where none is given.

    Parameters
    ----------
    specified : Parameter
        What the job takes under that name.
    """
    kind = algorithm.parameterDefinition(name).type()
    empty = parameters.get(name) in (None, "")
    if kind in ("source", "vector"):
        return saved_layer(algorithm, name, parameters, context, feedback)
    if kind == "multilayer":  # QGIS gives one empty name for none
        return [path for path in algorithm.parameterAsFileList(parameters, name, context) if path]
    if kind == "vectorDestination":
        return algorithm.parameterAsOutputLayer(parameters, name, context)
    if kind == "fileDestination":
        return algorithm.parameterAsFileOutput(parameters, name, context)
    if kind == "file":
        return algorithm.parameterAsFile(parameters, name, context)
    if kind == "boolean":
        return algorithm.parameterAsBoolean(parameters, name, context)
    if kind == "number":
        if empty and algorithm.parameterDefinition(name).defaultValue() is None:
            return None
        read = algorithm.parameterAsInt if specified.kind is Kind.INTEGER else algorithm.parameterAsDouble
        return read(parameters, name, context)
    if kind == "enum":
        return _choice(algorithm, name, specified, parameters, context)
    if kind == "crs":
        crs = algorithm.parameterAsCrs(parameters, name, context)
        return crs.authid() if crs.isValid() else None
    if kind == "datetime":
        day = algorithm.parameterAsDateTime(parameters, name, context)
        return day.toString("yyyy-MM-dd") if day.isValid() else None
    if kind == "field":
        return next(iter(algorithm.parameterAsStrings(parameters, name, context)), None)
    if kind == "extent":
        store = algorithm.parameterAsFile(parameters, "STORE", context)
        box = algorithm.parameterAsExtent(parameters, name, context, store_crs(store))
        return None if box.isNull() else [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
    return algorithm.parameterAsString(parameters, name, context)


def _choice(
    algorithm: QgsProcessingAlgorithm, name: str, specified: Parameter, parameters: Json, context: QgsProcessingContext
) -> str:
    """Word of a choice: the labels of QGIS stand in the order of the job's words."""
    if algorithm.parameterDefinition(name).usesStaticStrings():
        return algorithm.parameterAsEnumString(parameters, name, context)
    return specified.words[algorithm.parameterAsEnum(parameters, name, context)]
