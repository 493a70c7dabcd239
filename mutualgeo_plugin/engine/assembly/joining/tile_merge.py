"""Cut lines become one again: parts are chained at joints, arcs stay arcs, the longest one gives the direction.

What comes out does not depend on which tiles were merged first: the longest part is the longest of those delivered, the
point that stays at a joint is chosen by the two points alone, and the new uid follows from the delivered objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...geometry.components import component_leaders, component_members
from ...geometry.curve_parts import Piece, curve_of, join_chains, parts_of, pieces_of, replace_end, reversed_pieces
from ...geometry.wkb import Shape, encode
from ...model.edges import MERGED
from ...model.pcrs import CLASSES
from ...store.derived_insertion import Made
from ...store.derived_objects import derived_roots
from ...store.originals import Original, derivation, longest_parts, read_originals
from ...store.store import Store
from .ends import Ends
from .tiles import Tiles

#: A part in a chain: its number among the ends, and whether it is drawn from its end to its start.
Step = tuple[int, bool]


@dataclass(frozen=True)
class Chain:
    """Parts in order of drawing; the longest one is drawn as it was."""

    steps: tuple[Step, ...]
    closed: bool
    lead: int


@dataclass(frozen=True)
class _Cut:
    """Ends of a class with their mates, and the length of the longest delivered part in each part."""

    ends: Ends
    mate: dict[int, int]
    lengths: NDArray[np.float64]

    def rank_key(self, part: int) -> tuple[float, str, int]:
        """The greatest leads: the longest part, then by identifiers, which reception does not change."""
        row = int(self.ends.owner[part])
        return float(self.lengths[part]), str(self.ends.table["gml_id"].iat[row]), -int(self.ends.rank[part])


def merge_tiles(store: Store, tiles: Tiles) -> list[Made]:
    """Objects that the joints make; nothing is written."""
    made = []
    roots = derived_roots(store)
    for name, ends in tiles.ends.items():
        mate = {int(a): int(b) for pair in tiles.joints[name] for a, b in (pair, pair[::-1])}
        if not mate:
            continue
        groups = _groups(ends, mate)
        uids = ends.table["uid"].to_numpy()
        wanted = [str(uids[o]) for group in groups for o in group]
        originals = read_originals(store, name, wanted)
        again = {uid: roots[uid] for uid in wanted if uid in roots}
        delivered = longest_parts(store, name, frozenset().union(*again.values()))
        lengths = ends.lengths.copy()
        for k, owner in enumerate(ends.owner.tolist()):
            if uids[owner] in again:
                lengths[k] = min(lengths[k], max(delivered.get(root, 0.0) for root in again[uids[owner]]))
        for group in groups:
            objects = [originals[str(uids[o])] for o in group]
            known = frozenset().union(*(roots.get(o.uid, (o.uid,)) for o in objects))
            made.append(_merge_chain(_Cut(ends, mate, lengths), objects, group, known))
    return made


def _groups(ends: Ends, mate: dict[int, int]) -> list[list[int]]:
    """Objects that joints hold together, in order of uid."""
    joined = np.array(list(mate.items()), dtype=np.intp).reshape(-1, 2) // 2
    held = np.unique(ends.owner[joined])
    one, other = np.searchsorted(held, ends.owner[joined]).T
    return [held[m].tolist() for m in component_members(component_leaders(len(held), one, other))]


def _merge_chain(cut: _Cut, objects: Sequence[Original], rows: Sequence[int], roots: frozenset[str]) -> Made:
    """One object of several; the best parent is the one that holds the longest part."""
    ends = cut.ends
    native = {row: parts_of(o.shape) for row, o in zip(rows, objects, strict=True)}
    members = [int(k) for row in rows for k in np.flatnonzero(ends.owner == row)]
    chains = list(_chains(cut, members))
    curves: list[tuple[tuple[int, int], Shape]] = []
    dropped = 0
    for chain in chains:
        pieces, less = _chain_pieces(ends, chain, native)
        dropped += less
        curves.append(((int(ends.owner[chain.lead]), int(ends.rank[chain.lead])), curve_of(pieces)))
    chained = {(int(ends.owner[k]), int(ends.rank[k])) for k in members}
    curves += [
        ((row, rank), part) for row in rows for rank, part in enumerate(native[row]) if (row, rank) not in chained
    ]
    shapes = [curve for _, curve in sorted(curves, key=lambda c: c[0])]
    shape: Shape = ("multicurve", shapes) if CLASSES[ends.name].geometry == "multicurve" else shapes[0]
    best = max(members, key=cut.rank_key)
    order = sorted(range(len(rows)), key=lambda i: (rows[i] != ends.owner[best], rows[i]))
    joints = sum(len(c.steps) - (not c.closed) for c in chains)
    thing = derivation([objects[i] for i in order], MERGED, encode(shape), roots=roots, detail=f"{joints} joints")
    return Made(ends.name, thing, [objects[i] for i in order], dropped)


def _chains(cut: _Cut, members: Sequence[int]) -> Iterator[Chain]:
    """Chains of parts; a part without joint is a chain of its own."""
    mate = cut.mate
    left = set(members)
    for start in members:
        if start not in left:
            continue
        back = _walk(2 * start, mate)
        closed = bool(back) and back[-1] // 2 == start
        forward = [] if closed else _walk(2 * start + 1, mate)
        # ends are entered; a part entered at its start is drawn as it was when walking forward
        steps: list[Step] = [(e // 2, e % 2 == 0) for e in reversed(back if not closed else back[:-1])]
        steps += [(start, False), *((e // 2, e % 2 == 1) for e in forward)]
        lead = max((k for k, _ in steps), key=cut.rank_key)
        if dict(steps)[lead]:
            steps = [(k, not turned) for k, turned in reversed(steps)]
        if closed:  # a ring begins where its longest part does
            at = next(i for i, (k, _) in enumerate(steps) if k == lead)
            steps = steps[at:] + steps[:at]
        left -= {k for k, _ in steps}
        yield Chain(tuple(steps), closed, lead)


def _walk(end: int, mate: dict[int, int]) -> list[int]:
    """Ends by which parts are entered from `end` on; the last one closes the ring where there is one."""
    out: list[int] = []
    first = end // 2
    while end in mate:
        entered = mate[end]
        out.append(entered)
        if entered // 2 == first:
            break
        end = entered ^ 1
    return out


def _chain_pieces(ends: Ends, chain: Chain, native: dict[int, list[Shape]]) -> tuple[list[Piece], int]:
    """Pieces of a chain; of the two points of a joint the lower one stays: they are at most `SAME_LEVEL` apart."""
    dropped = 0
    pieces: list[Piece] = []
    for k, turned in chain.steps:
        more = pieces_of(native[int(ends.owner[k])][int(ends.rank[k])])
        if turned:
            more = reversed_pieces(more)
        if not pieces:
            pieces = more
        else:
            place = _lower_point(pieces[-1][1][-1], more[0][1][0])
            pieces, more = replace_end(pieces, last=True, place=place), replace_end(more, last=False, place=place)
            pieces, less = join_chains(pieces, more)
            dropped += less
    if chain.closed:
        place = _lower_point(pieces[0][1][0], pieces[-1][1][-1])
        pieces = replace_end(replace_end(pieces, last=True, place=place), last=False, place=place)
    return pieces, dropped


def _lower_point(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """The lower of two points; of two level ones the more western, then the more southern."""
    return min(a, b, key=lambda point: (*point[2:], *point[:2]))
