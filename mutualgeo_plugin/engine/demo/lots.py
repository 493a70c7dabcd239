"""Two producers deliver the commune: each its own identifiers, its own encoding, one emprise with complete lists.

The lots touch along a street, where lines are cut; on the last row of blocks the western producer has surveyed one
more block, which the eastern one delivers too: the same objects, twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .drawing import Arc, Curve, Line, MultiCurve, MultiSurface, Point, Points, Polygon, line
from .gml import Encoding, Feature, Ref, Value, control_points
from .town import MEETING_COLUMN, PITCH, STREET, Draft, cell_corner, extent, ground, meeting_line

Record = dict[str, Any]

SYMBOL_SIZE = (("angleRotation", "0"), ("longueur_mm", "2"), ("largeur_mm", "2"))
#: Precision class of what is surveyed less well than the rest (5 cm): the middle of a trunk.
COARSER = {"ArbrePCRS": "010"}
AFFLEURANT_KINDS = {
    Polygon: ("env", "enveloppe", "AffleurantEnveloppePCRS"),
    Point: ("pts", "point", "AffleurantPointPCRS"),
}


@dataclass(frozen=True)
class Producer:
    """Who delivers a lot, when, and how it spells GML."""

    lot: str
    siren: str
    name: str
    surveyed: str
    published: str
    west: bool
    encoding: Encoding


PRODUCERS = (
    Producer(
        "lot_ouest",
        "000000018",
        "Topographie Exemple Ouest",
        "2023-06-15",
        "2023-09-01",
        west=True,
        encoding=Encoding(bom=True),
    ),
    Producer(
        "lot_est",
        "000000026",
        "Cabinet Exemple Est",
        "2023-10-02",
        "2023-12-01",
        west=False,
        encoding=Encoding(
            hash=False,
            inline=True,
            line="LineString",
            arc="ArcString",
            coordinates="wrapped",
            srs="http",
            prefix="pcrs",
        ),
    ),
)


@dataclass
class Lot:
    """A lot being made: its objects by gml:id in delivery order, and which draft each came from."""

    producer: Producer
    emprise: MultiSurface
    features: dict[str, Feature] = field(default_factory=dict)
    drafted: dict[int, str] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def new_id(self, cls: str) -> tuple[str, str]:
        """gml:id and business identifier of the next object of a class."""
        self.counters[cls] += 1
        number = f"{cls}-{self.counters[cls]:04d}"
        return f"{self.producer.lot}.{number}", f"{self.producer.siren}-{number}"

    def add(self, feature: Feature) -> Feature:
        self.features[feature.gml_id] = feature
        return feature

    def delivered_objects(self) -> list[Feature]:
        """Objects of the lot, then its emprise, which lists them all."""
        return [*self.features.values(), self._emprise()]

    def _emprise(self) -> Feature:
        producer = self.producer
        listed = {"objet": "idObjet", "habillage": "idHabillage"}
        references = [
            (name, Ref(feature.gml_id))
            for name, identifier in listed.items()
            for feature in self.features.values()
            if any(key == identifier for key, _ in feature.values)
        ]
        return Feature(
            "EmpriseEchangePCRS",
            f"{producer.lot}.emprise",
            (
                ("fournisseur", producer.name),
                ("datePublication", producer.published),
                ("type", "Opération"),
                ("geometrie", self.emprise),
                ("idEmprise", f"{producer.siren}-{producer.lot}"),
                *references,
            ),
        )


def make_lots(drafts: list[Draft], rows: int) -> tuple[Lot, Lot]:
    """The two lots of the commune, without defects."""
    west, east = (Lot(producer, emprise(producer.west, rows)) for producer in PRODUCERS)
    for rank, draft in enumerate(drafts):
        if draft.cell is None:
            for lot, part in zip((west, east), _cut(draft), strict=True):
                lot.drafted[rank] = deliver(lot, part).gml_id
            continue
        column, row = draft.cell
        if column < MEETING_COLUMN or is_shared(column, row, rows):
            west.drafted[rank] = deliver(west, draft).gml_id
        if column >= MEETING_COLUMN:
            east.drafted[rank] = deliver(east, draft).gml_id
    return west, east


def is_shared(column: int, row: int, rows: int) -> bool:
    """Whether both producers have surveyed the block."""
    return column == MEETING_COLUMN and row == rows - 1


def emprise(west: bool, rows: int) -> MultiSurface:
    """Area of a lot, in plan: the western one has a tooth around the shared block."""
    minx, miny, maxx, maxy = extent(rows)
    meet = meeting_line()
    if not west:
        return MultiSurface((_area([(meet, miny), (maxx, miny), (maxx, maxy), (meet, maxy)]),))
    tooth = meet + PITCH[0]
    base = cell_corner(MEETING_COLUMN, rows - 1)[1] - STREET
    return MultiSurface(
        (_area([(minx, miny), (meet, miny), (meet, base), (tooth, base), (tooth, maxy), (minx, maxy)]),)
    )


def _area(corners: list[tuple[float, float]]) -> Polygon:
    return Polygon((line([(x, y, np.nan) for x, y in [*corners, corners[0]]]),))


# --- cutting at the meeting line ----------------------------------------------------------------------------------


def _cut(draft: Draft) -> tuple[Draft, Draft]:
    """Western and eastern part of an object that crosses the meeting line."""
    geometry = draft.geometry
    if isinstance(geometry, MultiCurve):
        halves = cut_curve(geometry.curves[0], meeting_line())
        west, east = (replace(draft, geometry=MultiCurve((half,))) for half in halves)
    elif isinstance(geometry, tuple):
        west, east = (replace(draft, geometry=half) for half in cut_curve(geometry, meeting_line()))
    else:
        raise TypeError(f"{draft.cls} cannot be cut")
    return west, east


def cut_curve(curve: Curve, x: float) -> tuple[Curve, Curve]:
    """Both parts of a west-east curve cut at abscissa `x`, where it is straight; they share the end to the last digit.

    Raises
    ------
    ValueError
        When no straight piece crosses `x`.
    """
    for rank, piece in enumerate(curve):
        if isinstance(piece, Line) and piece.points[0, 0] < x < piece.points[-1, 0]:
            points = piece.points
            at = int(np.searchsorted(points[:, 0], x))
            share = (x - points[at - 1, 0]) / (points[at, 0] - points[at - 1, 0])
            end = (points[at - 1] + share * (points[at] - points[at - 1])).round(3)
            end[2] = ground(end[None, :]).round(3)[0]
            before, after = Line(np.vstack([points[:at], end])), Line(np.vstack([end, points[at:]]))
            return (*curve[:rank], before), (after, *curve[rank:][1:])
    raise ValueError("the curve is not straight where it is cut")


# --- delivering ---------------------------------------------------------------------------------------------------


def deliver(lot: Lot, draft: Draft) -> Feature:
    """Add an object to a lot under the producer's identifiers; affleurants come with their chain."""
    gml_id, identifier = lot.new_id(draft.cls)
    if draft.cls == "AffleurantPCRS":
        return _deliver_affleurant(lot, draft, gml_id, identifier)
    head = _drawing_head(draft, identifier) if is_drawing(draft.cls) else _surveyed_head(lot, draft, identifier)
    return lot.add(Feature(draft.cls, gml_id, (*head, ("geometrie", draft.geometry), *draft.own)))


