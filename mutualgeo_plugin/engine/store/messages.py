"""Sentences about the base: opening it, its locks, hand edits, its soundness."""

MESSAGES: dict[str, tuple[str, str]] = {
    "hand_edits_found": (
        "Edited by hand since the last run: {edited} changed, {added} added, {deleted} deleted; "
        "what they were is kept.",
        "Saisies manuelles depuis le dernier traitement : {edited} modifiés, {added} ajoutés, {deleted} supprimés ; "
        "leur état antérieur est conservé.",
    ),
    "hand_edits_unnoted": (
        "Another program had made these tables again: {names}. What was edited in them since the last run could not be "
        "noted: neither lineage nor what it was before is known. From now on it is noted again.",
        "Un autre programme avait refait ces tables : {names}. Ce qui y a été saisi depuis le dernier traitement n’a "
        "pas pu être noté : ni lignage, ni état antérieur. À partir de maintenant, les saisies sont de nouveau notées.",
    ),
    "structures_restored": (
        "{path}: views or spatial indexes that another program had dropped were made again: {names}.",
        "{path} : des vues ou index spatiaux qu’un autre programme avait supprimés ont été refaits : {names}.",
    ),
    "base_edited_meanwhile": (
        "The base {path} was edited by hand while the run was at work. Nothing was changed: start again.",
        "La base {path} a été modifiée à la main pendant le traitement. Rien n’a été changé : relancez.",
    ),
    "moment_wrong": (
        "“{moment}” is no moment: write 2024-06-01, 2024-06-01T08:00:00Z, or run:12.",
        "« {moment} » n’est pas un moment : écrivez 2024-06-01, 2024-06-01T08:00:00Z ou run:12.",
    ),
    "hand_edit_unsound": (
        "{place}: {what} An edit by hand or another tool has left it so, and the run would lose something by it; the "
        "base is as it was. mutualgeo:maintainstore (action Check) lists all that is unsound.",
        "{place} : {what} Une saisie manuelle ou un autre outil l’a laissé ainsi, et le traitement y perdrait quelque "
        "chose ; la base est restée telle quelle. mutualgeo:maintainstore (action Vérifier) liste tout ce qui ne va "
        "pas.",
    ),
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
    "problem_lock": (
        "lock of a run that died ({detail}); the next run takes it over",
        "verrou d’un traitement interrompu ({detail}) ; le prochain traitement le reprend",
    ),
    "problem_count": (
        "the number of features that is noted differs from the objects there are",
        "le nombre d’entités noté diffère des objets présents",
    ),
    "problem_lot": (
        "objects of the lot that are missing or too many: {detail}",
        "objets du lot manquants ou en trop : {detail}",
    ),
    "problem_unsound": ("{detail}: {what}", "{detail} : {what}"),
    "problem_twice": ("objects that share an identifier (uid)", "objets de même identifiant (uid)"),
    "problem_links": (
        "links of objects that are not there",
        "liens d’objets absents",
    ),
    "problem_lineage": ("lineage of objects that are not there", "lignage d’objets absents"),
    "base_lost": (
        "Assembling would lose {what} ({before} before, {after} after). Nothing was changed: report this defect.",
        "L’assemblage perdrait des données ({what} : {before} avant, {after} après). Rien n’a été changé : "
        "signalez ce défaut.",
    ),
    "conflict_unknown": (
        "There is no open conflict {number}. Open conflicts: {known}.",
        "Il n’y a pas de conflit ouvert {number}. Conflits ouverts : {known}.",
    ),
    "lot_ambiguous": (
        "Several lots are named “{lot}”: give a number instead ({numbers}).",
        "Plusieurs lots s’appellent « {lot} » : donnez plutôt un numéro ({numbers}).",
    ),
    "lot_lost": (
        "{name}: {kept} {what} in the base for {read} read. The lot was not kept: report this defect.",
        "{name} : {kept} {what} dans la base pour {read} lus. Le lot n’a pas été gardé : signalez ce défaut.",
    ),
    "lot_unknown": (
        "There is no lot “{lot}” in the base. Lots: {known}.",
        "Aucun lot « {lot} » dans la base. Lots : {known}.",
    ),
    "output_unsure": (
        "{name} = {path} cannot be looked into ({detail}): it may be a base. Nothing was written: close the program "
        "that holds it, or name another file.",
        "Impossible de savoir ce que contient {name} = {path} ({detail}) : c’est peut-être une base. Rien n’a été "
        "écrit : fermez le programme qui le retient, ou donnez un autre fichier.",
    ),
    "store_missing": (
        "There is no store at {path}. Receive a lot first, or check the path.",
        "Aucune base à l’emplacement {path}. Recevez d’abord un lot, ou vérifiez le chemin.",
    ),
    "store_folder_missing": (
        "There is no base at {path}, and none is made there: the folder {folder} is not there. Check the path, or "
        "whether the disk is connected; make the folder where a new base is meant.",
        "Aucune base à l’emplacement {path}, et aucune n’y est créée : le dossier {folder} n’existe pas. Vérifiez le "
        "chemin, ou que le disque est connecté ; créez le dossier si une nouvelle base est voulue.",
    ),
    "store_elsewhere": (
        "There is no base at {path}, but the territory has one at {store}. No second one was made: leave STORE out, or "
        "name the base that is meant.",
        "Aucune base à l’emplacement {path}, mais le territoire en a une : {store}. Il n’en a pas été créé d’autre : "
        "laissez STORE vide, ou nommez la base voulue.",
    ),
    "store_made": (
        "A NEW base was made: {path} ({crs}). Where an existing one was meant, check the path.",
        "Une NOUVELLE base a été créée : {path} ({crs}). Si une base existante était voulue, vérifiez le chemin.",
    ),
    "store_foreign": (
        "{path} is not a mutualgeo store ({detail}). Choose another file: it was left as it was.",
        "{path} n’est pas une base mutualgeo ({detail}). Choisissez un autre fichier : il n’a pas été modifié.",
    ),
    "store_newer": (
        "The store {path} was written by a newer mutualgeo (schema {found}; this one: {known}). Update the plugin.",
        "La base {path} a été écrite par un mutualgeo plus récent (schéma {found}, celui-ci lit {known}). "
        "Mettez l’extension à jour.",
    ),
    "store_damaged": (
        "The store {path} is damaged ({detail}). Go back to a backup copy.",
        "La base {path} est endommagée ({detail}). Revenez à une copie de sauvegarde.",
    ),
    "store_other_crs": (
        "The store {path} is in EPSG:{found}, the territory in EPSG:{wanted}. Use one store per system.",
        "La base {path} est en EPSG:{found}, le territoire en EPSG:{wanted}. Utilisez une base par système.",
    ),
    "store_locked": (
        "The store {path} is being written by {who} on {host} (process {pid}) since {since}. "
        "Wait for that run to end, then start again; if it is sure that nobody is at work, release the lock "
        "(mutualgeo:maintainstore, action Release).",
        "La base {path} est en cours d’écriture par {who} sur {host} (processus {pid}) depuis {since}. "
        "Attendez la fin de ce traitement, puis relancez ; s’il est certain que plus personne n’y travaille, levez le "
        "verrou (mutualgeo:maintainstore, action Lever le verrou).",
    ),
    "store_lock_lost": (
        "The lock of {path} is not this run’s any more (it is held by: {by}): somebody has released it or taken it "
        "over. What this run had begun was not kept: start again.",
        "Le verrou de {path} n’est plus celui de ce traitement (il est tenu par : {by}) : quelqu’un l’a levé ou "
        "repris. Ce que ce traitement avait commencé n’a pas été gardé : relancez.",
    ),
    "run_cut_off": (
        "Run {run} ({job}, {started}) did not come to its end. The lots that it had taken in are whole and stay "
        "({lots}); give it the same files again for the others.",
        "Le traitement {run} ({job}, {started}) n’est pas allé à son terme. Les lots qu’il avait reçus sont entiers et "
        "restent ({lots}) ; redonnez-lui les mêmes fichiers pour les autres.",
    ),
    "store_busy": (
        "The store {path} is held by another program (a QGIS edit session?). Save or close it, then start again.",
        "La base {path} est retenue par un autre programme (une session d’édition QGIS ?). "
        "Enregistrez ou fermez-la, puis relancez.",
    ),
    "store_lock_taken_over": (
        "The lock of a run that died ({who} on {host}, process {pid}, since {since}) was taken over.",
        "Le verrou d’un traitement interrompu ({who} sur {host}, processus {pid}, depuis {since}) a été repris.",
    ),
    "store_readonly": (
        "The store {path} cannot be written: file or disk is read-only. Give the right to write, then start again.",
        "La base {path} n’est pas modifiable : fichier ou disque en lecture seule. Donnez le droit d’écrire, puis "
        "relancez.",
    ),
}
