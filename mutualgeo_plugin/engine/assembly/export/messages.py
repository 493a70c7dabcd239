"""Sentences about exports."""

MESSAGES: dict[str, tuple[str, str]] = {
    "asof_needs_extent": (
        "ASOF goes with EXTENT: a lot never changes, the base does.",
        "ASOF va avec EXTENT : un lot ne change jamais, la base si.",
    ),
    "asof_edited": (
        "{count} object(s) were edited by hand after {moment}: they are written as they are today "
        "(what they were: table hand_edit).",
        "{count} objet(s) ont été modifiés à la main après {moment} : ils sont écrits tels qu’aujourd’hui "
        "(leur état antérieur : table hand_edit).",
    ),
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
    "export_replaced": (
        "{name}: {count} character(s) stand as � (U+FFFD) in place of others that no XML can hold (first object: "
        "{first}). They came with the lot or from an edit by hand: write the texts anew in the base.",
        "{name} : {count} caractère(s) figurent comme � (U+FFFD) à la place d’autres qu’aucun XML ne peut contenir "
        "(premier objet : {first}). Ils viennent du lot ou d’une modification à la main : réécrivez les textes dans "
        "la base.",
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
    "export_two_choices": (
        "Give LOT or EXTENT, not both.",
        "Donnez LOT ou EXTENT, pas les deux.",
    ),
    "export_several_lots": (
        "{count} lots do not fit in one file {output}: name a LOT or an EXTENT, or give a folder as OUTPUT.",
        "{count} lots ne tiennent pas dans un seul fichier {output} : nommez un LOT ou une étendue (EXTENT), "
        "ou donnez un dossier comme OUTPUT.",
    ),
    "export_lost": (
        "{name}: {kept} {what} would be written for {read} in the base. Nothing was written: report this defect.",
        "{name} : {kept} {what} seraient écrits pour {read} dans la base. Rien n’a été écrit : signalez ce défaut.",
    ),
    "lot_edited": (
        "{name} was edited by hand since it was received: it is written as it stands now.",
        "{name} a été modifié à la main depuis sa réception : il est écrit tel qu’il est maintenant.",
    ),
    "export_left_out": (
        "{count} current object(s) have no place (no geometry) and are not in the extent’s file: {classes}.",
        "{count} objet(s) courant(s) sans géométrie ne sont pas dans le fichier de l’étendue : {classes}.",
    ),
    "export_empty": (
        "No current object of the base touches the extent {extent}: nothing was written.",
        "Aucun objet courant de la base ne touche l’étendue {extent} : rien n’a été écrit.",
    ),
}
