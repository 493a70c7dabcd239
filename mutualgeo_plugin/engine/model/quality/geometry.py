"""G1 to G15: each drawing by itself; arcs are looked at as arcs, never by their chords."""

from __future__ import annotations

from .kinds import MILLIMETRE, Check, Parameter, Sentences
from .purview import (
    ALL_LINES_AND_SURFACES,
    ALTITUDES,
    ARCS,
    DELIVERED,
    DRAWN,
    FIELD,
    LINES,
    LINES_AND_SURFACES,
    class_purview,
)

CHECKS = (
    Check(
        "G1",
        ("Valid geometry", "Géométrie valide"),
        "La géométrie existe et est valide au sens OGC (polygones sans croisement, anneaux fermés).",
        "Redessiner l’objet : anneau fermé, sans croisement ni retour.",
        ("Va",),
        fix="P",
        purview=DRAWN,
    ),
    Check(
        "G2",
        ("Degenerate geometry", "Géométrie dégénérée"),
        "Une ligne, et chacune de ses parties, est plus longue que le seuil, un polygone plus large (en moyenne) ; un "
        "arc a trois points distincts.",
        "Supprimer l’objet ou le redessiner.",
        ("Va",),
        {"length": MILLIMETRE},
        fix="A",
        purview=ALL_LINES_AND_SURFACES,
    ),
    Check(
        "G3",
        ("Consecutive vertices in one place", "Sommets consécutifs confondus"),
        "Deux sommets qui se suivent sont plus éloignés que le seuil en plan, ou que le seuil en altitude ; "
        "une différence d’altitude plus grande relève de G12. Un constat par objet.",
        "Supprimer le sommet en trop.",
        ("Va",),
        {"distance": MILLIMETRE, "step": Parameter(0.005, "m", "demi-centimètre : moins que toute précision déclarée")},
        fix="A",
        purview=LINES_AND_SURFACES,
    ),
    Check(
        "G4",
        ("Very short segment", "Segment très court"),
        "Un segment droit d’une ligne brisée est plus long que le seuil ; les cordes d’un arc ne sont pas des "
        "segments. Un constat par objet et par gravité.",
        "Supprimer l’un des deux sommets.",
        ("Va",),
        {
            "error": Parameter(0.002, "m", "deux fois la résolution d’échange"),
            "info": Parameter(0.005, "m", "un dixième de la classe de précision 005"),
        },
        fix="P",
        purview=LINES_AND_SURFACES,
    ),
    Check(
        "G5",
        ("Tiny object", "Objet minuscule"),
        "Une ligne a au moins la longueur du seuil, un polygone au moins sa surface ; une ligne minuscule sur une "
        "limite de lots relève de E4, une enveloppe d’affleurant de G8.",
        "Supprimer l’objet ou le rattacher à son voisin.",
        ("Va",),
        {
            "length": Parameter(0.05, "m", "limite de la classe de précision 005"),
            "area": Parameter(0.01, "m²", "carré de 10 cm de côté"),
        },
        fix="P",
        purview=LINES_AND_SURFACES,
    ),
    Check(
        "G6",
        ("Spike", "Pointe"),
        "Une ligne ne revient pas sur elle-même : l’angle de deux morceaux courts qui se suivent dépasse le seuil ; "
        "un arc compte par sa tangente. Un constat par objet.",
        "Supprimer le sommet de la pointe.",
        ("Va",),
        {
            "angle": Parameter(5.0, "°", "plus fermé que tout angle construit"),
            "leg": Parameter(0.30, "m", "au-delà, c’est un dessin et non une faute de pointé"),
        },
        fix="P",
        purview=LINES_AND_SURFACES,
    ),
    Check(
        "G7",
        ("Crossing with itself", "Croisement avec soi-même"),
        "Une ligne ne se croise pas et ne se recouvre pas ; un croisement moins profond que le seuil est toléré, et un "
        "morceau qui revient sur le précédent à moins du seuil le recouvre (deux morceaux courts relèvent de G6).",
        "Reprendre l’ordre des sommets.",
        ("Va",),
        {"depth": Parameter(0.002, "m", "deux fois l’écart admis entre un arc et ses cordes")},
        fix="P",
        purview=LINES,
    ),
    Check(
        "G8",
        ("Outline of an affleurant", "Enveloppe d’affleurant"),
        "Une enveloppe d’affleurant est un polygone d’un seul anneau, sans trou, de surface plausible.",
        "Redessiner le contour de l’affleurant.",
        ("Va",),
        {
            "smallest": Parameter(0.01, "m²", "bouche à clé de 10 cm"),
            "largest": Parameter(25.0, "m²", "grande chambre"),
        },
        purview=class_purview("AffleurantEnveloppePCRS"),
    ),
    Check(
        "G9",
        ("Closed outline", "Contour fermé"),
        "Un pilier particulier est fermé ; une façade dont les extrémités se touchent presque l’est aussi.",
        "Fermer le contour.",
        ("Ch",),
        fix="P",
        purview=class_purview("PilierParticulierPCRS", "FacadePCRS"),
    ),
    Check(
        "G10",
        ("Threshold of two points", "Seuil de deux points"),
        "Un seuil est un segment de deux points, de longueur plausible.",
        "Garder les deux extrémités du seuil.",
        ("Ch",),
        {
            "shortest": Parameter(0.5, "m", "porte la plus étroite"),
            "longest": Parameter(8.0, "m", "portail le plus large"),
        },
        fix="P",
        purview=class_purview("SeuilPCRS"),
    ),
    Check(
        "G11",
        ("Plausible arc", "Arc plausible"),
        "Un arc a un rayon plausible, une flèche visible, un angle qui ne fait pas presque le tour, et se raccorde "
        "sans brisure ; un cercle complet est admis. Un constat par objet et par défaut.",
        "Remplacer l’arc trop plat par un segment ; reprendre les trois points de l’arc.",
        ("Va", "Ex"),
        {
            "smallest": Parameter(0.05, "m", "plus petit rayon construit"),
            "largest": Parameter(1000.0, "m", "plus grand rayon de voirie urbaine"),
            "sagitta": Parameter(0.002, "m", "deux fois l’écart admis entre un arc et ses cordes"),
            "sweep": Parameter(270.0, "°", "trois quarts de tour"),
            "break": Parameter(15.0, "°", "raccordement dit tangent"),
        },
        fix="A",
        purview=LINES_AND_SURFACES.add_needs(ARCS),
    ),
    Check(
        "G12",
        ("Vertical step", "Marche verticale"),
        "Deux sommets qui se suivent au même endroit en plan ont la même altitude. Un constat par objet.",
        "Garder l’altitude juste.",
        ("Ex",),
        {"distance": MILLIMETRE, "step": Parameter(0.02, "m", "limite de la classe de précision 002")},
        purview=LINES_AND_SURFACES.add_needs(ALTITUDES),
    ),
    Check(
        "G13",
        ("False precision", "Fausse précision"),
        "Les coordonnées et les altitudes ont au plus quatre décimales ; un constat par lot.",
        "Écrire les coordonnées au millimètre.",
        ("Ho",),
        {"decimals": Parameter(4, "décimales", "dixième de millimètre")},
        fix="A",
        purview=FIELD.add_needs(DELIVERED),
    ),
    Check(
        "G14",
        ("Direction of drawing", "Sens de dessin"),
        "Façades, murs et piliers ont la matière à gauche : un contour fermé tourne dans le sens direct, une façade "
        "ouverte a son bâtiment à gauche (avec un plan de bâtiments).",
        "Inverser l’ordre des sommets.",
        ("Ch",),
        {"search": Parameter(2.0, "m", "distance d’une façade au bâtiment du plan cadastral ou de la BD TOPO")},
        fix="A",
        reach="search",
        purview=class_purview("FacadePCRS", "MurPCRS", "PilierParticulierPCRS"),
    ),
    Check(
        "G15",
        ("Continuity of road edges", "Continuité des limites de voirie"),
        "Deux extrémités de limites de voirie d’un même lot plus proches que la précision des objets sont confondues ; "
        "une extrémité libre n’est pas un défaut.",
        "Joindre les deux extrémités.",
        ("Ch",),
        {"distance": MILLIMETRE},
        fix="P",
        purview=class_purview("LimiteVoiriePCRS"),
    ),
)

