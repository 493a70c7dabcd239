"""Sentences about reconciliation."""

MESSAGES: dict[str, tuple[str, str]] = {
    "network_no_metres": (
        "Neither network is in a projected system in metres ({a}, {b}): give the territory file, which names one.",
        "Aucun des deux réseaux n’est dans un système projeté en mètres ({a}, {b}) : donnez le fichier de territoire, "
        "qui en nomme un.",
    ),
    "network_overwrite": (
        "The output {path} is one of the compared files: choose another one.",
        "Le fichier de sortie {path} est l’un des fichiers comparés : choisissez-en un autre.",
    ),
    "network_ignored": (
        "{count} object(s) of {layer} cannot be compared and are left out: {detail}.",
        "{count} objet(s) de {layer} ne peuvent pas être comparés et sont laissés de côté : {detail}.",
    ),
    "shift_found": (
        "B is shifted from A by {dx} m eastward and {dy} m northward ({n} pairs of ends, spread {spread} m): "
        "taken away before comparing.",
        "B est décalé de A de {dx} m vers l’est et {dy} m vers le nord ({n} couples d’extrémités, dispersion {spread} "
        "m) : retiré avant la comparaison.",
    ),
    "shift_null": (
        "B is not shifted from A: {dx} m, {dy} m over {n} pairs of ends, less than what can be told.",
        "B n’est pas décalé de A : {dx} m, {dy} m sur {n} couples d’extrémités, moins que ce qui se mesure.",
    ),
    "shift_unknown": (
        "No shift can be told: too few ends of lines answer one another. The networks are compared as they are.",
        "Aucun décalage ne peut être établi : trop peu d’extrémités se répondent. "
        "Les réseaux sont comparés tels quels.",
    ),
    "discrepancy_missing": (
        "Missing from B: {length} m of A have no counterpart within {reach} m.",
        "Absent de B : {length} m de A sans équivalent à moins de {reach} m.",
    ),
    "discrepancy_added": (
        "Only in B: {length} m have no counterpart in A within {reach} m.",
        "Seulement dans B : {length} m sans équivalent dans A à moins de {reach} m.",
    ),
    "discrepancy_missing_part": (
        "Partly missing from B: {length} m of this line of A have no counterpart within {reach} m.",
        "En partie absent de B : {length} m de cette ligne de A sans équivalent à moins de {reach} m.",
    ),
    "discrepancy_added_part": (
        "Partly only in B: {length} m of this line have no counterpart in A within {reach} m.",
        "En partie seulement dans B : {length} m de cette ligne sans équivalent dans A à moins de {reach} m.",
    ),
    "discrepancy_moved": (
        "Moved: {distance} m from its counterpart {other}, once the shift is taken away (tolerance {tolerance} m).",
        "Déplacé : à {distance} m de son équivalent {other}, une fois le décalage retiré (tolérance {tolerance} m).",
    ),
    "ignored_no_geometry": ("no geometry", "sans géométrie"),
    "ignored_unreadable": (
        "unreadable geometry, such as a line of one point",
        "géométrie illisible, comme une ligne d’un seul point",
    ),
    "ignored_not_a_line": ("not a line", "pas une ligne"),
    "ignored_zero_length": ("length zero", "longueur nulle"),
}
