"""Put what a run makes into the base: derived objects in, parents aside, and count that nothing else is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..context import MEASURES, Context
from ..geometry.wkb import census
from ..model.errors import EngineFailure
from ..model.pcrs import CLASSES
from .derived_objects import Derived, add_objects, begin_derived, derived_origins, derived_states, rename_clashes
from .originals import Original
from .schema import CURRENT, DERIVED, SUPERSEDED
from .states import Change, change_states
from .store import Store


@dataclass(frozen=True)
class Made:
    """A derived object, its parents, and what it has less than they.

    dropped : control points that it no longer has (a joint that it no longer repeats, a vertex taken out); below 0
        where it has more.
    straightened : arcs that are straight lines in it.
    """

    feature_class: str
    thing: Derived
    parents: Sequence[Original]
    dropped: int = 0
    straightened: int = 0


@dataclass(frozen=True)
class Aside:
    """An object that is put aside without anything being made of it.

    competitor : uid of what stands for it, where there is one.
    """

    thing: Original
    action: str
    competitor: str | None = None
    detail: str | None = None

    @property
    def change(self) -> Change:
        """The change of its state."""
        thing = self.thing
        return Change(
            feature_class=thing.feature_class,
            fid=thing.fid,
            uid=thing.uid,
            lot_id=thing.lot_id,
            state_from=CURRENT,
            state_to=SUPERSEDED,
            action=self.action,
            competitor=self.competitor,
            detail=self.detail,
        )


def insert_derived(
    store: Store,
    made: Sequence[Made],
    run_id: int,
    context: Context,
    *,
    name: str,
    aside: Sequence[Aside] = (),
    apart: bool = False,
) -> None:
    """Add what was made, put the parents aside and count, in one transaction.

    Parameters
    ----------
    name : begins the names of the derived lots.
    aside : objects that are put aside too.
    apart : a derived lot for each delivery that the objects come from, so that gml:ids stay unique in a lot; else one.

    Raises
    ------
    EngineFailure
        ``base_lost``: an arc, a Z or an object is not where it should be. Nothing is kept then.
    """
    made = _rename_clashes(store, made)
    for one in made:
        _check(one)
    classes, before = store.counts(state=CURRENT), store.tallies()
    after = before
    if made or aside:
        lots = store.lots(DERIVED)
        with store.transaction():
            there = {name: derived_states(store, name) for name in {one.feature_class for one in made}}
            _add(store, made, run_id, context.now, name, apart, there)
            change_states(store, [one.change for one in aside], run_id)
            after = store.tallies()
            standing = [one for one in made if there[one.feature_class].get(one.thing.uid) == CURRENT]
            _account(made, aside, standing, (before, lots), (after, store.lots(DERIVED)))
    context.report["counts"] = {"in": classes, "out": store.counts(state=CURRENT)}
    for what in MEASURES:
        had, kept = (tallies.get(CURRENT, {}).get(what, 0) for tallies in (before, after))
        context.report[what] = {"in": had, "out": kept}


def _rename_clashes(store: Store, made: Sequence[Made]) -> list[Made]:
    """What was made, under uids that stand for no other content in the base."""
    ranks: dict[str, list[int]] = defaultdict(list)
    for rank, one in enumerate(made):
        ranks[one.feature_class].append(rank)
    renamed = list(made)
    for name, at in sorted(ranks.items()):
        for rank, thing in zip(at, rename_clashes(store, name, [made[rank].thing for rank in at]), strict=True):
            renamed[rank] = replace(made[rank], thing=thing)
    return renamed


def _add(
    store: Store,
    made: Sequence[Made],
    run_id: int,
    now: str,
    name: str,
    apart: bool,
    there: Mapping[str, Mapping[str, str]],
) -> None:
    """Add what is not there yet to lots of their own; what is there becomes current again."""
    origins = derived_origins(store)
    names = {int(lot["lot_id"]): str(lot["name"]) for lot in store.lots(None)}
    groups: dict[tuple[int, ...] | None, list[Made]] = defaultdict(list)
    for one in made:
        homes = {lot for p in one.parents for lot in origins.get(p.uid) or (p.lot_id,)}
        known = one.thing.uid in there[one.feature_class]
        groups[None if known else tuple(sorted(homes)) if apart else ()].append(one)
    for key, group in sorted(groups.items(), key=lambda item: item[0] or ()):
        lot_id = None
        if key is not None:
            homes = {lot for one in group for p in one.parents for lot in origins.get(p.uid) or (p.lot_id,)}
            label = " ".join([name, *(names[home] for home in key), now])
            uids = [one.thing.uid for one in group]
            lot_id = begin_derived(store, run_id, name=label, now=now, parents=sorted(homes), inputs=uids)
        by_class: dict[str, list[Derived]] = defaultdict(list)
        for one in group:
            by_class[one.feature_class].append(one.thing)
        for feature_class, things in by_class.items():
            add_objects(store, lot_id, feature_class, things, run_id)
    change_states(
        store,
        [p.supersession(one.thing.uid, one.thing.action, one.thing.detail) for one in made for p in one.parents],
        run_id,
    )


def _measure_geometry(feature_class: str, wkb: bytes | None) -> tuple[int, int, int]:
    """Vertices, vertices with Z and arcs of an object's own geometry; a resolved one is no one's own."""
    return census(wkb) if wkb and CLASSES[feature_class].geometry is not None else (0, 0, 0)


def _check(one: Made) -> None:
    """The object holds all its parents' arcs and control points but those it is said to have less."""
    after = _measure_geometry(one.feature_class, one.thing.wkb)
    parents = [_measure_geometry(one.feature_class, p.wkb) for p in one.parents]
    vertices, vertices_z, arcs = (sum(m[k] for m in parents) for k in range(3))
    expected = (
        vertices - one.dropped,
        vertices_z - (one.dropped if vertices_z else 0),
        arcs - one.straightened,
    )
    for what, wanted, found in zip(("vertices", "vertices_z", "arcs"), expected, after, strict=True):
        if wanted != found:
            raise EngineFailure("base_lost", what=what, before=wanted, after=found)


