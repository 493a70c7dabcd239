"""Job ``makedemo``: parameters FOLDER, SEED (optional), SCALE (optional), CLEAN (optional, true for no defects)."""

from __future__ import annotations

from collections import Counter

from .. import parameters as take
from ..context import Context, Json, Result
from ..model.errors import EngineError
from .demo_territory import DEFAULT_SEED, make_demo
from .own_folder import own_folder


def run(parameters: Json, context: Context) -> Result:
    """Make the demo territory; outputs FOLDER, TERRITORY, TRUTH."""
    folder = take.path(parameters, "FOLDER")
    try:
        with own_folder(folder):
            truth = make_demo(
                folder,
                seed=parameters["SEED"] or DEFAULT_SEED,
                scale=take.integer(parameters, "SCALE"),
                defects=not take.flag(parameters, "CLEAN"),
            )
    except OSError as error:
        raise EngineError("path_unwritable", path=error.filename or folder, detail=error.strerror) from error
    context.report["counts"]["out"] = dict(sum((Counter(counts) for counts in truth["lots"].values()), Counter()))
    context.progress(100)
    outputs = {"FOLDER": folder, "TERRITORY": folder / "territoire.toml", "TRUTH": folder / "truth.json"}
    return Result(outputs={name: str(path) for name, path in outputs.items()})
