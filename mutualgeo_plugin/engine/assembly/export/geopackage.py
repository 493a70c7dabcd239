"""A selection of the base as a GeoPackage to hand over: native curves, styles, links, lots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ...formats.geopackage import GEOMETRY_TYPES
from ...formats.layer_file import LayerFile, write_layers
from ...geometry.wkb import census
from ...model.pcrs import AFFLEURANT, CLASSES, EMPRISE
from ...store.schema import TRAILING
from ...store.store import Store
from .masks import NamedMask
from .names import Names, links_of, unique_names
from .pcrs_export import Publication, emprise_texts, emprise_wkb
from .rows import Written, class_rows
from .selection import Selection

#: Columns before a class's own: where the object comes from, and its stable identifier in the base.
_LEADING = (("gml_id", "TEXT NOT NULL"), ("uid", "TEXT NOT NULL"), ("lot", "TEXT NOT NULL"))
_LINK = (
    ("class", "TEXT NOT NULL"), ("gml_id", "TEXT NOT NULL"), ("property", "TEXT NOT NULL"),
    ("rank", "INTEGER NOT NULL"), ("href", "TEXT NOT NULL"),
)  # fmt: skip
LINKS = "link"
_EMPRISE = ("fournisseur", "datePublication", "idEmprise")


class Counts(Counter[str]):
    """Objects written by class, with the measures of `context.MEASURES`."""

    vertices = vertices_z = arcs = attributes = 0
    #: Characters written in place of others, and the gml:id of the first object with one.
    replaced, first_replaced = 0, ""

    def add(self, name: str, values: Sequence[str | None], wkb: bytes | None, *, own: bool = True) -> None:
        """Count an object; `own` is False where its geometry is that of another object."""
        self[name] += 1
        self.attributes += sum(value is not None for value in values)
        if wkb is not None and own:
            vertices, vertices_z, arcs = census(wkb)
            self.vertices += vertices
            self.vertices_z += vertices_z
            self.arcs += arcs


def write_geopackage(store: Store, selection: Selection, path: Path, *, by: Publication) -> Counts:
    """Write a fresh GeoPackage."""
    counts = Counts()
    names = unique_names(store, selection)
    lots = {int(lot["lot_id"]): str(lot["name"]) for lot in store.lots(None)}
    layers = [
        _class_layer(name, class_rows(store, name, selection, names), lots, counts)
        for name in store.class_names()
        if name in selection.keys
    ]
    layers.append(_link_layer(selection, names))
    if selection.mask is not None:
        layers.append(_mask_layer(selection.mask, by))
    # the date of GeoPackage's own bookkeeping is the run's: the same run writes the same bytes
    write_layers(path, layers, crs=store.crs, date=by.date)
    return counts


def _class_layer(name: str, things: Iterable[Written], lots: Mapping[int, str], counts: Counts) -> LayerFile:
    """Objects of a class; they are counted when they are written."""
    feature = CLASSES[name]
    kind = "any" if name == AFFLEURANT else feature.geometry
    columns = [*_LEADING, *((c, "TEXT") for c in feature.columns), *TRAILING]

    def rows() -> Iterator[tuple[object, ...]]:
        for thing in things:
            counts.add(name, thing.values, thing.wkb, own=name != AFFLEURANT)
            if thing.replaced:
                counts.replaced += thing.replaced
                counts.first_replaced = counts.first_replaced or thing.gml_id
            texts = (thing.gml_id, thing.uid, lots[thing.lot_id], *thing.values, thing.head, thing.extra)
            yield texts if kind is None else (thing.wkb, *texts)

    return LayerFile(name, "" if kind is None else GEOMETRY_TYPES[kind], columns, rows())


def _link_layer(selection: Selection, names: Names) -> LayerFile:
    """Associations between what is written: each href is the gml_id of a row of this file."""
    rows = (
        (name, identity, link.prop, link.rank, names.href(lot_id, link.href).removeprefix("#"))
        for name, lot_id, order, gml_id, link in links_of(selection)
        for identity in names.all_ids(lot_id, order, gml_id)
    )
    return LayerFile(LINKS, "", _LINK, rows)


def _mask_layer(mask: NamedMask, by: Publication) -> LayerFile:
    """The mask as the emprise of the file."""
    texts = emprise_texts(mask, by)
    row = (emprise_wkb(mask), *(texts[column] for column in _EMPRISE))
    return LayerFile(EMPRISE, GEOMETRY_TYPES["multisurface"], [(column, "TEXT") for column in _EMPRISE], [row])
