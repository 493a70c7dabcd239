"""How old a survey may be: years by class, else by theme, else those of the check; none for what never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..pcrs import CLASSES, CODE_LISTS

#: Property that says the theme of an object, and the codes of the list.
THEME, THEMES = "thematique", CODE_LISTS["CategorieThematique"]
#: Classes that bear a date of survey.
DATED_CLASSES = tuple(name for name, feature in CLASSES.items() if "dateLeve" in feature.columns)


@dataclass(frozen=True)
class AgeLimit:
    """Years after which a survey is told; None where no age is too old.

    source : where the years are from.
    """

    warning: float | None = None
    error: float | None = None
    source: str = ""

    @property
    def is_endless(self) -> bool:
        """Whether what it is about never grows too old."""
        return self.warning is None and self.error is None

    def years(self, severity: str) -> float | None:
        """The limit of a severity."""
        return {"warning": self.warning, "error": self.error}[severity]


@dataclass(frozen=True)
class AgeLimits:
    """Limits by what they are of: a class, a theme (code), or "" for all the others."""

    by_subject: Mapping[str, AgeLimit] = field(default_factory=dict)

    def subject_of(self, feature_class: str, theme: str | None) -> str:
        """What the limit of an object is of: its class, else its theme, else ""."""
        return next((subject for subject in (feature_class, theme) if subject and subject in self.by_subject), "")

    def is_ageless(self, feature_class: str, theme: str | None) -> bool:
        """Whether an object never grows too old."""
        subject = self.subject_of(feature_class, theme)
        return bool(subject) and self.by_subject[subject].is_endless


def subject_label(subject: str) -> str:
    """How a sentence names what a limit is of."""
    return f"{subject} {THEMES[subject]}" if subject in THEMES else subject.removesuffix("PCRS")
