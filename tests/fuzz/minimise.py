"""The smallest inputs that reach what all of them reach: lines of the engine, and ends."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any

from tests.conftest import ROOT
from tests.fuzz.corpus import LARGEST, MOST_BYTES, MOST_INPUTS
from tests.fuzz.verdict import Fall, Target, try_input

_ENGINE = str(ROOT / "mutualgeo_plugin")
#: Inputs that are looked at, the smallest first: tracing takes its time.
_MOST_TRACED = 250


def choose_inputs(target: Target, inputs: Iterable[bytes]) -> list[bytes]:
    """Inputs of a target that reach a line or an end which no smaller one reaches; seeds are there without them."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "input"
        reached: set[object] = set()
        for seed in target.seeds():
            reached |= _reached(target, seed, folder)
        chosen: list[bytes] = []
        fitting = sorted({data for data in inputs if len(data) <= LARGEST}, key=lambda data: (len(data), data))
        for data in fitting[:_MOST_TRACED]:
            found = _reached(target, data, folder)
            room = sum(map(len, chosen)) + len(data) <= MOST_BYTES and len(chosen) < MOST_INPUTS
            if not found <= reached and room:
                chosen.append(data)
                reached |= found
        return chosen


def _reached(target: Target, data: bytes, folder: Path) -> set[object]:
    """Lines of the engine that an input reaches, and how it ends; nothing of one that falls."""
    lines: set[object] = set()

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(_ENGINE):
            return None
        if event == "line":
            lines.add((name, frame.f_lineno))
        return trace

    sys.settrace(trace)
    try:
        outcome = try_input(target, data, folder)
    finally:
        sys.settrace(None)
    return set() if isinstance(outcome, Fall) else {*lines, outcome}
