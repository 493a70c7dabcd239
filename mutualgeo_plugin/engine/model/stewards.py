"""Who looks after findings: a role (never a person) for each class or theme, as the guide's data stewards by family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .pcrs import CLASSES, CODE_LISTS

#: What stands for all that has no role of its own.
REST = "default"
#: The theme of what shows a network at street level, which its parts do not say.
_OUTLETS = "10"
#: What a role can be of: classes, themes, natures of networks (layers that the territory names), and the rest.
SUBJECTS = tuple(
    dict.fromkeys((*CLASSES, *CODE_LISTS["CategorieThematique"], *CODE_LISTS["NatureReseau"], REST)),
)


@dataclass(frozen=True)
class Stewards:
    """Role of each class, theme or nature of network."""

    by_subject: Mapping[str, str] = field(default_factory=dict)

    def fill_gaps(self, other: Stewards) -> Stewards:
        """The same, and the other's roles of what these do not name."""
        return Stewards({**other.by_subject, **self.by_subject})

    def role_of(self, feature_class: str, theme: str) -> str:
        """Role for objects of a class and a theme: of the class, else the theme, else the rest; "" is none."""
        named = (role for subject in (feature_class, theme, REST) if (role := self.by_subject.get(subject)))
        return next(named, "")


def class_theme(name: str) -> str | None:
    """The one theme that the standard gives a class; None where its objects say it themselves."""
    feature = CLASSES.get(name)
    if feature is None:
        return None
    if feature.family == "affleurant":
        return _OUTLETS
    return feature.themes[0] if len(feature.themes) == 1 else None
