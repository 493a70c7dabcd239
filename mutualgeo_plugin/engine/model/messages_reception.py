"""Sentences about mapping profiles, pre-checks, receipts and PCRS images."""

RECEPTION: dict[str, tuple[str, str]] = {
    "mapping_unknown": (
        "There is no mapping profile “{name}”. Shipped: {known}; or give the path of a .toml file.",
        "Aucun profil de correspondance « {name} ». Fournis : {known} ; ou donnez le chemin d’un fichier .toml.",
    ),
    "mapping_wrong": (
        "Mapping profile {path}: {problems}",
        "Profil de correspondance {path} : {problems}",
    ),
    "mapping_attribute": (
        "{key}: {feature_class} has no attribute “{value}” (it has {choices}).",
        "{key} : {feature_class} n’a pas d’attribut « {value} » (elle a {choices}).",
    ),
    "mapping_attribute_near": (
        "{key}: {feature_class} has no attribute “{value}”: did you mean “{suggestion}”?",
        "{key} : {feature_class} n’a pas d’attribut « {value} » : vouliez-vous dire « {suggestion} » ?",
    ),
    "mapping_crs": (
        "{key}: “{value}” is no coordinate system that is known here. Write it as EPSG:3946.",
        "{key} : « {value} » n’est pas un système de coordonnées connu ici. Écrivez-le comme EPSG:3946.",
    ),
    "mapping_missing": (
        "Mandatory attributes have neither a source field nor a constant in the profile {profile}: {attributes}. "
        "Complete the profile or the delivery; nothing is made up.",
        "Des attributs obligatoires n’ont ni champ source ni constante dans le profil {profile} : {attributes}. "
        "Complétez le profil ou la livraison ; rien n’est inventé.",
    ),
    "mapping_nothing": (
        "The mapping profile {profile} takes no object of this delivery (layers: {layers}).",
        "Le profil de correspondance {profile} ne retient aucun objet de cette livraison (couches : {layers}).",
    ),
    "mapping_applied": (
        "{name}: {features} source features read by profile {profile}; {constants} values are constants of the "
        "profile, {recoded} were recoded, {left_out} features or entities left out (see the report).",
        "{name} : {features} objets source lus par le profil {profile} ; {constants} valeurs sont des constantes du "
        "profil, {recoded} ont été recodées, {left_out} objets ou entités laissés de côté (voir le rapport).",
    ),
    "source_unreadable": (
        "{path} cannot be read: {detail}.",
        "{path} n’est pas lisible : {detail}.",
    ),
    "source_other_format": (
        "{path} is not of a format that the profile {profile} reads ({endings}).",
        "{path} n’est pas dans un format que lit le profil {profile} ({endings}).",
    ),
    "source_needs_mapping": (
        "{path} is not PCRS GML: name a mapping profile (PROFILE) that says what its layers are. Shipped: {known}.",
        "{path} n’est pas du GML PCRS : nommez un profil de correspondance (PROFILE) qui dit ce que sont ses couches. "
        "Fournis : {known}.",
    ),
    "delivery_unread": (
        "{count} files of the delivery are no lots and were not read: {names}.",
        "{count} fichiers de la livraison ne sont pas des lots et n’ont pas été lus : {names}.",
    ),
    "source_crs_unknown": (
        "{path} says a coordinate system that is none of the registry (EPSG): it is not guessed from a name that "
        "resembles one. Transform the layer to a legal system, or correct what the file says.",
        "{path} annonce un système de coordonnées qui n’est pas du registre (EPSG) : il n’est pas deviné d’après un "
        "nom qui ressemble. Reprojetez la couche dans un système légal, ou corrigez ce que dit le fichier.",
    ),
    "source_number_wide": (
        "{source}, field {field}: the number {value} has more digits than can be read exactly, and two identifiers "
        "could become one. Make the field a text.",
        "{source}, champ {field} : le nombre {value} a plus de chiffres qu’on ne peut en lire exactement, et deux "
        "identifiants pourraient n’en faire qu’un. Passez le champ en texte.",
    ),
    "source_no_crs": (
        "{path} names no coordinate reference system: state it (SOURCE_CRS); it is never guessed.",
        "{path} ne nomme aucun système de coordonnées : indiquez-le (SOURCE_CRS) ; il n’est jamais deviné.",
    ),
    "source_crs_conflict": (
        "Several coordinate reference systems in one lot: {systems}. Deliver the lot in one system.",
        "Plusieurs systèmes de coordonnées dans un même lot : {systems}. Livrez le lot dans un seul système.",
    ),
    "folder_without_source": (
        "{path} holds no file that the profile reads ({endings}).",
        "{path} ne contient aucun fichier que lit le profil ({endings}).",
    ),
    "dxf_unreadable": (
        "{path} is not a readable DXF drawing: {detail}.",
        "{path} n’est pas un dessin DXF lisible : {detail}.",
    ),
    "dxf_units": (
        "{path} says that it is not drawn in metres ($INSUNITS = {units}). Export the drawing in metres.",
        "{path} indique ne pas être dessiné en mètres ($INSUNITS = {units}). Exportez le dessin en mètres.",
    ),
    "reception_unknown": (
        "There is no reception profile “{name}”. Shipped: {known}; or give the path of a .toml file.",
        "Aucun profil de réception « {name} ». Fournis : {known} ; ou donnez le chemin d’un fichier .toml.",
    ),
    "reception_wrong": (
        "Reception profile {path}: {problems}",
        "Profil de réception {path} : {problems}",
    ),
    "verdict_refused": (
        "Refused by the reception profile {profile}. {reasons}",
        "Refusé par le profil de réception {profile}. {reasons}",
    ),
    "verdict_reasons": ("", ""),
    "verdict_state_accepted": ("Accepted", "Accepté"),
    "verdict_state_reserves": ("Accepted with reserves", "Accepté avec réserves"),
    "verdict_state_refused": ("Refused", "Refusé"),
    "lot_reserves": (
        "{name}: accepted with reserves. {reserves}",
        "{name} : accepté avec réserves. {reserves}",
    ),
    "verdict_emprise_missing": (
        "The lot has no emprise ({first}).",
        "Le lot n’a pas d’emprise ({first}).",
    ),
    "mend_emprise_missing": (
        "Add the EmpriseEchangePCRS object of the delivery.",
        "Ajoutez l’objet EmpriseEchangePCRS de la livraison.",
    ),
    "verdict_emprise_several": (
        "The lot has {count} emprises where the standard wants one ({first}).",
        "Le lot a {count} emprises, le standard en veut une ({first}).",
    ),
    "mend_emprise_several": (
        "Deliver one lot per emprise, or one multi-surface.",
        "Livrez un lot par emprise, ou une seule multi-surface.",
    ),
    "verdict_emprise_invalid": (
        "The outline of the emprise crosses itself ({first}).",
        "Le contour de l’emprise se recoupe lui-même ({first}).",
    ),
    "mend_emprise_invalid": (
        "Draw the emprise again as a simple outline.",
        "Redessinez l’emprise par un contour simple.",
    ),
    "verdict_same_gml_id": (
        "{count} object(s) bear the gml:id of another object of the lot ({first}).",
        "{count} objet(s) portent le gml:id d’un autre objet du lot ({first}).",
    ),
    "mend_same_gml_id": (
        "Give each object an identifier of its own: links lead to one object only.",
        "Donnez à chaque objet un identifiant propre : un lien ne mène qu’à un objet.",
    ),
    "verdict_same_business_id": (
        "{count} object(s) bear the identifier of another object of the lot ({first}).",
        "{count} objet(s) portent l’identifiant d’un autre objet du lot ({first}).",
    ),
    "mend_same_business_id": (
        "Make identifiers unique, with the producer’s SIREN as prefix.",
        "Rendez les identifiants uniques, avec le SIREN du producteur en préfixe.",
    ),
    "verdict_mixed_dimension": (
        "{count} object(s) are 2D in classes whose other objects are 3D ({first}).",
        "{count} objet(s) sont en 2D dans des classes dont les autres objets sont en 3D ({first}).",
    ),
    "mend_mixed_dimension": (
        "Survey their altitude, or deliver the class in 2D with precisionAltimetrique absent.",
        "Levez leur altitude, ou livrez la classe en 2D sans precisionAltimetrique.",
    ),
    "verdict_future_date": (
        "{count} date(s) lie in the future ({first}).",
        "{count} date(s) sont dans le futur ({first}).",
    ),
    "mend_future_date": ("Correct the dates.", "Corrigez les dates."),
    "verdict_wrong_date": (
        "{count} value(s) are not dates ({first}).",
        "{count} valeur(s) ne sont pas des dates ({first}).",
    ),
    "mend_wrong_date": ("Write dates as 2024-05-31.", "Écrivez les dates sous la forme 2024-05-31."),
    "verdict_unknown_code": (
        "{count} value(s) are in no list of the standard ({first}).",
        "{count} valeur(s) ne figurent dans aucune liste du standard ({first}).",
    ),
    "mend_unknown_code": (
        "Use the codes of the standard, zeros included.",
        "Employez les codes du standard, zéros compris.",
    ),
    "verdict_outside_emprise": (
        "{count} object(s) lie outside the emprise of the lot ({first}).",
        "{count} objet(s) sont hors de l’emprise du lot ({first}).",
    ),
    "mend_outside_emprise": (
        "Extend the emprise or take the objects out.",
        "Étendez l’emprise ou retirez ces objets.",
    ),
    "verdict_class_missing": (
        "{count} class(es) that are asked for have no object ({first}).",
        "{count} classe(s) demandée(s) n’ont aucun objet ({first}).",
    ),
    "mend_class_missing": (
        "Deliver these classes, or change the reception profile.",
        "Livrez ces classes, ou modifiez le profil de réception.",
    ),
    "verdict_left_out": (
        "{count} feature(s) or entities of the delivery are not in the base ({first}).",
        "{count} objet(s) ou entités de la livraison ne sont pas dans la base ({first}).",
    ),
    "mend_left_out": (
        "Add a rule for their layers to the mapping profile.",
        "Ajoutez une règle pour leurs couches au profil de correspondance.",
    ),
    "lot_precision_effect": (
        "{name}: the operation states {accuracy} m, coarser than the precision class of {count} object(s) ({classes}): "
        "their positions are no better than {accuracy} m now.",
        "{name} : l’opération annonce {accuracy} m, plus grossier que la classe de précision de {count} objet(s) "
        "({classes}) : leurs positions ne valent plus mieux que {accuracy} m.",
    ),
    "receipt_title": ("Receipt of a lot", "Reçu d’un lot"),
    "receipt_lot": ("Lot", "Lot"),
    "receipt_file": ("File", "Fichier"),
    "receipt_sha256": ("SHA-256", "SHA-256"),
    "receipt_date": ("Date", "Date"),
    "receipt_refuses": ("Refuses the lot.", "Motif de refus."),
    "receipt_reserve": ("Reserve.", "Réserve."),
    "raster_not_placed": (
        "{path} has no georeferencing: add it (world file or GeoTIFF tags) and register the tiles again.",
        "{path} n’a pas de géoréférencement : ajoutez-le (fichier de calage ou balises GeoTIFF), puis recommencez.",
    ),
    "raster_outside_crs": (
        "{path} lies outside the area of {crs} (box {box}). Wrong system declared?",
        "{path} est hors du domaine de {crs} (étendue {box}). Mauvais système déclaré ?",
    ),
    "raster_turned": (
        "{path} is turned, or its pixels are not square: rectify it north up.",
        "{path} est tourné, ou ses pixels ne sont pas carrés : redressez-le, nord en haut.",
    ),
    "raster_pixel_size": (
        "{path} has pixels of {found} m, {other} of {expected} m: one resolution per delivery.",
        "{path} a des pixels de {found} m, {other} de {expected} m : une seule résolution par livraison.",
    ),
    "raster_bands": (
        "{path} does not have the bands, type or nodata value of {other}: deliver tiles of one kind.",
        "{path} n’a pas les bandes, le type ou la valeur d’absence de {other} : livrez des dalles d’une seule sorte.",
    ),
    "raster_future_date": (
        "The date of acquisition {date} lies in the future.",
        "La date d’acquisition {date} est dans le futur.",
    ),
    "raster_over_itself": (
        "The copy {path} would replace a tile that is read, or another file: choose another folder.",
        "La copie {path} remplacerait une dalle lue, ou un autre fichier : choisissez un autre dossier.",
    ),
    "raster_covers": ("The tiles cover {area} m².", "Les dalles couvrent {area} m²."),
    "raster_holes": (
        "{count} hole(s) in the coverage, {area} m² in all.",
        "{count} trou(s) dans la couverture, {area} m² en tout.",
    ),
    "raster_overlaps": (
        "{count} pair(s) of tiles overlap, {area} m² in all; the largest: {a} and {b}.",
        "{count} paire(s) de dalles se recouvrent, {area} m² en tout ; la plus grande : {a} et {b}.",
    ),
    "raster_empty_borders": (
        "{count} tile(s) have pixels without image on their edges ({first}).",
        "{count} dalle(s) ont des pixels sans image sur leurs bords ({first}).",
    ),
    "raster_off_grid": (
        "{count} tile(s) are off the pixel grid of the first one ({first}).",
        "{count} dalle(s) sont décalées par rapport à la grille de pixels de la première ({first}).",
    ),
}