def is_drawing(cls: str) -> bool:
    """Whether the class is one of the Habillage family."""
    return cls.startswith("Habillage") or cls in ("NomVoiriePCRS", "NumeroVoiriePCRS")


def _drawing_head(draft: Draft, identifier: str) -> tuple[tuple[str, Value], ...]:
    return (("idHabillage", identifier), ("thematique", draft.theme))


def _surveyed_head(lot: Lot, draft: Draft, identifier: str) -> tuple[tuple[str, Value], ...]:
    return (
        ("dateLeve", lot.producer.surveyed),
        ("idObjet", identifier),
        ("thematique", draft.theme),
        ("qualiteCategorisation", "01"),
        ("precisionPlanimetrique", COARSER.get(draft.cls, "005")),
        ("precisionAltimetrique", "005"),
        ("producteur", lot.producer.name),
    )


def _deliver_affleurant(lot: Lot, draft: Draft, gml_id: str, identifier: str) -> Feature:
    kind, link, cls = AFFLEURANT_KINDS[type(draft.shape)]
    chain: list[tuple[str, Value]] = []
    if draft.symbol:
        chain.append(("symbolisation", Ref(f"symb.{gml_id}")))
    chain.append(("representation", Ref(f"geom.{gml_id}")))
    feature = lot.add(Feature(draft.cls, gml_id, (*_surveyed_head(lot, draft, identifier), *draft.own, *chain)))
    lot.add(Feature("AffleurantGeometriquePCRS", f"geom.{gml_id}", ((link, Ref(f"{kind}.geom.{gml_id}")),)))
    lot.add(Feature(cls, f"{kind}.geom.{gml_id}", (("geometrie", draft.shape),)))
    if draft.symbol:
        own = (("geometrie", draft.shape), ("reference", draft.symbol), *SYMBOL_SIZE)
        lot.add(Feature("AffleurantSymbolePCRS", f"symb.{gml_id}", own))
    return feature


# --- what is true of the two lots ---------------------------------------------------------------------------------


def place(feature: Feature) -> tuple[float, float]:
    """A point of the object, to go and look at."""
    if feature.geometry is None:
        raise TypeError(f"{feature.cls} has no geometry of its own")
    x, y = control_points(feature.geometry)[0, :2].tolist()
    return round(x, 3), round(y, 3)


def duplicates(drafts: list[Draft], west: Lot, east: Lot) -> list[Record]:
    """Objects that both lots hold, drawn alike: one row a pair; affleurants are told by the object, not its chain."""
    pairs = [(west.drafted[rank], east.drafted[rank], drafts[rank]) for rank in west.drafted if rank in east.drafted]
    return [
        {"class": draft.cls, "gml_id": first, "other_id": second}
        for first, second, draft in pairs
        if draft.cell is not None
    ]


def border_pairs(drafts: list[Draft], west: Lot, east: Lot) -> list[Record]:
    """Lines that were cut where the lots meet: one row a pair of ends, equal to the last digit when delivered clean."""
    rows = []
    for rank, draft in enumerate(drafts):
        if draft.cell is None:
            x, y = place(east.features[east.drafted[rank]])
            ids = {"gml_id": west.drafted[rank], "other_id": east.drafted[rank]}
            rows.append({"class": draft.cls, **ids, "x": x, "y": y})
    return rows


def move_start(curve: Curve, offset: Points) -> Curve:
    """The same curve whose first point moved by `offset` (3,)."""
    first = curve[0]
    if not isinstance(first, Line):
        raise TypeError("the curve begins with an arc")
    points = first.points.copy()
    points[0] += offset
    return (Line(points.round(3)), *curve[1:])


def reverse(curve: Curve) -> Curve:
    """The same curve, drawn from its other end."""
    return tuple(type(piece)(piece.points[::-1]) for piece in reversed(curve) if isinstance(piece, Line | Arc))
