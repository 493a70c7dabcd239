"""A6 of the catalogue: producers written in one way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ....dataset.findings import Finding
from ....model.names import same_name, significant_words
from ....model.pcrs import CLASSES
from ....model.placeholders import is_placeholder
from ...base import Reason
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check

PRODUCER = "producteur"
#: More names than this are no longer compared each with each: only what is the same but for case, accents and order.
_MOST_NAMES = 1_000


@base_check("A6")
def a6_producer_names(base: StoreBase, profile: Profile) -> list[Finding]:
    """Producers that are spelled otherwise than the convention does, or than most objects do."""
    counts = _names(base, profile.placeholders)
    total: Counter[str] = Counter()
    for names in counts.values():
        total.update(names)
    convention = tuple(name for name in base.inputs.producers if name.strip())
    likeness = profile.value("A6", "likeness")
    if len(total) > _MOST_NAMES:
        base.partly["A6"] = Reason("many_names", {"count": len(total), "most": _MOST_NAMES})
        likeness = 1.0
    meant = _meant_names(total, convention, likeness)
    return [
        base.make_lot_finding(
            lot,
            "A6" if meant[name] else "A6_unknown",
            "warning",
            value=name,
            known=meant[name],
            count=count,
            measured=count,
        )
        for lot, names in sorted(counts.items())
        for name, count in sorted(names.items())
        if meant[name] != name
    ]


def _names(base: StoreBase, placeholders: frozenset[str]) -> dict[int, Counter[str]]:
    """Objects of each lot by producer."""
    found: dict[int, Counter[str]] = {}
    for table in (n for n in base.classes if PRODUCER in CLASSES[n].columns):
        for lot, name, count in base.tally(table, PRODUCER):
            if name is not None and not is_placeholder(name, placeholders):
                found.setdefault(lot, Counter())[name] += count
    return found


def _meant_names(total: Mapping[str, int], convention: Sequence[str], likeness: float) -> dict[str, str | None]:
    """The name that each spelling stands for: itself where it is right, None where the convention has none like it."""
    usual = convention or sorted(total, key=lambda name: (-total[name], name))
    exact = set(usual)
    by_words: dict[tuple[str, ...], str] = {}
    for name in usual:
        by_words.setdefault(tuple(sorted(significant_words(name))), name)
    meant: dict[str, str | None] = {}
    kept: list[str] = list(convention)
    for name in sorted(total, key=lambda name: (-total[name], name)):
        if convention and name in exact:
            meant[name] = name
            continue
        known = by_words.get(tuple(sorted(significant_words(name))))
        if (known is None or known == name) and likeness < 1.0:
            known = next((other for other in kept if same_name(name, other, likeness)), known)
        if not convention and known in (None, name):
            kept.append(name)
            known = name
        meant[name] = known
    return meant
