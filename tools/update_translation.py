"""Bring i18n/mutualgeo_fr.ts up to the strings of the sources: new ones come untranslated, old ones go.

    update_translation.py

Needs pylupdate5 (Debian package pyqt5-dev-tools).
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRANSLATION = ROOT / "i18n" / "mutualgeo_fr.ts"
#: Folders whose strings QGIS shows; the engine's sentences stand in both languages in its own modules.
FOLDERS = ("mutualgeo_plugin", "processing_algorithms")
_CALL = re.compile(r"\b(?:tr|translate)\(\s*[\"']")


def find_sources(root: Path = ROOT) -> list[Path]:
    """Every file of the QGIS side that has a string to translate."""
    return sorted(
        path
        for folder in FOLDERS
        for path in (root / folder).rglob("*.py")
        if "engine" not in path.relative_to(root).parts and _CALL.search(path.read_text(encoding="utf-8"))
    )


def write_translation(path: Path) -> None:
    """Write the strings of the sources to a file of translations, keeping those that it has."""
    command = ["pylupdate5", "-noobsolete", *map(str, find_sources()), "-ts", str(path)]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    write_translation(TRANSLATION)
