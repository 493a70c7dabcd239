"""A1, A2 and A5 of the catalogue: values that are filled in, that suit the class, that are in their bounds."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas

from ....dataset.findings import Finding
from ....model.pcrs import CLASSES, CODE_LISTS, Property
from ....model.placeholders import is_placeholder
from ....model.quality.attributes import ANGLE, SIZES, TRANSPARENCY
from ...base import Base
from ...profile import Profile
from ..registry import tile_check

THEME, _THEMES = "thematique", CODE_LISTS["CategorieThematique"]
#: Themes that say nothing.
UNDETERMINED = ("00", "99")

#: Numbers and their bounds: property → (smallest, largest, whether the smallest and the largest are admitted, whole).
_NUMBERS: dict[str, tuple[float, float, bool, bool, bool]] = {
    ANGLE: (0.0, 360.0, True, False, False),
    TRANSPARENCY: (0.0, 100.0, True, True, True),
    **dict.fromkeys(SIZES, (0.0, np.inf, False, False, False)),
}
#: How the bounds are told.
_EXPECTED = {ANGLE: "[0, 360[", TRANSPARENCY: "0, 1 … 100"}
#: A number as xs:double writes it, infinity apart.
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


@tile_check("A1")
def a1_empty_values(base: Base, profile: Profile) -> list[Finding]:
    """Values that are mandatory and empty, and placeholders anywhere."""
    out = []
    for name in (n for n in base.classes if n in CLASSES):
        table, feature = base.table(name), CLASSES[name]
        required = [p for p in feature.properties if p.kind == "text" and p.required]
        optional = [p for p in feature.properties if p.kind == "text" and not p.required]
        for severity, columns, blank in (("error", required, True), ("warning", optional, False)):
            flags = np.zeros((len(table), len(columns)), dtype=bool)
            for k, column in enumerate(columns):
                said, known = pandas.factorize(table[column.name])
                flags[:, k] = np.array([_is_empty_text(str(t), column, profile) for t in known.tolist()] + [blank])[
                    said
                ]
            rows = np.flatnonzero(flags.any(axis=1))
            names = np.array([column.name for column in columns], dtype=object)
            fields: list[dict[str, object]] = [
                {"properties": ", ".join(names[flags[i]]), "given": _given_texts(table, names[flags[i]], i)}
                for i in rows.tolist()
            ]
            out += base.make_findings(name, rows, "A1", severity, fields=fields)
    return out


def _is_empty_text(text: str, column: Property, profile: Profile) -> bool:
    """Whether a value is empty or a placeholder; what the column's list holds, code or words, never is."""
    codes = CODE_LISTS[column.codes] if column.codes else {}
    if text.strip() and (text in codes or text in codes.values()):
        return False
    return is_placeholder(text, profile.placeholders)


def _given_texts(table: pandas.DataFrame, columns: Sequence[str], row: int) -> str:
    """What stands in the fields of a finding, in brackets; empty where nothing does."""
    texts = [str(value).strip() for value in (table[c].iat[row] for c in columns) if isinstance(value, str)]
    given = ", ".join(f"“{text}”" for text in dict.fromkeys(texts) if text)
    return f" ({given})" if given else ""


@tile_check("A2")
def a2_wrong_themes(base: Base, profile: Profile) -> list[Finding]:
    """Themes that are not those of the class; codes that are in no list are S7's."""
    out: list[Finding] = []
    for name in (n for n in base.classes if n in CLASSES and THEME in CLASSES[n].columns):
        expected = CLASSES[name].themes
        if not expected:
            continue
        values = base.table(name)[THEME].fillna("").astype(str)
        undetermined = values.isin(UNDETERMINED).to_numpy()
        other = values.isin(_THEMES).to_numpy() & ~values.isin(expected).to_numpy() & ~undetermined
        words = ", ".join(f"{code} {_THEMES[code]}" for code in expected)
        for code, severity, wrong in (("A2", "error", other), ("A2_undetermined", "warning", undetermined)):
            rows = np.flatnonzero(wrong)
            fields: list[dict[str, object]] = [
                {"value": value, "label": _THEMES[value], "expected": words} for value in values.iloc[rows].tolist()
            ]
            out += base.make_findings(name, rows, code, severity, fields=fields)
    return out


@tile_check("A5")
def a5_wrong_angles_and_sizes(base: Base, profile: Profile) -> list[Finding]:
    """Angles, sizes and transparencies that are no numbers or out of their bounds; empty values are A1's."""
    out: list[Finding] = []
    for name in (n for n in base.classes if n in CLASSES):
        table = base.table(name)
        for column in (c for c in CLASSES[name].columns if c in _NUMBERS):
            said, known = pandas.factorize(table[column])
            texts = [str(text) for text in known.tolist()]
            wrong = np.array([bool(text.strip()) and not _fits(text, column) for text in texts] + [False])[said]
            rows = np.flatnonzero(wrong)
            fields: list[dict[str, object]] = [
                {"property": column, "value": texts[k], "expected": _EXPECTED.get(column, "> 0")}
                for k in said[rows].tolist()
            ]
            # an angle out of bounds still says its direction
            severities = [
                "warning" if column == ANGLE and _NUMBER.fullmatch(texts[k].strip()) else "error"
                for k in said[rows].tolist()
            ]
            out += base.make_findings(name, rows, "A5", severities, fields=fields)
    return out


def _fits(text: str, column: str) -> bool:
    if not _NUMBER.fullmatch(text.strip()):
        return False
    smallest, largest, from_it, to_it, whole = _NUMBERS[column]
    value = float(text)
    above = value > smallest or (from_it and value == smallest)
    below = value < largest or (to_it and value == largest)
    return above and below and (not whole or text.strip().lstrip("+").isdigit())
