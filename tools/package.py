"""Build the zip that QGIS's plugin manager installs: dist/mutualgeo_plugin-<version>.zip.

The same checkout gives the same bytes: entries are sorted, their date and rights are fixed.
"""

from __future__ import annotations

import configparser
import sys
import tempfile
import zipfile
from pathlib import Path

import build_tree

#: Date of every entry: the earliest that a zip can hold.
DATE = (1980, 1, 1, 0, 0, 0)

#: Rights of every entry, as the zip's Unix attributes hold them.
RIGHTS = 0o100644 << 16

#: Limit of plugins.qgis.org for an upload, bytes.
LARGEST = 25 * 1024 * 1024


def version() -> str:
    """Version of the plugin, which stands in metadata.txt alone."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read_string((build_tree.ROOT / "metadata.txt").read_text(encoding="utf-8"))
    return metadata["general"]["version"]


def build(folder: Path) -> Path:
    """Write the zip into `folder` and return its path.

    Raises
    ------
    ValueError
        When it is larger than plugins.qgis.org takes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{build_tree.PLUGIN}-{version()}.zip"
    with tempfile.TemporaryDirectory() as scratch:
        tree = build_tree.copy(Path(scratch))
        files = sorted(path for path in tree.rglob("*") if path.is_file())
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in files:
                entry = zipfile.ZipInfo(path.relative_to(scratch).as_posix(), DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = RIGHTS
                archive.writestr(entry, path.read_bytes())
    size = target.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{target.name} has {size} bytes; plugins.qgis.org takes {LARGEST}")
    return target


if __name__ == "__main__":
    print(build(Path(sys.argv[1]) if len(sys.argv) > 1 else build_tree.ROOT / "dist"))
