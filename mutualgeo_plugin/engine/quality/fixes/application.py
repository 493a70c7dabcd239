"""Proposals carried out: each object once, as a derived object; nothing is lost but what a mend says it takes."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...context import Context
from ...geometry.chains import Edit
from ...geometry.wkb import decode, encode
from ...model.errors import EngineFailure
from ...model.fixes import ATTRIBUTE, DROP, FIXED, GEOMETRY, LINK, MAY_TAKE, ORDER
from ...model.messages import render
from ...model.pcrs import AFFLEURANT
from ...store.affleurants import add_parts
from ...store.derived_insertion import Aside, Made, insert_derived
from ...store.derived_objects import Link
from ...store.linked_objects import companions, resolve_geometries
from ...store.originals import Original, derivation, read_originals
from ...store.store import Store
from ..profile import Profile
from .guard import Trial, harmless_flags
from .links import is_bare
from .proposal import Proposal


@dataclass
class Mended:
    """An object with what several mends have made of it, and the proposals that did it."""

    thing: Original
    wkb: bytes | None
    texts: dict[str, str | None]
    hashed: bool
    done: list[Proposal]
    dropped: int = 0
    straightened: int = 0


def compose(proposals: Sequence[Proposal], profile: Profile) -> tuple[list[Mended], list[Proposal]]:
    """What proposals make of each object, and the proposals left out because another check would find more.

    Drawings are mended check by check in the order of `model.fixes.ORDER`; a mend that has nothing to do any more
    counts as done.
    """
    mended: dict[str, Mended] = {}
    for proposal in proposals:
        thing = proposal.thing
        if thing is not None and proposal.kind in (GEOMETRY, ATTRIBUTE, LINK):
            mended.setdefault(thing.uid, Mended(thing, thing.wkb, dict(thing.texts), False, []))
            own = mended[thing.uid]
            if proposal.kind == ATTRIBUTE and proposal.column:
                own.texts[proposal.column] = proposal.after
                own.done.append(proposal)
            elif proposal.kind == LINK:
                own.hashed = True
                own.done.append(proposal)
    left_out: list[Proposal] = []
    for check in ORDER:
        left_out += _mend(mended, [p for p in proposals if p.check == check and p.kind == GEOMETRY], profile)
    return [one for one in mended.values() if one.done], left_out


def _mend(mended: Mapping[str, Mended], proposals: Iterable[Proposal], profile: Profile) -> list[Proposal]:
    """Carry out the mends of one check on what earlier ones have made; returns those that would do harm."""
    tried: list[tuple[Mended, Proposal, Edit]] = []
    trials = []
    for proposal in proposals:
        own = mended[proposal.thing.uid] if proposal.thing else None
        if own is None or own.wkb is None or proposal.mend is None:
            continue
        edit = proposal.mend(decode(own.wkb))
        if edit is None:
            own.done.append(proposal)
            continue
        _check_edit(proposal.check, edit)
        tried.append((own, proposal, edit))
        trials.append(Trial(own.thing, own.wkb, encode(edit.shape)))
    left_out = []
    for (own, proposal, edit), trial, good in zip(tried, trials, harmless_flags(trials, profile), strict=True):
        if not good:
            left_out.append(proposal)
            continue
        own.wkb = trial.after
        own.dropped += edit.dropped
        own.straightened += edit.straightened
        own.done.append(proposal)
    return left_out


def _check_edit(check: str, edit: Edit) -> None:
    """A mend takes nothing but what mends of its check may take."""
    for what, taken in (("vertices", edit.dropped), ("arcs", edit.straightened)):
        if taken and what not in MAY_TAKE[check]:
            raise EngineFailure("base_lost", what=what, before=taken, after=0)


def split_safe(proposals: Sequence[Proposal], profile: Profile) -> tuple[list[Proposal], list[Proposal]]:
    """Proposals that, each by itself, make no other check worse; and the others."""
    drawn = [p for p in proposals if p.kind == GEOMETRY and p.thing is not None and p.thing.wkb is not None]
    trials = [Trial(p.thing, p.thing.wkb, p.wkb or b"") for p in drawn if p.thing and p.thing.wkb]
    bad = {p.key for p, good in zip(drawn, harmless_flags(trials, profile), strict=True) if not good}
    return [p for p in proposals if p.key not in bad], [p for p in proposals if p.key in bad]


def apply(
    store: Store, proposals: Sequence[Proposal], profile: Profile, run_id: int, context: Context
) -> tuple[list[Proposal], list[Proposal]]:
    """Carry out proposals in one transaction.

    Returns
    -------
    tuple
        Proposals that were carried out, and those left out because another check would find more.

    Raises
    ------
    EngineFailure
        ``base_lost``: something would be lost that no mend says it takes. Nothing is kept then.
    """
    drops = [p for p in proposals if p.kind == DROP and p.thing is not None]
    gone = {p.thing.uid for p in drops if p.thing}
    mended, left_out = compose([p for p in proposals if not p.thing or p.thing.uid not in gone], profile)
    with store.transaction():
        aside = _dropped_objects(store, drops, context.language)
        gone |= {one.thing.uid for one in aside}
        mended = [one for one in mended if one.thing.uid not in gone]
        made = _derived_objects(store, mended, gone, context.language)
        insert_derived(store, made, run_id, context, name=FIXED, aside=aside, apart=True)
    return [*drops, *(p for one in mended for p in one.done)], left_out


def _dropped_objects(store: Store, drops: Sequence[Proposal], language: str) -> list[Aside]:
    """Dropped objects, each once whatever the number of checks that drop it, with the parts of affleurants."""
    own: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in drops:
        if proposal.thing is not None:
            own[proposal.thing.uid].append(proposal)
    first = [
        Aside(thing, FIXED, next((p.competitor for p in why if p.competitor), None), _detail(why, language))
        for why in own.values()
        if (thing := why[0].thing) is not None
    ]
    changes = add_parts(store, [one.change for one in first])
    parts = [change for change in changes if change.uid not in own]
    things = {
        uid: thing
        for name in sorted({change.feature_class for change in parts})
        for uid, thing in read_originals(store, name, [c.uid for c in parts if c.feature_class == name]).items()
    }
    return [*first, *(Aside(things[c.uid], c.action, c.competitor, c.detail) for c in parts)]


def _derived_objects(store: Store, mended: Sequence[Mended], gone: set[str], language: str) -> list[Made]:
    """Derived objects for what was mended and for what leads to it."""
    drawings = {one.thing.uid: one.wkb for one in mended}
    beside = [
        Mended(thing, thing.wkb, dict(thing.texts), False, [])
        for thing in companions(store, [one.thing for one in mended])
        if thing.uid not in gone
    ]
    everything = [*mended, *beside]
    affleurants = [one.thing for one in everything if one.thing.feature_class == AFFLEURANT]
    resolved = resolve_geometries(store, affleurants, drawings)
    out = []
    for one in everything:
        thing = one.thing
        wkb = resolved.get(thing.uid, one.wkb)
        links = _links(thing, one.hashed)
        content = json.dumps([sorted(one.texts.items()), [link[2] for link in links]]).encode() + (wkb or b"")
        part = hashlib.sha256(content).hexdigest()[:16]
        made = derivation([thing], FIXED, wkb, part=part, detail=_detail(one.done, language))
        made = replace(made, texts=one.texts, links=links)
        out.append(Made(thing.feature_class, made, [thing], one.dropped, one.straightened))
    return out


def _detail(done: Sequence[Proposal], language: str) -> str:
    """Checks and reasons, as lineage keeps them."""
    return "; ".join(f"{p.check}: {p.text(language)}" for p in done) or render("fix_beside", {}, language)


def _links(thing: Original, hashed: bool) -> list[Link]:
    """Links of the object; what stood inside it now stands beside it, so that it is led to by its name."""
    ranks: dict[str, int] = defaultdict(int)
    out: list[Link] = []
    for link in thing.links:
        sign = "#" if is_bare(link.href) and (hashed or link.inline) else ""
        out.append((link.prop, ranks[link.prop], f"{sign}{link.href}", link.attrs))
        ranks[link.prop] += 1
    return out
