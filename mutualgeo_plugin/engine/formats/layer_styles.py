"""QGIS styles of layers, as the plugin brings them along."""

from __future__ import annotations

from ..resources import resource_folder


def styles_of(table: str) -> dict[str, str]:
    """QML of a layer's styles by variant; the default one is the variant ""."""
    folder = resource_folder("styles")
    paths = [folder / f"{table}.qml", *sorted(folder.glob(f"{table}.*.qml"))]
    return {p.stem.removeprefix(table).lstrip("."): p.read_text("utf-8") for p in paths if p.is_file()}
