"""Start a portal's gateway in a process of its own, which outlives QGIS's, and wait until it answers."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import qgis
from qgis.core import QgsApplication, QgsProcessingFeedback
from qgis.PyQt.QtCore import QProcess, QProcessEnvironment

from ...engine.model.errors import EngineError, EngineFailure
from ...engine.model.portal import PORTAL_FILE

MODULE = "publication.gateway"
#: Seconds that QGIS Server has to start and to give its first capabilities (about 3 s on two cores).
START_SECONDS = 60
POLL_SECONDS = 0.1
#: Last characters of the server's log that a failure repeats.
LOG_TAIL = 400
#: What a process cannot do without, by system; nothing else of QGIS's environment is handed on.
KEPT_VARIABLES = ("SYSTEMROOT", "TEMP", "TMP", "PATH") if os.name == "nt" else ("TMPDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Served:
    """A portal that answers: its root address, the process that serves it, the address of each portal."""

    url: str
    pid: int
    portals: dict[str, str]


def start_gateway(portal: Path, *, port: int, duration: float, feedback: QgsProcessingFeedback) -> Served:
    """Serve a published portal from this machine.

    Parameters
    ----------
    portal : Path
        Folder with portal.json.
    port : int
        Port of 127.0.0.1; 0 takes a free one.
    duration : float
        Seconds after which the server stops by itself; 0 for never.

    Raises
    ------
    EngineError
        No portal, no Python, no QGIS Server, port taken, or no answer; the process is stopped then.
    """
    codes, python = _published_portals(portal), qgis_python()
    profile = Path(tempfile.mkdtemp(prefix="mutualgeo_gateway_"))
    ready, log = profile / "ready.json", profile / "gateway.log"
    package = Path(os.path.abspath(__file__)).parents[2]
    process = QProcess()
    process.setProgram(str(python))
    process.setArguments(
        [
            "-s",
            "-m",
            f"{package.name}.{MODULE}",
            str(portal.absolute()),
            "--port",
            str(port),
            "--duration",
            str(duration),
        ]
        + ["--ready", str(ready), "--profile", str(profile)]
    )
    process.setProcessEnvironment(_environment(package, profile))
    process.setWorkingDirectory(str(profile))
    process.setStandardOutputFile(str(log))
    process.setStandardErrorFile(str(log), QProcess.OpenModeFlag.Append)
    started, pid = process.startDetached()
    if not started:
        shutil.rmtree(profile)
        raise EngineFailure("gateway_python_missing")
    try:
        url = _wait_ready(ready, log, feedback)
        addresses = {code: f"{url}/{code}/" for code in codes}
        for address in addresses.values():
            _wait_capabilities(address, log, feedback)
    except EngineError:
        _terminate(pid)
        shutil.rmtree(profile, ignore_errors=True)
        raise
    return Served(url, pid, addresses)


def qgis_python() -> Path:
    """Python that QGIS embeds, by its prefix.

    In qgis_process ``sys.executable`` is the first python3 on PATH (a pyenv or conda one, say), which is not it.

    Raises
    ------
    EngineFailure
        ``gateway_python_missing``.
    """
    chosen = os.environ.get("MUTUALGEO_QGIS_PYTHON")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    names = ("python.exe", "python3.exe") if os.name == "nt" else (f"python{version}", "python3")
    folders = (sysconfig.get_config_var("BINDIR"), Path(sys.base_exec_prefix, "bin"), sys.base_exec_prefix)
    candidates = [Path(folder, name) for folder in folders if folder for name in names]
    if chosen:
        candidates = [Path(chosen)]
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        raise EngineFailure("gateway_python_missing")
    return found


def _published_portals(portal: Path) -> list[str]:
    """Codes of the portals of a folder."""
    try:
        listed = json.loads((portal / PORTAL_FILE).read_text(encoding="utf-8"))
        return [entry["code"] for entry in listed["portals"]]
    except (OSError, ValueError, KeyError) as error:
        raise EngineError("portal_folder_empty", path=portal) from error


def _environment(package: Path, profile: Path) -> QProcessEnvironment:
    """Environment of the server: its own profile and what it needs to find QGIS, nothing of the user's."""
    values = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    values |= {
        "HOME": str(profile),
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join((str(package.parent), str(Path(qgis.__file__).parents[1]))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "QGIS_PREFIX_PATH": QgsApplication.prefixPath(),
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "QGIS_OPTIONS_PATH": str(profile),
        "QGIS_SERVER_DISABLE_GETPRINT": "1",
        "QGIS_SERVER_FORCE_READONLY_LAYERS": "1",
        "QGIS_SERVER_LOG_LEVEL": "2",
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(profile),
    }
    environment = QProcessEnvironment()
    for name, value in values.items():
        environment.insert(name, value)
    return environment


def _wait_ready(ready: Path, log: Path, feedback: QgsProcessingFeedback) -> str:
    """Root address of the server, once it listens."""
    until = time.monotonic() + START_SECONDS
    while not ready.is_file():
        _keep_waiting(until, log, feedback)
    message = json.loads(ready.read_text(encoding="utf-8"))
    if "error" in message:
        raise EngineFailure(message.pop("error"), **message)
    return str(message["url"])


def _wait_capabilities(address: str, log: Path, feedback: QgsProcessingFeedback) -> None:
    """Wait until a portal gives its capabilities."""
    until = time.monotonic() + START_SECONDS
    while not _answers(address):
        _keep_waiting(until, log, feedback)


def _keep_waiting(until: float, log: Path, feedback: QgsProcessingFeedback) -> None:
    """Wait a moment more; end when the user cancels or the time is over."""
    if feedback.isCanceled():
        raise EngineFailure("cancelled")
    if time.monotonic() > until:
        detail = log.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL:] if log.is_file() else ""
        raise EngineFailure("gateway_silent", seconds=START_SECONDS, detail=detail.strip())
    time.sleep(POLL_SECONDS)


def _answers(address: str) -> bool:
    """Whether a portal gives its capabilities (this machine only: no proxy, no certificate)."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=START_SECONDS)
    try:
        connection.request("GET", f"{parts.path}wms?SERVICE=WMS&REQUEST=GetCapabilities")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _terminate(pid: int) -> None:
    """Stop a server that did not come to answer."""
    try:
        os.kill(pid, 15)
    except ProcessLookupError:
        return
