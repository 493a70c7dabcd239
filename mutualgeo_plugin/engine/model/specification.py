"""What a specification of a job is made of: kinds of values, parameters, the job with its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Kind(Enum):
    """What the value of a parameter is, and what the run does with the path that it names."""

    TEXT = "text"
    PROFILE = "name of a profile, or path of its .toml file"
    INTEGER = "whole number"
    NUMBER = "number"
    FLAG = "true or false"
    CHOICE = "one of the words"
    DAY = "day, YYYY-MM-DD"
    AMOUNT = "amount in euros, exact to the cent"
    NUMBERS = "whole numbers, separated by spaces"
    BOX = "[xmin, ymin, xmax, ymax]"
    FILE = "file, read"
    FOLDER = "folder, read"
    PLACE = "file or folder, read"
    LAYER = "file or file|layername=layer, read"
    SUBJECT = "base, lot, or layers as file|layername=layer, read"
    BASE = "base, read"
    CHANGED_BASE = "base, changed"
    COMPLETED_BASE = "base, made or completed"
    NEW_FILE = "file, written"
    NEW_FOLDER = "folder, written to"
    NEW_PLACE = "file, or folder that receives files, written"


#: Kinds whose value names a path.
_PATHS = frozenset(Kind) - {
    Kind.TEXT, Kind.PROFILE, Kind.INTEGER, Kind.NUMBER, Kind.FLAG, Kind.CHOICE, Kind.DAY, Kind.BOX,
    Kind.AMOUNT, Kind.NUMBERS,
}  # fmt: skip
#: Kinds of path that take the place of what stands there: never of an input, a base or another output.
_OUTPUTS = frozenset({Kind.NEW_FILE, Kind.NEW_PLACE})
#: Kinds of path that the run writes to.
_WRITTEN = _OUTPUTS | {Kind.CHANGED_BASE, Kind.COMPLETED_BASE, Kind.NEW_FOLDER}
_BASES = frozenset({Kind.SUBJECT, Kind.BASE, Kind.CHANGED_BASE, Kind.COMPLETED_BASE})


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """What a job takes under a name.

    Attributes
    ----------
    kind : Kind
        What the value is.
    required : bool
        Whether a run without it is refused before it begins.
    default : object
        Value where none is given; None where the job finds it itself (from the territory, the store, the day).
    words : tuple of str
        Words of a choice.
    above, least, most : float, optional
        What a number is greater than; its least and its greatest value.
    several : bool
        Whether it is a list; one value is a list of one.
    endings : tuple of str
        Endings that a written file may have; of a layer that is read, those of the tables of places that serve as well.
    goes_with : mapping
        What it means nothing without: other parameters, each with the words that it must be one of, none where it must
        only be given. One of them suffices.
    beside : tuple of str
        Endings of what is written beside the output, under the same stem.
    """

    kind: Kind
    required: bool = False
    default: Any = None
    words: tuple[str, ...] = ()
    above: float | None = None
    least: float | None = None
    most: float | None = None
    several: bool = False
    endings: tuple[str, ...] = ()
    goes_with: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: tuple[str, ...] = ()

    def allows(self, number: float) -> bool:
        """Whether a number is within the bounds."""
        return (
            (self.above is None or number > self.above)
            and (self.least is None or number >= self.least)
            and (self.most is None or number <= self.most)
        )

    @property
    def bounds(self) -> str:
        """The bounds as signs: ``> 0``, ``≥ -1, ≤ 15``; empty where there are none."""
        signs = ((">", self.above), ("≥", self.least), ("≤", self.most))
        return ", ".join(f"{sign} {bound:g}" for sign, bound in signs if bound is not None)

    @property
    def is_path(self) -> bool:
        """Whether the value names a path."""
        return self.kind in _PATHS

    @property
    def is_output(self) -> bool:
        """Whether the run puts a file in the place that the value names."""
        return self.kind in _OUTPUTS

    @property
    def may_be_base(self) -> bool:
        """Whether the value names a base, or may do so."""
        return self.kind in _BASES

    @property
    def is_written(self) -> bool:
        """Whether the run writes to the path."""
        return self.kind in _WRITTEN


@dataclass(frozen=True)
class Job:
    """A job: module whose ``run`` does the work in the engine, parameters by name, names of the outputs.

    Where there is no module, QGIS's Python does the work.
    """

    name: str
    module: str | None
    parameters: Mapping[str, Parameter]
    outputs: tuple[str, ...]
