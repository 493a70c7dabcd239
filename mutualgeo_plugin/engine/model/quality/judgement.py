"""How findings become a score and a verdict: the defaults of a profile's ``[weights]``, ``[score]``, ``[verdict]``.

They are the project's own choices, not a norm's: a profile changes them, and the report says those that were used.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .kinds import CRITERIA

ACCEPT, RESERVE, REFUSE = "accept", "reserve", "refuse"

#: Coverage of a check that was carried out in part: half of what it would say.
PARTLY = 0.5


@dataclass(frozen=True)
class Scale:
    """How much a finding costs.

    error, warning, info : what an object (or a lot) with such a finding, at worst, counts as a faulty one: 0 to 1.
    zero : share of faulty objects at which nothing is left of a criterion's score: 0 to 1, 0 excluded.
    """

    error: float = 1.0
    warning: float = 0.25
    info: float = 0.0
    zero: float = 0.20

    def weight(self, severity: str) -> float:
        """Weight of a severity."""
        return {"error": self.error, "warning": self.warning, "info": self.info}[severity]


@dataclass(frozen=True)
class Rules:
    """What refuses, and what makes reserves.

    refuse_checks : one error of these checks refuses.
    refuse_score, refuse_criterion : below this score, of the whole or of one criterion that has a weight.
    reserve_score : below this score of the whole.
    reserve_errors : more errors than this, of any check.
    reserve_coverage : below this coverage (0 to 100) the score says too little.
    required : checks without which nothing is accepted without reserve: they ran, and on everything.
    """

    refuse_checks: tuple[str, ...] = ()
    refuse_score: float = 60.0
    refuse_criterion: float = 30.0
    reserve_score: float = 85.0
    reserve_errors: float = 0.0
    reserve_coverage: float = 50.0
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judging:
    """Weights of the criteria (code → weight), scale of the findings, rules of the verdict."""

    weights: dict[str, float] = field(default_factory=lambda: dict.fromkeys(CRITERIA, 1.0))
    scale: Scale = Scale()
    rules: Rules = Rules()
