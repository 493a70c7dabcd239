"""Proposals: what would mend a finding, before and after, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ...dataset.findings import NOWHERE, Finding
from ...geometry.chains import Edit
from ...geometry.wkb import Shape, encode
from ...model.checks import CHECKS
from ...model.fixes import ATTRIBUTE, DROP, GEOMETRY, LINK, RUN, SURE, UNSURE
from ...model.messages import render
from ...store.originals import Original, read_originals
from ..profile import Profile
from ..store_base import StoreBase

#: Mends a native drawing; None where there is nothing to mend.
Mend = Callable[[Shape], "Edit | None"]
Fixer = Callable[[StoreBase, Sequence[Finding], Profile], "list[Proposal]"]


@dataclass(frozen=True, eq=False)
class Proposal:
    """What would mend a finding of one object, or of none (kind "run" on a lot).

    check : id of the check; reason : code of the sentence that says why; fields : its values.
    kind, confidence : `model.fixes.KINDS`, `CONFIDENCES`.
    thing : the object as it is; None where there is none.
    edit, mend : the drawing mended, and what mends it again after other mends.
    column, before, after : an attribute and its values; hrefs for links.
    competitor : uid of the object that stands for one that is dropped.
    algorithm : what to run instead.
    place : where to look.
    """

    check: str
    reason: str
    kind: str
    confidence: str
    thing: Original | None = None
    fields: dict[str, object] = field(default_factory=dict)
    edit: Edit | None = None
    mend: Mend | None = None
    column: str | None = None
    before: str | None = None
    after: str | None = None
    competitor: str | None = None
    algorithm: str | None = None
    feature_class: str = ""
    place: tuple[float, float] = NOWHERE

    @property
    def wkb(self) -> bytes | None:
        """The drawing after the mend."""
        return encode(self.edit.shape) if self.edit else None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from the others of a run: one mend a check, object and attribute."""
        about = self.thing.uid if self.thing else str(self.fields.get("lot", "")) + str(self.place)
        return self.check, self.feature_class, about, self.column or self.kind

    def text(self, language: str) -> str:
        """Why, as a sentence."""
        return render(self.reason, self.fields, language)


def sort_proposals(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Each once, in the catalogue's order of checks."""
    rank = {check: k for k, check in enumerate(CHECKS)}
    unique: dict[tuple[str, str, str, str], Proposal] = {}
    for proposal in proposals:
        unique.setdefault(proposal.key, proposal)
    return [unique[key] for key in sorted(unique, key=lambda key: (rank[key[0]], *key))]


def objects_of(base: StoreBase, findings: Iterable[Finding]) -> dict[str, list[Original]]:
    """First objects of findings by class, each once, in order of uid; those without a geometry are left out where the
    class has one.
    """
    uids: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.uids:
            uids[finding.feature_class].add(finding.uids[0])
    found = {}
    for name in sorted(uids):
        originals = read_originals(base.store, name, uids[name])
        found[name] = [originals[uid] for uid in sorted(originals)]
    return found


def confidence(check: str, sure: bool) -> str:
    """Confidence of a mend: automatic where the catalogue says so and the mend itself is sure."""
    return SURE if sure and CHECKS[check].fix == SURE else UNSURE


def propose_drawing(
    thing: Original, check: str, reason: str, mend: Mend, *, sure: bool = True, **fields: object
) -> list[Proposal]:
    """Another drawing of an object; nothing where the mend finds nothing to do."""
    edit = mend(thing.shape)
    if edit is None:
        return []
    values = {"count": edit.straightened or max(edit.dropped, 0), **fields}
    return [
        Proposal(
            check, reason, GEOMETRY, confidence(check, sure and edit.sure), thing, values, edit, mend,
            feature_class=thing.feature_class,
        )
    ]  # fmt: skip


def propose_text(
    thing: Original, check: str, reason: str, column: str, after: str, *, sure: bool = True, **fields: object
) -> Proposal:
    """Another text of an attribute."""
    return Proposal(
        check, reason, ATTRIBUTE, confidence(check, sure), thing, {"property": column, **fields}, column=column,
        before=thing.texts.get(column), after=after, feature_class=thing.feature_class,
    )  # fmt: skip


def propose_links(thing: Original, check: str, before: str, after: str, count: int) -> Proposal:
    """Links written with ``#``."""
    return Proposal(
        check, f"fix_{check}", LINK, confidence(check, True), thing, {"count": count}, before=before, after=after,
        feature_class=thing.feature_class,
    )  # fmt: skip


def propose_removal(
    thing: Original, check: str, reason: str, *, sure: bool = True, competitor: str | None = None, **fields: object
) -> Proposal:
    """An object that is put aside."""
    return Proposal(
        check, reason, DROP, confidence(check, sure), thing, fields, competitor=competitor,
        feature_class=thing.feature_class,
    )  # fmt: skip


def propose_algorithm(finding: Finding, algorithm: str, reason: str = "fix_run") -> Proposal:
    """Another algorithm to run for a finding."""
    fields = {"algorithm": algorithm, "lot": finding.fields.get("lot", " ".join(finding.objects))}
    return Proposal(
        finding.check, reason, RUN, UNSURE, None, fields, algorithm=algorithm, feature_class=finding.feature_class,
        place=finding.place,
    )  # fmt: skip
