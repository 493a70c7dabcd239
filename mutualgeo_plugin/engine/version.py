"""Version of mutualgeo, read from metadata.txt: it stands nowhere else."""

from __future__ import annotations

from pathlib import Path

_PLACES = (Path(__file__).parents[1] / "metadata.txt", Path(__file__).parents[2] / "metadata.txt")


def version() -> str:
    """Version such as ``0.1.0``; ``0`` where the plugin's metadata is missing."""
    for path in _PLACES:
        if path.is_file():
            for line in path.read_text("utf-8").splitlines():
                if line.startswith("version="):
                    return line.partition("=")[2].strip()
    return "0"
