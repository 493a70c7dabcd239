"""gml:ids that an export writes objects under: unique in the file, whatever the lots say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...model.pcrs import CLASSES
from ...store.store import Store
from .selection import Selection, chosen, selected_rows


@dataclass
class Names:
    """Ids of what is written.

    of : (lot, order in it) → ids of the object: one, or one a part where a mask has cut it in several.
    first : (lot, gml:id) → id of the first object of that lot that has this gml:id.
    homes : gml:id → the first lot that has it.
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

    def all(self, lot_id: int, order: int, gml_id: str) -> list[str]:
        """Ids of an object; its own where nothing was renamed."""
        return self.of.get((lot_id, order)) or [gml_id]

    def href(self, lot_id: int, href: str) -> str:
        """A link from an object of a lot: to its own lot, else to where the object stands."""
        target = href.removeprefix("#")
        home = lot_id if (lot_id, target) in self.first else self.homes.get(target, lot_id)
        return ("#" if href.startswith("#") else "") + self.first.get((home, target), target)


def unique_names(store: Store, selection: Selection) -> Names:
    """Ids for what is selected: later objects whose gml:id is taken get a new one, and so do parts of cut objects."""
    names = Names()
    rows = list(selected_rows(store, selection))
    given = {gml_id for _, _, gml_id, _, _ in rows}
    taken: set[str] = set()
    for lot_id, order, gml_id, _name, _fid in rows:
        name = gml_id
        while name in taken or (name != gml_id and name in given):
            name += f"_{lot_id}"
        taken.add(name)
        names.of[lot_id, order] = [name]
        names.first.setdefault((lot_id, gml_id), name)
        names.homes.setdefault(gml_id, lot_id)
    for lot_id, order, _gml_id, name, fid in rows:
        ids = names.of[lot_id, order]
        for rank in range(2, len(selection.cuts.get((name, fid), ())) + 1):
            part = f"{ids[0]}_p{rank}"
            while part in taken:
                part += "_"
            taken.add(part)
            ids.append(part)
    for name in sorted({name for name, _fid in selection.cuts}):
        _identify_parts(store, selection, name, names)
    return names


def _identify_parts(store: Store, selection: Selection, name: str, names: Names) -> None:
    """Business identifiers of the parts of cut objects of a class: none that another object of it has."""
    column = CLASSES[name].identifier
    if column is None:
        return
    rows = list(chosen(store, name, ["fid", "lot_id", "ord", column], selection.fids[name], "lot_id, ord"))
    taken = {row[3] for row in rows}
    for fid, lot_id, order, value in rows:
        for rank in range(2, len(selection.cuts.get((name, fid), ())) + 1) if value else ():
            part = f"{value}_p{rank}"
            while part in taken:
                part += "_"
            taken.add(part)
            names.identifiers.setdefault((lot_id, order), []).append(part)


def links_of(store: Store, selection: Selection) -> Iterator[tuple[str, int, int, str, str, int, str]]:
    """Links (class, lot, order, gml:id, property, rank, href) of what is selected."""
    linked = {name for (name,) in store.connection.execute("SELECT DISTINCT class FROM link")}
    for name, fids in selection.fids.items():
        if name not in linked:
            continue
        for lot_id, order, gml_id in list(chosen(store, name, ["lot_id", "ord", "gml_id"], fids, "lot_id, ord")):
            for prop, rank, href in store.connection.execute(
                "SELECT property, rank, href FROM link WHERE lot_id = ? AND gml_id = ? AND ord = ? ORDER BY id",
                (lot_id, gml_id, order),
            ):
                yield name, lot_id, order, gml_id, prop, rank, href
