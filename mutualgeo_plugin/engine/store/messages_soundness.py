"""Sentences about what a hand or a tool has made of a base: where, what is wrong, what to do."""

MESSAGES: dict[str, tuple[str, str]] = {
    "unsound_in_table": ("Table {table}", "Table {table}"),
    "unsound_in_row": ("Table {table}, row {row}", "Table {table}, ligne {row}"),
    "unsound_in_object": (
        "{table}, object fid {fid} (uid {uid}, lot {lot})",
        "{table}, objet fid {fid} (uid {uid}, lot {lot})",
    ),
    # -- objects
    "unsound_uid": (
        "it has no identifier (uid). Write one that no other object has, or delete the object.",
        "il n’a pas d’identifiant (uid). Écrivez-en un qu’aucun autre objet ne porte, ou supprimez l’objet.",
    ),
    "unsound_uid_changed": (
        "its identifier was changed, and what is known of it is kept under the old one. Write “{value}” in uid again.",
        "son identifiant a été changé, alors que tout ce qui le concerne est gardé sous l’ancien. Remettez « {value} » "
        "dans uid.",
    ),
    "unsound_uid_taken": (
        "another object has the same identifier ({value}). Write one that no other object has in one of them.",
        "un autre objet porte le même identifiant ({value}). Écrivez dans l’un d’eux un identifiant qu’aucun autre ne "
        "porte.",
    ),
    "unsound_lot": (
        "its lot ({lot}) is not in the base (lots: {known}). Write the number of its lot in lot_id; where the lot was "
        "deleted, go back to a backup.",
        "son lot ({lot}) n’est pas dans la base (lots : {known}). Écrivez le numéro de son lot dans lot_id ; si le "
        "lot a été supprimé, revenez à une sauvegarde.",
    ),
    "unsound_order": (
        "its place in the lot (ord) is no whole number. Write one, 0 for instance.",
        "sa place dans le lot (ord) n’est pas un nombre entier. Écrivez-en un, 0 par exemple.",
    ),
    "unsound_state": (
        "its state means nothing. Write current, superseded or removed in state.",
        "son état ne veut rien dire. Écrivez current, superseded ou removed dans state.",
    ),
    "unsound_gml_id": (
        "it has no gml:id. Write a name that no other object of the lot has in gml_id.",
        "il n’a pas de gml:id. Écrivez dans gml_id un nom qu’aucun autre objet du lot ne porte.",
    ),
    "unsound_fid": (
        "its number (fid) leaves no room for others. Give it a smaller one, or copy the object and delete this one.",
        "son numéro (fid) ne laisse plus de place aux autres. Donnez-lui-en un plus petit, ou copiez l’objet et "
        "supprimez celui-ci.",
    ),
    "unsound_renumbered": (
        "its number (fid) was changed. Write {fid} in fid again.",
        "son numéro (fid) a été changé. Remettez {fid} dans fid.",
    ),
    "unsound_text": (
        "what stands in {column} is no text. Write it again.",
        "ce qui se trouve dans {column} n’est pas du texte. Saisissez-le à nouveau.",
    ),
    "unsound_xml": (
        "what stands in {column} is no XML any more, and it goes out with the object. Put it right, or empty it.",
        "ce qui se trouve dans {column} n’est plus du XML, alors que cela sort avec l’objet. Corrigez-le ou videz-le.",
    ),
    "unsound_links": (
        "its links stay with what it was called before. Write lot_id {lot_id}, gml_id {gml_id} and ord {order} again.",
        "ses liens restent attachés à ce qu’il était. Remettez lot_id {lot_id}, gml_id {gml_id} et ord {order}.",
    ),
    # -- geometries
    "unsound_geometry_missing": (
        "it has no geometry. Draw it, or delete the object.",
        "il n’a pas de géométrie. Dessinez-la, ou supprimez l’objet.",
    ),
    "unsound_geometry_unreadable": (
        "its geometry cannot be read. Draw it again, or delete the object.",
        "sa géométrie est illisible. Redessinez-la, ou supprimez l’objet.",
    ),
    "unsound_geometry_measured": (
        "its geometry has measures (M), which the PCRS does not have. Take them off (QGIS: Drop M/Z values, M only).",
        "sa géométrie porte des mesures (M), que le PCRS ne connaît pas. Ôtez-les (QGIS : Supprimer les valeurs M/Z, M "
        "seulement).",
    ),
    "unsound_geometry_numbers": (
        "a coordinate or an altitude of it is no number. Draw it again, or write its altitude in the vertex editor.",
        "une de ses coordonnées ou altitudes n’est pas un nombre. Redessinez-le, ou écrivez l’altitude dans l’éditeur "
        "de sommets.",
    ),
    "geometry_kind_point": ("point", "point"),
    "geometry_kind_multipoint": ("points", "points"),
    "geometry_kind_curve": ("curve", "courbe"),
    "geometry_kind_multicurve": ("curves", "courbes"),
    "geometry_kind_surface": ("surface", "surface"),
    "geometry_kind_multisurface": ("surfaces", "surfaces"),
    "geometry_kind_polygon": ("polygon", "polygone"),
    "geometry_kind_any": ("any", "quelconque"),
    "unsound_geometry_kind": (
        "its geometry is not of the kind of the class ({kind}). Draw it so (QGIS: Multipart to singleparts takes parts "
        "apart), or move the object to another class.",
        "sa géométrie n’est pas du type de la classe ({kind}). Dessinez-la ainsi (QGIS : De morceaux multiples à "
        "morceaux uniques sépare les parties), ou mettez l’objet dans une autre classe.",
    ),
    "unsound_geometry_extent": (
        "its geometry has no length. Draw it again, or delete the object.",
        "sa géométrie est de longueur nulle. Redessinez-la, ou supprimez l’objet.",
    ),
    "unsound_geometry_outside": (
        "its geometry lies outside EPSG:{crs}, the system of the base. Move it, or paste it from a layer whose system "
        "is said.",
        "sa géométrie est hors de EPSG:{crs}, le système de la base. Déplacez-la, ou collez-la depuis une couche dont "
        "le système est indiqué.",
    ),
    "unsound_geometry_resolved": (
        "its geometry was moved, but is that of its parts (AffleurantEnveloppePCRS, AffleurantLignesPCRS, "
        "AffleurantPointPCRS). Put it back, and move these.",
        "sa géométrie a été modifiée, alors que c’est celle de ses parties (AffleurantEnveloppePCRS, "
        "AffleurantLignesPCRS, AffleurantPointPCRS). Remettez-la en place et déplacez celles-ci.",
    ),
    # -- rows beside the objects
    "unsound_value": (
        "{column} does not hold what it must. Put it back as it was, or go back to a backup.",
        "{column} ne contient pas ce qu’il doit. Remettez-le comme il était, ou revenez à une sauvegarde.",
    ),
    "unsound_word": (
        "{column} says a word that means nothing (known: {words}). Put it back as it was, or go back to a backup.",
        "{column} contient un mot qui ne veut rien dire (connus : {words}). Remettez-le comme il était, ou revenez à "
        "une sauvegarde.",
    ),
    "unsound_lot_name": ("the lot has no name. Write one in name.", "le lot n’a pas de nom. Écrivez-en un dans name."),
    "unsound_lot_system": (
        "the lot is said to be in another system than the base. Write the code of the base (store_info, crs) in "
        "store_crs.",
        "le lot est dit dans un autre système que la base. Écrivez le code de la base (store_info, crs) dans "
        "store_crs.",
    ),
    "unsound_lot_twice": (
        "two lots have the same fingerprint (sha256). Put it back as it was, or go back to a backup.",
        "deux lots ont la même empreinte (sha256). Remettez-la comme elle était, ou revenez à une sauvegarde.",
    ),
    "unsound_system": (
        "crs names no legal system. Write its EPSG code again, 3946 for instance.",
        "crs ne nomme aucun système légal. Remettez son code EPSG, 3946 par exemple.",
    ),
    "unsound_version": (
        "schema_version is no number. Go back to a backup.",
        "schema_version n’est pas un nombre. Revenez à une sauvegarde.",
    ),
    # -- tables
    "unsound_table_missing": (
        "the table is not there any more. Go back to a backup.",
        "la table n’existe plus. Revenez à une sauvegarde.",
    ),
    "unsound_layer_lost": (
        "the layer was deleted with the objects in it, and no one knows which. Go back to a backup; objects are to be "
        "deleted one by one (or all selected), so that it is noted.",
        "la couche a été supprimée avec les objets qu’elle contenait, et nul ne sait lesquels. Revenez à une "
        "sauvegarde ; supprimez les objets eux-mêmes (tous sélectionnés s’il le faut), pour que ce soit noté.",
    ),
    "unsound_table_unlisted": (
        "the table is not listed in gpkg_contents any more: its objects would be left out. Go back to a backup.",
        "la table n’est plus listée dans gpkg_contents : ses objets seraient oubliés. Revenez à une sauvegarde.",
    ),
    "unsound_table_key": (
        "a tool has made the table again without its key ({key}). Go back to a backup.",
        "un outil a refait la table sans sa clé ({key}). Revenez à une sauvegarde.",
    ),
    "unsound_column_missing": (
        "columns are not there any more: {columns}. Name them so again, or add them (text), or go back to a backup.",
        "des colonnes n’existent plus : {columns}. Redonnez-leur ce nom, ou ajoutez-les (texte), ou revenez à une "
        "sauvegarde.",
    ),
    "unsound_view": (
        "the view is not there any more. Run mutualgeo:maintainstore (action Compact), which makes it again.",
        "la vue n’existe plus. Lancez mutualgeo:maintainstore (action Compacter), qui la refait.",
    ),
    "unsound_index": (
        "the spatial index is not there any more, or does not hold every object. Run mutualgeo:maintainstore (action "
        "Compact), which makes it again.",
        "l’index spatial n’existe plus, ou ne contient pas tous les objets. Lancez mutualgeo:maintainstore (action "
        "Compacter), qui le refait.",
    ),
}
