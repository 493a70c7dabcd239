"""Sentences about versions of one object: which one stays, and what a person decides."""

KEEP_BEST: dict[str, tuple[str, str]] = {
    "assembled": (
        "{current} current objects; put aside, with lineage: {dropped} exact duplicates across lots, {versions} worse "
        "versions of objects that another lot holds better.",
        "{current} objets courants ; mis de côté, avec leur lignage : {dropped} doublons exacts entre lots, {versions} "
        "versions moins bonnes d’objets qu’un autre lot décrit mieux.",
    ),
    "conflicts_open": (
        "{count} conflicts wait for a decision: both versions stay current until then (see CONFLICTS, then "
        "mutualgeo:decideconflict).",
        "{count} conflits attendent une décision : d’ici là les deux versions restent courantes (voir CONFLICTS, puis "
        "mutualgeo:decideconflict).",
    ),
    "identifiers_elsewhere": (
        "{count} identifiers stand on different places in two lots that otherwise share their identifiers: they were "
        "not taken as one object. Ask the producers.",
        "{count} identifiants désignent des endroits différents dans deux lots qui partagent par ailleurs leurs "
        "identifiants : ils n’ont pas été pris pour un même objet. Interrogez les producteurs.",
    ),
    "rule_wrong": (
        "The rule {rule} is not understood: name each criterion once at most, among {known}.",
        "La règle {rule} n’est pas comprise : citez chaque critère une fois au plus, parmi {known}.",
    ),
    "conflict_unknown": (
        "There is no open conflict {number}. Open conflicts: {known}.",
        "Il n’y a pas de conflit ouvert {number}. Conflits ouverts : {known}.",
    ),
    "conflict_keep_wrong": (
        "KEEP is {keep}: conflict {number} lets you choose among {known}.",
        "KEEP vaut {keep} : le conflit {number} laisse le choix entre {known}.",
    ),
    "conflict_over": (
        "Conflict {number} is over: the object {uid} is no longer current. Assemble the base again.",
        "Le conflit {number} n’a plus d’objet : {uid} n’est plus courant. Assemblez de nouveau la base.",
    ),
    "conflict_decided": (
        "Conflict {number} decided ({keep}); {count} still open.",
        "Conflit {number} tranché ({keep}) ; {count} encore ouverts.",
    ),
}
