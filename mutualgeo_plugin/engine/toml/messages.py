"""Sentences about any TOML file: each problem begins with the path of its key, or with its line."""

MESSAGES: dict[str, tuple[str, str]] = {
    "toml_huge": (
        "The file is larger than {most} MB: that is no file of settings. Check the path.",
        "Le fichier dépasse {most} Mo : ce n’est pas un fichier de réglages. Vérifiez le chemin.",
    ),
    "toml_encoding": (
        "Line {line} is not UTF-8, in which TOML is written: the file seems to be in {encoding}. Save it as UTF-8.",
        "La ligne {line} n’est pas en UTF-8, l’encodage du TOML : le fichier semble en {encoding}. Enregistrez-le en "
        "UTF-8.",
    ),
    "toml_syntax": (
        "Line {line}, column {column}: this is not TOML ({detail}).",
        "Ligne {line}, colonne {column} : ce n’est pas du TOML ({detail}).",
    ),
    "toml_syntax_end": (
        "The file ends, or a value stands, where TOML does not allow it ({detail}).",
        "Le fichier se termine, ou une valeur est écrite, d’une façon que TOML n’admet pas ({detail}).",
    ),
    "toml_backslash": (
        "Line {line}: between double quotes a backslash begins an escape of TOML. Write the path with / (C:/data/…), "
        "or between single quotes ('C:\\data\\…').",
        "Ligne {line} : entre guillemets doubles, une barre oblique inverse commence un échappement de TOML. Écrivez "
        "le chemin avec / (C:/data/…), ou entre apostrophes ('C:\\data\\…').",
    ),
    "toml_twice": (
        "Line {line}: a key or a table stands a second time ({detail}).",
        "Ligne {line} : une clé ou une table est écrite une seconde fois ({detail}).",
    ),
    "toml_nested": (
        "The file is nested too deeply to be one of settings.",
        "Le fichier a trop de niveaux imbriqués pour être un fichier de réglages.",
    ),
    "toml_more": (
        "And {count} more.",
        "Et {count} autres.",
    ),
    "toml_key_missing": (
        "{key} is missing.",
        "{key} manque.",
    ),
    "toml_key_unknown": (
        "{key} is not a known key (known here: {choices}).",
        "{key} n’est pas une clé connue (clés possibles ici : {choices}).",
    ),
    "toml_key_unknown_near": (
        "{key} is not a known key: did you mean “{suggestion}”?",
        "{key} n’est pas une clé connue : vouliez-vous dire « {suggestion} » ?",
    ),
    "toml_choice": (
        "{key}: “{value}” is not one of {choices}.",
        "{key} : « {value} » ne fait pas partie de {choices}.",
    ),
    "toml_choice_near": (
        "{key}: “{value}” is not known here: did you mean “{suggestion}”?",
        "{key} : « {value} » n’est pas connu ici : vouliez-vous dire « {suggestion} » ?",
    ),
    "toml_type_text": (
        "{key} must be a text between quotes.",
        "{key} doit être un texte entre guillemets.",
    ),
    "toml_type_number": (
        "{key} must be a number.",
        "{key} doit être un nombre.",
    ),
    "toml_type_flag": (
        "{key} must be true or false, without quotes.",
        "{key} doit être true ou false, sans guillemets.",
    ),
    "toml_type_date": (
        "{key} must be a date such as 2024-05-31.",
        "{key} doit être une date, par exemple 2024-05-31.",
    ),
    "toml_type_list": (
        "{key} must be a list of texts between square brackets.",
        "{key} doit être une liste de textes entre crochets.",
    ),
    "toml_type_box": (
        "{key} must be four numbers, [minx, miny, maxx, maxy], in metres of the territory's system.",
        "{key} doit être quatre nombres, [minx, miny, maxx, maxy], en mètres dans le système du territoire.",
    ),
    "toml_type_table": (
        "{key} must be a table of keys, headed by [{name}].",
        "{key} doit être une table de clés, introduite par [{name}].",
    ),
    "toml_type_tables": (
        "{key} must be a list of tables, each headed by [[{name}]].",
        "{key} doit être une liste de tables, chacune introduite par [[{name}]].",
    ),
    "toml_number": (
        "{key} = {value} is out of range ({limits}).",
        "{key} = {value} est hors limites ({limits}).",
    ),
    "toml_empty": (
        "{key} is empty.",
        "{key} est vide.",
    ),
    "toml_control": (
        "{key} holds a TAB, a line end or another control character, which a backslash before a letter becomes in "
        "TOML. Write a path with /, as in “{suggestion}”, or between single quotes.",
        "{key} contient une tabulation, une fin de ligne ou un autre caractère de contrôle : c’est ce que TOML fait "
        "d’une barre oblique inverse devant une lettre. Écrivez un chemin avec /, comme « {suggestion} », ou entre "
        "apostrophes.",
    ),
    "toml_duplicate": (
        "{key}: “{value}” is already used by {first}.",
        "{key} : « {value} » est déjà utilisé par {first}.",
    ),
    "toml_role_personal": (
        "{key} holds an e-mail address or a telephone number: write a role, not a person.",
        "{key} contient une adresse électronique ou un téléphone : écrivez un rôle, non une personne.",
    ),
    "toml_secret": (
        "{key} holds a password or a key of access: take it out, this file goes round. Export the layer to a file, and "
        "give its path.",
        "{key} contient un mot de passe ou une clé d’accès : retirez-le, ce fichier circule. Exportez la couche dans "
        "un fichier, et donnez-en le chemin.",
    ),
}
