"""Job ``mergetiles``: lines that the tiles of one survey have cut become one again."""

from __future__ import annotations

from collections import Counter, defaultdict

from ... import parameters as take
from ...context import Context, Json, Result
from ...model.edges import MERGED
from ...store.derived_insertion import Made, insert_derived
from ...store.derived_objects import derived_origins
from ...store.keys import read_keys_by_uid
from ...store.store import Store, open_for_writing
from .tile_merge import merge_tiles
from .tiles import Tiles, find_tiles


def run(parameters: Json, context: Context) -> Result:
    """Merge. Parameter: STORE."""
    path = take.path(parameters, "STORE")
    with open_for_writing(path, job="mergetiles", context=context) as store, store.run("mergetiles", context) as run_id:
        outputs = merge_back(store, context, run_id)
    return Result("done", {"STORE": str(path), "RUN": run_id, **outputs})


def merge_back(store: Store, context: Context, run_id: int) -> Json:
    """Merge what tiles have cut, as part of a run; returns its figures."""
    tiles = find_tiles(store)
    context.progress(30)
    made = merge_tiles(store, tiles)
    insert_derived(store, made, run_id, context, name=MERGED)
    return _report_merging(context, store, tiles, made)


def _report_merging(context: Context, store: Store, tiles: Tiles, made: list[Made]) -> Json:
    joints = Counter[tuple[str, str, str]]()
    names = {int(lot["lot_id"]): str(lot["name"]) for lot in store.lots(None)}
    for name, ends in tiles.ends.items():
        for pair in tiles.joints[name].tolist():
            sides = sorted(", ".join(sorted(names[h] for h in ends.homes[ends.owner[e // 2]])) for e in pair)
            joints[name, sides[0], sides[1]] += 1
    context.report["joints"] = [
        {"class": name, "lots": [a, b], "count": n} for (name, a, b), n in sorted(joints.items())
    ]
    context.report["merged"] = [
        {"class": m.feature_class, "uid": m.thing.uid, "parents": list(m.thing.parents)} for m in made
    ]
    told = _identities(store, tiles, derived_origins(store), names)
    context.report["not_merged"] = [
        {
            "reason": n.reason,
            "classes": list(n.classes),
            "objects": [told[u][0] for u in n.uids],
            "lots": [told[u][1] for u in n.uids],
            "x": n.x,
            "y": n.y,
            "measured": None if n.measured is None else round(n.measured, 4),
        }
        for n in tiles.not_merged
    ]
    context.report["uncut"] = {k: v for k, v in tiles.uncut.items() if v}
    context.report["uncut_twice"] = {k: v for k, v in tiles.twice.items() if v}
    number = sum(joints.values())
    context.info("tiles_merged", joints=number, objects=sum(len(m.parents) for m in made), made=len(made))
    if tiles.not_merged:
        reasons = ", ".join(f"{r}: {n}" for r, n in sorted(Counter(n.reason for n in tiles.not_merged).items()))
        context.warning("tiles_not_merged", count=len(tiles.not_merged), reasons=reasons)
    return {"JOINTS": number, "MERGED": len(made), "NOT_MERGED": len(tiles.not_merged)}


def _identities(
    store: Store, tiles: Tiles, origins: dict[str, frozenset[int]], names: dict[int, str]
) -> dict[str, tuple[str, str]]:
    """gml_id and lots of the objects that were not merged, by uid."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for n in tiles.not_merged:
        for name in n.classes:
            wanted[name] |= set(n.uids)
    found = {}
    for name in sorted(wanted):
        for uid, key in read_keys_by_uid(store, name, wanted[name]).items():
            homes = origins.get(uid) or frozenset((key.lot_id,))
            found[uid] = (key.gml_id, ", ".join(sorted(names[h] for h in homes)))
    return found
