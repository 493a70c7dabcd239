"""S1 to S9: the document, its emprise, its links, its identifiers, its codes, its coordinate system."""

from __future__ import annotations

from ..pcrs import AFFLEURANT
from .kinds import Check, Parameter, Sentences
from .purview import DRAWN, EMPRISES, LINKS, STANDARD, class_purview, property_purview, rule_purview

CHECKS = (
    Check(
        "S1",
        ("Document that follows the schema", "Document conforme au schéma"),
        "Le fichier livré est un XML bien formé et valide selon CNIG_PCRS_v2.0.xsd, sans réseau. Un mot faux dans une "
        "liste de nombres et la liste qui le contient sont un seul constat.",
        "Corriger l’élément à la ligne indiquée, ou reprendre l’export du logiciel.",
        ("Va",),
        purview=STANDARD,
    ),
    Check(
        "S2",
        ("One exchange emprise", "Emprise d’échange unique"),
        "Chaque lot contient exactement un objet EmpriseEchangePCRS.",
        "Fournir une seule emprise d’échange par fichier.",
        ("Va", "Co"),
        fix="P",
        purview=STANDARD,
    ),
    Check(
        "S3",
        ("Links that lead somewhere", "Liens résolus"),
        "Chaque xlink:href mène à un objet du même lot ; l’absence de « # » est tolérée et signalée une fois par lot.",
        "Corriger l’identifiant visé ou livrer l’objet manquant.",
        ("Ch",),
        fix="A",
        purview=STANDARD.add_needs(LINKS),
    ),
    Check(
        "S4",
        ("Complete lists of the emprise", "Listes de l’emprise complètes"),
        "L’emprise d’échange liste tous les objets vecteurs (objet) et tous les habillages (habillage) du lot, "
        "chacun une fois, et rien d’autre. Une emprise qui ne liste rien est un avertissement : le schéma l’admet. "
        "Un lot sans emprise relève de S2.",
        "Refaire les listes de l’emprise à partir des objets livrés.",
        ("Co", "Ch"),
        fix="A",
        purview=rule_purview(lambda feature: feature.family in ("vecteur", "habillage")).add_needs(EMPRISES),
    ),
    Check(
        "S5",
        ("Complete chain of an affleurant", "Chaîne d’affleurant complète"),
        "Chaque AffleurantPCRS mène par sa représentation à une géométrie ; un symbole seul est un avertissement.",
        "Livrer l’enveloppe, les lignes ou le point de l’affleurant.",
        ("Co",),
        purview=class_purview(AFFLEURANT),
    ),
    Check(
        "S6",
        ("Unique identifiers", "Identifiants uniques"),
        "gml:id est unique dans le lot ; idObjet, idHabillage et les autres identifiants sont uniques dans la base.",
        "Renuméroter l’un des objets ; préfixer par le SIREN du producteur.",
        ("Un",),
        fix="P",
        purview=STANDARD,
    ),
    Check(
        "S7",
        ("Codes of the lists", "Codes des listes"),
        "Chaque valeur codée appartient à sa liste, ou s’écrit « other: mot » dans une liste ouverte ; un zéro de "
        "tête perdu (6 pour 06) est reconnu. Une valeur vide relève de A1. Un constat par objet et par attribut.",
        "Écrire le code de la liste, zéro de tête compris.",
        ("Va",),
        fix="A",
        purview=rule_purview(lambda feature: any(p.codes for p in feature.properties)),
    ),
    Check(
        "S8",
        ("Coordinate system", "Système de coordonnées"),
        "Tous les objets sont dans le domaine du système légal de la base ; les altitudes sont en mètres ; "
        "un lot livré dans un autre système est signalé avec son opération.",
        "Vérifier le système déclaré (srsName) et l’unité des altitudes.",
        ("Ho", "Ex"),
        {
            "highest": Parameter(4_850.0, "m", "sommet du mont Blanc, arrondi au-dessus"),
            "depth": Parameter(100.0, "m", "sous le zéro des altitudes : plus bas que tout sol français"),
        },
        purview=DRAWN,
    ),
    Check(
        "S9",
        ("Object in three dimensions", "Objet en trois dimensions"),
        "La géométrie d’un objet dont la précision altimétrique est donnée porte des altitudes ; "
        "emprises et communes peuvent être en deux dimensions.",
        "Livrer l’objet en trois dimensions ou retirer la précision altimétrique.",
        ("Co", "Va"),
        purview=property_purview("precisionAltimetrique"),
    ),
)

