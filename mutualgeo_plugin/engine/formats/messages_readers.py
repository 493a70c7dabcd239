"""Sentences about files of others that no reader can make sense of."""

MESSAGES: dict[str, tuple[str, str]] = {
    "path_not_utf8": (
        "{path}: the name of the file or of one of its folders is not in UTF-8, and the library for its format takes "
        "no other. Rename it, with letters without accents if need be.",
        "{path} : le nom du fichier ou d’un de ses dossiers n’est pas en UTF-8, et la bibliothèque de ce format n’en "
        "prend pas d’autre. Renommez-le, sans accents au besoin.",
    ),
    "xml_encoding": (
        '{path}: its encoding ({encoding}) is not read. Save it in UTF-8, with encoding="UTF-8" in its first line.',
        '{path} : son encodage ({encoding}) n’est pas lu. Enregistrez-le en UTF-8, avec encoding="UTF-8" sur sa '
        "première ligne.",
    ),
    "xml_encoding_belied": (
        "{path} declares the encoding {declared}, and begins as {found} does: its texts would be read wrongly. Save it "
        'in UTF-8, with encoding="UTF-8" in its first line.',
        "{path} déclare l’encodage {declared}, et commence comme {found} : ses textes seraient mal lus. Enregistrez-le "
        'en UTF-8, avec encoding="UTF-8" sur sa première ligne.',
    ),
    "text_encoding_declared": (
        "{path}: texts read as {encoding}, as the file says ({said}).",
        "{path} : textes lus en {encoding}, comme le fichier le dit ({said}).",
    ),
    "text_encoding_belied": (
        "{path} says that its texts are in {said}, and they are not: they were read as {encoding}. Look at the "
        "accents.",
        "{path} dit que ses textes sont en {said}, ce qu’ils ne sont pas : ils ont été lus en {encoding}. Vérifiez les "
        "accents.",
    ),
    "text_encoding_unknown": (
        "{path} names an encoding that is not known ({said}): its texts were read as {encoding}. Look at the accents.",
        "{path} nomme un encodage inconnu ({said}) : ses textes ont été lus en {encoding}. Vérifiez les accents.",
    ),
    "layer_left_out": (
        "{layer} is left out, the others are looked at. {reason}",
        "{layer} est laissée de côté, les autres sont regardées. {reason}",
    ),
    "layer_column_absent": (
        "The layer {layer} has no column “{column}”, which its file names for its geometries. Save it anew with the "
        "program that made it.",
        "La couche {layer} n’a pas de colonne « {column} », que son fichier nomme pour ses géométries. Enregistrez-la "
        "à nouveau avec le logiciel qui l’a produite.",
    ),
    "layer_endless": (
        "The view {layer} gives more than {most} rows, which its file has no objects for: it recurses, or multiplies "
        "tables. Save what is wanted as a table.",
        "La vue {layer} donne plus de {most} lignes, que le fichier n’a pas en objets : elle se rappelle elle-même, ou "
        "multiplie des tables. Enregistrez ce qui est voulu comme une table.",
    ),
    "layer_slow": (
        "{path}: a table or a view of it was not read within {seconds} seconds (a view that is computed?). Save what "
        "is wanted as a table.",
        "{path} : une de ses tables ou vues n’a pas été lue en {seconds} secondes (une vue calculée ?). Enregistrez ce "
        "qui est voulu comme une table.",
    ),
    "shapefile_missing": (
        "{path}: {part} is not beside it. A shapefile is .shp, .shx and .dbf together: ask the producer for all three.",
        "{path} : {part} n’est pas à côté. Un shapefile, c’est .shp, .shx et .dbf ensemble : demandez les trois au "
        "producteur.",
    ),
    "shapefile_cut": (
        "{part} is cut off ({held} bytes of {stated}). Ask the producer for the file again.",
        "{part} est tronqué ({held} octets sur {stated}). Redemandez le fichier au producteur.",
    ),
    "shapefile_parts": (
        "{path} has {shapes} shapes and its table {rows} rows: these files do not belong together. Ask the producer "
        "for the shapefile again, whole.",
        "{path} a {shapes} géométries et sa table {rows} lignes : ces fichiers ne vont pas ensemble. Redemandez le "
        "shapefile entier au producteur.",
    ),
    "archive_not_zip": ("it is no zip", "ce n’est pas un zip"),
    "name_not_utf8": (
        "The name of a file is not in UTF-8: its lot is called “{name}”. Rename the file where that is not wanted.",
        "Le nom d’un fichier n’est pas en UTF-8 : son lot s’appelle « {name} ». Renommez le fichier si ce n’est "
        "pas voulu.",
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
