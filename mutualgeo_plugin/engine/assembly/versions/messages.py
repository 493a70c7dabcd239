"""Sentences about versions of one object, updates, and what a person decides."""

MESSAGES: dict[str, tuple[str, str]] = {
    "update_one_lot": (
        "Name one update lot: LOT for a delivery of the base, or INPUT for one file to receive.",
        "Nommez un seul lot de mise à jour : LOT pour une livraison déjà en base, ou INPUT pour un fichier à recevoir.",
    ),
    "update_refused": (
        "The update lot was not received: {reason}",
        "Le lot de mise à jour n’a pas été reçu : {reason}",
    ),
    "update_no_emprise": (
        "The lot “{lot}” has no usable EmpriseEchangePCRS: nothing says where an absent object is gone. "
        "Ask the producer for one.",
        "Le lot « {lot} » n’a pas d’EmpriseEchangePCRS exploitable : rien ne dit où un objet absent a disparu. "
        "Demandez-en une au producteur.",
    ),
    "update_class_unknown": (
        "CLASSES names classes that cannot be updated: {names}. Possible: {known}.",
        "CLASSES nomme des classes qui ne se mettent pas à jour : {names}. Possibles : {known}.",
    ),
    "updated": (
        "{name}: {unchanged} unchanged, {changed_geometry} changed geometry, {changed_attributes} changed attributes, "
        "{changed_both} changed both, {new} new, {gone} gone, {crossing} across the limit of the emprise.",
        "{name} : {unchanged} inchangés, {changed_geometry} à géométrie modifiée, {changed_attributes} à attributs "
        "modifiés, {changed_both} aux deux, {new} nouveaux, {gone} disparus, {crossing} à cheval sur l’emprise.",
    ),
    "update_renumbered": (
        "{name}: the identifiers of {classes} are not those of the base; objects were found by their geometry.",
        "{name} : les identifiants de {classes} ne sont pas ceux de la base ; les objets ont été retrouvés par leur "
        "géométrie.",
    ),
    "update_crossing": (
        "{count} object(s) cross the limit of the emprise and were left as they are: look at them in CHANGES.",
        "{count} objet(s) à cheval sur la limite de l’emprise ont été laissés tels quels : à examiner dans CHANGES.",
    ),
    "update_joined": (
        "{count} objects of {name} were merged or moved by run {run}: the update cannot be compared with them. Undo "
        "that run (mutualgeo:undorun RUN={run}), update, then assemble again.",
        "{count} objets de {name} ont été refondus ou déplacés par le traitement {run} : la mise à jour ne peut leur "
        "être comparée. Annulez ce traitement (mutualgeo:undorun RUN={run}), mettez à jour, puis réunissez à nouveau.",
    ),
    "update_older": (
        "{name} ({date}) would put aside {count} objects of a later survey ({later}): an older update is not applied "
        "after a newer one.",
        "{name} ({date}) écarterait {count} objets d’un levé plus récent ({later}) : une mise à jour plus ancienne ne "
        "s’applique pas après une plus récente.",
    ),
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
    "conflict_keep_wrong": (
        "KEEP is {keep}: conflict {number} lets you choose among {known}.",
        "KEEP vaut {keep} : le conflit {number} laisse le choix entre {known}.",
    ),
    "conflict_over": (
        "Conflict {number} is over: the object {uid} is no longer current. Assemble the base again.",
        "Le conflit {number} n’a plus d’objet : {uid} n’est plus courant. Assemblez de nouveau la base.",
    ),
    "conflict_others_over": (
        "{count} other conflicts of the one put aside are over; the next assembly compares with the one that stays.",
        "{count} autres conflits de celle qui est écartée sont clos ; le prochain assemblage compare avec l’autre.",
    ),
    "conflict_versions_back": (
        "{count} versions that had given way to the one put aside are current again: assemble the base again.",
        "{count} versions qui s’effaçaient devant celle qui est écartée sont de nouveau courantes : assemblez de "
        "nouveau la base.",
    ),
    "conflict_decided": (
        "Conflict {number} decided ({keep}); {count} still open.",
        "Conflit {number} tranché ({keep}) ; {count} encore ouverts.",
    ),
}
