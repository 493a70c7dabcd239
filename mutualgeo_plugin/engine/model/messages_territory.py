"""Sentences about territory files that are about them alone; those about any TOML file are in toml."""

MESSAGES: dict[str, tuple[str, str]] = {
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
    "territory_authcfg": (
        "{key} is not read yet: no job opens QGIS’s safe. Export the layer to a file (GeoPackage), give its path "
        "in “path”, and take {key} out.",
        "{key} n’est pas encore lu : aucun traitement n’ouvre le coffre de QGIS. Exportez la couche dans un fichier "
        "(GeoPackage), donnez-en le chemin dans « path », et retirez {key}.",
    ),
    "territory_service": (
        "{key} is not read yet: no job connects to PostgreSQL. Export the layer to a file (GeoPackage), give its path "
        "in “path”, and take {key} out.",
        "{key} n’est pas encore lu : aucun traitement ne se connecte à PostgreSQL. Exportez la couche dans un fichier "
        "(GeoPackage), donnez-en le chemin dans « path », et retirez {key}.",
    ),
}
