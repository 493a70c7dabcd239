"""Sentences about the life of the base: updates, history, hand edits, removal, maintenance, minutes."""

CARE: dict[str, tuple[str, str]] = {
    "update_one_lot": (
        "Name one update lot: LOT for a delivery of the base, or INPUT for one file to receive.",
        "Nommez un seul lot de mise à jour : LOT pour une livraison déjà en base, ou INPUT pour un fichier à recevoir.",
    ),
    "update_refused": (
        "The update lot was not received: {reason}",
        "Le lot de mise à jour n’a pas été reçu : {reason}",
    ),
    "update_no_emprise": (
        "The lot “{lot}” has no usable EmpriseEchangePCRS: nothing says where an absent object is gone. "
        "Ask the producer for one.",
        "Le lot « {lot} » n’a pas d’EmpriseEchangePCRS exploitable : rien ne dit où un objet absent a disparu. "
        "Demandez-en une au producteur.",
    ),
    "update_class_unknown": (
        "CLASSES names classes that cannot be updated: {names}. Possible: {known}.",
        "CLASSES nomme des classes qui ne se mettent pas à jour : {names}. Possibles : {known}.",
    ),
    "updated": (
        "{name}: {unchanged} unchanged, {changed_geometry} changed geometry, {changed_attributes} changed attributes, "
        "{changed_both} changed both, {new} new, {gone} gone, {crossing} across the limit of the emprise.",
        "{name} : {unchanged} inchangés, {changed_geometry} à géométrie modifiée, {changed_attributes} à attributs "
        "modifiés, {changed_both} aux deux, {new} nouveaux, {gone} disparus, {crossing} à cheval sur l’emprise.",
    ),
    "update_renumbered": (
        "{name}: the identifiers of {classes} are not those of the base; objects were found by their geometry.",
        "{name} : les identifiants de {classes} ne sont pas ceux de la base ; les objets ont été retrouvés par leur "
        "géométrie.",
    ),
    "update_crossing": (
        "{count} object(s) cross the limit of the emprise and were left as they are: look at them in CHANGES.",
        "{count} objet(s) à cheval sur la limite de l’emprise ont été laissés tels quels : à examiner dans CHANGES.",
    ),
    "hand_edits_found": (
        "Edited by hand since the last run: {edited} changed, {added} added, {deleted} deleted; "
        "what they were is kept.",
        "Saisies manuelles depuis le dernier traitement : {edited} modifiés, {added} ajoutés, {deleted} supprimés ; "
        "leur état antérieur est conservé.",
    ),
    "moment_wrong": (
        "“{moment}” is no moment: write 2024-06-01, 2024-06-01T08:00:00Z, or run:12.",
        "« {moment} » n’est pas un moment : écrivez 2024-06-01, 2024-06-01T08:00:00Z ou run:12.",
    ),
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
    "history_object_unknown": (
        "There is no object “{uid}” in the base (uid is the store's own identifier, column uid).",
        "Aucun objet « {uid} » dans la base (uid est l’identifiant propre à la base, colonne uid).",
    ),
    "history_told": (
        "{objects} object(s), {events} line(s) of history.",
        "{objects} objet(s), {events} ligne(s) d’historique.",
    ),
    "lot_removed": (
        "{name} removed: {removed} objects left, {undone} objects made out of them undone, {restored} came back. "
        "Nothing was deleted. Assemble the base again.",
        "{name} retiré : {removed} objets sortis, {undone} objets qui en étaient issus défaits, {restored} revenus. "
        "Rien n’a été effacé. Réunissez la base à nouveau.",
    ),
    "hand_lot_unknown": (
        "{name} fid {fid}, added or changed by hand, names the lot {lot}, which is not in the base (lots: {known}). "
        "Give it the number of its lot, then start again.",
        "{name} fid {fid}, ajouté ou modifié à la main, nomme le lot {lot}, absent de la base (lots : {known}). "
        "Donnez-lui le numéro de son lot, puis relancez.",
    ),
    "lot_withdrawn": (
        "{name} was taken out of the base by run {run}: it is not received again. Take the removal back with "
        "mutualgeo:undorun RUN={run}.",
        "{name} a été retiré de la base par le traitement {run} : il n’est pas reçu à nouveau. Annulez le retrait avec "
        "mutualgeo:undorun RUN={run}.",
    ),
    "update_joined": (
        "{count} objects of {name} were merged or moved by run {run}: the update cannot be compared with them. Undo "
        "that run (mutualgeo:undorun RUN={run}), update, then assemble again.",
        "{count} objets de {name} ont été refondus ou déplacés par le traitement {run} : la mise à jour ne peut leur "
        "être comparée. Annulez ce traitement (mutualgeo:undorun RUN={run}), mettez à jour, puis réunissez à nouveau.",
    ),
    "update_older": (
        "{name} ({date}) would put aside {count} objects of a later survey ({later}): an older update is not applied "
        "after a newer one.",
        "{name} ({date}) écarterait {count} objets d’un levé plus récent ({later}) : une mise à jour plus ancienne ne "
        "s’applique pas après une plus récente.",
    ),
    "lot_removed_already": (
        "{name} has been removed already: nothing was changed.",
        "{name} est déjà retiré : rien n’a été changé.",
    ),
    "store_checked": (
        "{path}: {tables} classes, {objects} objects; {problems} problem(s).",
        "{path} : {tables} classes, {objects} objets ; {problems} problème(s).",
    ),
    "store_problem": ("{table}: {what} ({count}).", "{table} : {what} ({count})."),
    "store_compacted": (
        "{path}: {before} MB before, {after} MB after.",
        "{path} : {before} Mo avant, {after} Mo après.",
    ),
    "store_backed_up": ("Backup: {copy}.", "Sauvegarde : {copy}."),
    "store_migrated": (
        "The store was brought to schema {after}; a copy of what it was: {copy}.",
        "La base est passée au schéma {after} ; copie de son état antérieur : {copy}.",
    ),
    "store_up_to_date": ("The store has schema {after} already.", "La base est déjà au schéma {after}."),
    "backup_damaged": (
        "The copy {path} is damaged ({detail}); it was thrown away. Check the disk, then the store.",
        "La copie {path} est endommagée ({detail}) ; elle a été jetée. Vérifiez le disque, puis la base.",
    ),
    "problem_integrity": ("SQLite: {detail}", "SQLite : {detail}"),
    "problem_rtree": (
        "geometries that the spatial index does not have, or not at their place",
        "géométries absentes de l’index spatial ou mal placées",
    ),
    "problem_rtree_extra": (
        "entries of the spatial index without object",
        "entrées de l’index spatial sans objet",
    ),
    "problem_count": (
        "the number of features that is noted differs from the objects there are",
        "le nombre d’entités noté diffère des objets présents",
    ),
    "problem_lot": (
        "objects of the lot that are missing or too many: {detail}",
        "objets du lot manquants ou en trop : {detail}",
    ),
    "problem_state": ("objects with an unknown state", "objets dans un état inconnu"),
    "problem_twice": ("objects that share an identifier (uid)", "objets de même identifiant (uid)"),
    "problem_links": (
        "links of objects that are not there",
        "liens d’objets absents",
    ),
    "problem_lineage": ("lineage of objects that are not there", "lignage d’objets absents"),
    "minutes_written": ("Minutes of acceptance of {name}: {verdict}.", "Procès-verbal de {name} : {verdict}."),
}
