"""The zip: what stands in it, the same bytes for the same checkout, and QGIS running it from an empty profile."""

from __future__ import annotations

import configparser
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.algorithms import NAMES

PLUGIN = "mutualgeo_plugin"

#: Limit of plugins.qgis.org, bytes.
LARGEST = 25 * 1024 * 1024

#: A folder of the zip's own in an empty profile, where QGIS looks for plugins.
PLUGINS_IN_PROFILE = Path("profiles", "default", "python", "plugins")


@pytest.fixture(scope="module")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, built as `make package` does."""
    return package(checkout, tmp_path_factory.mktemp("dist"))


def package(checkout: Path, folder: Path) -> Path:
    command = [sys.executable, str(checkout / "tools" / "package.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    (zip_file,) = folder.glob("*.zip")
    return zip_file


def test_content_is_what_plugins_qgis_org_takes(built: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        names = [Path(name) for name in archive.namelist()]
        metadata = configparser.ConfigParser(interpolation=None)
        metadata.read_file(io.TextIOWrapper(archive.open(f"{PLUGIN}/metadata.txt"), encoding="utf-8"))
    general = metadata["general"]
    assert {name.parts[0] for name in names} == {PLUGIN}
    assert not [name for name in names if any(part.startswith(".") or part == "__pycache__" for part in name.parts)]
    assert not [name for name in names if "tests" in name.parts or name.name.startswith("test_")]
    assert not [name for name in names if name.suffix in {".pyc", ".so", ".dll", ".exe", ".ts"}]
    inside = {str(Path(*name.parts[1:])) for name in names}
    assert {"__init__.py", "LICENSE", "requirements.txt", "engine_main.py", "i18n/mutualgeo_fr.qm"} <= inside
    assert {"processing_algorithms/provider.py", "engine/jobs.py", "publication/__init__.py"} <= inside
    assert built.name == f"{PLUGIN}-{general['version']}.zip"
    assert general["qgisMinimumVersion"] == "3.40"
    assert general["qgisMaximumVersion"] == "4.99"
    assert general["hasProcessingProvider"] == "yes"
    assert built.stat().st_size < LARGEST


def test_every_source_file_of_the_plugin_is_in_it(built: Path, checkout: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        names = set(archive.namelist())
    wanted = {path.relative_to(checkout).as_posix() for path in (checkout / PLUGIN).rglob("*.py")}
    for folder in ("processing_algorithms", "resources"):
        files = [path for path in (checkout / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        wanted |= {f"{PLUGIN}/{path.relative_to(checkout).as_posix()}" for path in files}
    assert wanted - names == set()


def test_same_checkout_same_bytes(built: Path, checkout: Path, tmp_path: Path) -> None:
    again = package(checkout, tmp_path)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(built.read_bytes()).digest()


class EmptyProfile:
    """qgis_process with a profile that holds nothing but the unzipped plugin."""

    def __init__(self, folder: Path, engine_python: Path) -> None:
        dropped = {"QGIS_PLUGINPATH", "PYTHONPATH"}
        self.environment = {name: value for name, value in os.environ.items() if name not in dropped} | {
            "QGIS_CUSTOM_CONFIG_PATH": str(folder),
            "MUTUALGEO_ENGINE_PYTHON": str(engine_python),
            "QT_QPA_PLATFORM": "offscreen",
        }

    def __call__(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["qgis_process", *arguments],
            input=stdin,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )


@pytest.fixture(scope="module")
def qgis_process(built: Path, engine_python: Path, tmp_path_factory: pytest.TempPathFactory) -> EmptyProfile:
    folder = tmp_path_factory.mktemp("profile")
    plugins = folder / PLUGINS_IN_PROFILE
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(built) as archive:
        archive.extractall(plugins)
    call = EmptyProfile(folder, engine_python)
    enabled = call("plugins", "enable", PLUGIN)
    assert enabled.returncode == 0, enabled.stderr
    return call


def test_unzipped_plugin_lists_its_algorithms(qgis_process: EmptyProfile) -> None:
    answer = qgis_process("--json", "list")
    assert answer.returncode == 0, answer.stderr
    assert set(json.loads(answer.stdout)["providers"]["mutualgeo"]["algorithms"]) == {
        f"mutualgeo:{name}" for name in NAMES
    }


def test_unzipped_plugin_runs_a_job(qgis_process: EmptyProfile, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    inputs = {"FOLDER": str(tmp_path / "demo"), "REPORT": str(report)}
    answer = qgis_process("--json", "run", "mutualgeo:makedemo", "-", stdin=json.dumps({"inputs": inputs}))
    assert answer.returncode == 0, answer.stderr
    assert json.loads(report.read_text(encoding="utf-8"))["status"] == "done"
    assert len(list((tmp_path / "demo" / "lots").glob("*.gml"))) == 2
