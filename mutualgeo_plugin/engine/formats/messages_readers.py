"""Sentences about files of others that no reader can make sense of."""

MESSAGES: dict[str, tuple[str, str]] = {
    "path_not_utf8": (
        "{path}: the name of the file or of one of its folders is not in UTF-8, and the library for its format takes "
        "no other. Rename it, with letters without accents if need be.",
        "{path} : le nom du fichier ou d’un de ses dossiers n’est pas en UTF-8, et la bibliothèque de ce format n’en "
        "prend pas d’autre. Renommez-le, sans accents au besoin.",
    ),
    "file_unforeseen": (
        "{path} cannot be read: it makes its reader fail in a way that was not foreseen ({detail}). Nothing of it was "
        "taken; the report holds the technical details. Save it anew with the program that made it, and report this "
        "defect.",
        "{path} est illisible : sa lecture échoue d’une façon imprévue ({detail}). Rien n’en a été pris ; le rapport "
        "contient le détail technique. Enregistrez-le à nouveau avec le logiciel qui l’a produit, et signalez ce "
        "défaut.",
    ),
}
