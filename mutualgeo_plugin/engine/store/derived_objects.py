"""Objects that a run makes out of others: rows of their own, in a lot of their own, with every parent named.

A delivery stays as it was received; what a run makes of it (a merged line, a moved end) stands beside it in a lot of
kind `derived`. Numbers of lots and objects follow from what the run was given alone: the same lots in another order,
or the same run once more, give the same ones.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..context import MEASURES
from ..formats import geopackage as gpkg
from ..formats import sql
from ..geometry.wkb import bounds_of, census
from ..model.days import span_of_days
from ..model.errors import EngineFailure
from ..model.pcrs import CLASSES
from . import dialect
from .contents import Content, read_contents
from .keys import read_keys_by_uid
from .lineage import read_oustings
from .links import Link as StoredLink
from .schema import CURRENT, DERIVED
from .states import Change, change_states
from .store import Store

#: What every uid of a derived object begins with; a delivery's begin with the hash of its file, so none is like it.
UID_PREFIX = "derived-"

#: A link of an object: property, rank, href (`#gml_id`), attributes as the store keeps them.
Link = tuple[str, int, str, str | None]


@dataclass(frozen=True)
class Derived:
    """An object that a run makes.

    uid : from `derived_uid`.
    gml_id : that of its best parent.
    parents : uids of the objects it was made of, the best first.
    action : word kept in lineage ("merged", "moved"…).
    texts : values of the class's columns by name.
    wkb : native ISO WKB; that of its parts for an affleurant; None for a class without geometry.
    detail : operation in words or figures ("dx 0.012 dy -0.003").
    head, extra : the columns gml_head and extra, mostly the best parent's.
    """

    uid: str
    gml_id: str
    parents: tuple[str, ...]
    action: str
    texts: Mapping[str, str | None]
    wkb: bytes | None
    detail: str | None = None
    head: str | None = None
    extra: str | None = None
    links: Sequence[Link] = field(default=())


def derived_uid(action: str, parents: Iterable[str], part: str = "") -> str:
    """Uid of what `action` makes of these parents; `part` tells several results of the same parents apart."""
    text = "\n".join([action, part, *sorted(parents)])
    return UID_PREFIX + hashlib.sha256(text.encode()).hexdigest()[:24]


def begin_derived(
    store: Store, run_id: int, *, name: str, now: str, parents: Sequence[int], inputs: Iterable[str] = ()
) -> int:
    """Lot for what a run makes, inside the caller's transaction; add to it with `add_objects`.

    Parameters
    ----------
    name : what people read, e.g. "assemblage 2024-06-01T08:00:00Z".
    parents : lots that the run works on.
    inputs : what else the result follows from (action, settings, uids of the objects): two runs that differ in these
        make two lots; a run that is done once more after it was undone finds its lot again.

    Returns
    -------
    int
        The lot's number.
    """
    rows = [lot for lot in store.lots(None) if int(lot["lot_id"]) in set(parents)]
    if len(rows) != len(set(parents)) or not rows:
        raise ValueError(f"no lots of the store: {list(parents)}")
    digest = hashlib.sha256("\n".join([*sorted(str(r["sha256"]) for r in rows), "", *sorted(inputs)]).encode())
    sha256 = digest.hexdigest()
    there = store._connection.execute("SELECT lot_id FROM lot WHERE sha256 = ?", (sha256,)).fetchone()
    if there:
        return int(there[0])
    surveyed = [span_of_days({str(r[c]) for r in rows if r[c]}) for c in ("surveyed_from", "surveyed_to")]
    values = {
        "kind": DERIVED,
        "name": name,
        "file": "",
        "sha256": sha256,
        "size": 0,
        "producers": "; ".join(sorted({p.strip() for r in rows for p in str(r["producers"] or "").split(";")} - {""})),
        "received": now,
        "surveyed_from": surveyed[0][0] if surveyed[0] else None,
        "surveyed_to": surveyed[1][1] if surveyed[1] else None,
        "source_crs": store.crs,
        "store_crs": store.crs,
        "vertical_datum": store.info("vertical_datum"),
        **dict.fromkeys(("objects", *MEASURES), 0),
    }
    cursor = store._connection.execute(sql.insert("lot", list(values)), list(values.values()))
    lot_id = dialect.inserted_key(cursor)
    store.add_lineage(
        [(sha256, "*", "derived", lot_id, run_id, None, CURRENT, None, ", ".join(sorted(str(r["name"]) for r in rows)))]
    )
    return lot_id


def derived_states(store: Store, feature_class: str) -> dict[str, str]:
    """State of the derived objects of a class that are there already, by uid."""
    known = _known_rows(store, feature_class) if feature_class in store.class_names() else {}
    return {uid: state for uid, (_fid, _lot, state) in known.items()}


def add_objects(store: Store, lot_id: int | None, feature_class: str, objects: Sequence[Derived], run_id: int) -> None:
    """Add objects to a derived lot, inside the caller's transaction, with a line of lineage for each parent.

    An object that is there already (the run was undone and is done once more) becomes current again. The parents'
    own states are the caller's to change (`states.change_states`), the derived uid being their competitor.

    Raises
    ------
    EngineFailure
        ``base_lost``: the table does not give back what was made.
    """
    store.ensure_class(CLASSES[feature_class])
    ordered = sorted(objects, key=lambda o: o.uid)
    known = _known_rows(store, feature_class)
    fresh = [o for o in ordered if o.uid not in known]
    back = [(o, *known[o.uid]) for o in ordered if o.uid in known]
    change_states(
        store,
        [
            Change(feature_class, fid, o.uid, home, state, CURRENT, "made again", detail=o.detail)
            for o, fid, home, state in back
            if state != CURRENT
        ],
        run_id,
    )
    if lot_id is None or not fresh:
        return
    _insert(store, lot_id, feature_class, fresh)
    _account(store, lot_id, feature_class, fresh)
    store.add_lineage(
        [
            (o.uid, feature_class, o.action, lot_id, run_id, None, CURRENT, parent, o.detail)
            for o in fresh
            for parent in o.parents
        ]
    )


def rename_clashes(store: Store, feature_class: str, things: Sequence[Derived]) -> list[Derived]:
    """The same objects, each under a uid of its own where another content stands under its uid already.

    The same parents give the same uid; after a parent was edited by hand they give another object.
    """
    if feature_class not in store.class_names():
        return list(things)
    keys = sorted(read_keys_by_uid(store, feature_class, [thing.uid for thing in things]).values())
    there = {content.uid: content for content in read_contents(store, feature_class, keys)}
    return [_rename_other(feature_class, thing, there.get(thing.uid)) for thing in things]


def _rename_other(feature_class: str, thing: Derived, there: Content | None) -> Derived:
    texts = tuple(thing.texts.get(column) for column in CLASSES[feature_class].columns)
    if there is None or (there.values == texts and there.wkb == thing.wkb):
        return thing
    content = hashlib.sha256(repr(texts).encode() + (thing.wkb or b"")).hexdigest()
    uid = UID_PREFIX + hashlib.sha256(f"{thing.uid}\n{content}".encode()).hexdigest()[:24]
    return replace(thing, uid=uid)


def join_links(links_by_parent: Iterable[Sequence[StoredLink]]) -> list[Link]:
    """Links of the parents for the object made of them: each target once."""
    found: dict[tuple[str, str], str | None] = {}
    for links in links_by_parent:
        for link in links:
            found.setdefault((link.prop, link.href), link.attrs)
    ranks: dict[str, int] = defaultdict(int)
    out: list[Link] = []
    for (prop, href), attrs in found.items():
        out.append((prop, ranks[prop], href, attrs))
        ranks[prop] += 1
    return out


def _known_rows(store: Store, feature_class: str) -> dict[str, tuple[int, int, str]]:
    """Derived objects of a class: uid → fid, lot, state."""
    rows = store._connection.execute(
        sql.select(feature_class, ["uid", "fid", "lot_id", "state"], dialect.prefix_condition("uid")),
        (dialect.prefix_pattern(UID_PREFIX),),
    )
    return {uid: (fid, lot_id, state) for uid, fid, lot_id, state in rows}


def _insert(store: Store, lot_id: int, feature_class: str, objects: Sequence[Derived]) -> None:
    feature = CLASSES[feature_class]
    texts = list(feature.columns)
    spatial = CLASSES[feature_class].is_drawn
    columns = ["uid", "lot_id", "ord", "state", "gml_id", *texts, "gml_head", "extra", *(["geom"] if spatial else [])]
    first = _last_order(store, lot_id) + 1
    boxes = [bounds_of(o.wkb) if o.wkb else None for o in objects]
    store._connection.executemany(
        sql.insert(feature_class, columns),
        [
            (
                o.uid, lot_id, order, CURRENT, o.gml_id, *(o.texts.get(c) for c in texts), o.head, o.extra,
                *([gpkg.blob(o.wkb, store.crs, box) if o.wkb else None] if spatial else []),
            )
            for order, (o, box) in enumerate(zip(objects, boxes, strict=True), first)
        ],
    )  # fmt: skip
    store._connection.executemany(
        sql.insert("link", ["lot_id", "class", "gml_id", "ord", "property", "rank", "href", "inline", "attrs"]),
        [
            (lot_id, feature_class, o.gml_id, order, prop, rank, href, 0, attrs)
            for order, o in enumerate(objects, first)
            for prop, rank, href, attrs in o.links
        ],
    )
    if spatial:
        gpkg.widen_extent(store._connection, feature_class, boxes)


def _last_order(store: Store, lot_id: int) -> int:
    last = -1
    for name in store.class_names():
        found = store._connection.execute(
            sql.statement("SELECT MAX(ord) FROM {t} WHERE lot_id = ?", t=name), (lot_id,)
        ).fetchone()[0]
        last = max(last, -1 if found is None else int(found))
    return last


def _account(store: Store, lot_id: int, feature_class: str, objects: Sequence[Derived]) -> None:
    """Add to the lot's numbers, counted on what the table gives back; a difference is an error."""
    spatial = CLASSES[feature_class].geometry is not None  # a resolved geometry is no one's own
    made = [census(o.wkb) for o in objects if o.wkb and spatial]
    texts = CLASSES[feature_class].columns
    names = ("objects", *MEASURES)
    expected = (
        len(objects),
        *(sum(m[k] for m in made) for k in range(3)),
        sum(o.texts.get(c) is not None for o in objects for c in texts),
    )
    uids = {o.uid for o in objects}
    held = [0] * len(names)
    for uid, *rest in store._connection.execute(
        sql.select(feature_class, ["uid", *texts, *(["geom"] if spatial else [])], "lot_id = ?"), (lot_id,)
    ):
        if uid in uids:
            measured = census(gpkg.wkb_of(rest[-1]) or b"") if spatial and rest[-1] else (0, 0, 0)
            given = sum(value is not None for value in rest[: len(texts)])
            held = [a + b for a, b in zip(held, (1, *measured, given), strict=True)]
    for what, before, after in zip(names, expected, held, strict=True):
        if before != after:
            raise EngineFailure("base_lost", what=what, before=before, after=after)
    store._connection.execute(
        "UPDATE lot SET objects = objects + ?, vertices = vertices + ?, vertices_z = vertices_z + ?, "
        "arcs = arcs + ?, attributes = attributes + ? WHERE lot_id = ?",
        (*expected, lot_id),
    )


