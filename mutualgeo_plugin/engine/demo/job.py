"""Job ``makedemo``: parameters FOLDER, SEED (optional), SCALE (optional), CLEAN (optional, true for no defects)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from ..context import Context, Result
from ..model.errors import EngineError
from .make import DEFAULT_SEED, make_demo


def run(parameters: dict[str, Any], context: Context) -> Result:
    """Make the demo territory; outputs FOLDER, TERRITORY, TRUTH."""
    if not parameters.get("FOLDER"):
        raise EngineError("parameter_missing", name="FOLDER")
    folder = Path(parameters["FOLDER"])
    try:
        truth = make_demo(
            folder,
            seed=int(parameters.get("SEED") or DEFAULT_SEED),
            scale=int(parameters.get("SCALE") or 1),
            defects=not parameters.get("CLEAN"),
        )
    except OSError as error:
        raise EngineError("path_unwritable", path=error.filename or folder, detail=error.strerror) from error
    context.report["counts"]["out"] = dict(sum((Counter(counts) for counts in truth["lots"].values()), Counter()))
    context.progress(100)
    outputs = {"FOLDER": folder, "TERRITORY": folder / "territoire.toml", "TRUTH": folder / "truth.json"}
    return Result(outputs={name: str(path) for name, path in outputs.items()})
