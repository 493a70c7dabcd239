"""Clean ground: pieces of a small town in which no check has anything to say."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .gml import Piece
from .lot import close_ring
from .plot import Plot, arc, box, limit, measured_arc

#: Radii of the arcs of the clean ground, metres: every legal one is near one of them.
RADII = np.geomspace(limit("G11", "smallest"), limit("G11", "largest"), 61)
#: A visible sagitta: clear of the flattest legal arc by half of it.
SAGITTA = 1.5 * limit("G11", "sagitta")


def house(plot: Plot) -> None:
    """A closed building with its doorstep on the façade, steps before it, a wall around and the street number."""
    u, v = plot.rng.uniform(2.2, 3.0, 2)
    plot.line("FacadePCRS", close_ring(np.array(box(-u, -v, 2 * u, 2 * v))))
    plot.line("SeuilPCRS", [(-0.5, -v), (0.5, -v)])
    for step in range(3):
        plot.line("MarcheEscalierPCRS", [(-0.6, -v - 0.3 - 0.3 * step), (0.6, -v - 0.3 - 0.3 * step)])
    plot.line("ProeminenceBatiPCRS", [(u, -0.8), (u + 0.7, -0.8), (u + 0.7, 0.8), (u, 0.8)])
    plot.line("MurPCRS", [(-3.4, -3.3), (-3.4, 3.3), (3.4, 3.3)], typeMur="01")
    plot.point("NumeroVoiriePCRS", (1.0, -v - 0.2), libelle=str(plot.rng.integers(1, 99)))


def row_of_houses(plot: Plot) -> None:
    """An open façade with its building on the left, as the cadastre has it, a few centimetres off."""
    shift = plot.rng.uniform(0.02, 0.3)
    plot.line("FacadePCRS", [(-4.0, 0.0), (0.0, 0.0), (4.0, 0.0)])
    plot.buildings.append(plot.plan(box(-3.9, shift, 7.8, 3.5)))
    plot.line("SeuilPCRS", [(-2.0, 0.0), (-1.1, 0.0)])
    plot.line("SeuilPCRS", [(1.0, 0.0), (1.9, 0.0)])
    plot.line("MurPCRS", [(-4.0, -3.0), (4.0, -3.0)], typeMur="04")


def kerbs(plot: Plot) -> None:
    """Kerbs with arcs: one of each of RADII in its turn, tangent to straight pieces, and a round one."""
    plot.curve("LimiteVoiriePCRS", tangent_kerb(plot, float(RADII[plot.rank // len(PIECES) % len(RADII)])))
    plot.curve("LimiteVoiriePCRS", (Piece(plot.place_points(arc((2.6, -2.6), 1.5, 0.0, 250.0)), True),))
    ring = arc((-2.5, -2.5), 1.2, 0.0, 180.0), arc((-2.5, -2.5), 1.2, 180.0, 180.0)
    plot.curve("LimiteVoiriePCRS", tuple(Piece(plot.place_points(half), True) for half in ring))


def tangent_kerb(plot: Plot, radius: float) -> tuple[Piece, ...]:
    """Straight, arc, straight, without a break; the arc as written is of a legal radius and visible."""
    least = np.degrees(2.0 * np.arccos(1.0 - SAGITTA / radius))
    most = min(170.0, np.degrees(2.0 * np.arcsin(min(1.0, 2.2 / radius))))
    inwards = 0.998 if radius > 1.0 else 1.002  # rounded coordinates would lead out of the legal range
    for _ in range(100):
        radius *= inwards
        sweep = plot.rng.uniform(least, max(most, least))
        half = np.radians(sweep / 2.0)
        points = arc((0.0, 2.0 - radius), radius, 90.0 + sweep / 2.0, -sweep)
        written = plot.place_points(points)
        r, sagitta = measured_arc(np.round(written, plot.lot.shapes.decimals))
        if limit("G11", "smallest") <= r <= limit("G11", "largest") and sagitta >= limit("G11", "sagitta"):
            into = points[0] - [np.cos(half), np.sin(half)]
            out = points[2] + [np.cos(half), -np.sin(half)]
            lines = (plot.place_points([into, points[0]]), plot.place_points([points[2], out]))
            return Piece(lines[0]), Piece(written, True), Piece(lines[1])
    raise ValueError(f"no arc of {radius} m can be written")


def garden(plot: Plot) -> None:
    """Trees, pillars (closed, anticlockwise), a fence and a canvas point."""
    for u, v in ((-3.0, -3.0), (0.0, -3.2), (3.0, -3.0), (3.1, 3.0)):
        plot.point("ArbrePCRS", (u, v), reference=f"A{plot.rng.integers(1, 999):03}")
    plot.point("PilierRegulierPCRS", (-1.0, 0.0))
    plot.line("PilierParticulierPCRS", close_ring(np.array(box(0.5, 0.0, 0.4, 0.5))))
    plot.line("MurPCRS", [(-4.0, 2.0), (0.0, 2.0), (2.0, 2.4)], typeMur="02")
    plot.point("PointCanevasPCRS", (-2.0, 3.2))


def affleurants(plot: Plot) -> None:
    """Affleurants by outline (round, square, side by side), by point with a symbol, by line."""
    halves = arc((0.0, 0.0), 0.4, 0.0, 180.0), arc((0.0, 0.0), 0.4, 180.0, 180.0)
    plot.affleurant(tuple(Piece(plot.place_points(half), True) for half in halves))
    plot.affleurant(box(2.0, 0.0, 0.6, 0.6))
    plot.affleurant(box(2.6, 0.0, 0.6, 0.6), reseau="ELEC")
    plot.affleurant(box(-3.0, 1.0, 0.11, 0.11), reseau="GAZ", nature="04")
    where = plot.point("AffleurantPointPCRS", (-2.0, -2.0))
    symbol = plot.point("AffleurantSymbolePCRS", (-2.0, -2.0))
    plot.chain(symbol=(symbol,), point=(where,))
    grating = plot.lines("AffleurantLignesPCRS", [(1.0, -2.0), (3.0, -2.0)], [(1.0, -2.3), (3.0, -2.3)])
    plot.chain(ligne=(grating,), nature="01", reseau="ASSAEP")


def drawings(plot: Plot) -> None:
    """Drawing objects: lines, outlines, points, texts, symbols, the street's name."""
    plot.lines("HabillageLignesPCRS", [(-4.0, 1.0), (-1.0, 1.0), (2.0, 1.4)], [(-4.0, 2.0), (2.0, 2.0)])
    plot.polygon("HabillageEnveloppePCRS", box(-3.0, -3.0, 1.5, 1.0))
    gml_id = plot.lot.new_id()
    points = plot.lot.shapes.multipoint(f"{gml_id}.g", plot.place_points([(0.0, -3.0), (1.0, -3.0)]))
    plot.lot.add("HabillagePointsPCRS", points, gml_id=gml_id)
    plot.point("HabillageTextePCRS", (3.0, 3.0), libelle="Jardin", angleRotation="0")
    plot.point("HabillageSymbolePCRS", (3.0, -3.0), angleRotation="359.9")
    plot.point("NomVoiriePCRS", (0.0, 3.5), libelle="Rue des Tilleuls", positionnement="02")


def draw_structures(plot: Plot) -> None:
    """A quay, a pier of a bridge, a curved track of 1.435 m, a wall with its surveyed points."""
    plot.line("QuaiRailPCRS", [(-4.0, 3.5), (4.0, 3.5)])
    plot.polygon("PilePontPCRS", box(-3.0, -4.0, 2.0, 0.8))
    half = limit("T7", "gauge") / 2.0
    for radius in (60.0 - half, 60.0 + half):
        plot.curve("RailPCRS", (Piece(plot.place_points(arc((0.0, 61.0), radius, 266.5, 7.0)), True),))
    corner = [(0.0, -3.5), (1.5, -3.5)]
    levelled = tuple(plot.point("PointLevePCRS", place) for place in corner)
    plot.line("MurPCRS", corner, pointLeve=levelled)


PIECES: tuple[Callable[[Plot], None], ...] = (
    house, row_of_houses, kerbs, garden, affleurants, drawings, draw_structures,
)  # fmt: skip
