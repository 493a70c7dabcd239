"""Sentences about the base: assembling it and exporting it."""

ASSEMBLY: dict[str, tuple[str, str]] = {
    "export_two_choices": (
        "Give LOT or EXTENT, not both.",
        "Donnez LOT ou EXTENT, pas les deux.",
    ),
    "export_several_lots": (
        "{count} lots do not fit in one file {output}: name a LOT or an EXTENT, or give a folder as OUTPUT.",
        "{count} lots ne tiennent pas dans un seul fichier {output} : nommez un LOT ou une étendue (EXTENT), "
        "ou donnez un dossier comme OUTPUT.",
    ),
    "export_lost": (
        "{name}: {kept} {what} would be written for {read} in the base. Nothing was written: report this defect.",
        "{name} : {kept} {what} seraient écrits pour {read} dans la base. Rien n’a été écrit : signalez ce défaut.",
    ),
    "lot_edited": (
        "{name} was edited by hand since it was received: it is written as it stands now.",
        "{name} a été modifié à la main depuis sa réception : il est écrit tel qu’il est maintenant.",
    ),
    "export_left_out": (
        "{count} current object(s) have no place (no geometry) and are not in the extent’s file: {classes}.",
        "{count} objet(s) courant(s) sans géométrie ne sont pas dans le fichier de l’étendue : {classes}.",
    ),
    "export_empty": (
        "No current object of the base touches the extent {extent}: nothing was written.",
        "Aucun objet courant de la base ne touche l’étendue {extent} : rien n’a été écrit.",
    ),
    "base_lost": (
        "Assembling would lose {what} ({before} before, {after} after). Nothing was changed: report this defect.",
        "L’assemblage perdrait des données ({what} : {before} avant, {after} après). Rien n’a été changé : "
        "signalez ce défaut.",
    ),
}
