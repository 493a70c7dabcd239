"""T2 (and T1 across lots): two lots that survey the same ground.

The catalogue's rule of T2 has changed, and what is planted with it: two objects may be one as far as the official test
of their classes admits, no longer as far as the precision of the coarser one, and a line may be one with several, or
lie on a part of one. What was drawn as a near miss, a little farther aside than that precision or a little too short,
is a defect by the new text. Near misses are farther aside than the test admits, or go on where the other one ends.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from . import shapes
from .plants_drawing import LINES, any_line, move_into_zone
from .plants_outline import METRES
from .plants_topology import _move
from .scene import Lot, Shape, Site, Thing
from .shapes import Curve, Points, Rng
from .terrain import field, scene

POINTS = ("ArbrePCRS", "PilierRegulierPCRS", "NumeroVoiriePCRS", "HabillageSymbolePCRS")
AREAS = ("PilePontPCRS", "HabillageEnveloppePCRS", "AffleurantEnveloppePCRS")


@dataclass(frozen=True)
class Reach:
    """How far apart two surveys of one object may be, metres: as both precisions promise, as the official test admits.

    T = 2.42 · [class] · 1.125 (arrêté of 16 September 2003, in plan, safety coefficient 2).
    """

    promised: float
    admitted: float

    @classmethod
    def from_classes(cls, codes: list[str]) -> Reach:
        """Of two objects that declare a class each."""
        thresholds = [2.42 * METRES[c] * 1.125 for c in codes]
        return cls(sum(METRES[c] for c in codes), max(sum(thresholds), 1.5 * max(thresholds)))

    @classmethod
    def default(cls) -> Reach:
        """Of two objects of a class without precision: 0.10 m each."""
        return cls(0.20, 0.20)


def twin_lots(name: str, rng: Rng, count: int) -> Iterator[tuple[list[Lot], list[Site]]]:
    """Lots of 36 sites and for each a second lot of another producer on the same ground, a little larger."""
    for lot, sites in field(name, rng, count, row=1, per=6):
        second = Lot(f"{lot.name}b", np.random.default_rng(rng.integers(2**40)), lot.ground)
        second.producer = "Relevés du Plateau"
        ring = lot.emprises[0][0]
        centre = ring[:-1].mean(axis=0)
        # neighbours below and above keep clear of each other: every lot gives way by 4 m, its twin by 3 m
        lot.emprises = [[np.round(centre + (ring - centre) * 0.999, 4)]]
        second.emprises = [[np.round(centre + (ring - centre) * rng.uniform(0.9985, 1.0005), 4)]]
        lot.tell("T9", [], "allowed")
        second.tell("T9", [], "allowed")
        for site in sites:
            scene(site)
        yield [lot, second], sites


def plant_t2(site: Site, second: Lot, rng: Rng, bad: bool) -> None:
    """One object in the lot of the site and another of the same place in `second`."""
    codes = [str(c) for c in rng.choice(["005", "010", "040"], 2, p=[0.45, 0.4, 0.15])]
    kind = int(rng.integers(8))
    cls = str(rng.choice(POINTS if kind == 0 else AREAS if kind == 1 else LINES))
    drawn = cls.startswith("Habillage") or cls in ("NumeroVoiriePCRS",)
    reach = Reach.default() if drawn else Reach.from_classes(codes)
    p = 0.10 if drawn else max(METRES[c] for c in codes)
    values = [{} if drawn else {"precisionPlanimetrique": c, "precisionAltimetrique": c} for c in codes]
    how = "surveyed twice"
    if kind == 0:
        shift = rng.uniform(0.003, 0.95 * reach.admitted) if bad else reach.admitted * 1.05 + rng.uniform(0.01, 4 * p)
        way = rng.uniform(0, 6.28)
        one: object = [12.0, 16.0, 0.0]
        two: object = [12.0 + shift * np.cos(way), 16.0 + shift * np.sin(way), 0.01]
    elif kind == 1:
        curve = move_into_zone(
            shapes.rectangle(*rng.uniform(0.8, 2.5, 2)) if rng.random() < 0.5 else shapes.circle(rng.uniform(0.4, 1.2)),
            rng,
        )
        shift = rng.uniform(0.004, 0.9 * reach.admitted) if bad else reach.admitted * 1.1 + rng.uniform(0.02, 1.0)
        way = rng.uniform(0, 6.28)
        one, two = [curve], [shapes.translate(curve, shift * np.cos(way), shift * np.sin(way), 0.01)]
        if cls == "AffleurantEnveloppePCRS":
            things = site.affleurant(curve, **values[0])
            same = {k: things[0].values[k] for k in ("nature", "reseau")}
            things += _other_site(site, second).affleurant(two[0], **values[1], **same)
            site.lot.tell("T2", things, bad, companions=("T3", "T1"), size=float(shift), how="envelope")
            return
    else:
        one, two, shift, how = _lines(rng, p, reach.admitted, bad)
    first = site.draw(cls, one, **values[0])
    twin = _other_site(site, second).draw(cls, two, **values[1])
    for key in ("section", "reference", "typeMur", "libelle", "angleRotation", "justification", "positionnement"):
        if key in first.values:
            twin.values[key] = first.values[key]
    _confirm(site.lot, first, twin, reach, bad, shift, how)


def _other_site(site: Site, second: Lot) -> Site:
    return Site(second, site.origin, site.angle)


def _lines(rng: Rng, p: float, admitted: float, bad: bool) -> tuple[Curve, Curve, float, str]:
    """A line and what another survey makes of it: other vertices, a little aside, longer or shorter; or its next."""
    one = move_into_zone(any_line(rng, max(3.0, 8 * p)), rng)
    two = [(k, v.copy()) for k, v in one]
    kind = int(rng.integers(3)) if bad else int(rng.integers(2))
    if kind == 0:
        shift = rng.uniform(0.003, 0.9 * admitted) if bad else admitted * 1.1 + rng.uniform(0.01, 3 * p)
        way = one[0][1][-1] - one[0][1][0]
        side = np.array([-way[1], way[0], 0]) / np.hypot(way[0], way[1])
        two = [(k, v + side * shift) for k, v in two]
        return one, two, shift, "moved aside"
    if kind == 1 and not bad:
        keep = rng.uniform(0.3, 0.7)
        common = rng.uniform(0.0, 0.5) / shapes.length(one)
        rest = shapes.reverse(_shorten_curve(shapes.reverse(two), 1 - keep + common))
        return _shorten_curve(one, keep), rest, 0.0, "goes on where it ends"
    if kind == 1:
        two = _shorten_curve(one, 1 - rng.uniform(0.01, 0.45))
        if rng.random() < 0.5:
            one, two = two, one
        return one, two, 0.0, "longer or shorter"
    rows = shapes.all_points(one)
    if all(k == "L" for k, _ in one):
        rows = rows[::2] if len(rows) > 20 else np.vstack([rows[:1], (rows[:-1] + rows[1:]) / 2, rows[-1:]])
        return one, [("L", rows + [0.002, 0.003, 0.0])], 0.004, "other vertices"
    return one, shapes.translate(shapes.reverse(two), 0.003, -0.002, 0.01), 0.004, "other direction"


def _shorten_curve(curve: Curve, keep: float) -> Curve:
    """The first part of a curve; an arc is never cut."""
    kind, rows = curve[-1]
    legs = np.hypot(*np.diff(rows[:, :2], axis=0).T)
    cut = (1 - keep) * shapes.length(curve)
    if kind == "A" or cut > 0.95 * legs.sum():
        return curve[:-1]
    along = np.append(0.0, np.cumsum(legs))
    end = along[-1] - cut
    last = np.array([np.interp(end, along, rows[:, i]) for i in range(3)])
    return [*curve[:-1], (kind, np.vstack([rows[along < end - 0.02], last]))]


def _confirm(lot: Lot, first: Thing, twin: Thing, reach: Reach, bad: bool, shift: float, how: str) -> None:
    """The definition, measured: how far apart the two are, and how much of them lies within what the test admits."""
    a, b = (_geometry(t.shape) for t in (first, twin))
    apart, shares, common = _compare(a, b, reach)
    if bad:
        sure = apart < 0.97 * reach.admitted and max(shares) > 0.93
    else:
        sure = apart > 1.03 * reach.admitted if a.geom_type != "LineString" else max(shares) < 0.85 and common < 0.7
    lot.tell("T2", [first, twin], bad if sure else "allowed", companions=("T1", "T5", "T3") if bad else ("T5",),
             size=f"{shift:.4f} {apart:.3f} {max(shares):.3f}", how=how)  # fmt: skip


def _geometry(shape: Shape | None) -> shapely.Geometry:
    assert shape is not None
    if shape.kind == "point":
        return shapely.Point(shape.parts[0][0, :2])
    curve = shape.parts if shape.kind == "curve" else shape.parts[0]
    rows: Points = np.vstack([shapes.dense_points(k, v, 65)[:, :2] for k, v in curve])
    return shapely.Polygon(rows) if shape.kind == "polygon" else shapely.LineString(rows)


def _compare(a: shapely.Geometry, b: shapely.Geometry, reach: Reach) -> tuple[float, tuple[float, ...], float]:
    """Mean distance of two objects where they are within reach of each other (of their middles, of areas), the share of
    each that is, and the metres that are within what both precisions promise.
    """
    if a.geom_type != "LineString":
        return a.centroid.distance(b.centroid), (1.0, 1.0), 0.0
    found, shares, common = [], [], 0.0
    for one, other in ((a, b), (b, a)):
        places = shapely.line_interpolate_point(one, (np.arange(200) + 0.5) / 200, normalized=True)
        away = shapely.distance(places, other)
        shares.append(float((away <= reach.admitted).mean()))
        found += away[away <= reach.admitted].tolist()
        common = max(common, float((away <= reach.promised).mean() * one.length))
    return float(np.mean(found)) if found else float("inf"), tuple(shares), common


def t1_other_lot(site: Site, second: Lot, rng: Rng, bad: bool) -> None:
    """The same object delivered by both lots."""
    cls = str(rng.choice(LINES))
    first = site.draw(cls, move_into_zone(any_line(rng), rng))
    shape = copy.deepcopy(first.shape)
    assert shape is not None
    if rng.random() < 0.5:
        curve = shape.parts if shape.kind == "curve" else shape.parts[0]
        curve[:] = shapes.reverse(curve)
    size = 0.0 if bad else rng.uniform(0.003, 0.02)
    _move(shape, size, 0.0, 0.0)
    kept = {k: v for k, v in first.values.items() if k not in ("idObjet", "idHabillage", "producteur")}
    twin = second.add(cls, shape, **kept)
    site.lot.tell("T1", [first, twin], bad, companions=("T2", "T5", "G15"), size=size, how="in two lots")
