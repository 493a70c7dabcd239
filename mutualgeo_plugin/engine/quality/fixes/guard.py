"""No mend makes another check worse: drawings before and after it are looked at by the checks of a drawing alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas
import numpy as np
import pandas
from numpy.typing import NDArray

from ...context import MEASURES
from ...dataset.dataset import Rows
from ...geometry.linear import read_geometries
from ...model.checks import FAMILIES, SEVERITIES
from ...model.pcrs import CLASSES
from ...store.originals import Original
from ..base import Base, NotRun
from ..checks.registry import LOCAL
from ..profile import Profile

#: Checks that look at one drawing by itself; G13 speaks of lots, G15 of pairs.
CHECKS = {c.id: LOCAL[c.id] for c in FAMILIES["Géométrie"] if c.id in LOCAL and c.id not in ("G13", "G15")}


class Drawings(Base):
    """A few drawings, each an object of its class; nothing else is there."""

    def __init__(self, tables: Mapping[str, geopandas.GeoDataFrame]) -> None:
        super().__init__()
        self.lots = {}
        self.crs = 0
        for name, table in tables.items():
            self.hold(name, table)

    @property
    def classes(self) -> list[str]:
        return sorted(self._tables)

    @property
    def spatial_classes(self) -> list[str]:
        return self.classes

    @property
    def drawn_classes(self) -> list[str]:
        return self.classes

    @property
    def field_classes(self) -> list[str]:
        return self.classes

    def ids(self, name: str) -> NDArray[np.object_]:
        return np.asarray(self.table(name)["gml_id"].to_numpy())

    def uids(self, name: str) -> NDArray[np.object_]:
        return np.asarray(self.table(name)["uid"].to_numpy())

    def lot_of(self, name: str) -> NDArray[np.int64]:
        return np.asarray(self.table(name)["lot_id"].to_numpy())

    def crowd_mask(self, name: str) -> NDArray[np.bool_]:
        return np.zeros(len(self.table(name)), dtype=bool)

    def counts(self) -> dict[str, int]:
        return {name: len(self.table(name)) for name in self.classes}

    def measures(self) -> dict[str, int]:
        return dict.fromkeys(MEASURES, 0)  # nobody asks of a few drawings

    def has_delivered_coordinates(self, lot: int) -> bool:
        return True

    def usual_altitude(self, lot: int) -> float:
        return float("nan")

    def labels(self, name: str, rows: Rows) -> list[tuple[object, ...]]:
        return [()] * len(rows)

    def _read(self, name: str) -> geopandas.GeoDataFrame:
        raise KeyError(name)  # every table was given


@dataclass(frozen=True)
class Trial:
    """An object with its drawing before and after a mend."""

    thing: Original
    before: bytes
    after: bytes


def harmless_flags(trials: Sequence[Trial], profile: Profile) -> list[bool]:
    """Whether each mend leaves no check with more to say of the object, or with something worse.

    Findings are counted by check and severity: for each check, neither the errors, nor the errors and warnings, nor
    all findings together become more; places of one finding count each.
    """
    everything = replace(profile, modes={})
    had = _counts([(t.thing, t.before) for t in trials], everything)
    has = _counts([(t.thing, t.after) for t in trials], everything)
    worse = {row for (row, code, severity), n in has.items() if n > had[row, code, severity]}
    return [row not in worse for row in range(len(trials))]


def _counts(drawings: Sequence[tuple[Original, bytes]], profile: Profile) -> Counter[tuple[int, str, str]]:
    """Places found by (rank of the object, check, severity or worse)."""
    base = Drawings(_tables(drawings))
    found: Counter[tuple[int, str, str]] = Counter()
    for check in CHECKS.values():
        try:
            findings = check(base, profile)
        except NotRun:
            continue
        for finding in findings:
            n = int(str(finding.fields.get("count", 1)))
            for severity in SEVERITIES[SEVERITIES.index(finding.severity) :]:
                found[int(finding.uids[0]), finding.check, severity] += n
    return found


def _tables(drawings: Sequence[tuple[Original, bytes]]) -> dict[str, geopandas.GeoDataFrame]:
    """Drawings as the tables of a base; the uid of each is its rank."""
    tables = {}
    for name in sorted({thing.feature_class for thing, _ in drawings}):
        rows = [(rank, *row) for rank, row in enumerate(drawings) if row[0].feature_class == name]
        wkbs = [wkb for _, _, wkb in rows]
        frame = pandas.DataFrame(
            {
                "fid": np.arange(len(rows)),
                "uid": [str(rank) for rank, _, _ in rows],
                "lot_id": np.zeros(len(rows), dtype=np.int64),
                "gml_id": [thing.gml_id for _, thing, _ in rows],
                **{c: [thing.texts.get(c) for _, thing, _ in rows] for c in CLASSES[name].columns},
            }
        )
        geometry, frame["curve"], frame["odd"] = read_geometries(wkbs)
        tables[name] = geopandas.GeoDataFrame(frame, geometry=geometry)
    return tables