def absorbed_lots(store: Store) -> dict[str, frozenset[int]]:
    """Lots whose versions each object has taken the place of, directly or through others, by uid.

    An object has one version a lot at most: what holds a lot's version already is no version of another of its objects.
    """
    above: dict[str, str] = {}
    lots: dict[str, int] = {}
    for ousting in read_oustings(store):
        if ousting.competitor is not None:
            above[ousting.uid], lots[ousting.uid] = ousting.competitor, ousting.lot_id
    found: dict[str, set[int]] = defaultdict(set)
    for uid, lot_id in lots.items():
        at, seen = above.get(uid), {uid}
        while at is not None and at not in seen:
            found[at].add(lot_id)
            seen.add(at)
            at = above.get(at)
    return {uid: frozenset(held) for uid, held in found.items()}


def derived_roots(store: Store) -> dict[str, frozenset[str]]:
    """Delivered objects that each derived object comes from, through all its parents, by uid."""
    parents: dict[str, set[str]] = defaultdict(set)
    for uid, parent in store._connection.execute(
        f"SELECT DISTINCT uid, competitor FROM lineage WHERE {dialect.prefix_condition('uid')} "  # nosec B608
        "AND state_from IS NULL AND competitor IS NOT NULL",
        (dialect.prefix_pattern(UID_PREFIX),),
    ):
        parents[uid].add(parent)
    found: dict[str, frozenset[str]] = {}

    def roots(uid: str) -> frozenset[str]:
        if uid not in parents:
            return frozenset((uid,))
        if uid not in found:
            found[uid] = frozenset().union(*(roots(p) for p in parents[uid]))
        return found[uid]

    return {uid: roots(uid) for uid in parents}


def derived_origins(store: Store) -> dict[str, frozenset[int]]:
    """Deliveries that each derived object comes from, through all its parents, by uid."""
    return {uid: frozenset(lots.values()) for uid, lots in root_lots(store).items()}


def root_lots(store: Store) -> dict[str, dict[str, int]]:
    """Delivered objects that each derived one comes from, by uid, each with its delivery."""
    delivery = {str(lot["sha256"])[:16]: int(lot["lot_id"]) for lot in store.lots(None)}
    return {
        uid: {root: delivery[lot] for root in sorted(roots) if (lot := root.split("-")[0]) in delivery}
        for uid, roots in derived_roots(store).items()
    }
