"""Sentences about exports, emprises, coverage and the sharing of costs."""

EXPORT: dict[str, tuple[str, str]] = {
    "export_nothing": (
        "Nothing to export: the base holds no object with a geometry at that moment.",
        "Rien à exporter : la base ne contient aucun objet avec géométrie à ce moment.",
    ),
    "export_unknown_left": (
        "{name}: the lots it is made of hold {count} members of classes that the standard does not have; only the "
        "export of a whole lot as GML writes them.",
        "{name} : les lots dont il est tiré contiennent {count} membres de classes absentes du standard ; seul "
        "l’export d’un lot entier en GML les écrit.",
    ),
    "export_lots_only": (
        "Lots are written as received: {count} current objects that runs have made or images that were registered are "
        "in none of them. Export with a mask or an extent to have the base as it is.",
        "Les lots sont écrits tels que reçus : {count} objets courants faits par des traitements ou images "
        "enregistrées n’y sont pas. Exportez par masque ou étendue pour avoir la base telle qu’elle est.",
    ),
    "export_empty_masks": (
        "{count} masks hold no object of the base: no file was written for them. {masks}",
        "{count} masques ne contiennent aucun objet de la base : aucun fichier écrit pour eux. {masks}",
    ),
    "export_cut": (
        "{objects} objects were cut at the mask, into {parts} parts; affleurants and what stands inside another "
        "object stay whole.",
        "{objects} objets coupés au masque, en {parts} parties ; les affleurants et ce qui est contenu dans un autre "
        "objet restent entiers.",
    ),
    "export_left_whole": (
        "{count} objects cross the mask and could not be cut (their outline crosses itself): written whole. {objects}",
        "{count} objets traversent le masque sans pouvoir être coupés (leur contour se recoupe) : écrits entiers. "
        "{objects}",
    ),
    "layer_unreadable": (
        "The layer {path} cannot be read: {detail}",
        "La couche {path} est illisible : {detail}",
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
    "layer_no_crs": (
        "{path} does not say its coordinate system: give it one, then start again.",
        "{path} ne dit pas son système de coordonnées : déclarez-le, puis relancez.",
    ),
    "mask_empty": (
        "{source} gives no surface to work in.",
        "{source} ne donne aucune surface où travailler.",
    ),
    "dxf_mapping_wrong": (
        'Mapping of DXF layers {path}: {problems} Expected: a table [layers] with PCRS class = "layer".',
        'Correspondance de calques DXF {path} : {problems} Attendu : une table [layers] avec classe PCRS = "calque".',
    ),
    "dxf_layer_name": (
        "{key}: “{value}” holds a character that DXF does not allow in the name of a layer ({forbidden}).",
        "{key} : « {value} » contient un caractère que DXF n’admet pas dans un nom de calque ({forbidden}).",
    ),
    "dxf_attributes": (
        "DXF carries no attributes: those of {count} objects are not in the file (class and gml:id are, as XDATA).",
        "Le DXF ne porte pas d’attributs : ceux de {count} objets n’y sont pas (classe et gml:id y sont, en XDATA).",
    ),
    "dxf_links": (
        "DXF carries no associations: {count} left out.",
        "Le DXF ne porte pas d’associations : {count} omises.",
    ),
    "dxf_extra": (
        "{count} objects have content of their own beside the standard, left out of the DXF.",
        "{count} objets ont un contenu hors standard, absent du DXF.",
    ),
    "dxf_no_geometry": (
        "{count} objects have no geometry of their own: not drawn (an affleurant is drawn by its representations).",
        "{count} objets sans géométrie propre : non dessinés (un affleurant l’est par ses représentations).",
    ),
    "dxf_no_length": (
        "{count} lines of no length are drawn as points.",
        "{count} lignes de longueur nulle dessinées comme points.",
    ),
    "dxf_holes": (
        "{count} holes of polygons are drawn as outlines of their own.",
        "{count} trous de polygones dessinés comme contours à part.",
    ),
    "dxf_symbol_turn_and_size": (
        "{count} symbols are drawn as points, without angle and size.",
        "{count} symboles dessinés comme points, sans angle ni taille.",
    ),
    "dxf_arcs_as_chords": (
        "{count} arcs are drawn as chords within 1 mm: 3D polylines have no arcs.",
        "{count} arcs dessinés en cordes à 1 mm près : les polylignes 3D n’ont pas d’arcs.",
    ),
    "dxf_arcs_flat": (
        "{count} arcs whose three points are in line are drawn as straight lines through them.",
        "{count} arcs aux trois points alignés dessinés en droites passant par eux.",
    ),
    "dxf_z_absent": (
        "{count} objects have no Z: drawn at Z = 0.",
        "{count} objets sans Z : dessinés à Z = 0.",
    ),
    "record_title": (
        "PCRS {name} ({supplier})",
        "PCRS {name} ({supplier})",
    ),
    "record_lineage": (
        "{count} lots: {lots}. State of the base at: {moment} (-: the day of publication).",
        "{count} lots : {lots}. État de la base au : {moment} (- : jour de la publication).",
    ),
    "emprises_made": (
        "{count} emprises with objects; {empty} without any were left out.",
        "{count} emprises contenant des objets ; {empty} sans objet omises.",
    ),
    "coverage": (
        "{commune}: {covered} m² covered of {area} m² ({share} %), {holes} holes wider than {width} m.",
        "{commune} : {covered} m² couverts sur {area} m² ({share} %), {holes} trous de plus de {width} m de large.",
    ),
    "no_emprise_lots": (
        "{count} lots have no usable emprise: they do not count in coverage nor surface. {lots}",
        "{count} lots sans emprise utilisable : ils ne comptent ni dans la couverture ni dans les surfaces. {lots}",
    ),
    "sharing_nothing": (
        "Nothing to share by {key}: no financier has any of it within the communes.",
        "Rien à partager selon la clé {key} : aucun financeur n’en a dans les communes.",
    ),
    "financiers_wrong": (
        "Financiers {path}: {problems}",
        "Financeurs {path} : {problems}",
    ),
    "financiers_commune": (
        "{key}: no commune of the layer has the code “{value}”.",
        "{key} : aucune commune de la couche n’a le code « {value} ».",
    ),
    "financiers_without_networks": (
        "{names} have no networks, so that nothing can be shared by length: name them in networks, or choose another "
        "key.",
        "{names} n’ont pas de réseau : rien ne se partage à la longueur. Nommez-les dans networks, ou choisissez une "
        "autre clé.",
    ),
    "shared": (
        "{total} € shared between {count} financiers by {key}; the amounts add up to the total, to the cent.",
        "{total} € partagés entre {count} financeurs selon la clé {key} ; la somme fait le total, au centime.",
    ),
}
