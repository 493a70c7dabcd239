"""The parts of an affleurant: the geometry chain and the symbol that its links lead to, which share its state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..geometry.wkb import Shape, drop_z, leaves
from ..model.pcrs import AFFLEURANT, CLASSES, REPRESENTATIONS
from .keys import Key, read_keys_by_fid, read_keys_by_gml_id, read_keys_by_order
from .links import Link, Owner, Place, read_links, read_owners
from .schema import CURRENT
from .states import Change
from .store import Store

#: Properties that lead from an affleurant to its parts, at the first and at the second hop.
HOPS = frozenset(("representation", "symbolisation", *dict(REPRESENTATIONS)))

#: A name in a lot: what links lead to.
_Name = tuple[int, str]


def add_parts(store: Store, changes: Iterable[Change]) -> list[Change]:
    """Changes, each one of an affleurant followed by those of its parts."""
    changes = list(changes)
    heads = [change for change in changes if change.feature_class == AFFLEURANT]
    graph = _read_graph(store, heads)
    after = {(c.lot_id, c.fid): c.state_to for c in heads}
    out: list[Change] = []
    handled: set[str] = set()
    for change in changes:
        out.append(change)
        if change.feature_class == AFFLEURANT:
            parts = [part for part in graph.find_parts(change, after) if part.uid not in handled]
            handled |= {part.uid for part in parts}
            out += parts
    return out


def combine_shapes(shapes: Sequence[Shape]) -> Shape:
    """Several representations of one affleurant as one geometry; flat where one of them is."""
    if len(shapes) == 1:
        return shapes[0]
    parts = [part for shape in shapes for part in (shape[1] if shape[0].startswith("multi") else [shape])]
    if len({points.shape[1] for part in parts for _, points in leaves(part)}) > 1:
        parts = [drop_z(part) for part in parts]
    return {"polygon": "multisurface", "point": "multipoint"}.get(parts[0][0], "multicurve"), parts


def _read_graph(store: Store, heads: Sequence[Change]) -> _Graph:
    """Read what stands below the affleurants that change, and what stands above that."""
    own = read_keys_by_fid(store, AFFLEURANT, [change.fid for change in heads]) if heads else {}
    tables = [name for name in store.class_names() if CLASSES[name].family == "affleurant"]
    graph = _Graph(own, {name: {} for name in tables})
    waiting: set[Place] = {(key.lot_id, key.gml_id, key.order) for key in own.values()}
    seen: set[Place] = set()
    while waiting:
        seen |= waiting
        waiting = {
            (key.lot_id, key.gml_id, key.order) for key in graph.add_links(store, read_links(store, waiting))
        } - seen
    if any(change.state_to != CURRENT for change in heads):
        names = set(graph.names)
        known: set[_Name] = set()
        while names:
            known |= names
            owners = read_owners(store, names)
            graph.up |= owners
            names = {
                (owner.lot_id, owner.gml_id)
                for found in owners.values()
                for owner, _ in found
                if owner.feature_class != AFFLEURANT
            } - known
        above = {
            (owner.lot_id, owner.order)
            for found in graph.up.values()
            for owner, _ in found
            if owner.feature_class == AFFLEURANT
        }
        graph.affleurants = read_keys_by_order(store, AFFLEURANT, above) if above else {}
    return graph


@dataclass
class _Graph:
    """Links and objects around affleurants: down to their parts, and up from these to whatever leads to them.

    heads : affleurants that change, by fid.
    objects : class → parts by name.
    down : targets (gml:id, place of what stands inside) of the links of an object.
    up : what leads to a name, each with the place of what stands inside it there.
    affleurants : those that lead to parts, by lot and place in it.
    """

    heads: Mapping[int, Key]
    objects: dict[str, dict[_Name, list[Key]]]
    down: dict[Place, list[tuple[str, int]]] = field(default_factory=dict)
    up: dict[_Name, list[tuple[Owner, int]]] = field(default_factory=dict)
    affleurants: Mapping[tuple[int, int], Key] = field(default_factory=dict)

    @property
    def names(self) -> Iterator[_Name]:
        """Names that links lead to."""
        return ((place[0], target) for place, targets in self.down.items() for target, _ in targets)

    def add_links(self, store: Store, links: Mapping[Place, Sequence[Link]]) -> list[Key]:
        """Add what links of affleurants and of their parts lead to; returns the objects."""
        fresh: set[_Name] = set()
        for place, found in links.items():
            targets = dict.fromkeys((link.href.lstrip("#"), link.inline) for link in found if link.prop in HOPS)
            self.down[place] = list(targets)
            fresh |= {(place[0], target) for target, _ in targets}
        found_keys = read_keys_by_gml_id(store, self.objects, fresh)
        for name, keys in found_keys.items():
            by_name: dict[_Name, list[Key]] = defaultdict(list)
            for key in keys:
                by_name[key.lot_id, key.gml_id].append(key)
            self.objects[name].update(by_name)
        return [key for keys in found_keys.values() for key in keys]

    def find_parts(self, change: Change, after: Mapping[tuple[int, int], str]) -> list[Change]:
        """Changes of what only this affleurant, or others that go with it, lead to."""
        head = self.heads[change.fid]
        waiting = [(head.gml_id, head.order)]
        changes = []
        while waiting:
            for target, inline in self.down.get((change.lot_id, *waiting.pop()), ()):
                if change.state_to != CURRENT and self._is_still_used(change, target, inline, after):
                    continue
                for table, keys in self.objects.items():
                    parts = [
                        key
                        for key in keys.get((change.lot_id, target), ())
                        if key.state == change.state_from and (not inline or key.order == inline)
                    ]
                    changes += [
                        Change(
                            table, part.fid, part.uid, change.lot_id, change.state_from, change.state_to,
                            f"{change.action} part", change.uid,
                        )
                        for part in parts
                    ]  # fmt: skip
                    waiting += [(target, part.order) for part in parts]
        return changes

    def _is_still_used(self, change: Change, target: str, inline: int, after: Mapping[tuple[int, int], str]) -> bool:
        """Whether another affleurant that stays current leads to a part, directly or through its geometry."""
        seen: set[tuple[str, int]] = set()
        waiting = [(target, inline)]
        while waiting:
            name, place = waiting.pop()
            for owner, inside in self.up.get((change.lot_id, name), ()):
                if inside != place:
                    continue
                if owner.feature_class == AFFLEURANT:
                    key = self.affleurants.get((change.lot_id, owner.order))
                    if key and key.fid != change.fid and after.get((change.lot_id, key.fid), key.state) == CURRENT:
                        return True
                elif (owner.gml_id, owner.order) not in seen:
                    seen.add((owner.gml_id, owner.order))
                    waiting += [(owner.gml_id, 0), (owner.gml_id, owner.order)]
        return False
