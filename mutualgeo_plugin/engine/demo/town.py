"""Exemple-sur-Plan: a fictional commune, drawn block by block.

Blocks stand on a grid, 48 m by 40 m, with streets of 14 m between them; an avenue with a tramway runs along the south
and goes through the whole commune. Two producers survey it (see `lots`): they meet along a street, save on the last
row, where both have surveyed one more block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .drawing import (
    Arc,
    Circle,
    Curve,
    Geometry,
    Line,
    MultiCurve,
    Point,
    Points,
    Polygon,
    arc_chain,
    drape,
    line,
    rectangle,
    rounded_ring,
)

EPSG = 3946
COMMUNE_CODE = "00001"
COMMUNE_NAME = "Exemple-sur-Plan"
TERRITORY_CODE = "000000000"

ORIGIN = np.array([1_723_000.0, 5_214_000.0])
BLOCK = np.array([48.0, 40.0])
STREET = 14.0
PITCH = BLOCK + STREET
COLUMNS = 4
ROWS = 3
#: Column of the first block east of the street where the lots meet.
MEETING_COLUMN = 2
AVENUE_SOUTH = -36.0
GAUGE = 1.435
TRAM_RADIUS = 168.0
STREETS = ("Rue des Bornes", "Rue du Niveau", "Rue de la Mire", "Rue du Théodolite", "Rue du Jalon", "Rue de la Chaîne")


@dataclass(frozen=True, eq=False)
class Draft:
    """An object before a producer delivers it: no identifiers yet.

    `own` are its own properties that follow the common ones; `shape` and `symbol` are an affleurant's geometry and
    symbol reference. `cell` is (column, row), or None for what runs through the commune.
    """

    cls: str
    theme: str
    geometry: Geometry | None
    own: tuple[tuple[str, str], ...] = ()
    cell: tuple[int, int] | None = None
    shape: Geometry | None = None
    symbol: str | None = None


def ground(points: Points) -> Points:
    """Altitude (n,) of the ground: a plane that rises to the north-east."""
    return 231.0 + 0.012 * (points[:, 0] - ORIGIN[0]) + 0.008 * (points[:, 1] - ORIGIN[1])


def meeting_line() -> float:
    """X of the street axis where the two lots meet."""
    return float(ORIGIN[0] + MEETING_COLUMN * PITCH[0] - STREET / 2)


def extent(rows: int) -> tuple[float, float, float, float]:
    """(minx, miny, maxx, maxy) of the commune."""
    low = ORIGIN + np.array([-STREET / 2, AVENUE_SOUTH])
    high = ORIGIN + PITCH * np.array([COLUMNS, rows]) - STREET / 2
    return (*low.tolist(), *high.tolist())


def cell_corner(column: int, row: int) -> Points:
    """South-west corner (2,) of a block."""
    return ORIGIN + PITCH * np.array([column, row])


def draw(rng: np.random.Generator, rows: int) -> list[Draft]:
    """Every object of the commune, laid on the ground."""
    drafts = list(_avenue(rows))
    for row in range(rows):
        for column in range(COLUMNS):
            drafts += _block(column, row, rng)
    return [_lay_draft(draft) for draft in drafts]


def _lay_draft(draft: Draft) -> Draft:
    geometry = None if draft.geometry is None else drape(draft.geometry, ground)
    shape = None if draft.shape is None else drape(draft.shape, ground)
    return replace(draft, geometry=geometry, shape=shape)


def _local_points(corner: Points, x: float, y: float) -> Points:
    return np.array([corner[0] + x, corner[1] + y, 0.0])


def _path(corner: Points, *points: tuple[float, float]) -> Curve:
    return line([_local_points(corner, x, y) for x, y in points])


# --- one block ----------------------------------------------------------------------------------------------------


def _block(column: int, row: int, rng: np.random.Generator) -> list[Draft]:
    corner, cell = cell_corner(column, row), (column, row)
    drafts = [*_kerbs(corner, rng), *_yard_objects(corner), *_markings(corner), *_names(corner, row)]
    for rank in range(3):
        drafts += _house(corner, rank, rng, north=False)
        drafts += _house(corner, rank, rng, north=True)
    drafts += _covers(corner, rng)
    return [replace(draft, cell=cell) for draft in drafts]


def _kerbs(corner: Points, rng: np.random.Generator) -> Iterator[Draft]:
    ring = np.array([_local_points(corner, *xy) for xy in ((0, 0), (BLOCK[0], 0), (BLOCK[0], BLOCK[1]), (0, BLOCK[1]))])
    yield Draft("LimiteVoiriePCRS", "03", rounded_ring(ring, rng.uniform(0.8, 5.0, 4).round(2)))
    yield Draft(
        "LimiteVoiriePCRS", "03", (arc_chain(_local_points(corner, 8, -4), rng.uniform(3, 5), 60.0, 6, wave=True),)
    )


def _yard_objects(corner: Points) -> Iterator[Draft]:
    yield Draft("MurPCRS", "05", _path(corner, (2, 20), (24, 20.5), (46, 20)), (("typeMur", "01"),))
    yield Draft("MurPCRS", "05", _path(corner, (24, 20.5), (24, 27)), (("typeMur", "03"),))
    size = (("section", "01"), ("angleRotation", "0"), ("longueur", "0.4"), ("largeur", "0.4"))
    for x in (16.6, 17.4):
        yield Draft("PilierRegulierPCRS", "05", Point(_local_points(corner, x, 2)), size)
    for rank, x in enumerate((8.0, 19.0, 33.5, 42.0)):
        yield Draft("ArbrePCRS", "06", Point(_local_points(corner, x, 0.9)), (("reference", f"ARB{rank + 1:02d}"),))
    yield Draft(
        "PointCanevasPCRS",
        "01",
        Point(_local_points(corner, 47.0, 38.0)),
        (("canevas", "Polygonale"), ("precisionXY", "2"), ("precisionZ", "2"), ("dateCreation", "2023-03-01")),
    )


def _markings(corner: Points) -> Iterator[Draft]:
    dashes = tuple(_path(corner, (x, -7), (x + 3, -7)) for x in (6, 12, 18, 24, 30, 36))
    yield Draft("HabillageLignesPCRS", "03", MultiCurve(dashes))
    zebra = tuple(_path(corner, (-1.5 - x, 6), (-1.5 - x, 9)) for x in range(4))
    yield Draft("HabillageLignesPCRS", "03", MultiCurve(zebra))
    turn = Arc(
        np.array([_local_points(corner, -5, -5), _local_points(corner, -4.121, -2.879), _local_points(corner, -2, -2)])
    )
    yield Draft("HabillageLignesPCRS", "03", MultiCurve(((turn,),)))


def _text(label: str, turn: str = "0", size: str = "2") -> tuple[tuple[str, str], ...]:
    return (("libelle", label), ("angleRotation", turn), ("justification", "C"), ("taille", size))


def street_name(row: int) -> str:
    """Name of the street south of a row of blocks."""
    again = row // len(STREETS)
    return STREETS[row % len(STREETS)] + (f" {again + 1}" if again else "")


def street_code(row: int) -> str:
    """FANTOIR-like code of the street."""
    return f"{COMMUNE_CODE}_{10 * (row + 1):04d}"


def house_number(column: int, rank: int) -> int:
    """Number of a house on the south side of its block: odd, growing eastward."""
    return 2 * (3 * column + rank) + 1


def _names(corner: Points, row: int) -> Iterator[Draft]:
    own = (*_text(street_name(row), size="5"), ("idNomVoirie", street_code(row)), ("positionnement", "02"))
    yield Draft("NomVoiriePCRS", "01", Point(_local_points(corner, 24, -10)), own)


def _house(corner: Points, rank: int, rng: np.random.Generator, *, north: bool) -> Iterator[Draft]:
    """A house 13 m wide and 10 m deep, its front 2 m behind the kerb; outline anticlockwise (matter on the left)."""
    turn = -1.0 if north else 1.0
    pivot = corner + (BLOCK if north else 0)
    left = 3.0 + 15.0 * rank

    def local_points(x: float, y: float) -> Points:
        return np.array([pivot[0] + turn * (left + x), pivot[1] + turn * (2.0 + y), 0.0])

    door = round(float(rng.uniform(4.0, 8.0)), 2)
    outline = [(0, 0), (door, 0), (door + 0.9, 0), (13, 0), (13, 10), (0, 10), (0, 0)]
    yield Draft("FacadePCRS", "02", line([local_points(x, y) for x, y in outline]))
    yield Draft("SeuilPCRS", "02", line([local_points(door, 0), local_points(door + 0.9, 0)]))
    if rank == 0:
        bay = [(3, 10), (3, 11.2), (6, 11.2), (6, 10)]
        yield Draft("ProeminenceBatiPCRS", "02", line([local_points(x, y) for x, y in bay]))
    if rank == 1:
        for step in (0.3, 0.6, 0.9):
            yield Draft(
                "MarcheEscalierPCRS", "02", line([local_points(door - 0.2, -step), local_points(door + 1.1, -step)])
            )
    column = int(round((corner[0] - ORIGIN[0]) / PITCH[0]))
    row = int(round((corner[1] - ORIGIN[1]) / PITCH[1]))
    number = house_number(column, rank) + (1 if north else 0)
    own = (
        *_text(str(number)),
        ("idNumeroVoirie", f"{street_code(row + (1 if north else 0))}_{number:05d}"),
        ("positionnement", "05"),
    )
    yield Draft("NumeroVoiriePCRS", "01", Point(local_points(door + 0.45, 1.0)), own)


def _covers(corner: Points, rng: np.random.Generator) -> Iterator[Draft]:
    """Affleurants along the south kerb: each theme with the shape it usually has."""
    for rank, (nature, network, kind) in enumerate(COVERS):
        centre = _local_points(corner, 7.0 + 6.0 * rank, -1.3)
        turn = round(float(rng.uniform(0, 20)), 1)
        own = (
            ("gestionnaire", f"Gestionnaire {network} d'Exemple"),
            ("nature", nature),
            ("reseau", network),
            ("source", "Levé topographique"),
            ("idSource", f"{network}-{int(centre[0]) % 10000}-{int(centre[1]) % 10000}"),
        )
        shape, symbol = _cover_shape(kind, centre, turn)
        yield Draft("AffleurantPCRS", "10", None, own, shape=shape, symbol=symbol)


#: (nature, reseau, shape) of the affleurants of each block.
COVERS = (
    ("04", "AEP", "point"),
    ("03", "ASSAEU", "circle"),
    ("01", "ASSAEP", "rectangle"),
    ("03", "COM", "rectangle"),
    ("02", "ELECBT", "rounded"),
    ("07", "ELECECL", "point"),
)


def _cover_shape(kind: str, centre: Points, turn: float) -> tuple[Geometry, str | None]:
    if kind == "point":
        return Point(centre), "ECL01"
    if kind == "circle":
        return Polygon(((Circle(centre, 0.4),),)), None
    outline = rectangle(centre, 1.0, 0.6, turn)
    if kind == "rounded":
        return Polygon((rounded_ring(outline[:4], np.full(4, 0.14)),)), None
    return Polygon((line(outline),)), None


# --- what runs through the commune --------------------------------------------------------------------------------


def _avenue(rows: int) -> Iterator[Draft]:
    """Avenue along the south, gutters of the streets between rows where the lots only touch, piers of a footbridge."""
    west, east = 1.0 - STREET / 2, COLUMNS * PITCH[0] - STREET / 2 - 1.0
    for y in (-15.0, -31.0):
        yield Draft("LimiteVoiriePCRS", "03", _path(ORIGIN, (west, y), (40, y), (150, y), (east, y)))
    yield Draft("HabillageLignesPCRS", "03", MultiCurve((_path(ORIGIN, (west, -19), (60, -19), (east, -19)),)))
    yield Draft("MurPCRS", "05", _path(ORIGIN, (west, -34), (90, -34), (east, -34)), (("typeMur", "02"),))
    for offset in (0.0, GAUGE):
        yield Draft("RailPCRS", "04", _rail(offset, east))
    for row in range(1, rows - 1):
        y = row * PITCH[1] - 11.0
        path = _path(ORIGIN, (PITCH[0] + 10, y), (PITCH[0] + 50, y), (2 * PITCH[0] + 30, y))
        yield Draft("HabillageLignesPCRS", "03", MultiCurve((path,)))
    for column in range(COLUMNS):
        pier = rectangle(_local_points(ORIGIN, column * PITCH[0] + 20, -28.5), 1.2, 1.2, 15.0)
        yield Draft("PilePontPCRS", "07", Polygon((line(pier),)), cell=(column, 0))


def _rail(offset: float, east: float) -> Curve:
    """A rail: a bend of wide radius, then straight; the two rails of the track are concentric."""
    start, level = 20.0, -24.0
    centre = _local_points(ORIGIN, start, level + TRAM_RADIUS)
    angle = np.radians([270 - 8, 270 - 4, 270])
    radius = TRAM_RADIUS + offset
    bend = centre + radius * np.column_stack([np.cos(angle), np.sin(angle), np.zeros(3)])
    straight = np.array(
        [bend[2], _local_points(ORIGIN, 100, level - offset), _local_points(ORIGIN, east, level - offset)]
    )
    return (Arc(bend), Line(straight))
