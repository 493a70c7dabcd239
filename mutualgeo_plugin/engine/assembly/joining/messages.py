"""Sentences about tiles, edge matching and runs that are undone."""

MESSAGES: dict[str, tuple[str, str]] = {
    "tiles_merged": (
        "{joints} cuts at neatlines closed: {objects} objects became {made}; the parents stay in history.",
        "{joints} coupures aux limites de carreaux refermées : {objects} objets n’en font plus que {made} ; les "
        "parents restent dans l’historique.",
    ),
    "tiles_not_merged": (
        "{count} ends or slivers at neatlines were left as they are ({reasons}): see not_merged in the report.",
        "{count} extrémités ou éclats en limite de carreau sont restés tels quels ({reasons}) : voir not_merged dans "
        "le rapport.",
    ),
    "edges_proposed": (
        "{pairs} pairs of ends at the borders of lots: {meets} meet, {moves} can be made to meet, {left} are left to a "
        "person. Nothing was moved: look at the layer, then run again with APPLY.",
        "{pairs} paires d’extrémités aux limites de lots : {meets} se raccordent, {moves} peuvent l’être, {left} sont "
        "laissées à l’examen. Rien n’a été déplacé : voyez la couche, puis relancez avec APPLY.",
    ),
    "edges_applied": (
        "{pairs} pairs of ends at the borders of lots: {meets} meet, {moves} ends were moved, {left} pairs are left to "
        "a person. To undo: mutualgeo:undorun with RUN {run}.",
        "{pairs} paires d’extrémités aux limites de lots : {meets} se raccordent, {moves} extrémités ont été "
        "déplacées, {left} paires sont laissées à l’examen. Pour revenir en arrière : mutualgeo:undorun avec RUN "
        "{run}.",
    ),
    "edges_levels": (
        "{count} pairs of ends are apart in altitude by more than 1 cm: see dz; altitudes move only with MOVE_Z.",
        "{count} paires d’extrémités diffèrent en altitude de plus d’1 cm : voir dz ; les altitudes ne bougent "
        "qu’avec MOVE_Z.",
    ),
    "edges_no_border": (
        "There is no border to match: {count} lots have an emprise, two at least are needed.",
        "Il n’y a pas de limite à raccorder : {count} lots ont une emprise, il en faut au moins deux.",
    ),
}
