"""Sentences about exceptions and the states of findings."""

MESSAGES: dict[str, tuple[str, str]] = {
    "declare_what": (
        "Give either FINDING (findings to decide about) or REVOKE (exceptions to take back).",
        "Donnez soit FINDING (constats à décider), soit REVOKE (exceptions à retirer).",
    ),
    "findings_not_noted": (
        "No finding is noted in this base: run mutualgeo:checkquality on it first.",
        "Aucun constat n’est noté dans cette base : lancez d’abord mutualgeo:checkquality sur elle.",
    ),
    "finding_unknown": (
        "“{finding}” is no finding of the last check (column finding_id). The nearest: {near}.",
        "« {finding} » n’est pas un constat du dernier contrôle (colonne finding_id). Les plus proches : {near}.",
    ),
    "finding_over": (
        "Finding {finding} is about {object}, which is not in the base any more: check the base again.",
        "Le constat {finding} porte sur {object}, qui n’est plus dans la base : relancez le contrôle.",
    ),
    "expires_past": (
        "EXPIRES is {day}, before today ({today}): the exception would never hold.",
        "EXPIRES vaut {day}, avant aujourd’hui ({today}) : l’exception ne tiendrait jamais.",
    ),
    "exception_scope_wrong": (
        "Finding {finding} is about {count} object(s): its scope is “{fits}”, “place” or “emprise”, not “{scope}”.",
        "Le constat {finding} porte sur {count} objet(s) : sa portée est « {fits} », « place » ou « emprise », pas "
        "« {scope} ».",
    ),
    "exception_no_place": (
        "Finding {finding} has no place: give another SCOPE than place.",
        "Le constat {finding} n’a pas de position : donnez une autre portée (SCOPE) que place.",
    ),
    "exception_no_area": (
        "Finding {finding} is about no lot that has an emprise: give the polygon in AREA.",
        "Le constat {finding} ne concerne aucun lot qui ait une emprise : donnez le polygone dans AREA.",
    ),
    "exception_outside": (
        "Finding {finding} lies outside the polygon of AREA: the exception would not excuse it.",
        "Le constat {finding} est hors du polygone de AREA : l’exception ne l’excuserait pas.",
    ),
    "exception_known": (
        "Finding {finding} is excused already by exception {number}: nothing was added.",
        "Le constat {finding} est déjà excusé par l’exception {number} : rien n’a été ajouté.",
    ),
    "exception_stands": (
        "Finding {finding} is excused by exception {number}: revoke it first (REVOKE={number}).",
        "Le constat {finding} est excusé par l’exception {number} : retirez-la d’abord (REVOKE={number}).",
    ),
    "exception_unknown": (
        "There is no exception {number} in the base. There are: {known}.",
        "Aucune exception {number} dans la base. Il y a : {known}.",
    ),
    "exception_revoked_already": (
        "Exception {number} has been revoked already: nothing was changed.",
        "L’exception {number} est déjà retirée : rien n’a été changé.",
    ),
    "exceptions_declared": (
        "{count} exception(s) declared ({numbers}). To take one back: mutualgeo:declareexception REVOKE=number.",
        "{count} exception(s) déclarée(s) ({numbers}). Pour en retirer une : mutualgeo:declareexception REVOKE=numéro.",
    ),
    "findings_marked": (
        "{count} finding(s) marked “{state}”.",
        "{count} constat(s) marqué(s) « {state} ».",
    ),
    "exceptions_revoked": (
        "{count} exception(s) revoked; {reopened} finding(s) reopened.",
        "{count} exception(s) retirée(s) ; {reopened} constat(s) rouvert(s).",
    ),
    "exceptions_listed": (
        "{count} exception(s): {active} active, {unused} unused, {reopened} reopened, {expired} expired, {revoked} "
        "revoked.",
        "{count} exception(s) : {active} en vigueur, {unused} sans objet, {reopened} rouvertes, {expired} échues, "
        "{revoked} retirées.",
    ),
    "findings_excused": (
        "{count} finding(s) are excused by an exception: they are listed and counted apart.",
        "{count} constat(s) excusés par une exception : ils sont listés et comptés à part.",
    ),
    "findings_reopened": (
        "{count} finding(s) reopened: {moved} moved, {expired} expired, {revoked} revoked, {came_back} came back.",
        "{count} constat(s) rouverts : {moved} déplacés, {expired} échus, {revoked} retirés, {came_back} revenus.",
    ),
    "exceptions_expired": (
        "Exceptions {numbers} have expired and excuse nothing any more: declare them again, or mend.",
        "Les exceptions {numbers} sont échues et n’excusent plus rien : déclarez-les à nouveau, ou corrigez.",
    ),
}
