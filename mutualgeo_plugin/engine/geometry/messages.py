"""Sentences about the transformation of coordinates."""

MESSAGES: dict[str, tuple[str, str]] = {
    "transform_none": (
        "No usable transformation from {source} to {target} on this machine (grid missing?). Refused.",
        "Aucune transformation utilisable de {source} vers {target} sur cette machine (grille absente ?). Refusé.",
    ),
    "transform_coarse": (
        "The transformation from {source} to {target} states {accuracy} m, more than the {limit} m allowed. Refused.",
        "La transformation de {source} vers {target} annonce {accuracy} m, plus que les {limit} m admis. Refusé.",
    ),
}
