"""What a check of the catalogue is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from .purview import Purview

#: The eight criteria of the guide, in its order: English, French.
CRITERIA: dict[str, tuple[str, str]] = {
    "Co": ("completeness", "complétude"),
    "Va": ("validity", "validité"),
    "Ch": ("consistency", "cohérence"),
    "Ex": ("accuracy", "exactitude"),
    "Fr": ("freshness", "fraîcheur"),
    "Di": ("availability", "disponibilité"),
    "Un": ("uniqueness", "unicité"),
    "Ho": ("homogeneity", "homogénéité"),
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
    """One check. Its other texts are French: they go into pages read by producers and elected officials.

    title : English and French; a sentence names it by the code ``title_<id>``.
    criteria : codes of `CRITERIA`, the main one first: the score counts the check there.
    purview : what it looks at; where there is none of it, the check has not looked.
    fix : key of `FIXES`.
    reach : name of the parameter that says how far from an object the check looks, metres; `reach_times` times as far.
    """

    id: str
    title: tuple[str, str]
    definition: str
    remedy: str
    criteria: tuple[str, ...]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    fix: str = ""
    reach: str | None = None
    reach_times: float = 1.0
    purview: Purview = field(kw_only=True)

    def title_text(self, language: str) -> str:
        """The title in "en" or "fr"."""
        return self.title[language == "fr"]

    @property
    def criterion(self) -> str:
        """Main criterion."""
        return self.criteria[0]


MILLIMETRE = Parameter(0.001, "m", "résolution d’échange des coordonnées (3 décimales)")
TWO_CENTIMETRES = Parameter(0.02, "m", "limite de la classe de précision 002")
Sentences = dict[str, tuple[str, str]]
