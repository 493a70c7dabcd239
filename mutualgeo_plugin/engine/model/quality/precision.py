"""P1 to P4: declared and measured precision, and the source that it is of."""

from __future__ import annotations

from .kinds import Check, Parameter, Sentences
from .purview import PRECISION, STANDARD, property_purview

CHECKS = (
    Check(
        "P1",
        ("Precision measured on control points", "Précision mesurée sur points de contrôle"),
        "L’échantillon de contrôle satisfait le test de l’arrêté du 16 septembre 2003 pour la classe déclarée.",
        "Reprendre le levé, ou déclarer la classe que le contrôle établit.",
        ("Ex",),
        {
            "gate": Parameter(1.0, "m", "au-delà, le point contrôlé n’est pas cet objet"),
            "safety": Parameter(2.0, "fois", "coefficient de sécurité du contrôle (arrêté du 16 septembre 2003)"),
        },
        purview=STANDARD,
    ),
    Check(
        "P2",
        ("Plausible declared precision", "Précision déclarée plausible"),
        "Un lot de nombreux objets ne déclare pas la même précision pour tous ; la classe 002 est signalée.",
        "Confirmer la précision avec le producteur.",
        ("Ex",),
        {"objects": Parameter(100.0, "nombre", "moins d’objets peuvent bien être d’une seule classe")},
        purview=property_purview("precisionPlanimetrique").add_needs(PRECISION),
    ),
    Check(
        "P3",
        ("Usable for DT-DICT", "Utilisable pour les DT-DICT"),
        "Dans chaque emprise, la part des objets de précision planimétrique 10 cm ou mieux atteint le seuil.",
        "Reprendre le levé des objets de classe 040, 150 ou 999.",
        ("Ex",),
        {"share": Parameter(0.95, "part", "usage des gestionnaires de réseaux sensibles")},
        purview=property_purview("precisionPlanimetrique").add_needs(PRECISION),
    ),
    Check(
        "P4",
        ("Verified source", "Source vérifiée"),
        "La source des objets d’un lot est connue et vérifiée : levée (classe 002, 005 ou 010 ; 040 ou 150 avec une "
        "date de levé ; catégorisation qui n’est pas « peu fiable ») ou certifiée. Pour le reste, le territoire peut "
        "la déclarer pour un producteur ([[sources]]) : ce que personne ne dit est inconnu, et n’est pas bon. Un "
        "avertissement par lot où la part des sources inconnues, et un où celle des sources numérisées, dépasse le "
        "seuil.",
        "Demander au producteur d’où viennent ces objets ; renseigner le levé, ou déclarer la source du producteur.",
        ("Ex",),
        {"share": Parameter(0.05, "part", "ce que P3 admet d’objets moins précis")},
        purview=property_purview("precisionPlanimetrique"),
    ),
)

SENTENCES: Sentences = {
    "P1": (
        "Class {value}, {dimension}: the control sample of {count} points is refused ({reason}).",
        "Classe {value}, {dimension} : l’échantillon de {count} points de contrôle est refusé ({reason}).",
    ),
    "P2": (
        "Lot {lot}: its {count} objects all declare the precision class {value}.",
        "Lot {lot} : ses {count} objets déclarent tous la classe de précision {value}.",
    ),
    "P2_best": (
        "Lot {lot}: {count} objects declare the precision class 002 (less than 2 cm).",
        "Lot {lot} : {count} objet(s) déclarent la classe de précision 002 (moins de 2 cm).",
    ),
    "P3": (
        "Lot {lot}: {share} of the objects are surveyed to 10 cm or better (expected: {expected}).",
        "Lot {lot} : {share} des objets sont levés à 10 cm ou mieux (attendu : {expected}).",
    ),
    "P4": (
        "Lot {lot}: the source of {count} objects of {total} ({share}) is unknown (admitted: {expected}).",
        "Lot {lot} : la source de {count} objet(s) sur {total} ({share}) est inconnue (admis : {expected}).",
    ),
    "P4_digitised": (
        "Lot {lot}: {count} objects of {total} ({share}) were digitised, not surveyed (admitted: {expected}).",
        "Lot {lot} : {count} objet(s) sur {total} ({share}) ont été numérisés, non levés (admis : {expected}).",
    ),
}