SENTENCES: Sentences = {
    "S1": (
        "{object}, line {line}: {sentence}",
        "{object}, ligne {line} : {sentence}",
    ),
    "S1_unexpected": (
        "{object}, line {line}: the element “{element}” is not expected here (expected: {expected}).",
        "{object}, ligne {line} : l’élément « {element} » n’est pas attendu ici (attendu : {expected}).",
    ),
    "S1_missing": (
        "{object}, line {line}: “{element}” is not complete (expected: {expected}).",
        "{object}, ligne {line} : « {element} » est incomplet (attendu : {expected}).",
    ),
    "S1_list": (
        "{object}, line {line}: {element} = “{value}” is not in the list ({expected}).",
        "{object}, ligne {line} : {element} = « {value} » n’est pas dans la liste ({expected}).",
    ),
    "S1_open": (
        "{object}, line {line}: {element} = “{value}” is neither in the list {expected} nor written “other: word”.",
        "{object}, ligne {line} : {element} = « {value} » n’est ni dans la liste {expected} ni écrit « other: mot ».",
    ),
    "S1_pattern": (
        "{object}, line {line}: {element} = “{value}” does not have the expected form ({expected}).",
        "{object}, ligne {line} : {element} = « {value} » n’a pas la forme attendue ({expected}).",
    ),
    "S1_bound": (
        "{object}, line {line}: {element} = “{value}” is out of bounds ({expected}).",
        "{object}, ligne {line} : {element} = « {value} » sort des bornes ({expected}).",
    ),
    "S1_number": (
        "{object}, line {line}: {element} = “{value}” is not a number.",
        "{object}, ligne {line} : {element} = « {value} » n’est pas un nombre.",
    ),
    "S1_whole": (
        "{object}, line {line}: {element} = “{value}” is not a whole number ({expected}).",
        "{object}, ligne {line} : {element} = « {value} » n’est pas un nombre entier ({expected}).",
    ),
    "S1_date": (
        "{object}, line {line}: {element} = “{value}” is not a date (YYYY-MM-DD).",
        "{object}, ligne {line} : {element} = « {value} » n’est pas une date (AAAA-MM-JJ).",
    ),
    "S1_id": (
        "{object}, line {line}: the identifier “{value}” begins with a digit or holds a forbidden character.",
        "{object}, ligne {line} : l’identifiant « {value} » commence par un chiffre ou contient un caractère interdit.",
    ),
    "S1_type": (
        "{object}, line {line}: {element} = “{value}” is not of the type {expected}.",
        "{object}, ligne {line} : {element} = « {value} » n’est pas du type {expected}.",
    ),
    "S1_twice": (
        "{object}, line {line}: the gml:id “{value}” is used before.",
        "{object}, ligne {line} : le gml:id « {value} » est déjà employé plus haut.",
    ),
    "S1_attribute_missing": (
        "{object}, line {line}: the attribute “{value}” is missing.",
        "{object}, ligne {line} : l’attribut « {value} » manque.",
    ),
    "S1_attribute_unexpected": (
        "{object}, line {line}: the attribute “{value}” is not allowed.",
        "{object}, ligne {line} : l’attribut « {value} » n’est pas permis.",
    ),
    "S1_text": (
        "{object}, line {line}: text stands beside the elements of “{element}”.",
        "{object}, ligne {line} : du texte se trouve entre les éléments de « {element} ».",
    ),
    "S1_content": (
        "{object}, line {line}: “{element}” holds elements where only a value is expected.",
        "{object}, ligne {line} : « {element} » contient des éléments au lieu d’une simple valeur.",
    ),
    "S1_undeclared": (
        "{object}, line {line}: the element “{element}” is none of the standard.",
        "{object}, ligne {line} : l’élément « {element} » n’est pas du standard.",
    ),
    "S1_more": (
        "Lot {lot}: {count} more schema errors, that are not told one by one.",
        "Lot {lot} : {count} autres erreurs de schéma, qui ne sont pas détaillées.",
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
    "S4": (
        "{object} is not listed by the emprise of its lot.",
        "{object} n’est pas listé par l’emprise de son lot.",
    ),
    "S4_none": (
        "Lot {lot}: the emprise lists none of its {count} objects.",
        "Lot {lot} : l’emprise ne liste aucun de ses {count} objets.",
    ),
    "S4_wrong": (
        "{object} is listed by the emprise under “{property}”, where its class does not belong.",
        "{object} est listé par l’emprise sous « {property} », où sa classe n’a pas sa place.",
    ),
    "S4_twice": (
        "{object} is listed {count} times by the emprise of its lot.",
        "{object} est listé {count} fois par l’emprise de son lot.",
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
    "S7": (
        "{object}: {property} = “{value}” is not a code of the list {codes}.",
        "{object} : {property} = « {value} » n’est pas un code de la liste {codes}.",
    ),
    "S7_zero": (
        "{object}: {property} = “{value}” has lost its leading zero (“{code}”).",
        "{object} : {property} = « {value} » a perdu son zéro de tête (« {code} »).",
    ),
    "S8": (
        "{object} lies outside the area of EPSG:{crs}.",
        "{object} est hors du domaine de EPSG:{crs}.",
    ),
    "S8_unit": (
        "{object}: altitude of {measured} m: is the unit the metre?",
        "{object} : altitude de {measured} m : l’unité est-elle le mètre ?",
    ),
    "S8_transformed": (
        "Lot {lot}: delivered in EPSG:{source}, brought into EPSG:{crs} ({operation}; {accuracy} m).",
        "Lot {lot} : livré en EPSG:{source}, transformé en EPSG:{crs} ({operation} ; {accuracy} m).",
    ),
    "S9": (
        "{object} has no altitudes, yet an altimetric precision is declared.",
        "{object} n’a pas d’altitudes alors qu’une précision altimétrique est déclarée.",
    ),
}
