"""Sentences about schemas, delivered files, addresses and services: what checks are given besides the objects."""

DELIVERY: dict[str, tuple[str, str]] = {
    # why a check did not run, or not in full
    "no_schemas": (
        "the schemas of the standard are not there: fetch them with “Fetch the schemas” (fetchschemas)",
        "les schémas du standard ne sont pas là : récupérez-les avec « Récupérer les schémas » (fetchschemas)",
    ),
    "no_files": (
        "none of the delivered files is at hand: name the folder that holds them",
        "aucun des fichiers livrés n’est là : indiquez le dossier qui les contient",
    ),
    "no_pcrs_file": (
        "no lot was delivered as PCRS GML",
        "aucun lot n’a été livré en GML PCRS",
    ),
    "files_missing": (
        "the delivered files of these lots are not in the folder, or are too large to be looked at: {lots}",
        "les fichiers livrés de ces lots ne sont pas dans le dossier, ou sont trop gros pour être regardés : {lots}",
    ),
    "no_files_no_metadata": (
        "without the delivered files, metadata records are not looked at; personal data is",
        "sans les fichiers livrés, les fiches de métadonnées ne sont pas regardées ; les données personnelles le sont",
    ),
    "no_files_no_encoding": (
        "without the delivered files, encodings are not looked at; names are",
        "sans les fichiers livrés, les encodages ne sont pas regardés ; les noms le sont",
    ),
    "no_addresses": (
        "without addresses (BAN), street names and numbers are not looked at; densities are",
        "sans adresses (BAN), les noms et numéros de voirie ne sont pas regardés ; les densités le sont",
    ),
    "few_lots": (
        "fewer than {lots} lots with enough road edges: densities are not compared",
        "moins de {lots} lots ont assez de limites de voirie : les densités ne sont pas comparées",
    ),
    "no_addresses_few_lots": (
        "neither addresses (BAN) nor {lots} lots with enough road edges to be compared",
        "ni adresses (BAN), ni {lots} lots ayant assez de limites de voirie pour être comparés",
    ),
    "no_service": (
        "no address of a published service is given",
        "aucune adresse de service publié n’est donnée",
    ),
    "service_is_wms": (
        "the service is a WMS, that counts no objects",
        "le service est un WMS, qui ne compte pas d’objets",
    ),
    "many_names": (
        "{count} names of producers: beyond {most}, misspellings are not looked for",
        "{count} noms de producteurs : au-delà de {most}, les fautes de frappe ne sont pas cherchées",
    ),
    # the copy of the schemas
    "schemas_absent": (
        "there is no copy of the schemas in {path}: fetch them with “Fetch the schemas” (fetchschemas)",
        "aucune copie des schémas dans {path} : récupérez-les avec « Récupérer les schémas » (fetchschemas)",
    ),
    "schemas_damaged": (
        "the copy of the schemas in {path} is not what was fetched ({detail}): fetch them again",
        "la copie des schémas dans {path} n’est plus celle qui a été récupérée ({detail}) : récupérez-les à nouveau",
    ),
    "schemas_folder_taken": (
        "The folder {path} holds other files. Choose an empty folder, or one that holds an older copy of the schemas.",
        "Le dossier {path} contient d’autres fichiers. Choisissez un dossier vide, ou celui d’une ancienne copie.",
    ),
    "schema_missing": (
        "The schema {schema} is not in {path}.",
        "Le schéma {schema} n’est pas dans {path}.",
    ),
    "schema_unknown": (
        "The schemas lead to {schema}, which is none of PCRS v2.0, GML 3.2.1, ISO 19139, xlink or xml: refused.",
        "Les schémas mènent à {schema}, qui n’est ni PCRS v2.0, ni GML 3.2.1, ni ISO 19139, ni xlink, ni xml : refusé.",
    ),
    "schema_wrong": (
        "The schema {schema} is not a usable XML schema ({detail}).",
        "Le schéma {schema} n’est pas un schéma XML utilisable ({detail}).",
    ),
    "schemas_fetched": (
        "{count} schemas are in {path}, each with its SHA-256 in {manifest}.",
        "{count} schémas sont dans {path}, chacun avec son SHA-256 dans {manifest}.",
    ),
    # the network
    "address_refused": (
        "The address {address} is refused: only {schemes} addresses without a user name are asked.",
        "L’adresse {address} est refusée : seules les adresses {schemes} sans nom d’utilisateur sont interrogées.",
    ),
    "address_unreachable": (
        "{address} does not answer ({detail}). Check the address and the network, or give a folder or a zip.",
        "{address} ne répond pas ({detail}). Vérifiez l’adresse et le réseau, ou donnez un dossier ou un zip.",
    ),
    "download_too_large": (
        "{address} sends more than {largest} MB: refused.",
        "{address} envoie plus de {largest} Mo : refusé.",
    ),
    "service_not_understood": (
        "{address} does not answer as a WMS or WFS ({detail}).",
        "{address} ne répond pas comme un WMS ou un WFS ({detail}).",
    ),
    # addresses
    "addresses_columns": (
        "The addresses {path} have no columns {expected}. Give a CSV of the BAN, a BAL or a layer of points.",
        "Les adresses {path} n’ont pas de colonnes {expected}. Donnez un CSV de la BAN, une BAL ou une couche "
        "de points.",
    ),
    "addresses_none": (
        "{path} holds no address with a place.",
        "{path} ne contient aucune adresse localisée.",
    ),
}
