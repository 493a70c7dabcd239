"""Files that QGIS would open as layers, looked at before it does.

GDAL opens a file with whatever driver feels at home in it: a text named ``.shp`` may be a virtual layer that reads any
file of this machine or calls a server. QGIS's GDAL keeps all of its drivers, so that what it may meet is chosen here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProperty,
)

from ..engine.formats.file_format import (
    HEAD,
    identify,
    identify_beginning,
    layer_format,
    layer_formats,
    own_endings,
)
from ..engine.model.errors import EngineError, Phrase

#: Types of parameters that QGIS never opens as a layer. An extent or a system may be named by a layer.
_NO_LAYERS = frozenset({"boolean", "datetime", "enum", "field", "file", "number", "string"})


def refuse_strange_files(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> None:
    """Refuse files, given as layers, whose content is not what their name says or makes GDAL reach elsewhere.

    Layers that the project holds already are taken: whoever put them there has opened them.

    Raises
    ------
    EngineError
        ``layer_refused``, which names the parameter.
    """
    for definition in algorithm.parameterDefinitions():
        if not _may_be_layer(definition):
            continue
        for text in _texts(parameters.get(definition.name()), context):
            for path in _files(text, context):
                try:
                    seen = path.stat()
                    _refuse_strange_file(path, seen.st_mtime_ns, seen.st_size)
                except EngineError as error:
                    reason = Phrase(error.code, **error.fields)
                    raise EngineError("layer_refused", parameter=definition.name(), reason=reason) from error


def _may_be_layer(definition: QgsProcessingParameterDefinition) -> bool:
    if definition.isDestination() or definition.type() in _NO_LAYERS:
        return False
    return definition.type() != "multilayer" or definition.layerType() != QgsProcessing.SourceType.TypeFile


def _texts(value: Any, context: QgsProcessingContext) -> Iterator[str]:
    """Texts in a parameter's value that may name a layer."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        value = value.source
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    if isinstance(value, str):
        yield from dict.fromkeys((value, *value.split(";")))
    elif isinstance(value, list | tuple | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one, context)


def _files(text: str, context: QgsProcessingContext) -> list[Path]:
    """Files that a text names, alone or with a layer of theirs; none where it names a layer that is open."""
    if QgsProcessingUtils.mapLayerFromString(text, context, False) is not None:
        return []
    named, provider, uri = QgsProcessingUtils.decodeProviderKeyAndUri(text)
    whole = [text, uri] if named and provider == "ogr" else [text]
    candidates = [part.strip() for one in whole for part in (one, one.partition("|")[0])]
    return [path for path in map(Path, dict.fromkeys(filter(None, candidates))) if _is_there(path)]


def _is_there(path: Path) -> bool:
    """Whether there is such a file or folder; a text that can be no path names none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=64)
def _refuse_strange_file(path: Path, _changed: int, _size: int) -> None:
    """Refuse a file that points elsewhere, or that is not of the format that its name says.

    QGIS asks several times of a run, and a GML is read to its end: what was found fit is, until the file changes.
    """
    if path.is_file():
        found = identify(path)
        if found is not None and found.is_pointer:
            raise EngineError("format_pointer", path=path.name, found=found.title)
        if found is not None and found.name == "zip":
            _refuse_packed_pointers(path)
    ending, packed = own_endings(path)
    if any(ending in one.endings and (one.packed or not packed) for one in layer_formats()):
        layer_format(path)


def _refuse_packed_pointers(path: Path) -> None:
    """Refuse an archive, in which GDAL looks for layers too, that holds such a file."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    found = identify_beginning(member.read(HEAD))
                if found is not None and found.is_pointer:
                    raise EngineError("format_pointer", path=f"{path.name}/{name}", found=found.title)
    except (OSError, RuntimeError, zipfile.BadZipFile) as error:  # encrypted: RuntimeError
        raise EngineError("path_unreadable", path=str(path), detail=str(error)) from error
