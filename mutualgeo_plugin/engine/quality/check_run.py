"""Run the checks of a profile over a base: tile by tile on all cores where it is large, at once where it is small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from ..compute.processes import cores, count_done, map_processes
from ..dataset.dataset import EVERYWHERE, Box
from ..dataset.findings import Finding, sort_findings
from ..store.store import read_store
from ..store.tables import Boxes
from .base import Base, Inputs, NotRun, Reason
from .checks.registry import LOCAL, WHOLE
from .profile import Profile
from .store_base import StoreBase

#: Objects of a tile, at the most: some seconds of work, some hundred megabytes. Smaller bases are one tile: to start
#: processes takes longer.
TILE_OBJECTS = 60_000
#: Metres around a tile besides what a profile makes checks look at: precision classes, chains of ends that meet, what
#: one of two copies has more than the other; and the rounding of boxes.
_MARGIN = 30.0
#: Checks of which each tile tells what it holds: of vertices of an object, of objects of a lot.
PARTIAL = ("G13", "Z2")


Checked = TypeVar("Checked", bound=Base)


@dataclass(frozen=True)
class Outcome:
    """What a profile gave: findings, the checks that ran, those that could not, those that could in part; and what the
    base holds (see `Base.measures`), where that was counted beside.
    """

    findings: list[Finding]
    ran: list[str]
    not_run: dict[str, Reason]
    partly: dict[str, Reason]
    measures: dict[str, int] | None = None

    def count_per_check(self) -> dict[str, int]:
        """Findings of each check that ran, excused ones too; 0 says that it found nothing."""
        return {**dict.fromkeys(self.ran, 0), **Counter(f.check for f in self.findings)}

    def count_per_severity(self) -> Counter[str]:
        """Findings of each severity that no exception excuses."""
        return Counter(f.severity for f in self.findings if not f.is_excused)


@dataclass(frozen=True)
class Task:
    """A part of the work: a tile (box), what no tile holds (nowhere), or the base as a whole (neither)."""

    store: Path
    profile: Profile
    inputs: Inputs
    checks: tuple[str, ...]
    crowds: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    box: Box | None = None
    nowhere: bool = False
    weight: int = 0


@dataclass(frozen=True)
class Part:
    """What a task found, and what the base holds where the task looked at all of it."""

    findings: list[Finding]
    not_run: dict[str, Reason]
    partly: dict[str, Reason]
    measures: dict[str, int] | None = None


def run_checks(
    base: StoreBase,
    profile: Profile,
    progress: Callable[[float], None] = lambda share: None,
    *,
    tile_objects: int = TILE_OBJECTS,
    processes: int | None = None,
) -> Outcome:
    """Run every active check; findings do not depend on the tiles, on the processes or on the order of objects.

    Parameters
    ----------
    progress : receives the share done, 0 to 1.
    tile_objects : objects of a tile, at the most.
    processes : how many work at once; all cores by default.
    """
    active = profile.active_checks()
    whole = tuple(check for check in active if check in WHOLE)
    local = tuple(check for check in active if check in LOCAL)
    rest = Task(base.store.path, profile, base.inputs, whole, weight=tile_objects)
    objects = base.count()
    if objects <= tile_objects:
        with ThreadPoolExecutor(1) as beside:  # what SQLite does leaves the other core free
            other = beside.submit(check_part, rest)
            parts = [*_run_local_checks(base, profile, local), other.result()]
    else:
        tasks = chain([rest], _tile_tasks(base, Task(base.store.path, profile, base.inputs, local), tile_objects))
        total = objects + tile_objects
        parts = map_processes(check_part, tasks, total=total, progress=progress, processes=processes or cores())
    return _outcome(parts, [check for check in active if check in LOCAL or check in WHOLE], profile, base.lots)


def _tile_tasks(base: StoreBase, task: Task, tile_objects: int) -> Iterator[Task]:
    """The tasks that local checks make; where the objects stand is looked up while other work is under way."""
    boxes = tiles(base.boxes.values(), tile_objects)
    task = replace(task, crowds=base.crowds)
    for box, count in boxes:
        yield replace(task, box=box, weight=count)
    yield replace(task, nowhere=True)


def run_local(base: Base, profile: Profile) -> Outcome:
    """Run the active checks that need nothing but the tables of a base: what layers outside the store can have."""
    active = [check for check in profile.active_checks() if check in LOCAL or check in WHOLE]
    needs_a_base = {check: Reason("only_bases") for check in active if check not in LOCAL}
    parts = _run_local_checks(base, profile, [check for check in active if check in LOCAL])
    return _outcome([*parts, Part([], needs_a_base, {})], active, profile, base.lots)


def _run_local_checks(base: Base, profile: Profile, checks: Sequence[str]) -> list[Part]:
    """Local checks of one tile on all cores: what shapely and numpy do leaves the others free."""
    for name in base.classes:
        base.table(name)  # what all need is made before they part

    def run_check(check: str) -> Part:
        with base.connect_thread():
            return _run_part(base, profile, [check], LOCAL)

    with ThreadPoolExecutor(cores()) as pool:
        # the last ones compare objects with each other and take longest: they begin first
        return list(pool.map(run_check, reversed(checks)))


def _outcome(parts: Sequence[Part], active: Sequence[str], profile: Profile, lots: Mapping[int, str]) -> Outcome:
    not_run = {check: reason for part in parts for check, reason in part.not_run.items()}
    partly = {check: reason for part in parts for check, reason in part.partly.items()}
    told = [
        f for f in _sum_partial_findings([f for part in parts for f in part.findings]) if profile.scope.holds(f, lots)
    ]
    judged = [f if profile.severity(f) == f.severity else replace(f, severity=profile.severity(f)) for f in told]
    measures = next((part.measures for part in parts if part.measures is not None), None)
    return Outcome(
        sort_findings(judged), [check for check in active if check not in not_run], not_run, partly, measures
    )


def _sum_partial_findings(findings: list[Finding]) -> list[Finding]:
    """Findings of which several tiles have told a part each, as one: on a lot as a whole, on the vertices of an object.

    Counts are added, places drawn together; the worst one is where the finding stands.
    """
    out: list[Finding] = []
    parts: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        if finding.check in PARTIAL:
            parts.setdefault((finding.code, finding.feature_class, finding.lots, finding.uids), []).append(finding)
        else:
            out.append(finding)
    return [*out, *(_merge_findings(those) if len(those) > 1 else those[0] for those in parts.values())]


def _merge_findings(parts: list[Finding]) -> Finding:
    worst = max(parts, key=lambda f: (f.measured or 0.0, [-v for v in f.place if v == v]))
    count = sum(int(str(f.fields["count"])) for f in parts)
    drawn = [f.shape for f in parts if f.shape is not None]
    return replace(
        worst,
        measured=worst.measured if worst.objects else float(count),
        shape=shapely.normalize(shapely.union_all(drawn)) if drawn else None,
        fields={**worst.fields, "count": count},
    )


def check_part(task: Task) -> Part:
    """Carry out a task, in a process of its own."""
    with read_store(task.store) as store:
        base = StoreBase(
            store,
            task.inputs,
            box=task.box or EVERYWHERE,
            halo=task.profile.reach() + _MARGIN,
            nowhere=task.nowhere,
            crowds=task.crowds,
        )
        tiled = task.nowhere or task.box is not None
        part = _run_part(base, task.profile, task.checks, LOCAL if tiled else WHOLE)
        if not tiled:
            part = replace(part, measures=base.measures())
        for finding in part.findings:
            finding.identifier  # noqa: B018 - worked out here, where other processes work too, and kept
        count_done(task.weight)
        return part


def _run_part(
    base: Checked,
    profile: Profile,
    checks: Sequence[str],
    functions: Mapping[str, Callable[[Checked, Profile], list[Finding]]],
) -> Part:
    findings: list[Finding] = []
    not_run: dict[str, Reason] = {}
    for check in checks:
        try:
            findings += functions[check](base, profile)
        except NotRun as stop:
            not_run[check] = stop.reason
    return Part(findings, not_run, dict(base.partly))


def tiles(places: Iterable[Boxes], most: int) -> list[tuple[Box, int]]:
    """Boxes, half-open, that share out the ground: each holds the centres of at most `most` objects, and their number.

    The ground is halved along its longer side, at the median centre, until the parts are small enough.
    """
    centres = np.concatenate([np.empty((0, 2)), *((b.box[:, :2] + b.box[:, 2:]) / 2.0 for b in places)])
    return _halve_box(centres[np.isfinite(centres).all(axis=1)], EVERYWHERE, most)


def _halve_box(centres: NDArray[np.float64], box: Box, most: int) -> list[tuple[Box, int]]:
    if len(centres) <= most:
        return [(box, len(centres))]
    spread = np.ptp(centres, axis=0)
    axis = int(np.argmax(spread))
    cut = float(np.median(centres[:, axis]))
    low = centres[:, axis] < cut
    if not low.any():  # all at one place: no line parts them
        return [(box, len(centres))]
    left, right = list(box), list(box)
    left[2 + axis] = right[axis] = cut
    halves = ((centres[low], left), (centres[~low], right))
    return [tile for part, edges in halves for tile in _halve_box(part, (edges[0], edges[1], edges[2], edges[3]), most)]
