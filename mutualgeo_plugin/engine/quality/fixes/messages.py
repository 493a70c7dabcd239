"""Sentences about fixes: why each is proposed, and what the job says."""

MESSAGES: dict[str, tuple[str, str]] = {
    "fixes_proposed": (
        "{found} findings; proposed: {automatic} automatic fixes, {confirm} to be confirmed, {runs} places where "
        "another algorithm is to be run. Nothing was changed: look at the layers, then run again with APPLY.",
        "{found} constats ; proposés : {automatic} corrections automatiques, {confirm} à confirmer, {runs} endroits où "
        "lancer un autre traitement. Rien n’a été changé : voyez les couches, puis relancez avec APPLY.",
    ),
    "fixes_applied": (
        "{found} findings, {applied} fixes applied, {left} findings left. To undo: mutualgeo:undorun with RUN {run}.",
        "{found} constats, {applied} corrections appliquées, {left} constats restants. Pour revenir en arrière : "
        "mutualgeo:undorun avec RUN {run}.",
    ),
    "fixes_withheld": (
        "{count} fixes were left out because another check would have found more afterwards ({checks}).",
        "{count} corrections ont été écartées parce qu’un autre contrôle aurait trouvé davantage ensuite ({checks}).",
    ),
    "fix_check_unknown": (
        "CHECKS names checks that do not exist: {names}. Known: {known}.",
        "CHECKS nomme des contrôles qui n’existent pas : {names}. Connus : {known}.",
    ),
    "fix_copy_alone": (
        "COPY says where to write fixes, but APPLY is not set: nothing would be written. Set APPLY, or leave COPY out.",
        "COPY dit où écrire les corrections, mais APPLY n’est pas coché : rien ne serait écrit. Cochez APPLY, ou "
        "laissez COPY vide.",
    ),
    # -- reasons, by proposal --------------------------------------------------------------------------------------
    "fix_run": ("run mutualgeo:{algorithm}", "lancer mutualgeo:{algorithm}"),
    "fix_emprise_links": (
        "the emprise’s lists are written without “#”: mutualgeo:{algorithm} writes them anew",
        "les listes de l’emprise sont écrites sans « # » : mutualgeo:{algorithm} les écrit à neuf",
    ),
    "fix_beside": (
        "unchanged, beside an object that it leads to or belongs to",
        "inchangé, à côté d’un objet auquel il mène ou appartient",
    ),
    "fix_S3": ("{count} links written with “#”", "{count} lien(s) écrits avec « # »"),
    "fix_S6": (
        "{property}: “{value}” stands {count} times in the lot; this object gets a number of its own",
        "{property} : « {value} » figure {count} fois dans le lot ; cet objet reçoit un numéro à lui",
    ),
    "fix_S7": (
        "{property}: leading zero of the code restored",
        "{property} : zéro de tête du code rétabli",
    ),
    "fix_A2": (
        "the class has one theme only ({label})",
        "la classe n’a qu’une thématique ({label})",
    ),
    "fix_A5": ("{property} brought into [0, 360[", "{property} ramené dans [0, 360["),
    "fix_A6": ("spelling of the convention", "graphie de la convention"),
    "fix_G1": (
        "the outline made valid; no vertex moves by more than {tolerance} mm",
        "contour rendu valide ; aucun sommet ne bouge de plus de {tolerance} mm",
    ),
    "fix_G1_order": (
        "two vertices of the outline put into their order",
        "deux sommets du contour remis dans l’ordre",
    ),
    "fix_G2": (
        "arcs with coincident points as straight lines",
        "arcs aux points confondus remplacés par des segments",
    ),
    "fix_G2_drop": ("nothing is left of the drawing", "il ne reste rien du dessin"),
    "fix_G3": ("{count} repeated vertices taken out", "{count} sommet(s) répété(s) retirés"),
    "fix_G4": (
        "{count} vertices at the ends of very short segments taken out",
        "{count} sommet(s) de segments très courts retirés",
    ),
    "fix_G5": ("too small to be an object", "trop petit pour être un objet"),
    "fix_G6": ("{count} vertices of spikes taken out", "{count} sommet(s) de pointe retirés"),
    "fix_G7": (
        "a vertex put into its order, or taken out: the line does not cross itself any more",
        "un sommet remis dans l’ordre, ou retiré : la ligne ne se croise plus",
    ),
    "fix_G9": ("outline closed on its first point", "contour fermé sur son premier point"),
    "fix_G10": (
        "both ends kept: the {count} points between are within {tolerance} m of the segment",
        "les deux extrémités gardées : les {count} points intermédiaires sont à moins de {tolerance} m du segment",
    ),
    "fix_G11": ("{count} arcs as good as straight made straight", "{count} arc(s) pratiquement droits rendus droits"),
    "fix_G13": (
        "coordinates rounded to the millimetre (0.5 mm at most along an axis)",
        "coordonnées arrondies au millimètre (0,5 mm au plus par axe)",
    ),
    "fix_G14": ("drawn the other way round", "dessiné dans l’autre sens"),
    "fix_G15": (
        "end moved by {measured} m onto that of {other}",
        "extrémité déplacée de {measured} m sur celle de {other}",
    ),
    "fix_T1": (
        "the same drawing as {other}, which is kept (the better precision, else the newer one)",
        "même dessin que {other}, qui est gardé (meilleure précision, sinon plus récent)",
    ),
    "fix_T6": (
        "end moved by {measured} m onto the façade or wall",
        "extrémité déplacée de {measured} m sur la façade ou le mur",
    ),
    "fix_E4": (
        "a piece that the cut has left and nothing goes on",
        "morceau laissé par la coupe, que rien ne continue",
    ),
}
