"""Sentences about emprises, coverage and the sharing of costs."""

MESSAGES: dict[str, tuple[str, str]] = {
    "emprises_made": (
        "{count} emprises with objects; {empty} without any were left out.",
        "{count} emprises contenant des objets ; {empty} sans objet omises.",
    ),
    "coverage": (
        "{commune}: {covered} m² covered of {area} m² ({share} %), {holes} holes wider than {width} m.",
        "{commune} : {covered} m² couverts sur {area} m² ({share} %), {holes} trous de plus de {width} m de large.",
    ),
    "no_emprise_lots": (
        "{count} lots have no usable emprise: they do not count in coverage nor surface. {lots}",
        "{count} lots sans emprise utilisable : ils ne comptent ni dans la couverture ni dans les surfaces. {lots}",
    ),
    "sharing_nothing": (
        "Nothing to share by {key}: no financier has any of it within the communes.",
        "Rien à partager selon la clé {key} : aucun financeur n’en a dans les communes.",
    ),
    "financiers_wrong": (
        "Financiers {path}: {problems}",
        "Financeurs {path} : {problems}",
    ),
    "financiers_commune": (
        "{key}: no commune of the layer has the code “{value}”.",
        "{key} : aucune commune de la couche n’a le code « {value} ».",
    ),
    "financiers_without_networks": (
        "{names} have no networks, so that nothing can be shared by length: name them in networks, or choose another "
        "key.",
        "{names} n’ont pas de réseau : rien ne se partage à la longueur. Nommez-les dans networks, ou choisissez une "
        "autre clé.",
    ),
    "shared": (
        "{total} € shared between {count} financiers by {key}; the amounts add up to the total, to the cent.",
        "{total} € partagés entre {count} financeurs selon la clé {key} ; la somme fait le total, au centime.",
    ),
}
