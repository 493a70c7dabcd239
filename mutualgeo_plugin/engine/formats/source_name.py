"""Names of sources as QGIS writes them: "file" or "file|layername=layer"."""

from __future__ import annotations

from pathlib import Path

from ..model.errors import EngineError


def split_source(text: str, layer: str | None = None) -> tuple[Path, str | None]:
    """Path and layer of a source; `layer` names it apart.

    Raises
    ------
    EngineError
        ``source_option`` where the source has another option, such as a filter, that the engine would not honour;
        ``source_layers`` where it names two layers, or none after ``|layername=``.
    """
    path, *options = text.split("|")
    named = [layer] if layer else []
    for option in options:
        name, _, value = option.partition("=")
        if name.lower() != "layername":
            raise EngineError("source_option", source=text, option=option)
        named.append(value)
    if len(set(named)) > 1 or "" in named:
        raise EngineError("source_layers", source=text, layers=", ".join(f"“{one}”" for one in named))
    return Path(path), named[0] if named else None
