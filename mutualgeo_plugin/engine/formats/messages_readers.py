"""Sentences about files of others that no reader can make sense of."""

MESSAGES: dict[str, tuple[str, str]] = {
    "file_unforeseen": (
        "{path} cannot be read: it makes its reader fail in a way that was not foreseen ({detail}). Nothing of it was "
        "taken; the report holds the technical details. Save it anew with the program that made it, and report this "
        "defect.",
        "{path} est illisible : sa lecture échoue d’une façon imprévue ({detail}). Rien n’en a été pris ; le rapport "
        "contient le détail technique. Enregistrez-le à nouveau avec le logiciel qui l’a produit, et signalez ce "
        "défaut.",
    ),
}
