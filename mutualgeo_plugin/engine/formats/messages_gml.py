"""Sentences about XML and GML that others made."""

_PLACE_EN = "object {object}, line {line}"
_PLACE_FR = "objet {object}, ligne {line}"

MESSAGES: dict[str, tuple[str, str]] = {
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
    "gml_is_record": (
        "{path} is a metadata record (ISO 19115), not a lot. Leave it beside its lot: it is read there.",
        "{path} est une fiche de métadonnées (ISO 19115), pas un lot. Laissez-la à côté de son lot : elle y est lue.",
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
    "xml_tag_mismatch": (
        "a closing tag is not that of the element that is open",
        "une balise fermante n’est pas celle de l’élément ouvert",
    ),
    "xml_attribute_twice": ("an attribute stands twice in a tag", "un attribut est écrit deux fois dans une balise"),
    "gml_ampersand": (
        "An ampersand (&) is written as it stands at line {line} (byte {byte}), after object {last}: write &amp; "
        "instead, or have the file written by a tool for XML.",
        "Une esperluette (&) est écrite telle quelle à la ligne {line} (octet {byte}), après l’objet {last} : écrivez "
        "&amp;, ou faites écrire le fichier par un outil XML.",
    ),
    "gml_entity": (
        "A named character that XML does not have (such as &eacute;) stands at line {line} (byte {byte}), after object "
        "{last}: write the character itself.",
        "Un caractère nommé que XML n’a pas (comme &eacute;) est à la ligne {line} (octet {byte}), après l’objet "
        "{last} : écrivez le caractère lui-même.",
    ),
    "gml_control_character": (
        "A control character that XML forbids (code {character}) stands at line {line} (byte {byte}), after object "
        "{last}: remove it.",
        "Un caractère de contrôle interdit en XML (code {character}) est à la ligne {line} (octet {byte}), après "
        "l’objet {last} : supprimez-le.",
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
    "gml_misplaced": (
        f"The geometry element {{element}} has no place where it stands in {{parent}} (what may stand there, once or "
        f"several times, and in which order, is said by GML): {_PLACE_EN}. Nothing is dropped in silence: have the "
        "geometry corrected.",
        f"L’élément géométrique {{element}} n’a pas sa place là où il est dans {{parent}} (GML dit ce qui peut s’y "
        f"trouver, combien de fois et dans quel ordre) : {_PLACE_FR}. Rien n’est abandonné en silence : faites "
        "corriger la géométrie.",
    ),
    "gml_stray_text": (
        f"The text “{{detail}}” stands in a geometry outside any element for coordinates: {_PLACE_EN}. Nothing is "
        "dropped in silence: have the geometry corrected.",
        f"Le texte « {{detail}} » est dans une géométrie hors de tout élément de coordonnées : {_PLACE_FR}. Rien n’est "
        "abandonné en silence : faites corriger la géométrie.",
    ),
    "gml_point_count": (
        f"A point has {{detail}} positions; it needs one: {_PLACE_EN}.",
        f"Un point a {{detail}} positions ; il en faut une : {_PLACE_FR}.",
    ),
    "gml_arc_measure": (
        f"An arc given by its centre has no usable radius or angle ({{detail}}; radius in m, angles in deg, rad or "
        f"gon): {_PLACE_EN}.",
        f"Un arc donné par son centre n’a pas de rayon ou d’angle utilisable ({{detail}} ; rayon en m, angles en deg, "
        f"rad ou gon) : {_PLACE_FR}.",
    ),
    "gml_reference": (
        f"A member of a geometry, or of the document, stands elsewhere (xlink:href): {_PLACE_EN}. "
        "It is not read, and nothing is dropped in silence: ask for it inside.",
        f"Un membre d’une géométrie, ou du document, est ailleurs (xlink:href) : {_PLACE_FR}. "
        "Il n’est pas lu, et rien n’est abandonné en silence : demandez-le à l’intérieur.",
    ),
    "gml_arcs_huge": (
        "{arcs} arcs take {chords} chords to be drawn within 1 mm: no survey has such arcs (the worst: {object}, "
        "radius {radius} m). Ask the producer for the arcs as surveyed.",
        "{arcs} arcs demandent {chords} cordes pour être dessinés à 1 mm près : aucun levé n’a de tels arcs (le pire "
        ": {object}, rayon {radius} m). Demandez au producteur les arcs tels que levés.",
    ),
    "gml_tangled": (
        "{object} crosses itself more than {most} times, or several objects do so together: no survey draws so. Ask "
        "the producer to redraw it.",
        "{object} se recoupe plus de {most} fois, ou plusieurs objets le font ensemble : aucun levé ne dessine ainsi. "
        "Demandez au producteur de le redessiner.",
    ),
}
