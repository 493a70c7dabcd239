"""Findings: what a check has found, where, with what measure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..model.messages import render


@dataclass(frozen=True)
class Finding:
    """One finding.

    objects : gml:ids, the object itself first.
    place : (x, y) of the error; NaN where it has none.
    measured, tolerance : metres, or a count where the check counts; None where nothing is measured.
    fields : values of the sentence `code` (model/messages_quality.py).
    """

    check: str
    severity: str
    code: str
    feature_class: str
    objects: tuple[str, ...]
    lots: tuple[int, ...]
    place: tuple[float, float] = (float("nan"), float("nan"))
    measured: float | None = None
    tolerance: float | None = None
    producer: str | None = None
    fields: dict[str, object] = field(default_factory=dict)

    @property
    def identifier(self) -> str:
        """Stable id: check, objects (or lot) and place to 1 dm, whatever the order in which findings come."""
        x, y = (f"{v:.1f}" if np.isfinite(v) else "-" for v in self.place)
        about = sorted(self.objects) or [str(self.fields.get("lot", ""))]
        key = "|".join([self.check, self.code, *about, x, y])
        return hashlib.sha256(key.encode()).hexdigest()[:16]

    def message(self, language: str = "fr") -> str:
        """Sentence that names the object and says what is wrong."""
        fields = {
            "object": named(self.feature_class, self.objects[0]) if self.objects else "-",
            "other": self.objects[1] if len(self.objects) > 1 else "-",
            "measured": "-" if self.measured is None else f"{self.measured:.3f}",
            "tolerance": "-" if self.tolerance is None else f"{self.tolerance:g}",
            **self.fields,
        }
        return render(self.code, fields, language)


def named(feature_class: str, gml_id: str) -> str:
    """How a sentence names an object."""
    return f"{feature_class.removesuffix('PCRS')} {gml_id}"


def ordered(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in an order that does not depend on how they were found; each once."""
    unique = {(f.check, f.identifier): f for f in sorted(findings, key=_key)}
    return sorted(unique.values(), key=_key)


def _key(finding: Finding) -> tuple[object, ...]:
    return (
        finding.check,
        finding.code,
        finding.feature_class,
        finding.objects,
        str(finding.fields.get("lot", "")),
        finding.lots,
        tuple(np.nan_to_num(finding.place)),
    )
