"""An update lot against the base: what is unchanged, changed, new and gone inside its emprise, for claimed classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas
import shapely

from ...geometry.equality import SAME_POINT
from ...geometry.tangles import valid_areas
from ...model.days import read_day
from ...model.errors import EngineError
from ...model.pcrs import EMPRISE
from ...store.derived_objects import UID_PREFIX
from ...store.lineage import read_oustings
from ...store.schema import CURRENT, REMOVED, SUPERSEDED
from ...store.states import Change
from ...store.store import Store
from ...store.tables import read_class
from .best_version import COMPARED
from .pairing import attribute_columns, attributes, pair_versions, same_geometry

UNCHANGED, GEOMETRY, ATTRIBUTES, BOTH, NEW, GONE, CROSSING = KINDS = (
    "unchanged", "changed_geometry", "changed_attributes", "changed_both", "new", "gone", "crossing",
)  # fmt: skip
CHANGED = (GEOMETRY, ATTRIBUTES, BOTH)


@dataclass(frozen=True)
class Version:
    """One row of a class table."""

    fid: int
    uid: str
    lot_id: int
    gml_id: str
    state: str
    geometry: shapely.Geometry | None


@dataclass(frozen=True)
class UpdateChange:
    """What the update says of one object.

    by : how the two versions were found to be one ("identifier", "drawing", "place", "share"); "" for one alone.
    distance : metres between the two versions; NaN for one alone.
    """

    feature_class: str
    kind: str
    old: Version | None
    new: Version | None
    by: str = ""
    distance: float = float("nan")
    columns: tuple[str, ...] = ()


@dataclass
class Emprise:
    """Ground that the update lot covers."""

    uid: str
    ground: shapely.Geometry


@dataclass
class Comparison:
    """Changes of all claimed classes."""

    emprise: Emprise
    changes: list[UpdateChange]
    renumbered: list[str]


def emprise_of(store: Store, lot: dict[str, object]) -> Emprise:
    """The emprise of a lot.

    Raises
    ------
    EngineError
        ``update_no_emprise``: without it nothing says where an absent object is gone.
    """
    if EMPRISE in store.class_names():
        table = read_class(store, EMPRISE, state=None, lot_id=int(str(lot["lot_id"])))
        ground = shapely.union_all(valid_areas(shapely.force_2d(table.geometry.dropna().to_numpy())))
        if ground.area > 0:
            shapely.prepare(ground)
            return Emprise(str(table["uid"].iloc[0]), ground)
    raise EngineError("update_no_emprise", lot=lot["name"])


def require_known_classes(wanted: Sequence[str]) -> None:
    """Refuse names that are no classes of objects.

    Raises
    ------
    EngineError
        ``update_class_unknown``
    """
    unknown = [name for name in wanted if name not in COMPARED]
    if unknown:
        raise EngineError("update_class_unknown", names=", ".join(unknown), known=", ".join(COMPARED))


def refuse_older(store: Store, lot: dict[str, object], comparison: Comparison) -> None:
    """Refuse an update that would put aside objects of a later survey.

    Raises
    ------
    EngineError
        ``update_older``
    """
    days = {int(row["lot_id"]): read_day(row["surveyed_to"], timed=True) for row in store.lots(None)}
    own = read_day(lot["surveyed_to"], timed=True)
    if own is None:
        return
    replaced = [
        days[change.old.lot_id]
        for change in comparison.changes
        if change.kind in (*CHANGED, GONE) and change.old is not None and change.old.state == CURRENT
    ]
    later = [day for day in replaced if day is not None and day > own]
    if later:
        raise EngineError("update_older", name=lot["name"], date=own, count=len(later), later=max(later))


def _refuse_joined(store: Store, lot: dict[str, object]) -> None:
    """Refuse a lot of which objects were merged with others or moved: they are not what the producer delivered."""
    runs = [
        ousting.run_id
        for ousting in read_oustings(store)
        if ousting.lot_id == lot["lot_id"] and str(ousting.competitor or "").startswith(UID_PREFIX)
    ]
    if runs:
        raise EngineError("update_joined", name=lot["name"], count=len(runs), run=max(run or 0 for run in runs))


def claimed_classes(store: Store, lot: dict[str, object], wanted: Sequence[str]) -> list[str]:
    """Classes that the update speaks for: those named, else all that the lot holds."""
    there = store.class_names()
    held = store.counts(int(str(lot["lot_id"])))
    return [name for name in COMPARED if name in (wanted or held) and name in there]


def compare(store: Store, lot: dict[str, object], classes: Sequence[str]) -> Comparison:
    """Classify each object of the base and of the update; nothing is written."""
    emprise = emprise_of(store, lot)
    _refuse_joined(store, lot)
    replaced = _replaced_uids(store, str(lot["sha256"]))
    found = Comparison(emprise, [], [])
    for name in classes:
        changes, kept = _compare_class(store, name, int(str(lot["lot_id"])), emprise, replaced)
        found.changes += changes
        if not kept and any(change.by for change in changes):
            found.renumbered.append(name)
    return found


def _replaced_uids(store: Store, sha256: str) -> set[str]:
    """Objects whose place an object of this lot has taken already (the base was assembled with it before)."""
    return {o.uid for o in read_oustings(store) if o.competitor and o.competitor.startswith(sha256[:16])}


def _compare_class(
    store: Store, name: str, lot_id: int, emprise: Emprise, replaced: set[str]
) -> tuple[list[UpdateChange], bool]:
    mine = read_class(store, name, state=None, lot_id=lot_id)
    new = _sort_rows(mine[mine["state"] != REMOVED])
    around = read_class(store, name, state=None, box=tuple(emprise.ground.bounds))
    base = (around["lot_id"] != lot_id) & ((around["state"] == CURRENT) | around["uid"].isin(replaced))
    old = _sort_rows(around[base & shapely.intersects(emprise.ground, around.geometry.to_numpy())])
    ground = shapely.buffer(emprise.ground, SAME_POINT)
    shapely.prepare(ground)
    whole_old, whole_new = (shapely.covers(ground, t.geometry.to_numpy()) for t in (old, new))
    pairs, kept = pair_versions(name, old, new, whole=whole_old)
    apart, same = same_geometry(old, new, pairs)
    before, after = _versions(old), _versions(new)
    names, texts_before, texts_after = attribute_columns(old), attributes(old), attributes(new)
    out = []
    for pair, distance, unmoved in zip(pairs, apart.tolist(), same.tolist(), strict=True):
        columns = tuple(
            c for c, a, b in zip(names, texts_before[pair.old], texts_after[pair.new], strict=True) if a != b
        )
        kind = _kind(unmoved, bool(columns))
        if kind in CHANGED and not whole_old[pair.old] and whole_new[pair.new]:
            kind = CROSSING  # the update holds a part of it: taking that would cut the object
        out.append(UpdateChange(name, kind, before[pair.old], after[pair.new], pair.by, distance, columns))
    alone = set(range(len(old))) - {p.old for p in pairs}
    out += [UpdateChange(name, GONE if whole_old[rank] else CROSSING, before[rank], None) for rank in sorted(alone)]
    fresh = set(range(len(new))) - {p.new for p in pairs}
    out += [UpdateChange(name, NEW, None, after[rank]) for rank in sorted(fresh)]
    return out, kept


def _sort_rows(table: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Rows in an order that does not depend on the order in which lots came."""
    return table.sort_values("uid", kind="stable").reset_index(drop=True)


