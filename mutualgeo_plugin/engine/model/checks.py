"""The catalogue of checks: from it come the help, the documentation and the profiles.

Definitions and defaults follow the project's catalogue of PCRS checks; a parameter states its unit and its source.
"""

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


@dataclass(frozen=True)
class Parameter:
    """A number that a check uses."""

    default: float
    unit: str
    source: str


@dataclass(frozen=True)
class Check:
    """One check. Texts are French: they go into reports read by producers and elected officials."""

    id: str
    title: str
    definition: str
    remedy: str
    criterion: str
    parameters: dict[str, Parameter] = field(default_factory=dict)


_MILLIMETRE = Parameter(0.001, "m", "résolution d’échange des coordonnées (3 décimales)")

_ALL = (
    Check(
        "S2",
        "Emprise d’échange unique",
        "Chaque lot contient exactement un objet EmpriseEchangePCRS.",
        "Fournir une seule emprise d’échange par fichier.",
        "Va",
    ),
    Check(
        "S3",
        "Liens résolus",
        "Chaque xlink:href mène à un objet du même lot ; l’absence de « # » est tolérée et signalée une fois par lot.",
        "Corriger l’identifiant visé ou livrer l’objet manquant.",
        "Ch",
    ),
    Check(
        "S5",
        "Chaîne d’affleurant complète",
        "Chaque AffleurantPCRS mène par sa représentation à une géométrie ; un symbole seul est un avertissement.",
        "Livrer l’enveloppe, les lignes ou le point de l’affleurant.",
        "Co",
    ),
    Check(
        "S6",
        "Identifiants uniques",
        "gml:id est unique dans le lot ; idObjet, idHabillage et les autres identifiants sont uniques dans la base.",
        "Renuméroter l’un des objets ; préfixer par le SIREN du producteur.",
        "Un",
    ),
    Check(
        "A1",
        "Valeurs réellement renseignées",
        "Une valeur obligatoire n’est ni vide ni un bouche-trou ; un bouche-trou ailleurs est un avertissement.",
        "Renseigner la valeur ou, si elle est facultative, ne pas l’écrire.",
        "Co",
    ),
    Check(
        "G1",
        "Géométrie valide",
        "La géométrie existe et est valide au sens OGC (polygones sans croisement, anneaux fermés).",
        "Redessiner l’objet : anneau fermé, sans croisement ni retour.",
        "Va",
    ),
    Check(
        "G2",
        "Géométrie dégénérée",
        "Une ligne est plus longue que le seuil, un arc a trois points distincts.",
        "Supprimer l’objet ou le redessiner.",
        "Va",
        {"length": _MILLIMETRE},
    ),
    Check(
        "T1",
        "Doublon exact",
        "Deux objets de même classe ont les mêmes points à 1 mm près, quel que soit le sens du dessin.",
        "Garder le meilleur des deux.",
        "Un",
        {"distance": _MILLIMETRE},
    ),
    Check(
        "T4",
        "Objet hors de l’emprise",
        "Un objet est dans l’emprise de son lot ; un dépassement plus petit que le seuil est toléré, "
        "un objet qui traverse la limite est un avertissement.",
        "Couper l’objet à l’emprise ou agrandir l’emprise.",
        "Co",
        {
            "outside": _MILLIMETRE,
            "crossing": Parameter(0.02, "m", "limite de la classe de précision 002"),
        },
    ),
    Check(
        "Z1",
        "Altitude absente ou fictive",
        "Chaque sommet d’un objet dont la précision altimétrique est donnée porte une altitude ; "
        "0, -9999 et NaN ne sont pas des altitudes.",
        "Reprendre l’altitude du levé ou retirer la précision altimétrique.",
        "Co",
        {
            "zero_plausible": Parameter(5.0, "m", "0 est une altitude possible si la médiane du lot est plus proche"),
        },
    ),
    Check(
        "E1",
        "Raccord en plan entre lots",
        "Deux extrémités de même classe de part et d’autre d’une limite de lots coïncident ; au-delà du seuil, "
        "avertissement jusqu’à la somme des précisions planimétriques, erreur ensuite.",
        "Reprendre le raccord avec le lot voisin.",
        "Ch",
        {
            "search": Parameter(0.30, "m", "distance de recherche autour de la limite"),
            "same": Parameter(0.01, "m", "écart admis sans signalement"),
        },
    ),
    Check(
        "E2",
        "Raccord en altitude entre lots",
        "Deux extrémités qui se raccordent en plan ont la même altitude ; au-delà du seuil, avertissement jusqu’à la "
        "somme des précisions altimétriques (0,10 m pour les classes qui n’en portent pas), erreur ensuite.",
        "Vérifier l’altitude des deux levés : une marche fausse le calage des réseaux.",
        "Ex",
        {
            "same": Parameter(0.02, "m", "limite de la classe de précision 002"),
            "undeclared": Parameter(0.10, "m", "classes sans précision altimétrique (habillage)"),
        },
    ),
)

CHECKS: dict[str, Check] = {check.id: check for check in _ALL}
