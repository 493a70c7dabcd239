"""Where the plugin's resources stand: inside the plugin's folder, or beside the package in a checkout."""

from __future__ import annotations

import os
from pathlib import Path


def resource_folder(name: str) -> Path:
    """Folder ``resources/<name>``: ``styles``, ``templates``…"""
    package = Path(os.path.abspath(__file__)).parents[1]  # through the links of a linked tree, not behind them
    inside = package / "resources" / name
    return inside if inside.is_dir() else package.parent / "resources" / name
