"""Sentences about the life of the base: history, removal, maintenance, minutes."""

MESSAGES: dict[str, tuple[str, str]] = {
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
    "lot_removed_already": (
        "{name} has been removed already: nothing was changed.",
        "{name} est déjà retiré : rien n’a été changé.",
    ),
    "store_checked": (
        "{path}: {tables} classes, {objects} objects; {problems} problem(s).",
        "{path} : {tables} classes, {objects} objets ; {problems} problème(s).",
    ),
    "store_problem": ("{table}: {what} ({count}).", "{table} : {what} ({count})."),
    "lock_free": (
        "{path}: nobody holds the lock.",
        "{path} : personne ne tient le verrou.",
    ),
    "lock_released": (
        "The lock of {who} on {host} (process {pid}, since {since}) is released ({role}: {reason}). Should that run "
        "still be at work, it stops before it writes again.",
        "Le verrou de {who} sur {host} (processus {pid}, depuis {since}) est levé ({role} : {reason}). Si ce "
        "traitement travaille encore, il s’arrête avant d’écrire de nouveau.",
    ),
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
    "minutes_written": ("Minutes of acceptance of {name}: {verdict}.", "Procès-verbal de {name} : {verdict}."),
    "minutes_not_checked": (
        "Lot not checked since it was received",
        "Lot non contrôlé depuis sa réception",
    ),
    "minutes_acceptable": (
        "No error nor warning: acceptance proposed",
        "Aucune erreur ni avertissement : réception proposée",
    ),
    "minutes_with_reserves": (
        "Warnings: acceptance with reserves proposed",
        "Avertissements : réception proposée avec réserves",
    ),
    "minutes_to_refuse": (
        "Errors: acceptance to be decided by the contracting authority",
        "Erreurs : réception à décider par le maître d’ouvrage",
    ),
    "undo_unknown": (
        "There is no run {run}. Runs that can be undone: {known}.",
        "Il n’y a pas de traitement {run}. Traitements annulables : {known}.",
    ),
    "undo_job": (
        "Run {run} ({job}) is none that can be undone. Runs that can: {known}.",
        "Le traitement {run} ({job}) n’est pas annulable. Traitements annulables : {known}.",
    ),
    "undo_older": (
        "Run {run} ({job}) was made by an older mutualgeo, which did not note what it changed: it cannot be undone.",
        "Le traitement {run} ({job}) vient d’un mutualgeo plus ancien, qui ne notait pas ce qu’il changeait : il n’est "
        "pas annulable.",
    ),
    "undo_nothing": (
        "Run {run} changed nothing: there is nothing to undo.",
        "Le traitement {run} n’a rien changé : il n’y a rien à annuler.",
    ),
    "undo_done": (
        "Run {run} is undone already, by run {by}.",
        "Le traitement {run} est déjà annulé, par le traitement {by}.",
    ),
    "undo_later": (
        "Run {run} cannot be undone: later runs changed the same objects ({later}). Undo those first.",
        "Le traitement {run} n’est pas annulable : des traitements ultérieurs ont changé les mêmes objets ({later}). "
        "Annulez-les d’abord.",
    ),
    "run_undone": (
        "Run {run} undone: the base says again what it said before. {restored} objects are current again, {undone} "
        "that it had brought, or brought back, are put aside.",
        "Traitement {run} annulé : la base dit de nouveau ce qu’elle disait avant. {restored} objets sont de nouveau "
        "courants, {undone} qu’il avait apportés ou remis sont mis de côté.",
    ),
}