def _kind(unmoved: bool, other_texts: bool) -> str:
    if unmoved:
        return ATTRIBUTES if other_texts else UNCHANGED
    return BOTH if other_texts else GEOMETRY


def _versions(table: geopandas.GeoDataFrame) -> list[Version]:
    columns = ("fid", "uid", "lot_id", "gml_id", "state", "geometry")
    return [Version(*row) for row in zip(*(table[c] for c in columns), strict=True)]


def state_changes(comparison: Comparison) -> list[Change]:
    """States that the comparison asks for; an object that is in its state already is left alone.

    Unchanged: the older version stays, the update's copy is put aside. Changed: the update's takes its place. Gone:
    the older is put aside, the update's emprise being what took its place.
    """
    out: list[Change] = []
    for change in comparison.changes:
        old_uid, new_uid = (None if v is None else v.uid for v in (change.old, change.new))
        if change.kind == UNCHANGED:
            out += _side_changes(change, change.old, CURRENT, "confirmed", new_uid) + _side_changes(
                change, change.new, SUPERSEDED, "duplicate", old_uid
            )
        elif change.kind in CHANGED:
            out += _side_changes(change, change.new, CURRENT, change.kind, old_uid) + _side_changes(
                change, change.old, SUPERSEDED, change.kind, new_uid
            )
        elif change.kind == GONE:
            out += _side_changes(change, change.old, SUPERSEDED, "gone", comparison.emprise.uid)
        elif change.kind == NEW:
            out += _side_changes(change, change.new, CURRENT, "new", None)
    return out


def _side_changes(
    change: UpdateChange, version: Version | None, state: str, action: str, competitor: str | None
) -> list[Change]:
    if version is None or version.state == state:
        return []
    detail = " ".join([f"{change.by} {change.distance:.3f} m" if change.by else "", *change.columns]).strip() or None
    return [
        Change(
            feature_class=change.feature_class,
            fid=version.fid,
            uid=version.uid,
            lot_id=version.lot_id,
            state_from=version.state,
            state_to=state,
            action=action,
            competitor=competitor,
            detail=detail,
        )
    ]


def confirmations(comparison: Comparison) -> list[tuple[object, ...]]:
    """Lines of lineage (without the run) of objects that stay as they were: the update has seen them again."""
    return [
        (
            change.old.uid,
            change.feature_class,
            "confirmed",
            change.old.lot_id,
            change.new.uid,
            f"{change.by} {change.distance:.3f} m",
        )
        for change in comparison.changes
        if change.kind == UNCHANGED
        and change.old is not None
        and change.new is not None
        and change.old.state == CURRENT
    ]
