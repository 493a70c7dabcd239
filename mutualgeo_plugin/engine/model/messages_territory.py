"""Sentences about territory files: each problem begins with the path of its key."""

TERRITORY: dict[str, tuple[str, str]] = {
    "territory_key_missing": (
        "{key} is missing.",
        "{key} manque.",
    ),
    "territory_key_unknown": (
        "{key} is not a known key (known here: {known}).",
        "{key} n’est pas une clé connue (clés possibles ici : {known}).",
    ),
    "territory_key_misspelt": (
        "{key} is not a known key: did you mean “{suggestion}”?",
        "{key} n’est pas une clé connue : vouliez-vous dire « {suggestion} » ?",
    ),
    "territory_type_text": (
        "{key} must be a text between quotes.",
        "{key} doit être un texte entre guillemets.",
    ),
    "territory_type_number": (
        "{key} must be a number.",
        "{key} doit être un nombre.",
    ),
    "territory_type_list": (
        "{key} must be a list of texts between square brackets.",
        "{key} doit être une liste de textes entre crochets.",
    ),
    "territory_type_table": (
        "{key} must be a table of keys.",
        "{key} doit être une table de clés.",
    ),
    "territory_type_tables": (
        "{key} must be a list of tables, each headed by [[{name}]].",
        "{key} doit être une liste de tables, chacune introduite par [[{name}]].",
    ),
    "territory_type_date": (
        "{key} must be a date such as 2024-05-31.",
        "{key} doit être une date, par exemple 2024-05-31.",
    ),
    "territory_box": (
        "{key} must be four numbers, [minx, miny, maxx, maxy], in metres of the territory's system.",
        "{key} doit être quatre nombres, [minx, miny, maxx, maxy], en mètres dans le système du territoire.",
    ),
    "territory_empty": (
        "{key} is empty.",
        "{key} est vide.",
    ),
    "territory_code": (
        "{key}: “{value}” is neither a SIREN (9 digits) nor an INSEE code (5 characters).",
        "{key} : « {value} » n’est ni un SIREN (9 chiffres) ni un code INSEE (5 caractères).",
    ),
    "territory_insee": (
        "{key}: “{value}” is not an INSEE code of a commune (5 characters, such as 01004 or 2A004).",
        "{key} : « {value} » n’est pas un code INSEE de commune (5 caractères, comme 01004 ou 2A004).",
    ),
    "territory_crs": (
        "{key}: “{value}” is not a legal projected system. Write for instance EPSG:3946 (CC46), EPSG:2154 (Lambert-93) "
        "or the UTM zone of an overseas territory.",
        "{key} : « {value} » n’est pas un système projeté légal. Écrivez par exemple EPSG:3946 (CC46), EPSG:2154 "
        "(Lambert-93) ou la zone UTM d’un territoire ultramarin.",
    ),
    "territory_crs_code": (
        "{key}: “{value}” is not written as EPSG:code, such as EPSG:3857.",
        "{key} : « {value} » ne s’écrit pas EPSG:code, par exemple EPSG:3857.",
    ),
    "territory_choice": (
        "{key}: “{value}” is not one of {choices}.",
        "{key} : « {value} » ne fait pas partie de {choices}.",
    ),
    "territory_positive": (
        "{key} must be greater than 0 (metres).",
        "{key} doit être supérieur à 0 (mètres).",
    ),
    "territory_short_name": (
        "{key}: “{value}” is not a short name: a lower-case letter, then lower-case letters, digits or _.",
        "{key} : « {value} » n’est pas un nom court : une minuscule, puis des minuscules, chiffres ou _, sans accent.",
    ),
    "territory_colour": (
        "{key}: “{value}” is not a colour written #RRGGBB.",
        "{key} : « {value} » n’est pas une couleur écrite #RRVVBB.",
    ),
    "territory_url": (
        "{key}: “{value}” is not an address that begins with http:// or https://.",
        "{key} : « {value} » n’est pas une adresse commençant par http:// ou https://.",
    ),
    "territory_email": (
        "{key}: “{value}” is not an e-mail address.",
        "{key} : « {value} » n’est pas une adresse de courriel.",
    ),
    "territory_source": (
        "{key}: “{value}” is neither a PCRS class (such as LimiteVoiriePCRS) nor one of the territory’s networks "
        "(networks.name).",
        "{key} : « {value} » n’est ni une classe PCRS (comme LimiteVoiriePCRS) ni un réseau du territoire "
        "(networks.nom).",
    ),
    "territory_duplicate": (
        "{key}: “{value}” is already used by {first}.",
        "{key} : « {value} » est déjà utilisé par {first}.",
    ),
    "territory_secret": (
        "{key} holds a password or a key of access: take it out, and use authcfg (QGIS’s safe) or a PostgreSQL service "
        "(service).",
        "{key} contient un mot de passe ou une clé d’accès : retirez-le, et utilisez authcfg (le coffre de QGIS) ou un "
        "service PostgreSQL (service).",
    ),
}
