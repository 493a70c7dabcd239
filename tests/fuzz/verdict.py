"""What became of an input: read, refused with a sentence, or fallen."""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from mutualgeo_plugin.engine.model.errors import DEFECT, EngineError

READ = "read"
#: Codes of what nobody has foreseen: it is told, and is a defect all the same.
UNFORESEEN = (DEFECT, "file_unforeseen")
#: Folder of the engine's sources: a fall is known by the last of its lines.
_ENGINE = "mutualgeo_plugin"


class Lost(AssertionError):
    """Something that an input holds is neither kept nor told."""


@dataclass(frozen=True)
class Target:
    """What is fuzzed.

    read : takes an input to the engine as a run does, in a folder of its own; raises what the engine raises, `Lost`.
    seeds : small inputs that are read, to begin with.
    change : another input out of one.
    tokens : pieces that mean something in such an input.
    share : part of the time, in times that of others.
    tested : changed inputs that are tried in the tests.
    """

    name: str
    read: Callable[[bytes, Path], object]
    seeds: Callable[[], Iterable[bytes]]
    change: Callable[[bytes, Random, tuple[bytes, ...]], bytes]
    tokens: tuple[bytes, ...] = ()
    share: float = 1.0
    tested: int = 100


@dataclass(frozen=True)
class Fall:
    """An input that is neither read nor refused.

    kind : error and place, by which one fall is told from another.
    """

    kind: str
    detail: str


def try_input(target: Target, data: bytes, folder: Path) -> str | Fall:
    """`READ`, the code of the refusal, or what fell; the folder is emptied before.

    A refusal that has no sentence is a fall too.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        try:
            target.read(data, folder)
        except EngineError as refusal:
            if refusal.code in UNFORESEEN:
                raise refusal.__cause__ or refusal from None
            if not (refusal.text("fr") and refusal.text("en")):
                raise Lost(f"no sentence: {refusal.code}") from refusal
            return refusal.code
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return Fall(_kind_of(error), "".join(traceback.format_exception(error))[-6000:])
    return READ


def _kind_of(error: BaseException) -> str:
    """Type of an error and the engine's line nearest to it; of what is lost, what."""
    if isinstance(error, Lost):
        return f"Lost: {str(error).partition(':')[0]}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _ENGINE in frame.filename] or frames
    place = f"{Path(own[-1].filename).name}:{own[-1].name}:{own[-1].lineno}" if own else "-"
    return f"{type(error).__name__} {place}"
