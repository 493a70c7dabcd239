"""Sentences about schemas, delivered files, addresses and services: what checks are given besides the objects."""

MESSAGES: dict[str, tuple[str, str]] = {
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
    "files_unread": (
        "the delivered files of these lots are not in the folder: {lots}; these archives could not be opened, and may "
        "hold them: {archives}",
        "les fichiers livrés de ces lots ne sont pas dans le dossier : {lots} ; ces archives n’ont pas pu être "
        "ouvertes, et les contiennent peut-être : {archives}",
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
    "schemas_fetched": (
        "{count} schemas are in {path}, each with its SHA-256 in {manifest}.",
        "{count} schémas sont dans {path}, chacun avec son SHA-256 dans {manifest}.",
    ),
}
