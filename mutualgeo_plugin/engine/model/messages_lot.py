"""Sentences about the lots that producers deliver."""

_PLACE_EN = "object {object}, line {line}"
_PLACE_FR = "objet {object}, ligne {line}"

LOT: dict[str, tuple[str, str]] = {
    "file_empty": (
        "{path} is empty (0 bytes). Ask the producer for the file again.",
        "{path} est vide (0 octet). Redemandez le fichier au producteur.",
    ),
    "gml_not_xml": (
        "{path} is not GML: it is not readable as XML (line {line}). Check that the right file was given.",
        "{path} n’est pas du GML : il n’est pas lisible comme XML (ligne {line}). Vérifiez le fichier fourni.",
    ),
    "gml_other_schema": (
        "{path} is GML of another schema (root {root}, namespace {namespace}); PCRS v2.0 is expected "
        "(root PlanCorpsRueSimplifie, namespace http://cnig.gouv.fr/pcrs).",
        "{path} est un GML d’un autre schéma (racine {root}, espace de noms {namespace}) ; le PCRS v2.0 est attendu "
        "(racine PlanCorpsRueSimplifie, espace de noms http://cnig.gouv.fr/pcrs).",
    ),
    "gml_pcrs_draft": (
        "{path} is a draft of PCRS older than v2.0 (root {root}, namespace {namespace}). "
        "Ask the producer for a PCRS v2.0 delivery.",
        "{path} est une ébauche du PCRS antérieure à la v2.0 (pré-v2.0 : racine {root}, espace de noms {namespace}). "
        "Demandez au producteur une livraison au format PCRS v2.0.",
    ),
    "gml_truncated": (
        "The file is truncated at line {line} (byte {byte}); the last whole object is {last}. "
        "Ask the producer for the file again.",
        "Le fichier est tronqué à la ligne {line} (octet {byte}) ; le dernier objet entier est {last}. "
        "Redemandez le fichier au producteur.",
    ),
    "gml_malformed": (
        "The file is not well-formed XML at line {line} (byte {byte}): {detail}; the last whole object is {last}.",
        "Le fichier n’est pas du XML bien formé à la ligne {line} (octet {byte}) : {detail} ; "
        "le dernier objet entier est {last}.",
    ),
    "gml_bad_token": (
        "Forbidden character at line {line} (byte {byte}), after object {last}: wrong encoding? "
        "Save the file in the encoding that its first line declares (UTF-8).",
        "Caractère interdit à la ligne {line} (octet {byte}), après l’objet {last} : mauvais encodage ? "
        "Enregistrez le fichier dans l’encodage que sa première ligne annonce (UTF-8).",
    ),
    "xml_doctype": (
        "The file holds a DOCTYPE declaration ({name}, line {line}): refused, since entities can be used to attack. "
        "GML needs none: remove it.",
        "Le fichier contient une déclaration DOCTYPE ({name}, ligne {line}) : refusé, car les entités permettent des "
        "attaques. Le GML n’en a pas besoin : supprimez-la.",
    ),
    "xml_too_deep": (
        "Elements are nested too deep at line {line}: no PCRS file needs this. Refused.",
        "Éléments imbriqués trop profondément à la ligne {line} : aucun fichier PCRS n’en a besoin. Refusé.",
    ),
    "xml_text_too_long": (
        f"A text is too long to be an attribute ({_PLACE_EN}). Refused.",
        f"Un texte est trop long pour un attribut ({_PLACE_FR}). Refusé.",
    ),
    "xml_tag_too_long": (
        "{path} holds a tag of several megabytes: this is no GML. Refused.",
        "{path} contient une balise de plusieurs mégaoctets : ce n’est pas du GML. Refusé.",
    ),
    "gml_no_crs_at_all": (
        "{path} names no coordinate reference system (srsName). Ask the producer for it: it is never guessed.",
        "{path} ne nomme aucun système de coordonnées (srsName). Demandez-le au producteur : il n’est jamais deviné.",
    ),
    "gml_no_crs": (
        f"A geometry has no coordinate reference system (srsName): {_PLACE_EN}.",
        f"Une géométrie n’a pas de système de coordonnées (srsName) : {_PLACE_FR}.",
    ),
    "gml_crs_unknown": (
        f"The coordinate reference system “{{crs}}” is not understood ({_PLACE_EN}). Write it as EPSG:3946.",
        f"Le système de coordonnées « {{crs}} » n’est pas compris ({_PLACE_FR}). Écrivez-le sous la forme EPSG:3946.",
    ),
    "gml_crs_conflict": (
        f"Two coordinate reference systems in one lot: {{crs}} ({_PLACE_EN}) beside {{expected}}. "
        "Deliver the lot in one system.",
        f"Deux systèmes de coordonnées dans un même lot : {{crs}} ({_PLACE_FR}) à côté de {{expected}}. "
        "Livrez le lot dans un seul système.",
    ),
    "gml_crs_illegal": (
        "{crs} is not a legal projected system for PCRS in France: CC zones, Lambert-93, overseas UTM zones.",
        "{crs} n’est pas un système projeté légal pour le PCRS en France. Systèmes légaux : zones CC, Lambert-93, "
        "zones UTM d’outre-mer.",
    ),
    "gml_outside_crs": (
        "{count} object(s) have coordinates that do not fit {crs} ({name}), the first: {object} at {x}, {y}. "
        "Wrong system declared?{hint}",
        "{count} objet(s) ont des coordonnées qui ne correspondent pas à {crs} ({name}), le premier : {object} en "
        "{x}, {y}. Mauvais système déclaré ?{hint}",
    ),
    "hint_none": ("", ""),
    "hint_swapped": (" Easting and northing look swapped.", " Les axes est et nord semblent inversés."),
    "gml_axes_swapped": (
        "Coordinates are written north first ({crs}); they were put back east first.",
        "Les coordonnées sont écrites nord d’abord ({crs}) ; elles ont été remises est d’abord.",
    ),
    "lot_outside_territory": (
        "The lot lies outside the territory ({count} object(s), the first: {object} at {x}, {y}; extent {extent}).",
        "Le lot est hors du territoire ({count} objet(s), le premier : {object} en {x}, {y} ; étendue {extent}).",
    ),
    "gml_not_a_number": (
        f"“{{detail}}” stands where a coordinate is expected ({_PLACE_EN}).",
        f"« {{detail}} » est écrit à la place d’une coordonnée ({_PLACE_FR}).",
    ),
    "gml_coordinate_count": (
        f"The number of coordinates does not match the dimension ({{detail}}): {_PLACE_EN}.",
        f"Le nombre de coordonnées ne correspond pas à la dimension ({{detail}}) : {_PLACE_FR}.",
    ),
    "gml_dimension": (
        f"srsDimension “{{detail}}” is neither 2 nor 3: {_PLACE_EN}.",
        f"srsDimension « {{detail}} » ne vaut ni 2 ni 3 : {_PLACE_FR}.",
    ),
    "gml_mixed_dimension": (
        f"2D and 3D points are mixed in one geometry: {_PLACE_EN}.",
        f"Des points 2D et 3D sont mélangés dans une même géométrie : {_PLACE_FR}.",
    ),
    "gml_arc_points": (
        f"An arc has {{detail}} control points; it needs 3 (a chain: an odd number): {_PLACE_EN}.",
        f"Un arc a {{detail}} points de construction ; il en faut 3 (une chaîne : un nombre impair) : {_PLACE_FR}.",
    ),
    "gml_broken_curve": (
        f"A curve is broken: {{detail}} m between two of its pieces ({_PLACE_EN}). Nothing is drawn in between.",
        f"Une courbe est interrompue : {{detail}} m entre deux de ses morceaux ({_PLACE_FR}). Rien n’est inventé "
        "entre les deux : à corriger par le producteur.",
    ),
    "gml_several_geometries": (
        f"An object has several geometries where one is expected: {_PLACE_EN}.",
        f"Un objet porte plusieurs géométries là où une seule est attendue : {_PLACE_FR}.",
    ),
    "gml_geometry_unknown": (
        f"The geometry element {{element}} is not read: {_PLACE_EN}. Nothing is dropped in silence: ask for arcs.",
        f"L’élément géométrique {{element}} n’est pas lu : {_PLACE_FR}. Rien n’est abandonné en silence : "
        "demandez des lignes et des arcs.",
    ),
    "gml_reference": (
        f"A member of a geometry, or of the document, stands elsewhere (xlink:href): {_PLACE_EN}. "
        "It is not read, and nothing is dropped in silence: ask for it inside.",
        f"Un membre d’une géométrie, ou du document, est ailleurs (xlink:href) : {_PLACE_FR}. "
        "Il n’est pas lu, et rien n’est abandonné en silence : demandez-le à l’intérieur.",
    ),
    "lot_ambiguous": (
        "Several lots are named “{lot}”: give a number instead ({numbers}).",
        "Plusieurs lots s’appellent « {lot} » : donnez plutôt un numéro ({numbers}).",
    ),
    "gml_not_finite": (
        "{count} object(s) have a coordinate that is not a finite number, the first: {object}.",
        "{count} objet(s) ont une coordonnée qui n’est pas un nombre fini, le premier : {object}.",
    ),
    "transform_none": (
        "No usable transformation from {source} to {target} on this machine (grid missing?). Refused.",
        "Aucune transformation utilisable de {source} vers {target} sur cette machine (grille absente ?). Refusé.",
    ),
    "transform_coarse": (
        "The transformation from {source} to {target} states {accuracy} m, more than the {limit} m allowed. Refused.",
        "La transformation de {source} vers {target} annonce {accuracy} m, plus que les {limit} m admis. Refusé.",
    ),
    "lot_transformed": (
        "{name}: transformed from {source} to {target} ({operation}, stated accuracy {accuracy} m).",
        "{name} : transformé de {source} vers {target} ({operation}, exactitude annoncée {accuracy} m).",
    ),
    "lot_known": (
        "{name} was already received (same bytes as lot {known}); it was not taken again.",
        "{name} a déjà été reçu (mêmes octets que le lot {known}) ; il n’a pas été repris.",
    ),
    "lot_lost": (
        "{name}: {kept} {what} in the base for {read} read. The lot was not kept: report this defect.",
        "{name} : {kept} {what} dans la base pour {read} lus. Le lot n’a pas été gardé : signalez ce défaut.",
    ),
    "lot_unknown": (
        "There is no lot “{lot}” in the base. Lots: {known}.",
        "Aucun lot « {lot} » dans la base. Lots : {known}.",
    ),
    "folder_without_gml": (
        "The folder {path} holds no GML or zip file.",
        "Le dossier {path} ne contient aucun fichier GML ou zip.",
    ),
    "archive_damaged": (
        "The archive {path} is damaged ({detail}). Ask the producer for it again.",
        "L’archive {path} est endommagée ({detail}). Redemandez-la au producteur.",
    ),
    "archive_escapes": (
        "The archive {path} holds a path that leaves its folder ({member}): refused.",
        "L’archive {path} contient un chemin qui sort de son dossier ({member}) : refusée.",
    ),
    "archive_bomb": (
        "The archive {path} unpacks to {size} MB, out of proportion with its size: refused.",
        "L’archive {path} se décompresse en {size} Mo, sans rapport avec sa taille : refusée.",
    ),
    "archive_without_gml": (
        "The archive {path} holds no GML file.",
        "L’archive {path} ne contient aucun fichier GML.",
    ),
    "lot_received": (
        "{name}: {objects} objects received ({arcs} arcs, {vertices_z} vertices with Z).",
        "{name} : {objects} objets reçus ({arcs} arcs, {vertices_z} sommets avec Z).",
    ),
    "lot_refused": ("{name}: refused. {reason}", "{name} : refusé. {reason}"),
    "lots_refused": (
        "{refused} of {total} lot(s) refused; the others are in the base. The first: {first}",
        "{refused} lot(s) refusé(s) sur {total} ; les autres sont dans la base. Le premier : {first}",
    ),
    "lot_unknown_elements": (
        "{name}: elements that the standard does not have, kept as they stand: {elements}.",
        "{name} : éléments absents du standard, conservés tels quels : {elements}.",
    ),
    "lot_without_geometry": (
        "{name}: {count} object(s) have no geometry.",
        "{name} : {count} objet(s) sans géométrie.",
    ),
}
