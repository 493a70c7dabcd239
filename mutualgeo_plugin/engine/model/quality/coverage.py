"""C1 and C2: polygons that should fit together (parcels, sections, communes)."""

from __future__ import annotations

from .kinds import Check, Parameter, Sentences
from .purview import LAYER_SURFACES

CHECKS = (
    Check(
        "C1",
        ("Overlapping polygons", "Polygones qui se chevauchent"),
        "Deux polygones de la couche ne se chevauchent pas plus large que le seuil (largeur, non surface).",
        "Reprendre la limite commune.",
        ("Ch",),
        {"width": Parameter(0.01, "m", "arrondi du plan cadastral informatisé")},
        fix="P",
        purview=LAYER_SURFACES,
    ),
    Check(
        "C2",
        ("Slit between polygons", "Fente entre polygones"),
        "Deux polygones voisins ne laissent pas de fente plus large que le seuil et moins large que la plus petite "
        "chose voulue (chemin, cours d’eau).",
        "Reprendre la limite commune.",
        ("Ch", "Ho"),
        {
            "width": Parameter(0.01, "m", "arrondi du plan cadastral informatisé"),
            "largest": Parameter(0.50, "m", "plus étroit que tout chemin"),
        },
        fix="P",
        reach="largest",
        purview=LAYER_SURFACES,
    ),
)

SENTENCES: Sentences = {
    "C1": (
        "{object} and {other} overlap: {measured} m wide, {area} m².",
        "{object} et {other} se chevauchent : largeur {measured} m, surface {area} m².",
    ),
    "C2": (
        "A slit {measured} m wide between {object} and {other} ({area} m²).",
        "Une fente de {measured} m de large entre {object} et {other} ({area} m²).",
    ),
}
