"""T1 to T9: objects against each other and against their emprise."""

from __future__ import annotations

from ..best_version import NEAR_FROM, PART_FROM
from ..pcrs import EMPRISE
from .kinds import MILLIMETRE, TWO_CENTIMETRES, Check, Parameter, Sentences
from .purview import THINGS, class_purview

CHECKS = (
    Check(
        "T1",
        ("Exact duplicate", "Doublon exact"),
        "Deux objets de même classe ont les mêmes points à 1 mm près, quel que soit le sens du dessin ; deux objets "
        "que leurs attributs distinguent (texte d’un habillage, type de mur, réseau) sont deux.",
        "Garder le meilleur des deux.",
        ("Un",),
        {"distance": MILLIMETRE},
        fix="A",
        purview=THINGS,
    ),
    Check(
        "T2",
        ("Near duplicate between lots", "Doublon proche entre lots"),
        "Deux objets de même classe, de deux lots, que leurs attributs ne distinguent pas, sont deux objets du "
        "terrain : leur écart moyen dépasse ce que le test officiel de leurs classes de précision admet (la somme "
        "de leurs premiers seuils T, ou 1,5 T du moins précis). Comptent, pour un point ou une surface, le plus "
        "proche de l’autre lot ; pour une ligne, celles qui la longent, quel que soit leur découpage, si l’une des "
        "deux est couverte à la part du seuil, ou sur sa longueur quand elles se longent à la somme de leurs "
        "précisions. Plus loin que cette somme, leurs altitudes s’accordent aussi. Deux objets d’un même lot sont "
        "deux objets, et ceux dont une décision le dit.",
        "Garder le meilleur des deux (assemblebase).",
        ("Un",),
        {
            "share": Parameter(NEAR_FROM, "part", "part d’une ligne couverte par celles de l’autre lot"),
            "part": Parameter(PART_FROM, "m", "longueur commune de deux lignes qui ne se couvrent qu’en partie"),
            "undeclared": Parameter(0.10, "m", "classes sans précision planimétrique (habillage)"),
        },
        fix="P",
        purview=THINGS,
    ),
    Check(
        "T3",
        ("Overlapping outlines", "Enveloppes qui se chevauchent"),
        "Deux enveloppes d’affleurants ne se chevauchent ni plus large que le seuil ni sur plus que sa surface.",
        "Reprendre le contour des deux affleurants.",
        ("Ch",),
        {
            "width": TWO_CENTIMETRES,
            "area": Parameter(0.005, "m²", "carré de 7 cm de côté"),
        },
        purview=class_purview("AffleurantEnveloppePCRS"),
    ),
    Check(
        "T4",
        ("Object outside the emprise", "Objet hors de l’emprise"),
        "Un objet est dans l’emprise de son lot : un objet tout entier dehors, de plus que le premier seuil, est une "
        "erreur ; un objet qui traverse la limite et la dépasse de plus que le second est un avertissement.",
        "Couper l’objet à l’emprise ou agrandir l’emprise.",
        ("Ch", "Co"),
        {"outside": MILLIMETRE, "crossing": TWO_CENTIMETRES},
        fix="P",
        purview=THINGS,
    ),
    Check(
        "T5",
        ("Impossible crossing", "Croisement impossible"),
        "Une façade ne croise ni une autre façade ni une limite de voirie plus profondément que leur précision ; "
        "un sommet commun est admis.",
        "Reprendre le levé au croisement.",
        ("Ch",),
        {"undeclared": Parameter(0.10, "m", "classe de précision non bornée")},
        purview=class_purview("FacadePCRS"),
    ),
    Check(
        "T6",
        ("Threshold on a façade", "Seuil sur une façade"),
        "Chaque extrémité d’un seuil touche une façade, un mur ou une proéminence, à la précision du seuil. Un constat "
        "par extrémité.",
        "Accrocher le seuil à la façade, ou lever la façade qui manque.",
        ("Ch",),
        {
            "undeclared": Parameter(0.10, "m", "classe de précision non bornée"),
            "search": Parameter(5.0, "m", "au-delà, la façade est dite absente"),
        },
        fix="P",
        reach="search",
        purview=class_purview("SeuilPCRS"),
    ),
    Check(
        "T7",
        ("Rails", "Rails"),
        "Deux extrémités de rails plus proches que leur précision sont confondues ; l’écartement de deux rails "
        "parallèles est celui de la voie normale.",
        "Joindre les rails ; reprendre le levé du rail.",
        ("Ex",),
        {
            "gauge": Parameter(1.435, "m", "voie normale"),
            "tolerance": Parameter(0.03, "m", "usure et pose"),
            "search": Parameter(1.70, "m", "plus loin, deux rails ne sont pas ceux d’une voie"),
            "nearest": Parameter(1.20, "m", "plus près, c’est un contre-rail ou un appareil de voie"),
        },
        reach="search",
        purview=class_purview("RailPCRS"),
    ),
    Check(
        "T8",
        ("Surveyed point", "Point levé"),
        "Un point levé est sur un sommet de l’objet qui le cite et dans l’emprise de son lot.",
        "Reprendre le lien ou la position du point.",
        ("Ch",),
        {"distance": Parameter(0.01, "m", "arrondi d’un carnet de levé")},
        purview=class_purview("PointLevePCRS"),
    ),
    Check(
        "T9",
        ("Adjoining emprises", "Emprises jointives"),
        "Les emprises de deux lots voisins ne se recouvrent pas et ne laissent pas de fente plus large que le seuil "
        "(largeur, non surface). Plus large encore, un recouvrement est un terrain levé deux fois, ce qui n’est pas un "
        "défaut, et un vide relève de E5.",
        "Reprendre la limite commune des deux lots.",
        ("Ch", "Co"),
        {
            "width": TWO_CENTIMETRES,
            "slit": Parameter(1.0, "m", "au-delà, c’est un terrain levé deux fois ou un trou de couverture"),
        },
        fix="P",
        purview=class_purview(EMPRISE),
    ),
)

