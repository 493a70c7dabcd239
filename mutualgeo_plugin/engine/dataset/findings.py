"""Findings: what a check has found, where, with what measure."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import shapely

from ..model.checks import SEVERITIES
from ..model.messages import render
from ..model.quality.excuses import EXCEPTION, NEW

NOWHERE = (float("nan"), float("nan"))


@dataclass(frozen=True)
class Finding:
    """One finding.

    code : sentence (model/quality): the check's id, with a suffix where the check says several things.
    objects, uids, lots : gml:ids, uids and lots of the objects, the object itself first.
    place : (x, y) where to look; NaN where there is none. It decides which tile a finding belongs to.
    shape : the error's own geometry where it is more than its place (segments, overlap…).
    measured, tolerance : in the unit that the sentence says; None where nothing is measured.
    fields : values of the sentence.
    state : where it stands in its life cycle (model/quality/excuses.py).
    excuse : reason of the exception that excuses it.
    also_class, also_producer : those of the second object, where the finding is on two.
    origins : lots to name where a run has made one of the objects of those of several; empty elsewhere.
    rank : tells apart findings that are alike in all that makes an identifier.
    """

    code: str
    severity: str
    feature_class: str
    objects: tuple[str, ...] = ()
    uids: tuple[str, ...] = ()
    lots: tuple[int, ...] = ()
    place: tuple[float, float] = NOWHERE
    shape: shapely.Geometry | None = None
    measured: float | None = None
    tolerance: float | None = None
    producer: str | None = None
    fields: dict[str, object] = field(default_factory=dict)
    state: str = NEW
    excuse: str | None = None
    also_class: str = ""
    also_producer: str | None = None
    rank: int = 0
    origins: tuple[int, ...] = ()

    @property
    def named_lots(self) -> tuple[int, ...]:
        """Deliveries that its objects come from, that of the object itself first."""
        return self.origins or self.lots

    @property
    def classes(self) -> set[str]:
        """Classes of its objects."""
        return {name for name in (self.feature_class, self.also_class) if name}

    @property
    def producers(self) -> list[str]:
        """Producers of its objects, each once, that of the object itself first."""
        return list(dict.fromkeys(name for name in (self.producer, self.also_producer) if name is not None))

    @property
    def producers_text(self) -> str | None:
        """Its producers as one text; None where its objects name none."""
        return "; ".join(self.producers) or None

    @property
    def is_excused(self) -> bool:
        """Whether an exception excuses it: it is told and counted, and is no error."""
        return self.state == EXCEPTION

    @property
    def check(self) -> str:
        """Id of the check."""
        return self.code.partition("_")[0]

    @cached_property
    def identifier(self) -> str:
        """Stable id: check, objects (or lot) and place to 1 dm, whatever the order in which findings come."""
        x, y = (f"{v:.1f}" if math.isfinite(v) else "-" for v in self.place)
        about = sorted(self.objects) or [str(self.fields.get("lot", "")), str(self.fields.get("value", ""))]
        said = [str(self.fields.get(what, "")) for what in ("property", "properties", "href")]
        rank = [str(self.rank)] if self.rank else []
        key = "|".join([self.code, self.feature_class, "|".join(filter(None, said)), *about, x, y, *rank])
        return hashlib.sha256(key.encode()).hexdigest()[:16]

    def _other_label(self) -> str:
        """How its sentence names the second object: with its class or layer where that is another one."""
        if len(self.objects) < 2:
            return "-"
        is_other = self.also_class not in ("", self.feature_class)
        return object_label(self.also_class, self.objects[1]) if is_other else self.objects[1]

    def message(self, language: str = "fr") -> str:
        """Sentence that names the object and says what is wrong."""
        fields = {
            "object": object_label(self.feature_class, self.objects[0]) if self.objects else "-",
            "other": self._other_label(),
            "measured": "-" if self.measured is None else f"{self.measured:.3f}",
            "tolerance": "-" if self.tolerance is None else f"{self.tolerance:g}",
            **self.fields,
        }
        return render(self.code, fields, language)


def object_label(feature_class: str, gml_id: str) -> str:
    """How a sentence names an object."""
    return f"{feature_class.removesuffix('PCRS')} {gml_id}"


def sort_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in an order that does not depend on how they were found; each once."""
    alike: dict[str, dict[tuple[object, ...], Finding]] = {}
    for finding in sorted(findings, key=_key):
        alike.setdefault(finding.identifier, {}).setdefault(_identity_key(finding), finding)
    out = []
    for those in alike.values():
        out += [finding if not rank else replace(finding, rank=rank) for rank, finding in enumerate(those.values())]
    return out


def _identity_key(finding: Finding) -> tuple[object, ...]:
    """What makes two findings one: tiles may tell the same twice, each of two objects may tell of the other; but two
    lots may hold the same names at one place.
    """
    said = tuple(str(finding.fields.get(what, "")) for what in ("property", "properties", "href", "value"))
    return finding.severity, tuple(sorted(finding.uids)), tuple(sorted(finding.lots)), said


def _key(finding: Finding) -> tuple[object, ...]:
    x, y = finding.place
    return (
        finding.code,
        finding.feature_class,
        finding.objects,
        str(finding.fields.get("lot", "")),
        str(finding.fields.get("value", "")),
        SEVERITIES.index(finding.severity),
        (0.0, 0.0) if x != x else (x, y),
        str(finding.fields.get("properties", "")),
        str(finding.fields.get("href", "")),
        finding.lots,
    )
