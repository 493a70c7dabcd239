"""A1 to A6: what the attributes say."""

from __future__ import annotations

from ..pcrs import DATE_PROPERTIES
from .kinds import Check, Parameter, Sentences
from .purview import DATE, PRODUCER, STANDARD, property_purview, rule_purview

#: Properties that are numbers in bounds.
ANGLE, TRANSPARENCY, SIZES = (
    "angleRotation",
    "transparence",
    ("longueur", "largeur", "longueur_mm", "largeur_mm", "taille"),
)

#: The check of the age of surveys: its thresholds are the limits of what a profile does not name.
AGE_CHECK = "A4"

CHECKS = (
    Check(
        "A1",
        ("Values that are really given", "Valeurs réellement renseignées"),
        "Une valeur obligatoire n’est ni vide ni un bouche-trou (« inconnu », « À renseigner », « N/A », « NULL », "
        "« xxx », « ? »…, quels que soient la casse et les accents) ; un bouche-trou ailleurs est un avertissement. "
        "Un code de la liste du standard n’en est jamais un. La table [placeholders] d’un profil en ajoute (add) ou en "
        "ôte (withdraw).",
        "Renseigner la valeur ou, si elle est facultative, ne pas l’écrire.",
        ("Co",),
        purview=STANDARD,
    ),
    Check(
        "A2",
        ("Theme of the class", "Thématique de la classe"),
        "La thématique est celle de la classe (une façade est du bâti) ; 00 et 99 sont un avertissement. "
        "Les classes que le standard laisse ouvertes (habillage, objet générique) ne sont pas regardées.",
        "Écrire la thématique de la classe.",
        ("Ch",),
        fix="A",
        purview=rule_purview(lambda feature: bool(feature.themes) and "thematique" in feature.columns),
    ),
    Check(
        "A3",
        ("Plausible dates", "Dates plausibles"),
        "Toute date est une date (AAAA-MM-JJ) qui n’est pas postérieure au jour de référence ; une date de levé n’est "
        "ni antérieure à l’année du seuil (avertissement) ni postérieure à la publication du lot.",
        "Corriger la date.",
        ("Ch", "Va"),
        {"first_year": Parameter(1990, "année", "premiers levés numériques à cette précision")},
        purview=property_purview(*DATE_PROPERTIES),
    ),
    Check(
        "A4",
        ("Age of the survey", "Ancienneté du levé"),
        "Âge du levé à la publication du lot, ou au jour de référence (sans publication, et sous un profil qui dit "
        "aged_at = « check », comme pcrs_base) : avertissement puis erreur ; un constat par lot et par gravité. La "
        "table [ages] d’un profil donne à une classe ou à une thématique ses propres limites, ou aucune : elles ont "
        "alors leur propre constat.",
        "Vérifier sur le terrain que l’objet existe encore, ou reprendre le levé.",
        ("Fr",),
        {
            "warning": Parameter(5, "ans", "usage des conventions de mise à jour"),
            "error": Parameter(10, "ans", "usage des conventions de mise à jour"),
        },
        purview=property_purview("dateLeve").add_needs(DATE),
    ),
    Check(
        "A5",
        ("Angles, sizes and transparency", "Angles, tailles et transparence"),
        "Un angle est dans [0, 360[, une transparence un entier de 0 à 100, une longueur, une largeur ou une taille "
        "est positive ; toutes sont des nombres. Un angle hors de l’intervalle est un avertissement.",
        "Ramener l’angle dans l’intervalle ; reprendre la taille.",
        ("Va",),
        fix="A",
        purview=property_purview(ANGLE, TRANSPARENCY, *SIZES),
    ),
    Check(
        "A6",
        ("Stable name of the producer", "Nom de producteur stable"),
        "Chaque producteur est écrit d’une seule façon : celle de la convention, si le territoire la donne, sinon la "
        "plus employée. Casse, accents, ponctuation, ordre des mots, forme juridique et fautes de frappe sont d’un "
        "même nom ; mais un mot de trois lettres ou moins et un nombre doivent être identiques, une lettre remplacée "
        "fait un autre mot d’un mot de quatre lettres (Lens, Sens), et deux départements ne se confondent pas (Loire, "
        "Loiret).",
        "Écrire le nom de la convention, partout le même.",
        ("Ho",),
        {"likeness": Parameter(0.9, "0 à 1", "part des lettres qui ne changent pas : une faute sur dix")},
        fix="P",
        purview=property_purview("producteur").add_needs(PRODUCER),
    ),
)

SENTENCES: Sentences = {
    "A1": (
        "{object}: {properties} not really filled in{given}.",
        "{object} : {properties} non réellement renseigné(s){given}.",
    ),
    "A2": (
        "{object}: theme {value} ({label}) does not suit the class (expected: {expected}).",
        "{object} : la thématique {value} ({label}) ne convient pas à la classe (attendu : {expected}).",
    ),
    "A2_undetermined": (
        "{object}: theme {value} ({label}): to be determined.",
        "{object} : thématique {value} ({label}) : à déterminer.",
    ),
    "A3_malformed": (
        "{object}: {property} = “{value}” is not a date (YYYY-MM-DD).",
        "{object} : {property} = « {value} » n’est pas une date (AAAA-MM-JJ).",
    ),
    "A3_future": (
        "{object}: {property} = {value}, after the reference day {day}.",
        "{object} : {property} = {value}, après le jour de référence {day}.",
    ),
    "A3_published": (
        "{object}: surveyed on {value}, after the lot was published ({day}).",
        "{object} : levé le {value}, après la publication du lot ({day}).",
    ),
    "A3_early": (
        "{object}: {property} = {value}, before {day}.",
        "{object} : {property} = {value}, avant {day}.",
    ),
    "A4": (
        "Lot {lot}: {count} objects surveyed more than {tolerance} years before; the oldest on {value}.",
        "Lot {lot} : {count} objet(s) levé(s) plus de {tolerance} ans avant ; le plus ancien le {value}.",
    ),
    "A4_subject": (
        "Lot {lot}: {count} objects ({property}) surveyed more than {tolerance} years before; the oldest on {value}.",
        "Lot {lot} : {count} objet(s) ({property}) levé(s) plus de {tolerance} ans avant ; le plus ancien le {value}.",
    ),
    "A5": (
        "{object}: {property} = “{value}” ({expected}).",
        "{object} : {property} = « {value} » ({expected}).",
    ),
    "A6": (
        "Lot {lot}: producer “{value}” of {count} objects looks like “{known}”.",
        "Lot {lot} : le producteur « {value} » de {count} objet(s) ressemble à « {known} ».",
    ),
    "A6_unknown": (
        "Lot {lot}: producer “{value}” of {count} objects is not in the convention.",
        "Lot {lot} : le producteur « {value} » de {count} objet(s) n’est pas dans la convention.",
    ),
}
