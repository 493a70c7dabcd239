"""S6, S7, A2, A5 and A6: attributes written as they should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from ...dataset.findings import Finding
from ...model.fixes import RUN_INSTEAD
from ...model.pcrs import CLASSES, CODE_LISTS
from ...store.objects import find_by_value, find_values_by_prefix
from ...store.originals import Original, read_originals
from ..profile import Profile
from ..store_base import StoreBase
from .proposal import Fixer, Proposal, objects_of, propose_algorithm, propose_text

ANGLE, PRODUCER, THEME = "angleRotation", "producteur", "thematique"
#: Themes that say that the theme is still to be determined.
UNDETERMINED = ("00", "99")


def _flagged_objects(base: StoreBase, findings: Sequence[Finding]) -> Iterator[tuple[Original, Finding]]:
    """Each finding with its first object."""
    things = {thing.uid: thing for rows in objects_of(base, findings).values() for thing in rows}
    for finding in findings:
        if finding.uids and finding.uids[0] in things:
            yield things[finding.uids[0]], finding


def _home_lot(base: StoreBase, thing: Original) -> int:
    return base.home(thing.uid, thing.lot_id)


def mend_s6(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """A number of its own for each later object of a lot with the same one; one number in two lots is the assembly's
    to judge (versions of one object), a gml:id twice is renamed by every export.
    """
    out = [propose_algorithm(f, RUN_INSTEAD["S6_gml"]) for f in findings if f.code == "S6_gml"]
    groups: dict[tuple[str, str], list[tuple[Original, Finding]]] = defaultdict(list)
    for thing, finding in _flagged_objects(base, [f for f in findings if f.code == "S6"]):
        groups[str(finding.fields["property"]), str(finding.fields["value"])].append((thing, finding))
    known = _identifiers(base, groups)
    for (column, value), rows in sorted(groups.items()):
        by_lot: dict[int, list[tuple[Original, Finding]]] = defaultdict(list)
        for thing, finding in rows:
            by_lot[finding.lots[0]].append((thing, finding))
        if len(by_lot) > 1:
            out += [propose_algorithm(finding, "assemblebase") for _, finding in rows]
        taken = known[column, value]
        for _, same in sorted(by_lot.items()):
            number = 1
            for thing, _finding in sorted(same, key=lambda row: (row[0].lot_id, row[0].order))[1:]:
                number += 1
                while f"{value}_{number}" in taken:
                    number += 1
                taken.add(f"{value}_{number}")
                own = f"{value}_{number}"
                out.append(propose_text(thing, "S6", "fix_S6", column, own, value=value, count=len(same)))
    return out


def _identifiers(base: StoreBase, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], set[str]]:
    """Values of identifiers that begin like each of these columns and values."""
    by_column: dict[str, set[str]] = defaultdict(set)
    for column, value in wanted:
        by_column[column].add(value)
    return {
        (column, value): found
        for column, values in by_column.items()
        for value, found in find_values_by_prefix(base.store, column, values).items()
    }


def mend_s7(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Leading zeros that a spreadsheet or a driver has taken."""
    out = []
    for thing, finding in _flagged_objects(base, findings):
        column = str(finding.fields.get("property", ""))
        value = thing.texts.get(column)
        own = next((p.codes for p in CLASSES[thing.feature_class].properties if p.name == column), None)
        code = None if value is None or own is None else restore_zeros(value, own)
        if code is not None:
            out.append(propose_text(thing, "S7", "fix_S7", column, code))
    return out


def restore_zeros(value: str, codes: str) -> str | None:
    """The code that a number stands for once its leading zeros are back; None where there is no such code."""
    text = value.strip()
    if text in CODE_LISTS[codes] or not text.isascii() or not text.isdigit():
        return None
    found = {code for code in CODE_LISTS[codes] if code.isdigit() and code.lstrip("0") == text.lstrip("0")}
    return found.pop() if len(found) == 1 else None


def mend_a2(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """The theme of the class, where it has one alone.

    A theme that is undetermined is filled in; another theme may mean that the class is wrong: a person confirms it.
    """
    out = []
    for thing, _finding in _flagged_objects(base, findings):
        themes, value = CLASSES[thing.feature_class].themes, thing.texts.get(THEME)
        if len(themes) == 1 and value != themes[0]:
            label = f"{themes[0]} {CODE_LISTS['CategorieThematique'][themes[0]]}"
            sure = value in UNDETERMINED
            out.append(propose_text(thing, "A2", "fix_A2", THEME, themes[0], sure=sure, label=label))
    return out


def mend_a5(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Angles modulo 360; sizes and transparencies are the producer's to say."""
    out = []
    for thing, _finding in _flagged_objects(base, findings):
        angle = normalise_angle(thing.texts.get(ANGLE))
        if angle is not None:
            out.append(propose_text(thing, "A5", "fix_A5", ANGLE, angle))
    return out


def normalise_angle(text: str | None) -> str | None:
    """An angle in degrees brought into [0, 360[, with its decimals; None where it is there already, or no number."""
    try:
        angle = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    if not angle.is_finite() or 0 <= angle < 360 or abs(angle) > 1_000_000:
        return None
    turn = angle % 360
    turn = turn + 360 if turn < 0 else turn
    return f"{turn if turn != 360 else Decimal(0):f}"


def mend_a6(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """The producer's name as the convention writes it, for all objects of the lot that write it otherwise."""
    renamed = [f for f in findings if f.code == "A6" and f.fields.get("known") and f.lots]
    values = {str(finding.fields.get("value", "")) for finding in renamed}
    by_class = {name: _producers(base, name, values) for name in base.classes if PRODUCER in CLASSES[name].columns}
    return [
        propose_text(thing, "A6", "fix_A6", PRODUCER, str(finding.fields["known"]))
        for finding in renamed
        for things in by_class.values()
        for thing in things.get(str(finding.fields.get("value", "")), ())
        if _home_lot(base, thing) == finding.lots[0]
    ]


def _producers(base: StoreBase, name: str, values: set[str]) -> dict[str, list[Original]]:
    """Objects of a class by what they call their producer, of these names, each name's by uid."""
    uids = find_by_value(base.store, name, PRODUCER, values)
    things = read_originals(base.store, name, [uid for those in uids.values() for uid in those])
    return {value: [things[uid] for uid in sorted(those) if uid in things] for value, those in uids.items()}


FIXERS: dict[str, Fixer] = {"S6": mend_s6, "S7": mend_s7, "A2": mend_a2, "A5": mend_a5, "A6": mend_a6}
