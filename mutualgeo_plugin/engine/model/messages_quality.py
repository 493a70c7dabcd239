"""Sentences about checks: what the jobs say; what findings say stands in the catalogue (model/quality)."""

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
    "verdict_nothing_evaluated": (
        "no criterion could be evaluated",
        "aucun critère n’a pu être évalué",
    ),
    "verdict_told": (
        "Verdict: {verdict}; score {score}, coverage {coverage} %.",
        "Verdict : {verdict} ; note {score}, couverture {coverage} %.",
    ),
}
