"""QGIS styles of layers, as the plugin brings them along."""

from __future__ import annotations

from pathlib import Path

#: Folders of the styles that layers are given (beside the engine in the plugin, at the root of a checkout).
_STYLE_FOLDERS = (
    Path(__file__).parents[2] / "resources" / "styles",
    Path(__file__).parents[3] / "resources" / "styles",
)


def styles_of(table: str) -> dict[str, str]:
    """QML of a layer's styles by variant; the default one is the variant ""."""
    for folder in _STYLE_FOLDERS:
        if folder.is_dir():
            paths = [folder / f"{table}.qml", *sorted(folder.glob(f"{table}.*.qml"))]
            return {p.stem.removeprefix(table).lstrip("."): p.read_text("utf-8") for p in paths if p.is_file()}
    return {}
