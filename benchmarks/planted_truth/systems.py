"""Defects of the coordinate system: S8, objects outside its area and lots that come in another one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pyproj import Transformer

from mutualgeo_plugin.engine.model.crs import LEGAL_CRS

from .gml import Points
from .lot import EPSG, Lot, rectangle
from .plot import CORNER, SIDE, Plot, box
from .scene import SEED, Amount, Scene
from .small_lots import KERB, TREE, WALL, Place
from .truth import Plant, expected_finding

#: Legal systems of the same realisation whose area holds the town.
OTHERS = (2154, 3945, 3947)


def outlier_scene(amount: Amount) -> Scene:
    """Objects across the eastern limit of the area of the base's system; near: just inside.

    Their lot comes in Lambert-93, whose area holds them: what lies outside the system of its own lot, or altogether
    outside that of the base, is not received.
    """
    rng = np.random.default_rng([SEED, 60])
    home = Lot("Home", (*(CORNER - SIDE).tolist(), *CORNER.tolist()))  # the first lot's system is the base's
    Plot(home, CORNER - SIDE / 2, 0.0, rng).point(TREE, (0, 0))
    _, south, east, _ = LEGAL_CRS[EPSG].bounds
    n = amount.plants_of("S8")
    count = n + n // 2
    corner = np.array([east, south + 50_000.0])
    around = (east - 600.0, corner[1] - SIDE, east + 600.0, corner[1] + SIDE * count)
    outlines = [[rectangle(around)], [rectangle((*CORNER.tolist(), *(CORNER + SIDE).tolist()))]]
    lot = Lot("Far", outlines, epsg=2154, move=_mover(2154))
    scene = Scene("outside", [home, lot])
    for rank in range(count):
        k, wrong = (rank, True) if rank < n else (rank - n, False)
        beyond = (0.01, 1.0, 50.0)[k // 3 % 3] * (1 if wrong else -1)
        plot = Plot(lot, corner + [0.0, SIDE * rank], 0.0, rng)
        start = beyond - 3.0 if not wrong else -3.0
        if k % 3 == 2:
            thing = plot.polygon("PilePontPCRS", box(start, 0.0, beyond - start, 2.0))
        else:
            thing = plot.line((WALL, KERB)[k % 3], [(start, 0.0), (beyond, 0.0)])
        expected = (expected_finding("S8", "error", thing),) if wrong else ()
        scene.plants.append(Plant("S8", wrong, (lot.name,), (thing,), *plot.middle.tolist(), beyond, expected))
    # and what lies outside with them
    for about in (
        (expected_finding("S8", "error", lot.emprise_id),),
        (expected_finding("S8_transformed", "info", lot.name),),
    ):
        scene.plants.append(Plant("S8", True, (lot.name,), (), *corner.tolist(), None, about))
    return scene


def transformed_scene(amount: Amount) -> Scene:
    """Lots in another legal system than the first one's; near: in the same one."""
    rng = np.random.default_rng([SEED, 61])
    scene = Scene("transformed")
    n = amount.plants_of("S8")
    movers = {epsg: _mover(epsg) for epsg in OTHERS}
    for rank in range(n + n // 2):
        wrong = rank >= n // 2
        epsg = OTHERS[rank % len(OTHERS)] if wrong else EPSG
        settings: dict[str, object] = {"epsg": epsg, "move": movers[epsg]} if wrong else {}
        place = Place(scene, rank, rng, "S8-", **settings)
        place.tree()
        place.plant("S8", wrong, None, *([expected_finding("S8_transformed", "info", place.lot.name)] if wrong else []))
    return scene


def _mover(epsg: int) -> Callable[[Points], Points]:
    transformer = Transformer.from_crs(EPSG, epsg, always_xy=True)
    return lambda plan: np.column_stack(transformer.transform(plan[:, 0], plan[:, 1]))
