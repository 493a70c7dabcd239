"""E1 to E5: where two lots meet."""

from __future__ import annotations

from .kinds import TWO_CENTIMETRES, Check, Parameter, Sentences
from .purview import ALTITUDES, BORDER_LINES, STANDARD

CHECKS = (
    Check(
        "E1",
        ("Edge match in plan between lots", "Raccord en plan entre lots"),
        "Deux extrémités de même classe de part et d’autre d’une limite de lots coïncident ; au-delà du seuil, "
        "avertissement jusqu’à la somme des précisions planimétriques, erreur ensuite.",
        "Reprendre le raccord avec le lot voisin (edgematch).",
        ("Ch", "Ho"),
        {
            "search": Parameter(0.30, "m", "distance de recherche autour de la limite"),
            "same": Parameter(0.01, "m", "écart admis sans signalement"),
        },
        fix="P",
        reach="search",
        purview=BORDER_LINES,
    ),
    Check(
        "E2",
        ("Edge match in altitude between lots", "Raccord en altitude entre lots"),
        "Deux extrémités qui se raccordent en plan ont la même altitude ; au-delà du seuil, avertissement jusqu’à la "
        "somme des précisions altimétriques (0,10 m pour les classes qui n’en portent pas), erreur ensuite.",
        "Vérifier l’altitude des deux levés : une marche fausse le calage des réseaux.",
        ("Ex",),
        {
            "same": TWO_CENTIMETRES,
            "undeclared": Parameter(0.10, "m", "classes sans précision altimétrique (habillage)"),
        },
        fix="P",
        purview=BORDER_LINES.add_needs(ALTITUDES),
    ),
    Check(
        "E3",
        ("End that stops at the border", "Extrémité sans suite à la limite"),
        "Une ligne qui s’arrête à la limite de son lot, là où un lot voisin est présent, y a une suite.",
        "Demander au lot voisin la suite de la ligne.",
        ("Co",),
        {"distance": Parameter(0.05, "m", "limite de la classe de précision 005")},
        purview=BORDER_LINES,
    ),
    Check(
        "E4",
        ("Sliver along a border of lots", "Éclat sur une limite de lots"),
        "La coupe d’un lot à sa limite ne laisse pas de morceau de quelques centimètres.",
        "Rattacher l’éclat à sa suite dans l’autre lot (mergetiles), ou le supprimer.",
        ("Va",),
        {
            "length": Parameter(0.05, "m", "limite de la classe de précision 005"),
            "distance": Parameter(0.05, "m", "limite de la classe de précision 005"),
        },
        fix="P",
        purview=BORDER_LINES,
    ),
    Check(
        "E5",
        ("Hole in the coverage between lots", "Trou de couverture entre lots"),
        "La réunion des emprises couvre la commune (celles de la base ou du territoire) ; sans commune, elle n’a pas "
        "de trou intérieur.",
        "Commander ou retrouver le lot qui manque.",
        ("Co",),
        {"width": Parameter(1.0, "m", "plus étroit, c’est un défaut de raccord (T9)")},
        purview=STANDARD,
    ),
)

SENTENCES: Sentences = {
    "E1": (
        "{object} and {other}: {measured} m apart in plan at the border of two lots.",
        "{object} et {other} : {measured} m d’écart en plan à la limite de deux lots.",
    ),
    "E2": (
        "{object} and {other}: step of {measured} m in altitude at the border of two lots.",
        "{object} et {other} : marche de {measured} m en altitude à la limite de deux lots.",
    ),
    "E3": (
        "{object} stops at the limit of its lot and nothing goes on in the next one.",
        "{object} s’arrête à la limite de son lot et rien ne continue dans le lot voisin.",
    ),
    "E4": (
        "{object}: a piece of {measured} m on the limit of its lot, that {other} goes on.",
        "{object} : morceau de {measured} m sur la limite de son lot, que {other} continue.",
    ),
    "E4_alone": (
        "{object}: a piece of {measured} m on the limit of its lot, that nothing goes on.",
        "{object} : morceau de {measured} m sur la limite de son lot, que rien ne continue.",
    ),
    "E5": (
        "{where}: {area} m² that no lot covers ({measured} m wide).",
        "{where} : {area} m² qu’aucun lot ne couvre (largeur {measured} m).",
    ),
}
