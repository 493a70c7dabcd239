"""L1 to L4: what was delivered and how it can be had."""

from __future__ import annotations

from .kinds import Check, Parameter, Sentences
from .purview import STANDARD

CHECKS = (
    Check(
        "L1",
        ("Metadata, licence, personal data", "Métadonnées, licence, données personnelles"),
        "Le lot livré est accompagné d’une fiche ISO 19139 (même nom, .xml) qui dit la licence, l’organisme à "
        "contacter et la langue ; le GML ne contient ni adresse électronique ni numéro de téléphone.",
        "Joindre la fiche de métadonnées ; retirer la donnée personnelle.",
        ("Di",),
        purview=STANDARD,
    ),
    Check(
        "L2",
        ("Available services", "Services disponibles"),
        "Le service WMS ou WFS donné répond, offre les couches, et son WFS compte autant d’objets que la base.",
        "Prévenir l’administrateur du portail ; publier à nouveau.",
        ("Di",),
        purview=STANDARD,
    ),
    Check(
        "L3",
        ("Balance of the classes", "Équilibre des classes"),
        "Un lot où se trouvent des adresses (BAN) a des noms et des numéros de voirie ; le nombre d’objets d’une "
        "classe par kilomètre de limite de voirie ne s’écarte pas de celui des autres lots. Les nombres sont comparés "
        "par leur racine carrée, de sorte que le hasard pèse de même sur les petits et sur les grands ; une classe "
        "que la plupart des lots n’ont pas n’est pas regardée.",
        "Livrer les noms et numéros de voirie ; vérifier la classe absente ou pléthorique.",
        ("Co",),
        {
            "lots": Parameter(8.0, "nombre", "moins de lots ne font pas une comparaison"),
            "spread": Parameter(5.0, "fois", "cinq dispersions (médiane des écarts), celle du hasard au moins"),
            "roads": Parameter(0.2, "km", "moins de voirie ne fait pas une densité"),
        },
        purview=STANDARD,
    ),
    Check(
        "L4",
        ("Name, encoding", "Nom, encodage"),
        "Le nom du fichier n’a ni accent ni espace et finit par .gml ; le fichier est en UTF-8 (une marque d’ordre "
        "des octets est admise).",
        "Renommer le fichier ; l’enregistrer en UTF-8.",
        ("Di",),
        fix="A",
        purview=STANDARD,
    ),
)

SENTENCES: Sentences = {
    "L1": (
        "Lot {lot}: no metadata record (ISO 19139) beside the file.",
        "Lot {lot} : pas de fiche de métadonnées (ISO 19139) à côté du fichier.",
    ),
    "L1_licence": (
        "Lot {lot}: the metadata record states no licence.",
        "Lot {lot} : la fiche de métadonnées ne dit pas la licence.",
    ),
    "L1_contact": (
        "Lot {lot}: the metadata record names no organisation to contact.",
        "Lot {lot} : la fiche de métadonnées ne nomme aucun organisme à contacter.",
    ),
    "L1_language": (
        "Lot {lot}: the metadata record does not say its language.",
        "Lot {lot} : la fiche de métadonnées ne dit pas sa langue.",
    ),
    "L1_email": (
        "{object}: {property} seems to hold an e-mail address.",
        "{object} : {property} semble contenir une adresse électronique.",
    ),
    "L1_phone": (
        "{object}: {property} seems to hold a telephone number.",
        "{object} : {property} semble contenir un numéro de téléphone.",
    ),
    "L1_email_more": (
        "Lot {lot}: {property} of {count} more objects seems to hold an e-mail address.",
        "Lot {lot} : {property} de {count} autre(s) objet(s) semble contenir une adresse électronique.",
    ),
    "L1_phone_more": (
        "Lot {lot}: {property} of {count} more objects seems to hold a telephone number.",
        "Lot {lot} : {property} de {count} autre(s) objet(s) semble contenir un numéro de téléphone.",
    ),
    "L2": (
        "The service {service} does not answer as expected: {reason}.",
        "Le service {service} ne répond pas comme attendu : {reason}.",
    ),
    "L2_layers": (
        "The service {service} offers none of the classes of the base.",
        "Le service {service} n’offre aucune des classes de la base.",
    ),
    "L2_missing": (
        "The service {service} does not offer the class {value}, that the territory publishes.",
        "Le service {service} n’offre pas la classe {value}, que le territoire publie.",
    ),
    "L2_count": (
        "The layer {layer} of the service counts {count} objects, the base {expected}.",
        "La couche {layer} du service compte {count} objets, la base {expected}.",
    ),
    "L3": (
        "Lot {lot}: {count} addresses in its emprise, and no {value}.",
        "Lot {lot} : {count} adresses dans son emprise, et aucun {value}.",
    ),
    "L3_density": (
        "Lot {lot}: {density} {value} a kilometre of road edge, where the lots have {expected}.",
        "Lot {lot} : {density} {value} par kilomètre de limite de voirie, quand les lots en ont {expected}.",
    ),
    "L4": (
        "Lot {lot}: the file name “{file}” holds accents, spaces or an unusual ending.",
        "Lot {lot} : le nom du fichier « {file} » contient des accents, des espaces ou une extension inhabituelle.",
    ),
    "L4_encoding": (
        "Lot {lot}: the file is not in UTF-8 ({encoding}).",
        "Lot {lot} : le fichier n’est pas en UTF-8 ({encoding}).",
    ),
}
