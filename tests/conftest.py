"""What the three suites share: where the real files are, and what to do where they are not."""

from __future__ import annotations

import os
from pathlib import Path

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
