"""Sentences about portals: extraction, screening, projects, serving."""

MESSAGES: dict[str, tuple[str, str]] = {
    "portal_unknown": (
        "The territory has no portal {portal}. Known portals: {known}.",
        "Le territoire n’a pas de portail {portal}. Portails connus : {known}.",
    ),
    "portal_none": (
        "The territory file {path} describes no portal. Add a [[portals]] table.",
        "Le fichier de territoire {path} ne décrit aucun portail. Ajoutez une table [[portals]].",
    ),
    "portal_column_unknown": (
        "{key}: {source} has no column “{column}”. Known columns: {known}.",
        "{key} : {source} n’a pas de colonne « {column} ». Colonnes connues : {known}.",
    ),
    "portal_column_reserved": (
        "{key}: the column “{column}” bears a name that the published file keeps for itself. Take it off the list.",
        "{key} : la colonne « {column} » porte un nom réservé au fichier publié. Retirez-la de la liste.",
    ),
    "portal_name_taken": (
        "{key}: “{name}” would be served twice, because the layer “{base}” is split by kind of geometry. "
        "Give one of the two another name.",
        "{key} : « {name} » serait servi deux fois, car la couche « {base} » est séparée par nature de géométrie. "
        "Donnez un autre nom à l’une des deux.",
    ),
    "portal_layer_empty": (
        "{key}: the base holds no object of {source} yet; the layer is not published.",
        "{key} : la base ne contient encore aucun objet {source} ; la couche n’est pas publiée.",
    ),
    "portal_nothing": (
        "Portal {portal}: none of its layers has an object yet. Receive lots first; nothing was published.",
        "Portail {portal} : aucune de ses couches n’a encore d’objet. Recevez d’abord des lots ; rien n’a été publié.",
    ),
    "portal_network_unreadable": (
        "{key}: the network {name} cannot be read ({detail}). Only files are published; check its path and layer.",
        "{key} : le réseau {name} est illisible ({detail}). Seuls des fichiers sont publiés ; vérifiez "
        "chemin et couche.",
    ),
    "portal_left_out": (
        "{key}: {count} objects of {source} are not published: they have no geometry, or one of a kind that a portal "
        "does not show.",
        "{key} : {count} objets de {source} ne sont pas publiés : sans géométrie, ou d’un type qu’un portail ne montre "
        "pas.",
    ),
    "portal_logo_unreadable": (
        "{key}: the logo {path} is not a readable PNG, JPEG or SVG picture.",
        "{key} : le logo {path} n’est pas une image PNG, JPEG ou SVG lisible.",
    ),
    "portal_personal": (
        "{key}: {count} values of the column “{column}” look like {kind}. Make sure that they may be published, "
        "or take the column off the list.",
        "{key} : {count} valeurs de la colonne « {column} » ressemblent à {kind}. Vérifiez qu’elles sont publiables, "
        "ou retirez la colonne de la liste.",
    ),
    "portal_personal_email": ("e-mail addresses", "des adresses électroniques"),
    "portal_personal_phone": ("phone numbers", "des numéros de téléphone"),
    "portal_extracting": ("Portal {portal}: layer {name}", "Portail {portal} : couche {name}"),
    "portal_extracted": (
        "Portal {portal}: release {release} extracted, {layers} layers, {objects} objects.",
        "Portail {portal} : version {release} extraite, {layers} couches, {objects} objets.",
    ),
    "project_layer_invalid": (
        "Portal {portal}: QGIS does not open the layer {name} of the release. The release before stays published.",
        "Portail {portal} : QGIS n’ouvre pas la couche {name} de la version. La version précédente reste publiée.",
    ),
    "project_count_wrong": (
        "Portal {portal}: layer {name} shows {found} objects instead of {expected}. The release before stays "
        "published.",
        "Portail {portal} : la couche {name} montre {found} objets au lieu de {expected}. "
        "La version précédente reste publiée.",
    ),
    "project_style_wrong": (
        "The style {path} does not load ({detail}). Install the plugin again.",
        "Le style {path} ne se charge pas ({detail}). Réinstallez l’extension.",
    ),
    "project_unwritten": (
        "Portal {portal}: the project cannot be written ({detail}). The release before stays published.",
        "Portail {portal} : le projet ne peut pas être écrit ({detail}). La version précédente reste publiée.",
    ),
    "project_leak": (
        "Portal {portal}: the project holds {what}, which must not be published. The release before stays published.",
        "Portail {portal} : le projet contient {what}, à ne pas publier. La version précédente reste publiée.",
    ),
    "portal_published": (
        "Portal {portal}: release {release} is published.",
        "Portail {portal} : la version {release} est publiée.",
    ),
    "portal_folder_empty": (
        "{path} is not a published portal (no portal.json). Publish first, or check the folder.",
        "{path} n’est pas un portail publié (pas de portal.json). Publiez d’abord, ou vérifiez le dossier.",
    ),
    "gateway_server_missing": (
        "QGIS Server’s Python module is missing ({detail}). Install the package qgis-server (with python3-qgis); "
        "QGIS for Windows may not have it.",
        "Le module Python de QGIS Server manque ({detail}). Installez le paquet qgis-server (avec python3-qgis) ; "
        "QGIS pour Windows peut ne pas l’avoir.",
    ),
    "gateway_python_missing": (
        "The Python that QGIS runs on was not found. Set MUTUALGEO_QGIS_PYTHON to its path.",
        "Le Python de QGIS est introuvable. Indiquez son chemin dans MUTUALGEO_QGIS_PYTHON.",
    ),
    "gateway_port_taken": (
        "Port {port} of this machine cannot be used ({detail}). Choose another one, or 0 for a free one.",
        "Le port {port} de cette machine n’est pas utilisable ({detail}). Choisissez-en un autre, ou 0 pour "
        "un port libre.",
    ),
    "gateway_silent": (
        "The portal’s server did not answer within {seconds} s. Its last words: {detail}",
        "Le serveur du portail n’a pas répondu en {seconds} s. Ses derniers mots : {detail}",
    ),
}
