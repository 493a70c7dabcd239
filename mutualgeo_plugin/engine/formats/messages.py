"""Sentences about files that others made: lots, layers, drawings, tables, schemas, services."""

MESSAGES: dict[str, tuple[str, str]] = {
    "layer_unreadable": (
        "The layer {path} cannot be read: {detail}",
        "La couche {path} est illisible : {detail}",
    ),
    "format_not_read": (
        "{path} is of no format that is read as a layer (it holds: {found}). Read are: {known}. Save it as GeoPackage.",
        "{path} n’est d’aucun format lu comme couche (contenu : {found}). Formats lus : {known}. Enregistrez-la en "
        "GeoPackage.",
    ),
    "format_other_content": (
        "{path} is not what its name says: {expected} is expected, its content is another ({found}). It is not opened.",
        "{path} n’est pas ce que dit son nom : {expected} est attendu, son contenu est autre ({found}). Il n’est pas "
        "ouvert.",
    ),
    "format_reaches_out": (
        "{path}: its table or view {what} reaches beyond the file. It is not opened.",
        "{path} : sa table ou vue {what} va chercher hors du fichier. Il n’est pas ouvert.",
    ),
    "format_pointer": (
        "{path} holds no objects: it is a {found}, which makes QGIS read other files or call a server. It is not "
        "opened. Give the file that holds the objects, or save them as GeoPackage.",
        "{path} ne contient pas d’objets : c’est un {found}, qui fait lire à QGIS d’autres fichiers ou appeler un "
        "serveur. Il n’est pas ouvert. Donnez le fichier qui contient les objets, ou enregistrez-les en GeoPackage.",
    ),
    "layer_refused": ("Parameter {parameter}: {reason}", "Paramètre {parameter} : {reason}"),
    "source_option": (
        "{source}: only |layername=layer may follow the file; “{option}” would not be honoured. Save what is wanted "
        "as a layer and name that.",
        "{source} : seul |layername=couche peut suivre le fichier ; « {option} » ne serait pas appliqué. Enregistrez "
        "ce que vous voulez dans une couche et donnez celle-ci.",
    ),
    "source_layers": (
        "{source}: one layer is named, not several or none ({layers}).",
        "{source} : on nomme une couche, ni plusieurs ni aucune ({layers}).",
    ),
    "layer_choose": (
        "Name one layer of {path} (file|layername=layer). It holds: {known}.",
        "Nommez une couche de {path} (fichier|layername=couche). Elle contient : {known}.",
    ),
    "layer_field_missing": (
        "{path} has no field {field}. It has: {known}.",
        "{path} n’a pas de champ {field}. Ses champs : {known}.",
    ),
    "layer_value_missing": (
        "{count} features of the layer {layer} have no {field}: they would be left out. Fill the field, or filter "
        "them.",
        "{count} entités de la couche {layer} n’ont pas de {field} : elles seraient laissées de côté. Renseignez le "
        "champ, ou filtrez-les.",
    ),
    "layer_empty": (
        "The layer {layer} of {path} holds no usable geometry of kind {kind}.",
        "La couche {layer} de {path} ne contient aucune géométrie utilisable de type {kind} "
        "(polygon : surface, line : ligne).",
    ),
    "layer_crs_missing": (
        "The layer {layer} of {path} names no coordinate system that is known here (EPSG): declare it in the file."
        "{remedy}",
        "La couche {layer} de {path} ne nomme aucun système de coordonnées connu ici (EPSG) : déclarez-le dans le "
        "fichier.{remedy}",
    ),
    "layer_crs_parameter": (
        " Where it has none, name it in {name} (EPSG:2154, EPSG:3946…).",
        " Si elle n’en a pas, nommez-le dans {name} (EPSG:2154, EPSG:3946…).",
    ),
    "layer_misfit": (
        "{layer} ({path}): its coordinates ({x} {y}) are not in the system that the file says, {crs}. Systems that "
        "they would fit: {fitting}. Correct the system of the file, without transforming it.",
        "{layer} ({path}) : ses coordonnées ({x} {y}) ne sont pas dans le système que dit le fichier, {crs}. Systèmes "
        "où elles tiendraient : {fitting}. Corrigez le système du fichier, sans le reprojeter.",
    ),
    "layer_transformed": (
        "{layer}: from {source} to {target} by “{operation}”, accuracy {accuracy} m. Distances within the layer are "
        "hardly touched by it.",
        "{layer} : de {source} à {target} par « {operation} », exactitude {accuracy} m. Les distances à l’intérieur de "
        "la couche n’en sont presque pas touchées.",
    ),
    "layer_transformed_coarsely": (
        "{layer}: from {source} to {target} by “{operation}”, accuracy {accuracy} m only: a shift of that size against "
        "another layer says nothing.",
        "{layer} : de {source} à {target} par « {operation} », exactitude {accuracy} m seulement : un décalage de cet "
        "ordre avec une autre couche ne dit rien.",
    ),
    "layer_skipped": (
        "{layer}: {count} objects have a geometry that is written so wrongly that they cannot be read at all; they are "
        "left out.",
        "{layer} : {count} objets ont une géométrie si mal écrite qu’ils ne peuvent pas être lus ; ils sont laissés de "
        "côté.",
    ),
    "layer_unusable": (
        "{layer}: {count} geometries cannot be used (coordinates that are no numbers, or a kind that no plan has); "
        "their objects count as without geometry.",
        "{layer} : {count} géométries inutilisables (coordonnées qui ne sont pas des nombres, ou type qu’aucun plan "
        "n’a) ; leurs objets comptent comme sans géométrie.",
    ),
    "layer_tangled": (
        "{layer}: {count} polygons cross themselves more than {most} times, or do so together: no plan draws so. "
        "Their objects count as without geometry.",
        "{layer} : {count} polygones se recoupent plus de {most} fois, ou le font ensemble : aucun plan ne dessine "
        "ainsi. Leurs objets comptent comme sans géométrie.",
    ),
    "layer_shapes_tangled": (
        "The layer {layer} of {path} has polygons that cross themselves more than {most} times, or do so together: no "
        "area can be made of them. Redraw them, then start again.",
        "La couche {layer} de {path} a des polygones qui se recoupent plus de {most} fois, ou le font ensemble : "
        "aucune surface ne peut en être faite. Redessinez-les, puis relancez.",
    ),
    "layer_tables": (
        "{path}: {count} tables without geometry are not read ({names}).",
        "{path} : {count} tables sans géométrie ne sont pas lues ({names}).",
    ),
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
    "source_unreadable": (
        "{path} cannot be read: {detail}.",
        "{path} n’est pas lisible : {detail}.",
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
    "dxf_unreadable": (
        "{path} is not a readable DXF drawing: {detail}.",
        "{path} n’est pas un dessin DXF lisible : {detail}.",
    ),
    "dxf_cut": ("it ends in its middle, was it cut off", "il s’arrête en son milieu, a-t-il été coupé"),
    "dxf_units": (
        "{path} says that it is not drawn in metres ($INSUNITS = {units}). Export the drawing in metres.",
        "{path} indique ne pas être dessiné en mètres ($INSUNITS = {units}). Exportez le dessin en mètres.",
    ),
    "dxf_units_belied": (
        "{path} says that it is not drawn in metres ($INSUNITS = {units}), but its coordinates lie in {crs} as metres "
        "alone: they are taken as metres.",
        "{path} indique ne pas être dessiné en mètres ($INSUNITS = {units}), mais ses coordonnées ne sont dans "
        "{crs} qu’en mètres : elles sont lues en mètres.",
    ),
    "file_empty": (
        "{path} is empty (0 bytes). Ask the producer for the file again.",
        "{path} est vide (0 octet). Redemandez le fichier au producteur.",
    ),
    "lot_known": (
        "{name} was already received (same bytes as lot {known}); it was not taken again.",
        "{name} a déjà été reçu (mêmes octets que le lot {known}) ; il n’a pas été repris.",
    ),
    "archive_damaged": (
        "The archive {path} is damaged ({detail}). Ask the producer for it again.",
        "L’archive {path} est endommagée ({detail}). Redemandez-la au producteur.",
    ),
    "archive_escapes": (
        "The archive {path} holds a path that leaves its folder ({member}): refused.",
        "L’archive {path} contient un chemin qui sort de son dossier ({member}) : refusée.",
    ),
    "raster_bomb": (
        "The image {path} announces {width} × {height} pixels in {bands} bands, far more than its file can hold or an "
        "image of the ground has: refused. Ask the producer for the image again.",
        "L’image {path} annonce {width} × {height} pixels en {bands} bandes, bien plus que son fichier ne peut "
        "contenir ou qu’une image du terrain n’en a : refusée. Redemandez l’image au producteur.",
    ),
    "raster_mosaic_name": (
        "The name of the image {path}, or of its folder, holds a character that no mosaic (VRT) can hold: rename it.",
        "Le nom de l’image {path}, ou de son dossier, contient un caractère qu’aucune mosaïque (VRT) ne peut "
        "contenir : renommez-la.",
    ),
    "layer_fields_many": (
        "{layer} has more than {most} fields: no layer of objects has as many. Refused.",
        "{layer} a plus de {most} champs : aucune couche d’objets n’en a autant. Refusé.",
    ),
    "text_replaced": (
        "{name}: {count} text(s) ({fields}; first object: {first}) hold characters that no XML can hold: each stands "
        "as � (U+FFFD). Have them written anew by the producer.",
        "{name} : {count} texte(s) ({fields} ; premier objet : {first}) contiennent des caractères qu’aucun XML ne "
        "peut contenir : chacun figure comme � (U+FFFD). Faites-les réécrire par le producteur.",
    ),
    "name_replaced": (
        "The name of a file holds characters that no XML can hold: its lot is called “{name}”.",
        "Le nom d’un fichier contient des caractères qu’aucun XML ne peut contenir : son lot s’appelle « {name} ».",
    ),
    "archive_twice": (
        "The archive {path} holds two files that are one here ({member}): one would take the other's place. Refused.",
        "L’archive {path} contient deux fichiers qui n’en font qu’un ici ({member}) : l’un prendrait la place de "
        "l’autre. Refusée.",
    ),
    "archive_bomb": (
        "The archive {path} unpacks to {size} MB, out of proportion with its size: refused.",
        "L’archive {path} se décompresse en {size} Mo, sans rapport avec sa taille : refusée.",
    ),
    "layer_no_geometry": (
        "{path} has no geometries: there is nothing to look at. Name a layer that has some.",
        "{path} n’a pas de géométries : il n’y a rien à regarder. Nommez une couche qui en a.",
    ),
    "control_encoding": (
        "{path} is not a text in UTF-8 or Latin-1 (it looks binary, or UTF-16). Save it as CSV in UTF-8, then start "
        "again.",
        "{path} n’est pas un texte UTF-8 ou Latin-1 (il paraît binaire, ou UTF-16). Enregistrez-le en CSV UTF-8, puis "
        "relancez.",
    ),
    "text_encoding_assumed": (
        "{path} does not say the encoding of its texts: they were read as {encoding}. Look at the accents.",
        "{path} ne dit pas l’encodage de ses textes : ils ont été lus en {encoding}. Vérifiez les accents.",
    ),
    "control_empty": (
        "{path} holds no control point. Give one line a point, under a line of column names.",
        "{path} ne contient aucun point de contrôle. Donnez une ligne par point, sous une ligne de noms de colonnes.",
    ),
    "control_column_missing": (
        "{path} has no column for {column}. Name one of its columns {known}. It has: {found}.",
        "{path} n’a pas de colonne pour {column}. Nommez une de ses colonnes {known}. Ses colonnes : {found}.",
    ),
    "control_row": (
        "{path}, line {line}: {found} values for {expected} columns. Put decimal commas between quotes, or use the "
        "separator “;”.",
        "{path}, ligne {line} : {found} valeurs pour {expected} colonnes. Mettez les virgules décimales entre "
        "guillemets, ou prenez le séparateur « ; ».",
    ),
    "control_number": (
        "{path}, {place}: “{value}” is not a usable {column}. Write a number, in metres.",
        "{path}, {place} : « {value} » n’est pas une valeur utilisable pour {column}. Écrivez un nombre, en mètres.",
    ),
    "control_name_missing": (
        "{path}, {place}: the point has no name. Give each point its own.",
        "{path}, {place} : le point n’a pas de nom. Donnez à chaque point le sien.",
    ),
    "control_duplicate": (
        "{path}: several points have one name ({names}). Give each point its own, or keep one of them.",
        "{path} : plusieurs points portent le même nom ({names}). Donnez à chacun le sien, ou n’en gardez qu’un.",
    ),
    "control_class_unknown": (
        "{path}, point {point}: “{value}” is no PCRS class of surveyed objects{near}.",
        "{path}, point {point} : « {value} » n’est pas une classe PCRS d’objets levés{near}.",
    ),
    "control_geometry": (
        "{path}, feature {line}: not a single point. Control points are points, each with X and Y.",
        "{path}, entité {line} : ce n’est pas un point unique. Un point de contrôle est un point, avec X et Y.",
    ),
    "control_outside": (
        "Control point {point} ({x}, {y}) is outside the area of {crs}. Check the coordinate system of the control "
        "points and the order of X and Y.",
        "Le point de contrôle {point} ({x}, {y}) est hors du domaine de {crs}. Vérifiez le système de coordonnées des "
        "points de contrôle et l’ordre de X et Y.",
    ),
    "control_flat": (
        "The control points have no altitude (none, or 0 everywhere): only the plan is tested.",
        "Les points de contrôle n’ont pas d’altitude (absente, ou 0 partout) : seul le plan est testé.",
    ),
    "control_partly_flat": (
        "{count} of {total} control points have no altitude: they count in plan only.",
        "{count} points de contrôle sur {total} n’ont pas d’altitude : ils ne comptent qu’en plan.",
    ),
    "control_moved": (
        "Control points brought from EPSG:{source} to EPSG:{target} by “{name}” (stated accuracy: {accuracy} m).",
        "Points de contrôle amenés de EPSG:{source} à EPSG:{target} par « {name} » (exactitude annoncée : {accuracy} "
        "m).",
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
