"""gml:ids that an export writes objects under: unique in the file, whatever the lots say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...model.pcrs import CLASSES
from ...store.contents import read_contents
from ...store.links import Link
from ...store.store import Store
from .selection import Selection


@dataclass
class Names:
    """Ids of what is written under others than its own.

    of : (lot, order in it) → ids of the object: a new one, or one a part where a mask has cut it in several.
    first : (lot, gml:id) → id of the first object of that lot that has this gml:id, where several objects have it.
    homes : gml:id → the first lot that has it, where several objects have it.
    identifiers : (lot, order in it) → business identifiers of the parts beyond the first.
    """

    of: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    first: dict[tuple[int, str], str] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    identifiers: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    def identifier(self, lot_id: int, order: int, rank: int) -> str | None:
        """Business identifier of the second or a later part of an object; None where it is the object's own."""
        found = self.identifiers.get((lot_id, order))
        return found[rank - 2] if found and rank > 1 else None

    def all_ids(self, lot_id: int, order: int, gml_id: str) -> list[str]:
        """Ids of an object; its own where nothing was renamed."""
        return self.of.get((lot_id, order)) or [gml_id]

    def href(self, lot_id: int, href: str) -> str:
        """A link from an object of a lot: to its own lot, else to where the object stands."""
        target = href.removeprefix("#")
        if target not in self.homes:
            return href
        home = lot_id if (lot_id, target) in self.first else self.homes[target]
        return ("#" if href.startswith("#") else "") + self.first.get((home, target), target)


def unique_names(store: Store, selection: Selection) -> Names:
    """Ids for what is selected: later objects whose gml:id is taken get a new one, and so do parts of cut objects."""
    names = Names()
    times = Counter(key.gml_id for keys in selection.keys.values() for key in keys)
    taken = set(times)
    repeated = sorted(
        (key.lot_id, key.order, key.gml_id) for keys in selection.keys.values() for key in keys if times[key.gml_id] > 1
    )
    for lot_id, order, gml_id in repeated:
        name = gml_id
        if gml_id in names.homes:
            while name in taken:
                name += f"_{lot_id}"
            taken.add(name)
            names.of[lot_id, order] = [name]
        names.first.setdefault((lot_id, gml_id), name)
        names.homes.setdefault(gml_id, lot_id)
    cut_classes = sorted({name for name, _fid in selection.cuts})
    parted = sorted(
        (key, len(selection.cuts[name, key.fid]))
        for name in cut_classes
        for key in selection.keys[name]
        if (name, key.fid) in selection.cuts
    )
    for key, parts in parted:
        ids = names.of.setdefault((key.lot_id, key.order), [key.gml_id])
        for rank in range(2, parts + 1):
            part = f"{ids[0]}_p{rank}"
            while part in taken:
                part += "_"
            taken.add(part)
            ids.append(part)
    for name in cut_classes:
        _identify_parts(store, selection, name, names)
    return names


def _identify_parts(store: Store, selection: Selection, name: str, names: Names) -> None:
    """Business identifiers of the parts of cut objects of a class: none that another object of it has."""
    feature = CLASSES[name]
    if feature.identifier is None:
        return
    column = feature.columns.index(feature.identifier)
    rows = [(c.fid, c.lot_id, c.order, c.values[column]) for c in read_contents(store, name, selection.keys[name])]
    taken = {row[3] for row in rows}
    for fid, lot_id, order, value in rows:
        for rank in range(2, len(selection.cuts.get((name, fid), ())) + 1) if value else ():
            part = f"{value}_p{rank}"
            while part in taken:
                part += "_"
            taken.add(part)
            names.identifiers.setdefault((lot_id, order), []).append(part)


def links_of(selection: Selection) -> Iterator[tuple[str, int, int, str, Link]]:
    """Links of what is selected: class, lot, order and gml:id of the object, and the link."""
    for name, keys in selection.keys.items():
        for key in keys:
            for link in selection.links.get((key.lot_id, key.gml_id, key.order), ()):
                yield name, key.lot_id, key.order, key.gml_id, link
