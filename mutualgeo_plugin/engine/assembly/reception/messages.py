"""Sentences about reception: lots received or refused, verdicts, receipts."""

MESSAGES: dict[str, tuple[str, str]] = {
    "lot_withdrawn": (
        "{name} was taken out of the base by run {run}: it is not received again. Take the removal back with "
        "mutualgeo:undorun RUN={run}.",
        "{name} a été retiré de la base par le traitement {run} : il n’est pas reçu à nouveau. Annulez le retrait avec "
        "mutualgeo:undorun RUN={run}.",
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
    "source_other_format": (
        "{path} is not of a format that the profile {profile} reads ({endings}).",
        "{path} n’est pas dans un format que lit le profil {profile} ({endings}).",
    ),
    "lot_format_unread": (
        "{path} is of no format that a lot may have (ending {ending}; it holds: {found}). A lot is PCRS GML (.gml, "
        ".xml, also in .gz or .zip) or, under a mapping profile (PROFILE): {known}. Save it in one of them.",
        "{path} n’est d’aucun format qu’un lot puisse avoir (extension {ending} ; contenu : {found}). Un lot est du "
        "GML PCRS (.gml, .xml, aussi en .gz ou .zip) ou, avec un profil de correspondance (PROFILE) : {known}. "
        "Enregistrez-le dans l’un d’eux.",
    ),
    "source_needs_mapping": (
        "{path} is not PCRS GML: name a mapping profile (PROFILE) that says what its layers are. Shipped: {known}.",
        "{path} n’est pas du GML PCRS : nommez un profil de correspondance (PROFILE) qui dit ce que sont ses couches. "
        "Fournis : {known}.",
    ),
    "unread_hint": (
        "They are no lots, or stand in a folder in it: name that as FOLDER.",
        "Ce ne sont pas des lots, ou ils sont dans un sous-dossier : donnez-le comme FOLDER.",
    ),
    "unread_hint_profile": (
        "Tables and drawings are received under a mapping profile: PROFILE.",
        "Les tables et les dessins se reçoivent sous un profil de correspondance : PROFILE.",
    ),
    "unread_hint_gml": (
        "PCRS GML is received without PROFILE, in a run of its own.",
        "Le GML PCRS se reçoit sans PROFILE, dans un traitement à part.",
    ),
    "delivery_unread": (
        "{count} files of the delivery were not read: {names}. {hint}",
        "{count} fichiers de la livraison n’ont pas été lus : {names}. {hint}",
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
    "verdict_no_object": ("The lot holds no object.", "Le lot ne contient aucun objet."),
    "mend_no_object": ("Deliver the objects of the lot.", "Livrez les objets du lot."),
    "verdict_geometry_missing": (
        "{count} object(s) have no geometry, which their class must have ({first}).",
        "{count} objet(s) n’ont pas la géométrie que leur classe doit avoir ({first}).",
    ),
    "mend_geometry_missing": (
        "Draw them, or remove them from the delivery.",
        "Dessinez-les, ou retirez-les de la livraison.",
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
    "gml_not_finite": (
        "{count} object(s) have a coordinate that is not a finite number, the first: {object}.",
        "{count} objet(s) ont une coordonnée qui n’est pas un nombre fini, le premier : {object}.",
    ),
    "lot_transformed": (
        "{name}: transformed from {source} to {target} ({operation}, stated accuracy {accuracy} m).",
        "{name} : transformé de {source} vers {target} ({operation}, exactitude annoncée {accuracy} m).",
    ),
    "folder_without_gml": (
        "The folder {path} holds no GML or zip file.",
        "Le dossier {path} ne contient aucun fichier GML ou zip.",
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
    "input_is_folder": (
        "{path} is a folder. Give it as FOLDER, or give the files that it holds as INPUT.",
        "{path} est un dossier. Donnez-le dans FOLDER, ou donnez dans INPUT les fichiers qu’il contient.",
    ),
}
