"""Profiles in TOML: shipped ones by their name, any other by its path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..model.errors import EngineError
from .document import read_toml
from .spec import Spec


def shipped_names(folder: Path) -> list[str]:
    """Names of the profiles of a folder."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read_profile(name: str, folder: Path, unknown: str, spec: Spec) -> tuple[str, dict[str, Any]]:
    """Name and content of a shipped profile of `folder`, or of any other named by its path (``….toml``).

    Parameters
    ----------
    unknown : code of the error where there is no such profile, with those there are.

    Raises
    ------
    EngineError
        `unknown`; what `read_toml` says of the file.
    """
    shipped = shipped_names(folder)
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    if not (path.is_file() if name.endswith(".toml") else name in shipped):
        raise EngineError(unknown, name=name, known=", ".join(shipped))
    return path.stem, read_toml(path, spec)
