"""The plugin's folder as QGIS loads it: one list, linked for development and copied for the zip.

    build_tree.py link FOLDER     FOLDER/mutualgeo_plugin made of links into the checkout
    build_tree.py copy FOLDER     FOLDER/mutualgeo_plugin made of copies, as the zip holds it

Translations are compiled on the way.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = "mutualgeo_plugin"

#: What stands beside the package in the checkout and inside it in the plugin's folder.
INSIDE = ("processing_algorithms", "resources", "metadata.txt", "LICENSE")

#: Translations: the checkout holds the .ts, the plugin's folder the .qm made of them.
TRANSLATIONS = "i18n"

#: Debian's /usr/bin/lrelease may be a switch that leads nowhere: the real one is asked first.
LRELEASE = ("/usr/lib/qt5/bin/lrelease", "/usr/lib/qt6/bin/lrelease", "lrelease")


def is_shipped(path: Path) -> bool:
    """Whether a file or folder of the checkout belongs into the plugin (no hidden files, no leftovers)."""
    return not (path.name.startswith(".") or path.name == "__pycache__" or path.suffix == ".pyc")


def entries() -> dict[str, Path]:
    """Name inside the plugin's folder → file or folder of the checkout."""
    package = {path.name: path for path in sorted((ROOT / PLUGIN).iterdir()) if is_shipped(path)}
    beside = {name: ROOT / name for name in INSIDE if (ROOT / name).exists()}
    return package | beside


def compile_translations(folder: Path) -> None:
    """Write one .qm a .ts into `folder`; those that are newer than their source are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted((ROOT / TRANSLATIONS).glob("*.ts")):
        target = folder / source.with_suffix(".qm").name
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            subprocess.run([find_lrelease(), "-silent", source, "-qm", target], check=True)


def find_lrelease() -> str:
    """Path of Qt's translation compiler.

    Raises
    ------
    FileNotFoundError
        When there is none (Debian: qttools5-dev-tools).
    """
    for name in LRELEASE:
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError("lrelease is missing: run make setup (Debian: apt-get install qttools5-dev-tools)")


def link(folder: Path) -> Path:
    """Make or mend the linked tree: an edit in the checkout is live at QGIS's next start.

    Links that are already right are left alone, so that a QGIS at work does not see its plugin vanish.
    """
    tree = folder / PLUGIN
    tree.mkdir(parents=True, exist_ok=True)
    wanted = entries()
    for present in tree.iterdir():
        if present.name == TRANSLATIONS and not present.is_symlink():
            continue
        if not present.is_symlink() or present.readlink() != wanted.get(present.name):
            remove(present)
    for name, source in wanted.items():
        if not (tree / name).is_symlink():
            (tree / name).symlink_to(source)
    compile_translations(tree / TRANSLATIONS)
    return tree


def copy(folder: Path) -> Path:
    """Make the tree anew, of copies, as the zip holds it."""
    tree = folder / PLUGIN
    if tree.exists():
        shutil.rmtree(tree)
    tree.mkdir(parents=True)
    for name, source in entries().items():
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=_omitted_names)
        else:
            shutil.copyfile(source, tree / name)
    compile_translations(tree / TRANSLATIONS)
    return tree


def remove(path: Path) -> None:
    """Remove a file, a link or a folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _omitted_names(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if not is_shipped(Path(folder, name))}


def main(arguments: list[str]) -> int:
    ways = {"link": link, "copy": copy}
    if len(arguments) != 2 or arguments[0] not in ways:
        print(__doc__, file=sys.stderr)
        return 2
    print(ways[arguments[0]](Path(arguments[1]).resolve()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
