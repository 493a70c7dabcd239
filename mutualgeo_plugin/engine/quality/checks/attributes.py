"""A1 of the catalogue: values that are really filled in."""

from __future__ import annotations

import numpy as np

from ...model.pcrs import CLASSES, PLACEHOLDERS
from ..base import Base
from ..findings import Finding
from ..profile import Profile
from . import LocalCheck, WholeCheck


def a1(base: Base, profile: Profile) -> list[Finding]:
    """Values that are mandatory and empty, and placeholders anywhere."""
    out = []
    for name in (n for n in base.classes if n in CLASSES):
        table, feature = base.table(name), CLASSES[name]
        required = [p.name for p in feature.properties if p.kind == "text" and p.required]
        optional = [p.name for p in feature.properties if p.kind == "text" and not p.required]
        for severity, columns, blank in (("error", required, True), ("warning", optional, False)):
            flags = np.zeros((len(table), len(columns)), dtype=bool)
            for k, column in enumerate(columns):
                values = table[column]
                flags[:, k] = values.isin(PLACEHOLDERS) | (values.isna() if blank else False)
            rows = np.flatnonzero(flags.any(axis=1))
            names = np.array(columns, dtype=object)
            fields = [{"properties": ", ".join(names[flags[i]])} for i in rows]
            out += base.found(name, rows, "A1", severity, fields=fields)  # type: ignore[arg-type]
    return out


LOCAL: dict[str, LocalCheck] = {"A1": a1}
WHOLE: dict[str, WholeCheck] = {}
