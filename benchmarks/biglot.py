"""A lot of any size with the mix of real tiles, streamed to disk: the bench of the reader."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mutualgeo_plugin.engine.demo.drawing import (
    Arc,
    Curve,
    Geometry,
    Line,
    MultiCurve,
    MultiSurface,
    Point,
    Points,
    Polygon,
    line,
    rectangle,
    rounded_ring,
)
from mutualgeo_plugin.engine.demo.gml import Encoding, Feature, Ref, Value, write_pcrs
from mutualgeo_plugin.engine.demo.town import ORIGIN

#: Objects of one tile, as counted in eight tiles of Métropole de Lyon together (their emprises apart).
AFFLEURANTS, ENVELOPES = 187, 124
DRAWINGS, KERBS, FACADES, DOORSTEPS, TREES, WALLS = 185, 79, 77, 65, 42, 3
#: Objects with arcs in them: envelopes with rounded corners (four arcs), kerbs (two), drawings (one).
ROUND_ENVELOPES, ROUND_KERBS, ROUND_DRAWINGS = 29, 17, 6
TILE_OBJECTS = 3 * AFFLEURANTS + (AFFLEURANTS - ENVELOPES) + DRAWINGS + KERBS + FACADES + DOORSTEPS + TREES + WALLS
TILE_SIZE = 50.0
TILES_A_ROW = 40
PRODUCER = "Topographie Exemple"
#: Vertices of ordinary lines: at least, and less than.
DRAWING_VERTICES, KERB_VERTICES, FACADE_VERTICES = (4, 28), (8, 50), (3, 12)
ENCODING = Encoding(hash=False, decimals=8, z_decimals=2, repeated_namespaces=True)

Values = tuple[tuple[str, Value], ...]


def write_big_lot(path: Path, objects: int = 100_000, *, seed: int = 20240101) -> dict[str, int]:
    """Write a lot of about `objects` objects (whole tiles of `TILE_OBJECTS`, one emprise that lists them all).

    Returns
    -------
    dict
        Objects per class.
    """
    rng = np.random.default_rng(seed)
    counts: Counter[str] = Counter()
    tiles = max(1, round((objects - 1) / TILE_OBJECTS))

    def count_features() -> Iterator[Feature]:
        for feature in _lot(rng, tiles):
            counts[feature.cls] += 1
            yield feature

    write_pcrs(path, count_features(), encoding=ENCODING)
    return dict(sorted(counts.items()))


def _lot(rng: np.random.Generator, tiles: int) -> Iterator[Feature]:
    references: dict[str, list[Ref]] = {"idObjet": [], "idHabillage": []}
    for tile in range(tiles):
        for feature in _tile(rng, tile):
            for name, found in references.items():
                if any(key == name for key, _ in feature.values):
                    found.append(Ref(feature.gml_id))
            yield feature
    width, depth = min(tiles, TILES_A_ROW), -(-tiles // TILES_A_ROW)
    corners = ORIGIN + TILE_SIZE * np.array([(0, 0), (width, 0), (width, depth), (0, depth), (0, 0)])
    area = MultiSurface((Polygon((line(np.column_stack([corners, np.full(5, np.nan)])),)),))
    yield Feature(
        "EmpriseEchangePCRS",
        "emprise",
        (
            ("fournisseur", PRODUCER),
            ("datePublication", "2020-07-16"),
            ("geometrie", area),
            ("idEmprise", "000000018-grand-lot"),
            *(("objet", reference) for reference in references["idObjet"]),
            *(("habillage", reference) for reference in references["idHabillage"]),
        ),
    )


def _identifier(rng: np.random.Generator) -> str:
    return str(uuid.UUID(bytes=rng.bytes(16), version=4))


def _tile(rng: np.random.Generator, tile: int) -> Iterator[Feature]:
    low = ORIGIN + TILE_SIZE * np.array([tile % TILES_A_ROW, tile // TILES_A_ROW])

    def places(count: int) -> Points:
        """Positions (count, 3) at least 10 m inside the tile, so that nothing leaves it."""
        return np.column_stack([low + rng.uniform(10.0, 40.0, (count, 2)), rng.uniform(230.0, 232.0, count)])

    for rank, centre in enumerate(places(AFFLEURANTS)):
        yield from _affleurant(rng, rank, centre)
    for rank, start in enumerate(places(DRAWINGS)):
        path = _drawing(rng, start, DRAWING_VERTICES, arcs=int(rank < ROUND_DRAWINGS))
        own: Values = (("idHabillage", f"idh_{_identifier(rng)}"), ("thematique", "03"))
        yield Feature("HabillageLignesPCRS", f"gml_{_identifier(rng)}", (*own, ("geometrie", MultiCurve((path,)))))
    for rank, start in enumerate(places(KERBS)):
        path = _drawing(rng, start, KERB_VERTICES, arcs=2 * int(rank < ROUND_KERBS))
        yield _surveyed_feature(rng, "LimiteVoiriePCRS", "03", path)
    for start in places(FACADES):
        yield _surveyed_feature(rng, "FacadePCRS", "02", _drawing(rng, start, FACADE_VERTICES, arcs=0))
    for start in places(DOORSTEPS):
        yield _surveyed_feature(rng, "SeuilPCRS", "02", _drawing(rng, start, (2, 3), arcs=0))
    for position in places(TREES):
        yield _surveyed_feature(rng, "ArbrePCRS", "06", Point(position), ("reference", "ARB01"))
    for start in places(WALLS):
        yield _surveyed_feature(rng, "MurPCRS", "05", _drawing(rng, start, FACADE_VERTICES, arcs=0))


def _drawing(rng: np.random.Generator, start: Points, vertices: tuple[int, int], arcs: int) -> Curve:
    """A walk of short steps from `start`; the first arcs replace two steps each."""
    count = int(rng.integers(*vertices)) + 2 * arcs
    heading = np.cumsum(np.concatenate([rng.uniform(0, 2 * np.pi, 1), rng.normal(0, 0.15, count - 2)]))
    steps = rng.uniform(0.1, 0.35, (count - 1, 1)) * np.column_stack([np.cos(heading), np.sin(heading)])
    climb = rng.normal(0, 0.005, (count - 1, 1))
    points = start + np.vstack([np.zeros(3), np.cumsum(np.hstack([steps, climb]), axis=0)])
    pieces = [Arc(points[at:][:3]) for at in range(0, 2 * arcs, 2)]
    _, rest = np.split(points, [2 * arcs])
    return (*pieces, Line(rest)) if len(rest) > 1 else tuple(pieces)


def _surveyed_feature(
    rng: np.random.Generator, cls: str, theme: str, geometry: Geometry | None, *own: tuple[str, Value], name: str = ""
) -> Feature:
    head: Values = (
        ("dateLeve", "2020-01-02"),
        ("idObjet", f"ido_{_identifier(rng)}"),
        ("thematique", theme),
        ("qualiteCategorisation", "01"),
        ("precisionPlanimetrique", "005"),
        ("precisionAltimetrique", "005"),
        ("producteur", PRODUCER),
    )
    drawn: Values = () if geometry is None else (("geometrie", geometry),)
    return Feature(cls, name or f"gml_{_identifier(rng)}", (*head, *drawn, *own))


def _affleurant(rng: np.random.Generator, rank: int, centre: Points) -> Iterator[Feature]:
    name = f"aff_{_identifier(rng)}"
    own: Values = (
        ("gestionnaire", "Gestionnaire de réseau"),
        ("nature", "03"),
        ("reseau", "ASSAEU"),
        ("source", "levé"),
        ("idSource", f"{rank:05d}"),
    )
    enveloped = rank < ENVELOPES
    kind, prefix = ("enveloppe", "env") if enveloped else ("point", "pts")
    symbol: Values = () if enveloped else (("symbolisation", Ref(f"symb.{name}")),)
    chain: Values = (*symbol, ("representation", Ref(f"geom.{name}")))
    yield _surveyed_feature(rng, "AffleurantPCRS", "10", None, *own, *chain, name=name)
    yield Feature("AffleurantGeometriquePCRS", f"geom.{name}", ((kind, Ref(f"{prefix}.geom.{name}")),))
    if enveloped:
        outline = rectangle(centre, 1.0, 0.6, float(rng.uniform(0, 90)))
        ring = rounded_ring(outline[:4], np.full(4, 0.14)) if rank < ROUND_ENVELOPES else line(outline)
        yield Feature("AffleurantEnveloppePCRS", f"env.geom.{name}", (("geometrie", Polygon((ring,))),))
        return
    size: Values = (("reference", "ECL01"), ("angleRotation", "0"), ("longueur_mm", "1"), ("largeur_mm", "1"))
    yield Feature("AffleurantPointPCRS", f"pts.geom.{name}", (("geometrie", Point(centre)),))
    yield Feature("AffleurantSymbolePCRS", f"symb.{name}", (("geometrie", Point(centre)), *size))
