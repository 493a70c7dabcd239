"""Where objects come from, as far as anyone says: certified, surveyed, digitised, or nobody can tell.

The guide asks of accuracy (exactitude) whether the data come from a source that was verified. The PCRS has no attribute
for it. What its attributes let conclude, after the standard's own notes (CNIG_PCRS_v2.0.xsd): a precision class is that
of « le levé topographique de l'objet », dateLeve is the day of that survey, and qualiteCategorisation is there « pour
les migrations / reprises de données ». Nothing else is concluded: what they do not say is unknown, unless the territory
says it of the producer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .pcrs import CLASSES, PRECISION_METRES

CERTIFIED, SURVEYED, DIGITISED, UNKNOWN = "certified", "surveyed", "digitised", "unknown"
#: Every status, the best first: English, French.
STATUSES: dict[str, tuple[str, str]] = {
    CERTIFIED: ("certified", "certifiée"),
    SURVEYED: ("surveyed", "levée"),
    DIGITISED: ("digitised", "numérisée"),
    UNKNOWN: ("unknown", "inconnue"),
}

#: Upper bound in metres of the precision that no plan gives from which one digitises: at 1:200, half a millimetre.
_SURVEY_METRES = 0.10
#: Classes that a survey alone reaches, and those that stand for one where it has a date.
SURVEY_CLASSES = frozenset(code for code, metres in PRECISION_METRES.items() if metres and metres <= _SURVEY_METRES)
DATED_CLASSES = frozenset(code for code, metres in PRECISION_METRES.items() if metres)
#: Properties that say where an object comes from: a class that has them all bears a survey.
SOURCE_PROPERTIES = ("precisionPlanimetrique", "qualiteCategorisation", "dateLeve", "producteur")
#: Quality of categorisation for which the producer does not vouch himself.
UNRELIABLE = "03"


@dataclass(frozen=True)
class DeclaredSource:
    """What the territory says of a producer's source.

    evidence : how it knows.
    lots : names of the lots of which it says so; empty for all.
    """

    producer: str
    status: str
    evidence: str
    lots: tuple[str, ...] = ()

    def __str__(self) -> str:
        lots = f" ({', '.join(self.lots)})" if self.lots else ""
        return f"{self.producer}{lots} : {STATUSES[self.status][1]}, {self.evidence}"


def has_survey(feature_class: str) -> bool:
    """Whether objects of a class say where they come from."""
    return set(SOURCE_PROPERTIES) <= set(CLASSES[feature_class].columns)


def attribute_status(precision: str | None, quality: str | None, dated: bool) -> str:
    """Status that the attributes of an object let conclude."""
    if quality == UNRELIABLE:
        return UNKNOWN
    return SURVEYED if precision in (DATED_CLASSES if dated else SURVEY_CLASSES) else UNKNOWN


def source_status(said: str, producer: str | None, lot: str, declared: Sequence[DeclaredSource]) -> str:
    """Status of an object of which the attributes say something: what is declared serves where they say nothing, and
    certifies what they say was surveyed.
    """
    mine = [one for one in declared if one.producer == producer and (not one.lots or lot in one.lots)]
    if not mine:
        return said
    status = max(mine, key=lambda one: bool(one.lots)).status  # of a lot before that of all
    return status if said == UNKNOWN or status == CERTIFIED else said