#: What the store holds: tallies by state, and the rows of its derived lots.
_Held = tuple[dict[str, dict[str, int]], list[dict[str, Any]]]


def _delivered_totals(held: _Held) -> dict[str, int]:
    """Objects and measures of all states, less those of derived lots: what no run may change."""
    tallies, derived = held
    return {
        what: sum(tally[what] for tally in tallies.values()) - sum(int(lot[what]) for lot in derived)
        for what in ("objects", *MEASURES)
    }


def _count_attributes(thing: Derived | Original) -> int:
    """Attributes that an object gives."""
    return sum(text is not None for text in thing.texts.values())


def _account(
    made: Sequence[Made], aside: Sequence[Aside], standing: Sequence[Made], before: _Held, after: _Held
) -> None:
    """What was delivered is all there; what is current lacks only what was put aside, what objects are said to have
    less, what parents say twice, and what stood beside its parents already: a person had made these current again.
    """
    gone = [_measure_geometry(one.thing.feature_class, one.thing.wkb) for one in aside]
    gone += [_measure_geometry(one.feature_class, one.thing.wkb) for one in standing]
    fewer = {
        "objects": sum(len(one.parents) - 1 for one in made) + len(aside) + len(standing),
        "vertices": sum(one.dropped for one in made) + sum(n for n, _, _ in gone),
        "vertices_z": sum(one.dropped for one in made if _measure_geometry(one.feature_class, one.thing.wkb)[1])
        + sum(n for _, n, _ in gone),
        "arcs": sum(one.straightened for one in made) + sum(n for _, _, n in gone),
        "attributes": sum(sum(map(_count_attributes, one.parents)) - _count_attributes(one.thing) for one in made)
        + sum(_count_attributes(one.thing) for one in aside)
        + sum(_count_attributes(one.thing) for one in standing),
    }
    wanted = {what: before[0][CURRENT][what] - n for what, n in fewer.items()}
    for had, kept in ((_delivered_totals(before), _delivered_totals(after)), (wanted, after[0][CURRENT])):
        for what in had:
            if had[what] != kept[what]:
                raise EngineFailure("base_lost", what=what, before=had[what], after=kept[what])
