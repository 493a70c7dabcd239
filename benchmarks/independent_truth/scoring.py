"""Findings against truth: found, missed, false alarms, and the interval of each share."""

from __future__ import annotations

import sqlite3
import struct
from collections import defaultdict
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from .scene import Truth

#: Checks whose plant is one pair of objects that stand in other pairs too: a finding answers only if it names both.
OF_PAIRS = frozenset({"T9"})


@dataclass
class Finding:
    """One row of the findings layer."""

    check: str
    ids: frozenset[str]
    lots: frozenset[str]
    x: float | None
    y: float | None
    message: str


@dataclass
class Score:
    """What a check did with its plants."""

    plants: int = 0
    found: int = 0
    near: int = 0
    near_alarms: int = 0
    alarms: int = 0
    excused: int = 0
    missed: list[dict[str, object]] = field(default_factory=list)
    false: list[dict[str, object]] = field(default_factory=list)


def read_findings(path: Path) -> list[Finding]:
    """Findings of a GeoPackage; the place is the end of its point's blob."""
    connection = sqlite3.connect(path)
    out = []
    for check, objects, lots, geom, message in connection.execute(
        "SELECT check_id, objects, lots, geom, message FROM findings"
    ):
        x, y = struct.unpack("<dd", geom[-16:]) if geom and len(geom) >= 21 else (None, None)
        parts = frozenset((lots or "").split("; "))
        out.append(Finding(check, frozenset((objects or "").split()), parts, x, y, message or ""))
    connection.close()
    return out


def wilson(good: int, total: int, z: float = 1.959964) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    if not total:
        return 0.0, 1.0
    share = good / total
    centre = share + z * z / (2 * total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, (centre - half) / (1 + z * z / total)), min(1.0, (centre + half) / (1 + z * z / total))


class Matcher:
    """Rows of truth of one store, by object and by lot."""

    def __init__(self, truth: list[Truth]) -> None:
        self.by_id: dict[str, list[Truth]] = defaultdict(list)
        self.by_lot: dict[tuple[str, str], list[Truth]] = defaultdict(list)
        self.truth = truth
        for row in truth:
            for i in row.ids:
                self.by_id[i].append(row)
            if not row.ids:
                for lot in row.lot.split("; "):
                    self.by_lot[lot, row.check].append(row)

    def rows(self, finding: Finding) -> tuple[list[Truth], list[Truth]]:
        """Rows that the finding may answer to: of its own check, and those that admit it as a companion."""
        touched = [r for i in sorted(finding.ids) for r in self.by_id.get(i, ())]
        own = [
            r for r in touched if r.check == finding.check and (r.check not in OF_PAIRS or finding.ids >= set(r.ids))
        ]
        for lot in sorted(finding.lots):
            own += [r for r in self.by_lot.get((lot, finding.check), ()) if not r.reach or _is_near(r, finding)]
        return own, [r for r in touched if r.check != finding.check and finding.check in r.companions]


def _is_near(row: Truth, finding: Finding) -> bool:
    return (
        finding.x is not None
        and finding.y is not None
        and max(abs(row.x - finding.x), abs(row.y - finding.y)) <= row.reach
    )


def score(store: str, truth: list[Truth], findings: list[Finding], scores: dict[str, Score]) -> None:
    """Add a store to the scores."""
    matcher = Matcher(truth)
    located = [r for r in truth if r.reach]
    answered: set[int] = set()
    alarmed: set[int] = set()
    for finding in findings:
        own, companions = matcher.rows(finding)
        own += [r for r in located if r.check == finding.check and _is_near(r, finding)]
        hits = [r for r in own if r.expected == "yes"]
        if hits:
            answered |= {id(r) for r in hits}
            continue
        result = scores[finding.check]
        if companions or any(r.expected == "allowed" for r in own):
            result.excused += 1
            continue
        result.alarms += 1
        nears = [r for r in own if r.expected == "no"]
        alarmed |= {id(r) for r in nears}
        result.false.append(_describe_alarm(store, finding, nears[0] if nears else None, matcher))
    for row in truth:
        result = scores[row.check]
        if row.expected == "yes":
            result.plants += 1
            result.found += id(row) in answered
            if id(row) not in answered:
                result.missed.append(_describe_truth(store, row))
        elif row.expected == "no":
            result.near += 1
            result.near_alarms += id(row) in alarmed


def _describe_truth(store: str, row: Truth) -> dict[str, object]:
    return {"store": store, "lot": row.lot, "class": row.cls, "ids": list(row.ids), "x": row.x, "y": row.y,
            "size": row.size, "how": row.how}  # fmt: skip


def _describe_alarm(store: str, finding: Finding, near: Truth | None, matcher: Matcher) -> dict[str, object]:
    beside = [r for i in finding.ids for r in matcher.by_id.get(i, ())]
    return {"store": store, "lots": sorted(finding.lots), "ids": sorted(finding.ids), "x": finding.x, "y": finding.y,
            "message": finding.message, "near": _describe_truth(store, near) if near else None,
            "planted_there": sorted({f"{r.check} {r.expected}: {r.how}" for r in beside})}  # fmt: skip
