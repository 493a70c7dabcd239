"""The accuracy test of the order of 16 September 2003 on precision classes, as data and formulas.

Source status: the title, the scope and the principle are those of the order (JORF, NOR EQUP0300864A). Its articles
with the formulas could not be read here: factors and formulas are those of a public re-implementation, consistent with
the order of 15 February 2012 (article 7), which refers to "the value T of article 5". `SOURCE` says so to the reader
of a report; check the official text before a contractual use.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .pcrs import PRECISION_METRES

SOURCE = (
    "Test de l’arrêté du 16 septembre 2003 portant sur les classes de précision (NOR EQUP0300864A). Le titre, le champ "
    "et le principe sont ceux de l’arrêté ; les coefficients et les formules ont été relevés dans une mise en œuvre "
    "publique du test, cohérente avec l’article 7 de l’arrêté du 15 février 2012, et non dans le texte officiel : "
    "vérifiez-les sur ce texte avant un usage contractuel."
)

#: Dimensions of a test → number of coordinates: plan, altitude, both.
DIMENSIONS: dict[str, int] = {"xy": 2, "z": 1, "xyz": 3}
#: k: first threshold over the class, by number of coordinates.
FACTORS: dict[int, float] = {1: 3.23, 2: 2.42, 3: 2.11}
#: C: how many times better than the data the control is.
SAFETY = 2.0
#: Second threshold, over the first: no deviation exceeds it.
SECOND = 1.5
#: Points below which no deviation may exceed the first threshold; the sample is then too small to accept anything.
FEW = 5
_SHARE, _SPREAD = 0.01, 0.232

#: Metres within which a control vertex is looked for: beyond, the point controls another object.
GATE = 1.0
#: A second vertex nearer than this many times the distance of the first makes a pair doubtful.
DOUBTFUL = 1.5
#: Coarsest stated accuracy of a transformation of control points, metres: half of the finest class (002, C = 2).
CONTROL_ACCURACY = 0.01
#: Metres within which two vertices stand for one place (3 decimals are exchanged).
SAME = 0.001

#: Names by which a column of control points is known, in lower case, without accents, the surest first; a column that
#: stands for one thing does not stand for the next ones.
COLUMNS: dict[str, tuple[str, ...]] = {
    "x": ("x", "e", "est", "easting", "coord_x", "x_m"),
    "y": ("y", "n", "nord", "northing", "coord_y", "y_m"),
    "z": ("z", "alt", "altitude", "cote", "z_m", "coord_z"),
    "name": ("matricule", "id", "nom", "name", "numero", "num", "n°", "n", "point", "pt", "id_point", "numero_point"),
    "class": ("classe", "class", "classe_pcrs", "classe_entite"),
    "object": ("objet", "object", "idobjet", "id_objet", "gml_id", "gmlid", "object_id"),
    "vertex": ("sommet", "vertex", "num_sommet", "rang"),
}

#: Classes of precision that have a bound, the finest first.
BOUNDED: tuple[tuple[str, float], ...] = tuple((code, m) for code, m in PRECISION_METRES.items() if m is not None)
#: What the sample satisfies when it satisfies no bounded class.
UNBOUNDED_CLASS = next(code for code, metres in PRECISION_METRES.items() if metres is None)


def allowed_exceedances(n: int) -> int:
    """N′: how many of n deviations may exceed the first threshold."""
    return 0 if n < FEW else math.floor(_SHARE * n + _SPREAD * math.sqrt(n)) + 1


@dataclass(frozen=True)
class Limits:
    """What a sample must keep to, metres: mean deviation, first threshold T, second threshold 1.5 T."""

    mean: float
    first: float
    second: float


def limits(metres: float, dimension: str, safety: float = SAFETY) -> Limits:
    """Limits of a class of `metres`, for a dimension of `DIMENSIONS`, under a safety coefficient C."""
    mean = metres * (1.0 + 1.0 / (2.0 * safety**2))
    first = FACTORS[DIMENSIONS[dimension]] * mean
    return Limits(mean, first, SECOND * first)
