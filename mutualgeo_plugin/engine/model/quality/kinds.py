"""What a check of the catalogue is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

#: The eight criteria of the guide, in its order.
CRITERIA: dict[str, str] = {
    "Co": "complétude",
    "Va": "validité",
    "Ch": "cohérence",
    "Ex": "exactitude",
    "Fr": "fraîcheur",
    "Di": "disponibilité",
    "Un": "unicité",
    "Ho": "homogénéité",
}

#: Severities, the worst first: "error" blocks under STRICT.
SEVERITIES = ("error", "warning", "info")

#: What can be done about a finding: nothing but a new survey, a proposal for a person, a mend that is safe by itself.
FIXES = {"": "aucune", "P": "proposée", "A": "automatique"}


@dataclass(frozen=True)
class Parameter:
    """A number that a check uses."""

    default: float
    unit: str
    source: str


@dataclass(frozen=True)
class Check:
    """One check. Texts are French: they go into reports read by producers and elected officials.

    criteria : codes of `CRITERIA`, the main one first: the score counts the check there.
    fix : key of `FIXES`.
    reach : name of the parameter that says how far from an object the check looks, metres; `reach_times` times as far.
    """

    id: str
    title: str
    definition: str
    remedy: str
    criteria: tuple[str, ...]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    fix: str = ""
    reach: str | None = None
    reach_times: float = 1.0

    @property
    def criterion(self) -> str:
        """Main criterion."""
        return self.criteria[0]


MILLIMETRE = Parameter(0.001, "m", "résolution d’échange des coordonnées (3 décimales)")
TWO_CENTIMETRES = Parameter(0.02, "m", "limite de la classe de précision 002")
Sentences = dict[str, tuple[str, str]]
