"""Sentences about the transformation of coordinates."""

MESSAGES: dict[str, tuple[str, str]] = {
    "transform_none": (
        "No usable transformation from {source} to {target} on this machine (grid missing?). Refused.",
        "Aucune transformation utilisable de {source} vers {target} sur cette machine (grille absente ?). Refusé.",
    ),
    "arcs_huge": (
        "{arcs} arcs take {chords} chords to be drawn within 1 mm, more than {most}: no survey has such arcs. Refused.",
        "{arcs} arcs demandent {chords} cordes pour être dessinés à 1 mm près, plus de {most} : aucun levé n’a de tels "
        "arcs. Refusé.",
    ),
    "geometry_tangled": (
        "The geometry at {x} {y} crosses itself more than {most} times, or several do so together: no survey draws so, "
        "and what works with it would take hours. Redraw it, then start again.",
        "La géométrie située en {x} {y} se recoupe plus de {most} fois, ou plusieurs le font ensemble : aucun levé ne "
        "dessine ainsi, et tout calcul prendrait des heures. Redessinez-la, puis relancez.",
    ),
    "transform_coarse": (
        "The transformation from {source} to {target} states {accuracy} m, more than the {limit} m allowed. Refused.",
        "La transformation de {source} vers {target} annonce {accuracy} m, plus que les {limit} m admis. Refusé.",
    ),
}