SENTENCES: Sentences = {
    "T1": (
        "{object} is drawn twice: same points as {other}.",
        "{object} est dessiné deux fois : mêmes points que {other}.",
    ),
    "T2": (
        "{object} and {other} of another lot may be one object: {measured} m apart on average, and the test of their "
        "classes admits {tolerance} m.",
        "{object} et {other} d’un autre lot sont peut-être un seul objet : écart moyen de {measured} m, et le test de "
        "leurs classes en admet {tolerance}.",
    ),
    "T3": (
        "{object} and {other} overlap: {measured} m wide, {area} m².",
        "{object} et {other} se chevauchent : largeur {measured} m, surface {area} m².",
    ),
    "T4": (
        "{object} lies outside the extent of its lot, by {measured} m.",
        "{object} est hors de l’emprise de son lot, à {measured} m.",
    ),
    "T4_crossing": (
        "{object} crosses the extent of its lot, by {measured} m.",
        "{object} déborde de l’emprise de son lot, de {measured} m.",
    ),
    "T5": (
        "{object} crosses {other} ({measured} m deep).",
        "{object} croise {other} (profondeur {measured} m).",
    ),
    "T6": (
        "{object}: an end is {measured} m away from the nearest façade or wall.",
        "{object} : une extrémité est à {measured} m de la façade ou du mur le plus proche.",
    ),
    "T6_alone": (
        "{object}: no façade or wall within {tolerance} m of an end.",
        "{object} : aucune façade ni mur à moins de {tolerance} m d’une extrémité.",
    ),
    "T7": (
        "{object} and {other}: ends of rails {measured} m apart.",
        "{object} et {other} : extrémités de rails à {measured} m l’une de l’autre.",
    ),
    "T7_gauge": (
        "{object} and {other}: gauge of {measured} m.",
        "{object} et {other} : écartement de {measured} m.",
    ),
    "T8": (
        "{object} is {measured} m away from the object that names it ({other}).",
        "{object} est à {measured} m de l’objet qui le cite ({other}).",
    ),
    "T8_outside": (
        "{object} lies outside the extent of its lot, by {measured} m.",
        "{object} est hors de l’emprise de son lot, à {measured} m.",
    ),
    "T9_overlap": (
        "The emprises {object} and {other} overlap: {measured} m wide.",
        "Les emprises {object} et {other} se recouvrent : largeur {measured} m.",
    ),
    "T9_gap": (
        "A slit {measured} m wide between the emprises {object} and {other}.",
        "Une fente de {measured} m de large entre les emprises {object} et {other}.",
    ),
}
