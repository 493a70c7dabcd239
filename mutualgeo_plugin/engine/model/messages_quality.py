"""Sentences about checks: what the job says, and what each finding says (read by producers)."""

QUALITY: dict[str, tuple[str, str]] = {
    "profile_unknown": (
        "There is no quality profile “{name}”. Shipped ones: {known}; or give the path of a .toml file.",
        "Aucun profil de contrôle « {name} ». Profils fournis : {known} ; ou donnez le chemin d’un fichier .toml.",
    ),
    "profile_wrong": (
        "Quality profile {name}: {detail}.",
        "Profil de contrôle {name} : {detail}.",
    ),
    "lot_not_checkable": (
        "The lot cannot be received, so it cannot be checked. {reason}",
        "Le lot ne peut pas être reçu, donc pas contrôlé. {reason}",
    ),
    "checked": (
        "{objects} objects checked: {errors} errors, {warnings} warnings, {infos} remarks.",
        "{objects} objets contrôlés : {errors} erreurs, {warnings} avertissements, {infos} remarques.",
    ),
    "check_not_run": (
        "{check} could not be run: {reason}.",
        "{check} n’a pas pu être exécuté : {reason}.",
    ),
    "no_emprise": ("lots without an emprise: {lots}", "lots sans emprise : {lots}"),
    "one_lot": ("a single lot", "un seul lot"),
    "run_not_noted": (
        "The findings could not be noted in the store: {reason}",
        "Les constats n’ont pas pu être notés dans la base : {reason}",
    ),
    "S2": (
        "Lot {lot}: {count} exchange extents where one is expected.",
        "Lot {lot} : {count} emprise(s) d’échange au lieu d’une seule.",
    ),
    "S3": (
        "{object}: the link {property} leads to “{href}”, which is not in the lot.",
        "{object} : le lien {property} mène à « {href} », absent du lot.",
    ),
    "S3_hash": (
        "Lot {lot}: {count} links are written without “#” (understood, but not the standard’s spelling).",
        "Lot {lot} : {count} liens sont écrits sans « # » (compris, mais hors de l’usage du standard).",
    ),
    "S5": (
        "{object}: the representation leads to no geometry.",
        "{object} : la représentation ne mène à aucune géométrie.",
    ),
    "S5_symbol": (
        "{object}: only a symbol gives its place.",
        "{object} : seul un symbole donne sa position.",
    ),
    "S6_gml": (
        "{object}: the gml:id is used {count} times in the lot.",
        "{object} : ce gml:id est employé {count} fois dans le lot.",
    ),
    "S6": (
        "{object}: {property} “{value}” is used by {count} objects of the base.",
        "{object} : {property} « {value} » est employé par {count} objets de la base.",
    ),
    "A1": (
        "{object}: {properties} not really filled in.",
        "{object} : {properties} non réellement renseigné(s).",
    ),
    "G1_null": ("{object}: no geometry.", "{object} : pas de géométrie."),
    "G1": ("{object}: invalid geometry ({reason}).", "{object} : géométrie invalide ({reason})."),
    "G2": (
        "{object}: length {measured} m, below {tolerance} m.",
        "{object} : longueur {measured} m, inférieure à {tolerance} m.",
    ),
    "G2_arc": (
        "{object}: an arc has coincident control points.",
        "{object} : un arc a des points de construction confondus.",
    ),
    "T1": (
        "{object} is drawn twice: same points as {other}.",
        "{object} est dessiné deux fois : mêmes points que {other}.",
    ),
    "T4": (
        "{object} lies outside the extent of its lot, by {measured} m.",
        "{object} est hors de l’emprise de son lot, à {measured} m.",
    ),
    "T4_crossing": (
        "{object} crosses the extent of its lot, by {measured} m.",
        "{object} déborde de l’emprise de son lot, de {measured} m.",
    ),
    "Z1": (
        "{object}: {count} vertices with a fictitious altitude ({value}).",
        "{object} : {count} sommet(s) à l’altitude fictive ({value}).",
    ),
    "Z1_missing": (
        "{object}: {count} vertices without altitude, yet an altimetric precision is declared.",
        "{object} : {count} sommet(s) sans altitude alors qu’une précision altimétrique est déclarée.",
    ),
    "E1": (
        "{object} and {other}: {measured} m apart in plan at the border of two lots.",
        "{object} et {other} : {measured} m d’écart en plan à la limite de deux lots.",
    ),
    "E2": (
        "{object} and {other}: step of {measured} m in altitude at the border of two lots.",
        "{object} et {other} : marche de {measured} m en altitude à la limite de deux lots.",
    ),
}
