"""What the three suites share: where the real files are, and what to do where they are not."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: Real files to test with; never part of the project.
DATA = Path(os.environ.get("MUTUALGEO_DATA") or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Folder of the real files; the test is skipped, and says so, only where it is absent."""
    if not DATA.is_dir():
        pytest.skip(f"no real files at {DATA} (set MUTUALGEO_DATA)")
    return DATA


@pytest.fixture(scope="session")
def lyon(data_folder: Path) -> Path:
    """The eight PCRS tiles of Lyon."""
    return data_folder / "pcrs_lyon"


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def engine_python(checkout: Path) -> Path:
    """Python of the engine's environment, as `make` hands it over."""
    return Path(os.environ.get("MUTUALGEO_ENGINE_PYTHON") or checkout / "build" / "venv" / "bin" / "python")


@pytest.fixture
def server() -> Iterator[SimpleNamespace]:
    """A server that counts who calls."""
    calls: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]

    def answer() -> None:
        while True:
            try:
                caller, _ = listening.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(2)
                calls.append(caller.recv(200))

    threading.Thread(target=answer, daemon=True).start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{port}/x", calls=calls)
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
