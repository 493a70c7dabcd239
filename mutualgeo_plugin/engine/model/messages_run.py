"""Sentences about runs, jobs, territory files and the store."""

RUN: dict[str, tuple[str, str]] = {
    "cancelled": (
        "The run was cancelled; the base is as it was before.",
        "Traitement annulé ; la base est restée comme avant.",
    ),
    "internal": (
        "Unexpected error: {detail}. The base is as it was before; the report holds the technical details.",
        "Erreur inattendue : {detail}. La base est restée comme avant ; le rapport contient le détail technique.",
    ),
    "job_unknown": (
        "There is no job named “{job}”. Known jobs: {known}.",
        "Aucun traitement ne s’appelle « {job} ». Traitements connus : {known}.",
    ),
    "job_unreadable": (
        "The job file {path} cannot be read: {detail}.",
        "Le fichier de traitement {path} est illisible : {detail}.",
    ),
    "parameter_missing": (
        "The parameter {name} is needed.",
        "Le paramètre {name} est obligatoire.",
    ),
    "parameter_wrong": (
        "The parameter {name} is not usable: {detail}.",
        "Le paramètre {name} n’est pas utilisable : {detail}.",
    ),
    "output_harmful": (
        "{name} = {path} would be written over what is there already ({what}). Nothing was written: name another file.",
        "{name} = {path} écraserait ce qui s’y trouve déjà ({what}). Rien n’a été écrit : donnez un autre fichier.",
    ),
    "output_unsure": (
        "{name} = {path} cannot be looked into ({detail}): it may be a base. Nothing was written: close the program "
        "that holds it, or name another file.",
        "Impossible de savoir ce que contient {name} = {path} ({detail}) : c’est peut-être une base. Rien n’a été "
        "écrit : fermez le programme qui le retient, ou donnez un autre fichier.",
    ),
    "output_no_file": (
        "{name} = {path} is a device, a pipe or a socket: it would be replaced by a file. Nothing was written: "
        "name a file.",
        "{name} = {path} est un périphérique, un tube ou une socket : un fichier prendrait sa place. Rien n’a été "
        "écrit : donnez un fichier.",
    ),
    "parameter_unknown": (
        "There is no parameter {name}. Did you mean {known}?",
        "Aucun paramètre ne s’appelle {name}. Vouliez-vous dire {known} ?",
    ),
    "path_unreadable": (
        "{path} cannot be read ({detail}). Check the path and your rights on it.",
        "{path} est illisible ({detail}). Vérifiez le chemin et vos droits de lecture.",
    ),
    "input_is_folder": (
        "{path} is a folder. Give it as FOLDER, or give the files that it holds as INPUT.",
        "{path} est un dossier. Donnez-le dans FOLDER, ou donnez dans INPUT les fichiers qu’il contient.",
    ),
    "path_unwritable": (
        "{path} cannot be written ({detail}). Check the folder, your rights on it and the free space.",
        "Impossible d’écrire {path} ({detail}). Vérifiez le dossier, vos droits et l’espace disponible.",
    ),
    "territory_wrong": (
        "Territory file {path}: {problems}",
        "Fichier de territoire {path} : {problems}",
    ),
    "store_missing": (
        "There is no store at {path}. Receive a lot first, or check the path.",
        "Aucune base à l’emplacement {path}. Recevez d’abord un lot, ou vérifiez le chemin.",
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
        "Wait for that run to end, then start again.",
        "La base {path} est en cours d’écriture par {who} sur {host} (processus {pid}) depuis {since}. "
        "Attendez la fin de ce traitement, puis relancez.",
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
        "The store {path} cannot be written: file or disk is read-only. Nothing was changed.",
        "La base {path} n’est pas modifiable : fichier ou disque en lecture seule. Rien n’a été changé.",
    ),
    "disk_full": (
        "The disk that holds {path} is full. Free some space, then start again; nothing was changed.",
        "Le disque qui contient {path} est plein. Libérez de l’espace, puis relancez ; rien n’a été changé.",
    ),
    "worker_died": (
        "A calculation process ended unexpectedly (memory?). Nothing was changed.",
        "Un processus de calcul s’est arrêté de façon inattendue (mémoire ?). Rien n’a été changé.",
    ),
}
