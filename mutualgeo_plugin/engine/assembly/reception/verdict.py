"""Pre-checks of a lot that has been read and is not yet in the base: accepted, with reserves, or refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ...formats.geopackage import wkb_of
from ...geometry.linear import to_geometries
from ...model.days import read_day
from ...model.errors import Phrase
from ...model.pcrs import CLASSES, CODE_LISTS, EMPRISE, OPEN_LISTS, FeatureClass
from ...store.staging import BOX, read_staged
from .lot_reader import Read
from .reception_profile import OFF, REFUSE, RULES, ReceptionProfile

ACCEPTED, RESERVES, REFUSED = "accepted", "reserves", "refused"

#: Attributes that hold a date (xs:date).
_DATES = frozenset({"dateLeve", "datePublication", "dateCreation", "dateAcquisition", "dateRecette", "horodatage"})
#: Values of the open lists beside their codes (pattern of the XSD).
_OTHER = re.compile(r"other: \w{2,}")
#: Objects or values that a sentence names.
_NAMED = 3


@dataclass(frozen=True)
class Remark:
    """What one pre-check has found.

    refuses : whether it refuses the lot, else it is a reserve.
    count : objects (or values) concerned; first : the first of them, named.
    """

    rule: str
    refuses: bool
    count: int
    first: str

    @property
    def phrase(self) -> Phrase:
        """What is wrong, and where."""
        return Phrase(f"verdict_{self.rule}", count=self.count, first=self.first)

    @property
    def mend(self) -> Phrase:
        """How to mend it."""
        return Phrase(f"mend_{self.rule}")


class Sentences(Phrase):
    """Several phrases, one after the other."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        super().__init__("verdict_reasons")
        self._phrases = tuple(phrases)

    def text(self, language: str) -> str:
        """The phrases in `language`."""
        return " ".join(phrase.text(language) for phrase in self._phrases)


@dataclass
class Verdict:
    """Verdict on a lot, with its remarks in the order of the rules."""

    profile: str
    remarks: list[Remark] = field(default_factory=list)

    @property
    def state(self) -> str:
        """ "accepted", "reserves" or "refused"."""
        if any(remark.refuses for remark in self.remarks):
            return REFUSED
        return RESERVES if self.remarks else ACCEPTED

    def reasons(self) -> Sentences:
        """What refuses the lot, and how to mend it."""
        refusing = [remark for remark in self.remarks if remark.refuses]
        return Sentences([phrase for remark in refusing for phrase in (remark.phrase, remark.mend)])


def judge(read: Read, profile: ReceptionProfile, now: str) -> Verdict:
    """Look at a staged lot under a reception profile.

    Parameters
    ----------
    now : clock of the run, ISO 8601: a date after its day is in the future.
    """
    verdict = Verdict(profile.name)
    if all(profile.mode(rule) == OFF for rule in RULES):
        return verdict
    found = _Examination(read, profile, now[:10]).findings()
    for rule in RULES:
        mode = profile.mode(rule)
        names = found.get(rule)
        if mode != OFF and names:
            shown = list(names)[:_NAMED]
            verdict.remarks.append(Remark(rule, mode == REFUSE, sum(names.values()), ", ".join(shown)))
    return verdict


