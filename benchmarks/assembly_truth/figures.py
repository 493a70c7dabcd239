"""Figures, the bars they must reach, and how figures of several seeds are pooled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.independent_truth.scoring import wilson

#: Examples of what went wrong that are kept for each figure.
MOST_EXAMPLES = 40


@dataclass
class Share:
    """How many of how many; where `least` or `most` is given the share must reach it, on at least `needed` cases."""

    name: str
    hits: int = 0
    total: int = 0
    least: float | None = None
    most: float | None = None
    needed: int = 0
    examples: list[object] = field(default_factory=list)

    def count(self, hit: bool, example: object = None) -> None:
        """One more case; `example` is kept where it tells against the bar."""
        self.hits += hit
        self.total += 1
        if example is not None and hit == (self.most is not None):
            self.examples = [*self.examples, example][:MOST_EXAMPLES]

    def add(self, other: Share) -> None:
        """The same figure of another seed, pooled with this one."""
        self.hits, self.total = self.hits + other.hits, self.total + other.total
        self.examples = [*self.examples, *other.examples][:MOST_EXAMPLES]

    @property
    def verdict(self) -> str:
        """`reached`, `MISSED`, `too few` cases to say so, or nothing where no bar is set."""
        if self.least is None and self.most is None:
            return ""
        share = self.hits / self.total if self.total else None
        if share is not None and (
            (self.least is not None and share < self.least) or (self.most is not None and share > self.most)
        ):
            return "MISSED"
        return "reached" if share is not None and self.total >= self.needed else "too few"

    def describe(self) -> str:
        """One line: the share, its 95 % Wilson interval, the bar and how it was met."""
        if not self.total:
            return f"{self.name:58} no case  {self.verdict}"
        low, high = wilson(self.hits, self.total)
        bar = f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}" if self.most is not None else ""
        needed = f", n ≥ {self.needed}" if self.needed else ""
        text = f"{self.name:58}{self.hits:6} of {self.total:6}  {self.hits / self.total:7.4f} [{low:.4f}, {high:.4f}]"
        return f"{text}  {bar}{needed if bar else ''}  {self.verdict}".rstrip()

    def record(self) -> dict[str, object]:
        """The figure as JSON."""
        share = self.hits / self.total if self.total else None
        return {
            "hits": self.hits, "total": self.total, "share": share, "wilson": list(wilson(self.hits, self.total)),
            "least": self.least, "most": self.most, "needed": self.needed, "verdict": self.verdict,
            "examples": self.examples,
        }  # fmt: skip


@dataclass
class Metres:
    """A length that must not be more than `most`; without it, only told."""

    name: str
    value: float = 0.0
    most: float | None = None
    examples: list[object] = field(default_factory=list)

    def count(self, value: float, example: object = None) -> None:
        """Some metres more."""
        self.value += value
        if value and example is not None:
            self.examples = [*self.examples, example][:MOST_EXAMPLES]

    def add(self, other: Metres) -> None:
        """The same length of another seed."""
        self.value += other.value
        self.examples = [*self.examples, *other.examples][:MOST_EXAMPLES]

    @property
    def verdict(self) -> str:
        """`reached`, `MISSED`, or nothing where no bar is set."""
        return "" if self.most is None else "reached" if self.value <= self.most else "MISSED"

    def describe(self) -> str:
        """One line: the length, the bar and how it was met."""
        bar = f"≤ {self.most:g} m" if self.most is not None else ""
        return f"{self.name:58}{self.value:9.1f} m{'':30}{bar}  {self.verdict}".rstrip()

    def record(self) -> dict[str, object]:
        """The figure as JSON."""
        return {"metres": self.value, "most": self.most, "verdict": self.verdict, "examples": self.examples}


Figures = dict[str, Share | Metres]


def figures_by_name(figures: Iterable[Share | Metres]) -> Figures:
    """Figures under their names, in this order."""
    return {figure.name: figure for figure in figures}


def pool_figures(pooled: Figures, others: Figures) -> Figures:
    """Figures of one more seed added to those of the seeds before."""
    for name, figure in others.items():
        if name in pooled:
            pooled[name].add(figure)  # type: ignore[arg-type]
        else:
            pooled[name] = figure
    return pooled
