"""What the tests inside QGIS share: the linked plugin, a profile of their own, real and feigned engines."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "build" / "plugins"
ENGINE_PYTHON = Path(os.environ.get("MUTUALGEO_ENGINE_PYTHON", ROOT / "build" / "venv" / "bin" / "python"))
ENGINE_MAIN = ROOT / "mutualgeo_plugin" / "engine_main.py"
QGIS_PYTHON = "/usr/bin/python3"

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The linked tree holds processing_algorithms inside the package, as the zip does. It is imported here because pytest
# puts the checkout, which does not, before everything else on the path.
subprocess.run([QGIS_PYTHON, ROOT / "tools" / "build_tree.py", "link", PLUGINS], check=True, capture_output=True)
sys.path.insert(0, str(PLUGINS))
importlib.import_module("mutualgeo_plugin")


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment of an empty QGIS profile with the plugin enabled."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path_factory.mktemp("profile")),
        "QGIS_PLUGINPATH": str(PLUGINS),
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "C.UTF-8",
        "MUTUALGEO_ENGINE_PYTHON": str(ENGINE_PYTHON),
    }
    subprocess.run(
        ["qgis_process", "plugins", "enable", "mutualgeo_plugin"], env=environment, check=True, capture_output=True
    )
    return environment


@pytest.fixture
def run(profile: dict[str, str]):
    """Run the real ``qgis_process``; keyword arguments override its environment."""

    def call(*arguments: object, timeout: float = 120, **overrides: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["qgis_process", *map(str, arguments)],
            env=profile | overrides,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    return call


@pytest.fixture
def feigned_engine(tmp_path: Path):
    """Write a stand-in for the engine's Python: it finds the job in `job` and runs `body`."""

    def make(body: str) -> Path:
        path = tmp_path / "feigned_python"
        path.write_text(f"#!{QGIS_PYTHON}\nimport json, os, sys, time\njob = json.load(open(sys.argv[-1]))\n{body}\n")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture(scope="session")
def qgis_app():
    """QGIS inside this process, without a screen."""
    from qgis.core import QgsApplication

    app = QgsApplication([], False)
    app.initQgis()
    yield app
    app.exitQgis()


@pytest.fixture(scope="session")
def results(tmp_path_factory) -> Path:
    """Folder of what the runs leave (see results_of_runs.py)."""
    folder = tmp_path_factory.mktemp("results")
    subprocess.run(
        [ENGINE_PYTHON, "-m", "tests.qgis.results_of_runs", folder], cwd=ROOT, check=True, capture_output=True
    )
    return folder


@pytest.fixture
def store(run, tmp_path) -> Path:
    """A store that holds the demonstration's lots already."""
    path = tmp_path / "store.gpkg"
    assert run("run", "mutualgeo:makedemo", f"--FOLDER={tmp_path / 'demo'}").returncode == 0
    done = run("run", "mutualgeo:receivelot", f"--FOLDER={tmp_path / 'demo' / 'lots'}", f"--STORE={path}")
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def panel(qgis_app, store, monkeypatch):
    """The panel on the test's `store`, with a canvas of its own."""
    from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject, QgsSettings
    from qgis.gui import QgsMapCanvas
    from qgis.PyQt.QtCore import QCoreApplication, QEvent, QSize
    from qgis.PyQt.QtWidgets import QMainWindow

    from mutualgeo_plugin.gui.panel import MutualgeoPanel
    from mutualgeo_plugin.processing_algorithms.provider import MutualgeoProvider

    monkeypatch.setenv("MUTUALGEO_ENGINE_PYTHON", str(ENGINE_PYTHON))
    territory = store.with_name("t.toml")
    territory.write_text(
        '[territory]\nname = "T"\ncode = "200000000"\ncrs = "EPSG:3946"\nstore = "' + store.name + '"\n'
        '[[communes]]\ncode = "00001"\nname = "Exemple"\n'
    )
    monkeypatch.setenv("MUTUALGEO_TERRITORY", str(territory))
    QgsSettings().remove("mutualgeo")
    provider = MutualgeoProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    window, canvas = QMainWindow(), QgsMapCanvas()
    canvas.resize(QSize(400, 300))
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3946"))
    iface = SimpleNamespace(mainWindow=lambda: window, mapCanvas=lambda: canvas, setActiveLayer=lambda layer: None)
    yield MutualgeoPanel(iface)
    QgsProject.instance().clear()
    # What is left of a panel to Python's collector still hears of the layers of the next test.
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QgsApplication.processingRegistry().removeProvider(provider)
    QgsSettings().remove("mutualgeo")