class _Examination:
    """One look at the staged rows of a lot; each rule gives what it has found, named, with numbers."""

    def __init__(self, read: Read, profile: ReceptionProfile, today: str) -> None:
        self._read = read
        self._profile = profile
        self._today = today
        self._stagings = read.stagings

    def findings(self) -> dict[str, Counter[str]]:
        """Rule → what it has found."""
        out: dict[str, Counter[str]] = {rule: Counter() for rule in RULES}
        counts = self._read.census.objects
        if not counts.total():
            out["no_object"][self._read.head.path.name] = 1
        for name in self._profile.required:
            if not counts[name]:
                out["class_missing"][name] = 1
        applied = self._read.applied
        if applied is not None and applied.omissions():
            out["left_out"] = applied.unmapped_layers + applied.unfit + applied.ignored_layers
            rest = applied.omissions() - out["left_out"].total()
            if rest:
                out["left_out"]["DXF"] = rest
        self._look_at_emprise(out)
        self._look_at_identifiers(out)
        for name in sorted(counts):
            self._look_at_values(CLASSES[name], out)
            self._look_at_dimension(CLASSES[name], out)
            if self._read.census.empty_geometries:
                self._look_at_geometry(CLASSES[name], out)
        return out

    def _rows(self, table: str, columns: Sequence[str], *, drawn: bool = False) -> Iterator[tuple[Any, ...]]:
        return read_staged(self._stagings, table, columns, drawn=drawn)

    def _look_at_emprise(self, out: dict[str, Counter[str]]) -> None:
        rows = list(self._rows(EMPRISE, ["gml_id", "geom"], drawn=True))
        if not rows:
            out["emprise_missing"][EMPRISE] = 1
            return
        if len(rows) > 1:
            out["emprise_several"].update(str(gml_id) for gml_id, _ in rows)
        geometries = to_geometries([wkb_of(geometry) for _, geometry in rows])
        valid = shapely.is_valid(geometries)
        for rank in np.flatnonzero(~valid):
            out["emprise_invalid"][f"{rows[rank][0]} ({shapely.is_valid_reason(geometries[rank])})"] = 1
        if valid.all():
            self._examine_outside_emprise(shapely.buffer(shapely.union_all(geometries), self._profile.beyond), out)

    def _examine_outside_emprise(self, emprise: shapely.Geometry, out: dict[str, Counter[str]]) -> None:
        shapely.prepare(emprise)
        for name in sorted(self._read.census.objects):
            feature = CLASSES[name]
            if feature.geometry is None or feature.family not in ("vecteur", "habillage", "affleurant"):
                continue
            rows = list(self._rows(name, ["gml_id", *BOX], drawn=True))
            if rows:
                boxes = shapely.box(*np.array([row[1:] for row in rows], dtype=float).T)
                outside = np.flatnonzero(~shapely.intersects(emprise, boxes))
                out["outside_emprise"].update(f"{name} {rows[rank][0]}" for rank in outside)

    def _look_at_identifiers(self, out: dict[str, Counter[str]]) -> None:
        seen: set[str] = set()
        business: dict[str, set[str]] = {}
        for name in sorted(self._read.census.objects):
            identifier = CLASSES[name].identifier
            known = business.setdefault(identifier or "", set())
            for gml_id, value in self._rows(name, ["gml_id", identifier or "gml_id"]):
                if gml_id in seen:
                    out["same_gml_id"][str(gml_id)] += 1
                seen.add(str(gml_id))
                if identifier and value:
                    if value in known:
                        out["same_business_id"][f"{identifier} {value}"] += 1
                    known.add(str(value))

    def _look_at_values(self, feature: FeatureClass, out: dict[str, Counter[str]]) -> None:
        for prop in feature.properties:
            if prop.codes is None and prop.name not in _DATES:
                continue
            values = Counter(str(v) for (v,) in self._rows(feature.name, [prop.name]) if v)
            for value, number in sorted(values.items()):
                if prop.codes is not None:
                    if not _is_code(prop.codes, value):
                        out["unknown_code"][f"{feature.name}.{prop.name} = {value}"] += number
                    continue
                day = read_day(value)
                if day is None:
                    out["wrong_date"][f"{feature.name}.{prop.name} = {value}"] += number
                elif day.isoformat() > self._today:
                    out["future_date"][f"{feature.name}.{prop.name} = {value}"] += number

    def _look_at_geometry(self, feature: FeatureClass, out: dict[str, Counter[str]]) -> None:
        if feature.geometry is not None:
            rows = self._rows(feature.name, ["gml_id", "geom"])
            out["geometry_missing"].update(f"{feature.name} {gml_id}" for gml_id, geometry in rows if geometry is None)

    def _look_at_dimension(self, feature: FeatureClass, out: dict[str, Counter[str]]) -> None:
        if feature.geometry is None or feature.family == "cadre":
            return
        flat: list[str] = []
        high = 0
        for gml_id, geometry in self._rows(feature.name, ["gml_id", "geom"], drawn=True):
            wkb = wkb_of(geometry)
            if wkb is not None and int.from_bytes(wkb[1:5], "little") >= 1000:
                high += 1
            else:
                flat.append(f"{feature.name} {gml_id}")
        if flat and high:
            out["mixed_dimension"].update(flat)


def _is_code(code_list: str, value: str) -> bool:
    return value in CODE_LISTS[code_list] or (code_list in OPEN_LISTS and _OTHER.fullmatch(value) is not None)


def count_staged_values(paths: Sequence[Path], table: str, column: str) -> Counter[str]:
    """Values of a column of a staged class, with their numbers."""
    return Counter(value for (value,) in read_staged(paths, table, [column]) if value)