SENTENCES: Sentences = {
    "G1_null": ("{object}: no geometry.", "{object} : pas de géométrie."),
    "G1_number": (
        "{object}: a coordinate is no number, or no place on earth.",
        "{object} : une coordonnée n’est pas un nombre, ou n’est nulle part sur terre.",
    ),
    "G1_open": (
        "{object}: a ring is not closed: its ends are {measured} m apart.",
        "{object} : anneau non fermé, ses extrémités sont à {measured} m l’une de l’autre.",
    ),
    "G1": ("{object}: invalid geometry ({reason}).", "{object} : géométrie invalide ({reason})."),
    "G2": (
        "{object}: length {measured} m, below {tolerance} m.",
        "{object} : longueur {measured} m, inférieure à {tolerance} m.",
    ),
    "G2_part": (
        "{object}: {count} parts shorter than {tolerance} m.",
        "{object} : {count} partie(s) de moins de {tolerance} m.",
    ),
    "G2_arc": (
        "{object}: an arc has coincident control points.",
        "{object} : un arc a des points de construction confondus.",
    ),
    "G2_area": (
        "{object}: a polygon without surface ({measured} m wide).",
        "{object} : un polygone sans surface (large de {measured} m).",
    ),
    "G3": (
        "{object}: {count} vertices repeated.",
        "{object} : {count} sommet(s) répété(s).",
    ),
    "G4": (
        "{object}: {count} segments shorter than {tolerance} m (the shortest: {measured} m).",
        "{object} : {count} segment(s) de moins de {tolerance} m (le plus court : {measured} m).",
    ),
    "G5": (
        "{object}: {measured} m long, less than {tolerance} m.",
        "{object} : long de {measured} m, moins de {tolerance} m.",
    ),
    "G5_area": (
        "{object}: surface of {measured} m², less than {tolerance} m².",
        "{object} : surface de {measured} m², moins de {tolerance} m².",
    ),
    "G6": (
        "{object}: {count} spikes (angle of {measured}°).",
        "{object} : {count} pointe(s) (angle de {measured}°).",
    ),
    "G7": (
        "{object} crosses itself {count} times (depth {measured} m).",
        "{object} se croise {count} fois (profondeur {measured} m).",
    ),
    "G7_back": (
        "{object} lies on itself over {measured} m.",
        "{object} se recouvre sur {measured} m.",
    ),
    "G8_hole": ("{object}: {count} holes in an outline.", "{object} : {count} trou(s) dans un contour."),
    "G8": (
        "{object}: surface of {measured} m² (expected: {expected}).",
        "{object} : surface de {measured} m² (attendu : {expected}).",
    ),
    "G9": (
        "{object} is not closed: its ends are {measured} m apart.",
        "{object} n’est pas fermé : ses extrémités sont à {measured} m l’une de l’autre.",
    ),
    "G10": ("{object} has {count} points instead of 2.", "{object} a {count} points au lieu de 2."),
    "G10_length": (
        "{object}: {measured} m long (expected: {expected}).",
        "{object} : long de {measured} m (attendu : {expected}).",
    ),
    "G11_flat": (
        "{object}: {count} arcs are as good as straight (sagitta {measured} m).",
        "{object} : {count} arc(s) pratiquement droit(s) (flèche {measured} m).",
    ),
    "G11_radius": (
        "{object}: {count} arcs of an unlikely radius ({measured} m).",
        "{object} : {count} arc(s) de rayon invraisemblable ({measured} m).",
    ),
    "G11_sweep": (
        "{object}: {count} arcs almost come round ({measured}°).",
        "{object} : {count} arc(s) presque fermé(s) ({measured}°).",
    ),
    "G11_break": (
        "{object}: {count} arcs meet their neighbour at an angle ({measured}°).",
        "{object} : {count} arc(s) raccordé(s) avec une brisure ({measured}°).",
    ),
    "G12": (
        "{object}: {count} vertical steps ({measured} m).",
        "{object} : {count} marche(s) verticale(s) ({measured} m).",
    ),
    "G13": (
        "Lot {lot}: {count} objects are written with more than {tolerance} decimals.",
        "Lot {lot} : {count} objet(s) écrits avec plus de {tolerance} décimales.",
    ),
    "G14": (
        "{object} is drawn backwards: the matter is on the right.",
        "{object} est dessiné à l’envers : la matière est à droite.",
    ),
    "G15": (
        "{object} and {other}: ends {measured} m apart that should be one.",
        "{object} et {other} : extrémités à {measured} m l’une de l’autre, à confondre.",
    ),
}
