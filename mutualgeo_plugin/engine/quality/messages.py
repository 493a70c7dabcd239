"""Sentences about checks: what the jobs say; what findings say stands in the catalogue (model/quality)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "profile_unknown": (
        "There is no quality profile “{name}”. Shipped ones: {known}; or give the path of a .toml file.",
        "Aucun profil de contrôle « {name} ». Profils fournis : {known} ; ou donnez le chemin d’un fichier .toml.",
    ),
    "profile_wrong": (
        "Quality profile {path}: {problems}",
        "Profil de contrôle {path} : {problems}",
    ),
    "profile_weights_zero": (
        "{key}: every weight is 0, nothing is left to judge by.",
        "{key} : tous les poids sont à 0, il ne reste rien pour juger.",
    ),
    "profile_required_off": (
        '{key}: {value} is required, and {off} = "off" switches it off.',
        '{key} : {value} est exigé, et {off} = "off" le désactive.',
    ),
    "profile_ages_order": (
        "{key}: {value} years are an error before {limit} are a warning.",
        "{key} : {value} an(s) seraient une erreur avant que {limit} soient un avertissement.",
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
    "check_partly_run": (
        "{check} was carried out in part: {reason}.",
        "{check} n’a été exécuté qu’en partie : {reason}.",
    ),
    "no_buildings": (
        "no map of buildings: open façades are not looked at",
        "pas de plan de bâtiments : les façades ouvertes ne sont pas regardées",
    ),
    "crowd": (
        "more than {most} objects of {classes} stand within one square metre: they are not compared each with each",
        "plus de {most} objets de {classes} tiennent dans un mètre carré : ils ne sont pas comparés un à un",
    ),
    "sources_unknown": (
        "nobody says where {count} of {total} objects come from",
        "personne ne dit d’où viennent {count} objet(s) sur {total}",
    ),
    "steward_none": ("not routed", "non attribué"),
    "no_class": ("the base has none of the classes {classes}", "la base n’a aucune des classes {classes}"),
    "no_emprise": ("lots without an emprise: {lots}", "lots sans emprise : {lots}"),
    "one_lot": ("a single lot", "un seul lot"),
    "run_not_noted": (
        "The findings could not be noted in the store: {reason}",
        "Les constats n’ont pas pu être notés dans la base : {reason}",
    ),
    "verdict_refuse_checks": (
        "{check} ({title}): {count} errors, where none is accepted",
        "{check} ({title}) : {count} erreur(s), aucune n’est admise",
    ),
    "verdict_refuse_score": (
        "the score is {measured}, below {limit}: refused",
        "la note est de {measured}, sous le seuil de refus de {limit}",
    ),
    "verdict_refuse_criterion": (
        "{criterion}: the score is {measured}, below {limit}: refused",
        "{criterion} : la note est de {measured}, sous le seuil de refus de {limit}",
    ),
    "verdict_reserve_score": (
        "the score is {measured}, below {limit}",
        "la note est de {measured}, sous le seuil de {limit}",
    ),
    "verdict_reserve_errors": (
        "{measured} errors, more than {limit}",
        "{measured} erreur(s), plus de {limit}",
    ),
    "verdict_reserve_coverage": (
        "the score covers {measured} % of what the profile asks for, less than {limit} %",
        "la note ne couvre que {measured} % de ce que le profil demande, moins de {limit} %",
    ),
    "verdict_required": (
        "{check} ({title}) was not carried out in full, and the profile requires it",
        "{check} ({title}) n’a pas été exécuté en entier, et le profil l’exige",
    ),
    "verdict_required_idle": (
        "{check} ({title}) had nothing to look at, and the profile requires it",
        "{check} ({title}) n’a rien eu à regarder, et le profil l’exige",
    ),
    "verdict_nothing_evaluated": (
        "no criterion could be evaluated",
        "aucun critère n’a pu être évalué",
    ),
    "check_other_crs": (
        "CRS = {given}: a base or a lot is checked in its own system, {found}. Leave CRS out.",
        "CRS = {given} : une base ou un lot se contrôle dans son propre système, {found}. Ne donnez pas CRS.",
    ),
    "verdict_accept": ("Accepted", "Accepté"),
    "verdict_reserve": ("Accepted with reserves", "Accepté avec réserves"),
    "verdict_refuse": ("Refused", "Refusé"),
    "verdict_told": (
        "Verdict: {verdict}{reasons}. Score {score} ({criteria}), coverage {coverage} %.",
        "Verdict : {verdict}{reasons}. Note {score} ({criteria}), couverture {coverage} %.",
    ),
    "verdict_over_all": ("on the eight criteria", "sur les huit critères"),
    "verdict_over_some": ("on {scored}; not evaluated: {missing}", "sur {scored} ; non évalué : {missing}"),
    "verdict_over_none": ("no criterion evaluated", "aucun critère évalué"),
    "score_none": ("none", "aucune"),
    "verdict_reasons_listed": (" – {reasons}", " – {reasons}"),
    "verdict_reasons_more": (" – {reasons}; and {count} more", " – {reasons}; et {count} de plus"),
    "layers_alone": (
        "{path} is a base or a PCRS lot: check it by itself. Only layers can be checked together.",
        "{path} est une base ou un lot PCRS : contrôlez-le seul. Seules des couches se contrôlent ensemble.",
    ),
    "layers_empty": (
        "There is no object to check in {path}.",
        "Aucun objet à contrôler dans {path}.",
    ),
    "layer_crs_illegal": (
        "The layer {layer} is in {crs}, which is no legal metric system: lengths cannot be measured there. Name the "
        "system to check in with CRS (EPSG:2154, EPSG:3946…).",
        "La couche {layer} est en {crs}, qui n’est pas un système métrique légal : on n’y mesure pas de longueurs. "
        "Nommez dans CRS le système où contrôler (EPSG:2154, EPSG:3946…).",
    ),
    "layer_crs_taken": (
        "The layer {layer} does not say its coordinate system: {crs} is taken.",
        "La couche {layer} ne dit pas son système de coordonnées : {crs} est retenu.",
    ),
    "layer_crs_old": (
        "{crs} is no legal system any more. The layers are checked as they are: it is metric and true to scale.",
        "{crs} n’est plus un système légal. Les couches sont contrôlées telles quelles : il est métrique et conserve "
        "les longueurs.",
    ),
    "layer_read": ("{layer} ({path}): {objects} objects.", "{layer} ({path}) : {objects} objets."),
    "layer_outside": (
        "{layer}: coordinates outside the area of {crs} ({name}). Is it the right system?",
        "{layer} : coordonnées hors de l’étendue de {crs} ({name}). Est-ce le bon système ?",
    ),
    "layer_profile": (
        "Profile “{profile}” ({title}), by the kind of the objects; PROFILE names another one.",
        "Profil « {profile} » ({title}), d’après la nature des objets ; PROFILE en nomme un autre.",
    ),
    "only_bases": ("this check is for PCRS bases and lots", "ce contrôle est pour les bases et les lots PCRS"),
    "only_layers": (
        "this check is for layers of a network or of parcels",
        "ce contrôle est pour les couches de réseau ou de parcelles",
    ),
    "no_lines": ("no layer holds lines", "aucune couche ne contient de lignes"),
    "no_nodes": ("no layer holds nodes (points)", "aucune couche ne contient de nœuds (points)"),
    "no_surfaces": ("no layer holds polygons", "aucune couche ne contient de polygones"),
    "no_coverage": (
        "the polygons of {layer} lie on each other by the dozen: they are no parts of one ground",
        "les polygones de {layer} se recouvrent par dizaines : ce ne sont pas les parties d’un même sol",
    ),
    "no_gravity": (
        "no pipe is known to flow by gravity (sewers: typreseau, type_reseau, modecirc, ecoulement…)",
        "aucun tronçon connu comme gravitaire (assainissement : typreseau, type_reseau, modecirc, ecoulement…)",
    ),
    "no_levels": (
        "gravity pipes without altitudes (neither zamont and zaval, nor Z at their ends)",
        "tronçons gravitaires sans altitude (ni zamont et zaval, ni Z aux extrémités)",
    ),
    "levels_missing": (
        "{count} of {total} gravity pipes have no altitude at one of their ends",
        "{count} tronçons gravitaires sur {total} n’ont pas d’altitude à une de leurs extrémités",
    ),
}
