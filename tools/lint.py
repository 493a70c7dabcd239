"""Run the linters: ruff and mypy on the sources, and what plugins.qgis.org runs on the built plugin.

plugins.qgis.org refuses an upload on any hit of bandit or detect-secrets and reports flake8 at 120 columns.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import build_tree

#: Rules of bandit that plugins.qgis.org does not apply.
BANDIT_SKIPPED = "B109,B404,B410,B411"

#: E203 contradicts ruff's own formatting of slices.
FLAKE8_OPTIONS = ("--isolated", "--max-line-length=120", "--extend-ignore=E203")

SOURCES = (build_tree.PLUGIN, "processing_algorithms", "tests", "tools", "benchmarks")
ENGINE = f"{build_tree.PLUGIN}/engine"


def run(name: str, *arguments: str, folder: Path = build_tree.ROOT) -> subprocess.CompletedProcess[str]:
    """Run a linter as a module of this Python."""
    return subprocess.run(
        [sys.executable, "-m", name, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def secrets(tree: Path) -> list[str]:
    """What detect-secrets takes for a secret; it exits 0 on hits, so its JSON is read."""
    answer = run("detect_secrets", "scan", "--all-files", ".", folder=tree)
    if answer.returncode:
        return [answer.stderr]
    return [
        f"{path}:{hit['line_number']}: {hit['type']}"
        for path, hits in sorted(json.loads(answer.stdout)["results"].items())
        for hit in hits
    ]


def findings(tree: Path) -> dict[str, list[str]]:
    """Linter → what it says; an empty list is a pass."""
    answers = {
        "ruff": run("ruff", "check", "--output-format=concise", *SOURCES),
        "mypy": run("mypy", ENGINE),
        "bandit": run("bandit", "-r", "-q", "-s", BANDIT_SKIPPED, ".", folder=tree),
        "flake8": run("flake8", *FLAKE8_OPTIONS, ".", folder=tree),
    }
    said = {name: [answer.stdout or answer.stderr] if answer.returncode else [] for name, answer in answers.items()}
    return said | {"detect-secrets": secrets(tree)}


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        said = findings(build_tree.copy(Path(scratch)))
    for name, lines in said.items():
        print(f"{name}: {'failed' if lines else 'passed'}")
        for line in lines:
            print(line.rstrip())
    return int(any(said.values()))


if __name__ == "__main__":
    sys.exit(main())
