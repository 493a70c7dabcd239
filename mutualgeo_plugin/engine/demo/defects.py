"""Defects planted in the two lots, each with its truth: which check should find what, on which object, and where.

The lots stay receivable (well-formed, valid against the schema): these are findings of quality, not broken files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from .drawing import Line, MultiCurve, Point, Polygon, points_of
from .gml import Feature, Ref, control_points
from .lots import Lot, Record, border_pairs, move_start, place, reverse
from .town import Draft

#: A tie of the two lots that cannot be brought together at class 005: more than 0.05 + 0.05.
BAD_TIE = 0.12
#: One that can.
LOOSE_TIE = 0.06
Z_STEP = 0.30
NO_DATA = -9999.0
OUTSIDE = 25.0

Planter = Callable[[Lot, Lot, list[Draft]], Iterator[Record]]


def plant(west: Lot, east: Lot, drafts: list[Draft]) -> list[Record]:
    """Plant every defect in the lots, in place; one record a defect."""
    return [record for planter in PLANTERS for record in planter(west, east, drafts)]


def _record(check: str, lot: Lot, feature: Feature, where: tuple[float, float], note: str, other: str = "") -> Record:
    head = {"check": check, "lot": lot.producer.lot, "class": feature.cls, "gml_id": feature.gml_id, "other_id": other}
    return {**head, "x": where[0], "y": where[1], "note": note}


def _nth_object(lot: Lot, cls: str, rank: int) -> Feature:
    """Object `rank` of a class in delivery order: low ranks stand far from what both lots hold."""
    return next(feature for feature in lot.features.values() if feature.gml_id.endswith(f"{cls}-{rank:04d}"))


def _affleurant(lot: Lot, rank: int) -> tuple[Feature, Feature, Feature]:
    """An affleurant, its hub, and the object that draws it."""
    top = _nth_object(lot, "AffleurantPCRS", rank)
    hub = lot.features[f"geom.{top.gml_id}"]
    reference = hub.values[0][1]
    if not isinstance(reference, Ref):
        raise TypeError(f"{hub.gml_id} has no drawing")
    return top, hub, lot.features[reference.target]


def _dangling_href(west: Lot, east: Lot, drafts: list[Draft]) -> Iterator[Record]:
    top, _, drawing = _affleurant(west, 1)
    del west.features[f"symb.{top.gml_id}"]
    yield _record("S3", west, top, place(drawing), "symbolisation points to nothing", f"symb.{top.gml_id}")


def _plant_no_geometry(west: Lot, east: Lot, drafts: list[Draft]) -> Iterator[Record]:
    top, hub, drawing = _affleurant(west, 8)
    where = place(drawing)
    del west.features[drawing.gml_id]
    west.features[hub.gml_id] = Feature(hub.cls, hub.gml_id, ())
    yield _record("S5", west, top, where, "representation holds no geometry")


def _plant_same_identifiers(west: Lot, east: Lot, drafts: list[Draft]) -> Iterator[Record]:
    first, second = _nth_object(west, "SeuilPCRS", 4), _nth_object(west, "SeuilPCRS", 5)
    west.features[second.gml_id] = second.replace_value("idObjet", first.value("idObjet"))
    yield _record("S6", west, second, place(second), "idObjet of another object of the lot", first.gml_id)
    taken, tree = _nth_object(west, "ArbrePCRS", 2), _nth_object(east, "ArbrePCRS", 3)
    renamed = tree.rename(taken.gml_id).replace_value("idObjet", taken.value("idObjet"))
    _replace(east, tree, renamed)
    yield _record("S6", east, renamed, place(tree), "gml:id and idObjet of an object of the other lot", taken.gml_id)


def _replace(lot: Lot, old: Feature, new: Feature) -> None:
    """Put an object under another gml:id, at the same place in the delivery."""
    lot.features = {
        new.gml_id if key == old.gml_id else key: new if key == old.gml_id else value
        for key, value in lot.features.items()
    }


def _placeholders(west: Lot, east: Lot, drafts: list[Draft]) -> Iterator[Record]:
    top, _, drawing = _affleurant(west, 14)
    west.features[top.gml_id] = top.replace_value("gestionnaire", "Gestionnaire de l'affleurant")
    yield _record("A1", west, top, place(drawing), "gestionnaire is a placeholder")
    tree = _nth_object(east, "ArbrePCRS", 6)
    east.features[tree.gml_id] = tree.replace_value("reference", None)
    yield _record("A1", east, tree, place(tree), "reference is empty")


def _bow_tie(west: Lot, east: Lot, drafts: list[Draft]) -> Iterator[Record]:
    _, _, drawing = _affleurant(west, 16)
    (outline,) = drawing.shape(Polygon).rings
    crossed = Polygon(((Line(points_of(outline)[[0, 2, 1, 3, 0]]),),))
    west.features[drawing.gml_id] = drawing.replace_value("geometrie", crossed)
    yield _record("G1", west, drawing, place(drawing), "outline crosses itself")


def _zero_length(west: Lot, east: Lot, drafts: list[Draft]) -> Iterator[Record]:
    seuil = _nth_object(east, "SeuilPCRS", 2)
    start = seuil.path()[0]
    east.features[seuil.gml_id] = seuil.replace_value("geometrie", (Line(np.array([start, start])),))
    yield _record("G2", east, seuil, place(seuil), "both points are the same")


def _plant_drawn_twice(west: Lot, east: Lot, drafts: list[Draft]) -> Iterator[Record]:
    marking, wall = _nth_object(west, "HabillageLignesPCRS", 5), _nth_object(west, "MurPCRS", 3)
    backwards = (
        (marking, "idHabillage", MultiCurve(tuple(reverse(curve) for curve in marking.shape(MultiCurve).curves))),
        (wall, "idObjet", reverse(wall.shape(tuple))),
    )
    for first, name, geometry in backwards:
        gml_id, identifier = west.new_id(first.cls)
        again = first.rename(gml_id).replace_value(name, identifier).replace_value("geometrie", geometry)
        west.add(again)
        yield _record("T1", west, again, place(again), "drawn twice, the second time in reverse", first.gml_id)


def _plant_outsider(west: Lot, east: Lot, drafts: list[Draft]) -> Iterator[Record]:
    tree = _nth_object(east, "ArbrePCRS", 8)
    position = tree.shape(Point).position.copy()
    position[0] = control_points(east.emprise)[:, 0].max() + OUTSIDE
    moved = tree.replace_value("geometrie", Point(position))
    east.features[tree.gml_id] = moved
    yield _record("T4", east, moved, place(moved), f"{OUTSIDE:.0f} m outside the emprise")


def _plant_no_altitude(west: Lot, east: Lot, drafts: list[Draft]) -> Iterator[Record]:
    step = _nth_object(west, "MarcheEscalierPCRS", 2)
    points = step.path().copy()
    points[0, 2] = NO_DATA
    west.features[step.gml_id] = step.replace_value("geometrie", (Line(points),))
    yield _record("Z1", west, step, place(step), "one vertex at -9999")
    pillar = _nth_object(east, "PilierRegulierPCRS", 3)
    position = pillar.shape(Point).position.copy()
    position[2] = 0.0
    east.features[pillar.gml_id] = pillar.replace_value("geometrie", Point(position))
    yield _record("Z1", east, pillar, place(pillar), "altitude is 0")


def _border(west: Lot, east: Lot, drafts: list[Draft]) -> Iterator[Record]:
    pairs = border_pairs(drafts, west, east)
    kerbs = [pair for pair in pairs if pair["class"] == "LimiteVoiriePCRS"]
    rails = [pair for pair in pairs if pair["class"] == "RailPCRS"]
    planted = (
        ("E1", kerbs[0], (0.0, BAD_TIE, 0.0), f"{BAD_TIE:.2f} m apart: more than both classes allow"),
        ("E1", rails[1], (0.0, -LOOSE_TIE, 0.0), f"{LOOSE_TIE:.2f} m apart: can be tied"),
        ("E2", kerbs[1], (0.0, 0.0, Z_STEP), f"{Z_STEP:.2f} m step in altitude"),
    )
    for check, pair, offset, note in planted:
        feature = east.features[pair["other_id"]]
        moved = move_start(feature.shape(tuple), np.array(offset))
        east.features[feature.gml_id] = feature.replace_value("geometrie", moved)
        yield _record(check, east, feature, (pair["x"], pair["y"]), note, pair["gml_id"])


PLANTERS: tuple[Planter, ...] = (
    _dangling_href,
    _plant_no_geometry,
    _plant_same_identifiers,
    _placeholders,
    _bow_tie,
    _zero_length,
    _plant_drawn_twice,
    _plant_outsider,
    _plant_no_altitude,
    _border,
)
