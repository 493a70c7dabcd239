"""Sentences about runs, jobs, parameters and outputs."""

MESSAGES: dict[str, tuple[str, str]] = {
    "cancelled": (
        "The run was cancelled.",
        "Traitement annulé.",
    ),
    "internal": (
        "Unexpected error: {detail}. The report holds the technical details.",
        "Erreur inattendue : {detail}. Le rapport contient le détail technique.",
    ),
    "base_unchanged": ("The base is as it was before.", "La base est restée comme avant."),
    "base_changed": (
        "What the run had done by then is in the base (mutualgeo:undorun takes it back).",
        "Ce que le traitement avait déjà fait est dans la base (mutualgeo:undorun le retire).",
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
    "personal_data": (
        "{name} holds an e-mail address: write a role (producer, operator, controller…), not a person.",
        "{name} contient une adresse électronique : écrivez un rôle (producteur, gestionnaire, contrôleur…), pas une "
        "personne.",
    ),
    "parameter_expected": (
        "{value} (expected: {kind}{bounds})",
        "{value} (attendu : {kind}{bounds})",
    ),
    "parameter_illegible": (
        "{value} holds a character that no file can hold ({sign})",
        "{value} contient un caractère qu’aucun fichier ne peut contenir ({sign})",
    ),
    "parameter_address": (
        "{value} is an address; what is written goes to a file or a folder",
        "{value} est une adresse ; ce qui est écrit va dans un fichier ou un dossier",
    ),
    "kind_text": ("a text", "un texte"),
    "kind_texts": ("a text or a list of texts", "un texte ou une liste de textes"),
    "kind_integer": ("a whole number", "un nombre entier"),
    "kind_number": ("a number", "un nombre"),
    "kind_flag": ("true or false", "true ou false"),
    "kind_day": ("a day, YYYY-MM-DD", "un jour, AAAA-MM-JJ"),
    "kind_amount": ("an amount in euros, such as 1250.50", "un montant en euros, comme 1250.50"),
    "kind_numbers": ("whole numbers, separated by spaces", "des nombres entiers séparés par des espaces"),
    "kind_box": ("[xmin, ymin, xmax, ymax]", "[xmin, ymin, xmax, ymax]"),
    "parameter_wrong": (
        "The parameter {name} is not usable: {detail}.",
        "Le paramètre {name} n’est pas utilisable : {detail}.",
    ),
    "output_harmful": (
        "{name} = {path} would be written over what is there already ({what}). Nothing was written: name another file.",
        "{name} = {path} écraserait ce qui s’y trouve déjà ({what}). Rien n’a été écrit : donnez un autre fichier.",
    ),
    "output_no_file": (
        "{name} = {path} is a device, a pipe or a socket: it would be replaced by a file. Nothing was written: "
        "name a file.",
        "{name} = {path} est un périphérique, un tube ou une socket : un fichier prendrait sa place. Rien n’a été "
        "écrit : donnez un fichier.",
    ),
    "output_outside": (
        "{path} would be written outside {folder}. Nothing was written there: take away the link that leads out.",
        "{path} serait écrit hors de {folder}. Rien n’y a été écrit : ôtez le lien qui en sort.",
    ),
    "output_unreadable": (
        "What was written for {path} cannot be read back ({detail}): it was not put in place.",
        "Ce qui a été écrit pour {path} ne se relit pas ({detail}) : le fichier n’a pas été mis en place.",
    ),
    "scratch_swept": (
        "{count} leftover(s) of runs that were killed more than a day ago were taken away.",
        "{count} reste(s) de traitements interrompus il y a plus d’un jour ont été enlevés.",
    ),
    "file_renamed": (
        "“{name}” cannot be the name of a file on every system: written as {file}.",
        "« {name} » ne peut pas nommer un fichier sur tous les systèmes : écrit sous {file}.",
    ),
    "input_no_file": (
        "{name} = {path} is a device, a pipe or a socket: nothing can be read from it twice. Save its content in a "
        "file and name that.",
        "{name} = {path} est un périphérique, un tube ou une socket : on ne peut pas le relire. Enregistrez son "
        "contenu dans un fichier et donnez celui-ci.",
    ),
    "input_absent": (
        "{name} = {path}: nothing is there. Check the path.",
        "{name} = {path} : il n’y a rien à cet endroit. Vérifiez le chemin.",
    ),
    "input_other": (
        "{name} = {path} is {found}; {expected} is expected.",
        "{name} = {path} est {found} ; il faut {expected}.",
    ),
    "place_file": ("a file", "un fichier"),
    "place_folder": ("a folder", "un dossier"),
    "output_ending": (
        "{name} = {path}: this file is written as {known}. Nothing was written: give it that ending.",
        "{name} = {path} : ce fichier s’écrit en {known}. Rien n’a été écrit : donnez-lui cette extension.",
    ),
    "output_ending_or_folder": (
        "{name} = {path}: a file is written as {known}; a new folder has no ending. Nothing was written.",
        "{name} = {path} : un fichier s’écrit en {known} ; un nouveau dossier n’a pas d’extension. Rien n’a été écrit.",
    ),
    "parameter_useless": (
        "{name} goes with {needs} alone: leave it out, or change the rest.",
        "{name} ne va qu’avec {needs} : ne le donnez pas, ou changez le reste.",
    ),
    "parameter_unknown": (
        "{job} has no parameter {name}. {hint}",
        "{job} n’a pas de paramètre {name}. {hint}",
    ),
    "parameter_near": ("Did you mean {near}?", "Vouliez-vous dire {near} ?"),
    "parameter_all": ("It has: {known}.", "Ses paramètres : {known}."),
    "path_unreadable": (
        "{path} cannot be read ({detail}). Check the path and your rights on it.",
        "{path} est illisible ({detail}). Vérifiez le chemin et vos droits de lecture.",
    ),
    "file_absent": ("no such file", "fichier absent"),
    "folder_absent": ("no such folder", "dossier absent"),
    "neither_folder_nor_zip": ("neither a folder nor a zip", "ni un dossier ni un zip"),
    "is_file": ("is a file", "est un fichier"),
    "is_folder": ("is a folder", "est un dossier"),
    "path_unwritable": (
        "{path} cannot be written ({detail}). Check the folder, your rights on it and the free space.",
        "Impossible d’écrire {path} ({detail}). Vérifiez le dossier, vos droits et l’espace disponible.",
    ),
    "territory_wrong": (
        "Territory file {path}: {problems}",
        "Fichier de territoire {path} : {problems}",
    ),
    "disk_full": (
        "The disk that holds {path} is full. Free some space, then start again.",
        "Le disque qui contient {path} est plein. Libérez de l’espace, puis relancez.",
    ),
    "worker_died": (
        "A calculation process ended unexpectedly (memory?). Start again with more memory, or with less at once.",
        "Un processus de calcul s’est arrêté de façon inattendue (mémoire ?). Relancez avec plus de mémoire, ou avec "
        "moins de données à la fois.",
    ),
}
