"""Z1 to Z4: altitudes."""

from __future__ import annotations

from .kinds import Check, Parameter, Sentences
from .purview import ALTITUDES, LEVELLED, LINES_AND_SURFACES, class_purview

CHECKS = (
    Check(
        "Z1",
        ("Altitude missing or made up", "Altitude absente ou fictive"),
        "Chaque sommet d’un objet levé en altitude en porte une ; 0, -9999 et NaN ne sont pas des altitudes. "
        "Un constat par objet.",
        "Reprendre l’altitude du levé ou retirer la précision altimétrique.",
        ("Co",),
        {"zero_plausible": Parameter(5.0, "m", "0 est une altitude possible si la médiane du lot est plus proche")},
        purview=LEVELLED,
    ),
    Check(
        "Z2",
        ("Outlying altitude", "Altitude aberrante"),
        "L’altitude d’un sommet ne s’écarte de la médiane des altitudes voisines (carré de deux rayons de côté, fait "
        "de trois mailles sur trois, un représentant par mètre carré) ni de plus que le plancher, ni de plus que tant "
        "de fois leur dispersion (médiane des écarts). Un constat par objet.",
        "Vérifier l’altitude du sommet : une cote fausse fausse le calage des réseaux.",
        ("Ex",),
        {
            "radius": Parameter(20.0, "m", "le sol d’une rue varie peu sur cette distance"),
            "floor": Parameter(1.0, "m", "un escalier ou un quai ne s’écarte pas plus"),
            "spread": Parameter(5.0, "fois", "cinq dispersions : une sur un million si les écarts sont gaussiens"),
            "neighbours": Parameter(8.0, "nombre", "moins de représentants ne font pas une médiane"),
        },
        reach="radius",
        reach_times=4.0 / 3.0,
        purview=LEVELLED,
    ),
    Check(
        "Z3",
        ("Implausible slope", "Pente invraisemblable"),
        "Un morceau de limite de voirie ou de seuil n’est pas plus raide que le seuil sur une dénivelée sensible "
        "(escaliers et façades exceptés). Un constat par objet.",
        "Vérifier les altitudes des deux sommets.",
        ("Ex",),
        {
            "slope": Parameter(1.0, "part", "100 % : plus raide que toute chaussée"),
            "step": Parameter(0.20, "m", "hauteur d’une bordure haute"),
        },
        purview=class_purview("LimiteVoiriePCRS", "SeuilPCRS").add_needs(ALTITUDES),
    ),
    Check(
        "Z4",
        ("Constant altitude", "Altitude constante"),
        "Une longue ligne de nombreux sommets n’a pas partout la même altitude (plan déguisé en trois dimensions).",
        "Vérifier que les altitudes ont été levées.",
        ("Ex",),
        {
            "length": Parameter(20.0, "m", "plus long que tout objet construit de niveau"),
            "vertices": Parameter(20.0, "nombre", "autant de cotes égales ne sont pas un hasard"),
        },
        purview=LINES_AND_SURFACES.add_needs(ALTITUDES),
    ),
)

SENTENCES: Sentences = {
    "Z1": (
        "{object}: {count} vertices with a fictitious altitude ({value}).",
        "{object} : {count} sommet(s) à l’altitude fictive ({value}).",
    ),
    "Z1_missing": (
        "{object}: {count} vertices without altitude, yet an altimetric precision is declared.",
        "{object} : {count} sommet(s) sans altitude alors qu’une précision altimétrique est déclarée.",
    ),
    "Z2": (
        "{object}: {count} vertices {measured} m away from the altitudes around (admitted: {tolerance} m).",
        "{object} : {count} sommet(s) à {measured} m des altitudes voisines (admis : {tolerance} m).",
    ),
    "Z3": (
        "{object}: {count} pieces too steep ({measured} m high, {slope} %).",
        "{object} : {count} morceau(x) trop raide(s) ({measured} m de dénivelée, {slope} %).",
    ),
    "Z4": (
        "{object}: the {count} vertices are all at {value} m.",
        "{object} : les {count} sommets sont tous à {value} m.",
    ),
}
