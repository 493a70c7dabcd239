"""Profiles in TOML: shipped ones by their name, any other by its path."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from .model.errors import EngineError


def shipped(folder: Path) -> list[str]:
    """Names of the profiles of a folder."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read_profile(name: str, folder: Path, kind: str) -> tuple[str, dict[str, Any]]:
    """Name and content of a shipped profile of `folder`, or of any other named by its path (``….toml``).

    Parameters
    ----------
    kind : what begins the codes of the errors.

    Raises
    ------
    EngineError
        ``<kind>_unknown``, with those there are; ``<kind>_wrong``: it is no TOML.
    """
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    if not path.is_file():
        raise EngineError(f"{kind}_unknown", name=name, known=", ".join(shipped(folder)))
    try:
        return path.stem, tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EngineError(f"{kind}_wrong", name=name, detail=str(error)) from error
