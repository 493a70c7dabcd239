"""Put what a run makes into the base: derived objects in, parents aside, and count that nothing is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...context import MEASURES, Context
from ...geometry.wkb import census
from ...model.errors import EngineFailure
from ...store.derived import Derived, add_objects, as_known, begin_derived, derived_origins, is_known
from ...store.originals import Original
from ...store.schema import CURRENT, DERIVED
from ...store.states import change_states
from ...store.store import Store


@dataclass(frozen=True)
class Made:
    """A derived object, its parents, and the control points that it no longer repeats."""

    feature_class: str
    thing: Derived
    parents: Sequence[Original]
    dropped: int = 0


def put_in(store: Store, made: Sequence[Made], run_id: int, context: Context, *, name: str) -> int | None:
    """Add what was made, put the parents aside and count, in one transaction; returns the derived lot.

    Raises
    ------
    EngineFailure
        ``base_lost``: an arc, a Z or an object is not where it should be. Nothing is kept then.
    """
    made = [replace(one, thing=as_known(store, one.feature_class, one.thing)) for one in made]
    for one in made:
        _check(one)
    classes, before = store.counts(state=CURRENT), store.tallies()
    after, lot_id = before, None
    if made:
        lots = store.lots(DERIVED)
        with store.transaction():
            lot_id = _add(store, made, run_id, context.now, name)
            after = store.tallies()
            _account(made, (before, lots), (after, store.lots(DERIVED)))
    context.report["counts"] = {"in": classes, "out": store.counts(state=CURRENT)}
    for what in MEASURES:
        had, kept = (tallies.get(CURRENT, {}).get(what, 0) for tallies in (before, after))
        context.report[what] = {"in": had, "out": kept}
    return lot_id


def _add(store: Store, made: Sequence[Made], run_id: int, now: str, name: str) -> int | None:
    """Add what is not there yet to a lot of its own; None where all is there and becomes current again."""
    origins = derived_origins(store)
    fresh = [one for one in made if not is_known(store, one.feature_class, one.thing.uid)]
    homes = {lot for one in fresh for p in one.parents for lot in origins.get(p.uid) or (p.lot_id,)}
    uids = [one.thing.uid for one in fresh]
    label = f"{name} {now}"
    lot_id = begin_derived(store, run_id, name=label, now=now, parents=sorted(homes), inputs=uids) if fresh else None
    by_class: dict[str, list[Made]] = defaultdict(list)
    for one in made:
        by_class[one.feature_class].append(one)
    for feature_class, rows in by_class.items():
        add_objects(store, lot_id, feature_class, [r.thing for r in rows], run_id)
    change_states(
        store,
        [p.superseded_by(one.thing.uid, one.thing.action, one.thing.detail) for one in made for p in one.parents],
        run_id,
    )
    return lot_id


def _check(one: Made) -> None:
    """The object holds all its parents' arcs and control points but those it no longer repeats."""
    after = census(one.thing.wkb or b"")
    parents = [census(p.wkb) for p in one.parents]
    vertices, vertices_z, arcs = (sum(m[k] for m in parents) for k in range(3))
    expected = (vertices - one.dropped, vertices_z - (one.dropped if vertices_z else 0), arcs)
    for what, wanted, found in zip(("vertices", "vertices_z", "arcs"), expected, after, strict=True):
        if wanted != found:
            raise EngineFailure("base_lost", what=what, before=wanted, after=found)


#: What the store holds: tallies by state, and the rows of its derived lots.
_Held = tuple[dict[str, dict[str, int]], list[dict[str, Any]]]


def _delivered(held: _Held) -> dict[str, int]:
    """Objects and measures of all states, less those of derived lots: what no run may change."""
    tallies, derived = held
    return {
        what: sum(tally[what] for tally in tallies.values()) - sum(int(lot[what]) for lot in derived)
        for what in ("objects", *MEASURES)
    }


def _given(thing: Derived | Original) -> int:
    """Attributes that an object gives."""
    return sum(text is not None for text in thing.texts.values())


def _account(made: Sequence[Made], before: _Held, after: _Held) -> None:
    """What was delivered is all there; what is current lacks only what joints share and parents say twice."""
    fewer = {
        "vertices": sum(one.dropped for one in made),
        "vertices_z": sum(one.dropped for one in made if census(one.thing.wkb or b"")[1]),
        "arcs": 0,
        "attributes": sum(sum(map(_given, one.parents)) - _given(one.thing) for one in made),
    }
    wanted = {what: before[0][CURRENT][what] - n for what, n in fewer.items()}
    for had, kept in ((_delivered(before), _delivered(after)), (wanted, after[0][CURRENT])):
        for what in had:
            if had[what] != kept[what]:
                raise EngineFailure("base_lost", what=what, before=had[what], after=kept[what])
