"""Many small lots side by side, each with a strip that its neighbour delivers too: the bench of assembly."""

from __future__ import annotations

from pathlib import Path

import numpy as np

SIDE, STRIP, STEP = 100.0, 10.0, 100.0 / 32  # metres: side of a lot, width of the strip, room for one object
LOTS_A_ROW = 32
CORNER = np.array([1_720_000.0, 5_210_000.0])
CLASSES = {"LimiteVoiriePCRS": 0.5, "FacadePCRS": 0.3, "ArbrePCRS": 0.2}

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<PlanCorpsRueSimplifie xmlns="http://cnig.gouv.fr/pcrs" '
    'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink" gml:id="PCRS" '
    'version="2.0">\n'
)
_THING = (
    '<featureMember><{name} gml:id="{gml_id}"><dateLeve>{date}</dateLeve><idObjet>{gml_id}</idObjet>'
    "<thematique>{theme}</thematique><qualiteCategorisation>01</qualiteCategorisation>"
    "<precisionPlanimetrique>{precision}</precisionPlanimetrique><precisionAltimetrique>{precision}"
    "</precisionAltimetrique><producteur>{producer}</producteur>{body}</{name}></featureMember>\n"
)
_CURVE = '<geometrie><gml:{kind} srsName="EPSG:3946" srsDimension="3">{inside}</gml:{kind}></geometrie>'
_LINE = _CURVE.format(kind="LineString", inside="<gml:posList>{at}</gml:posList>")
_ARC = _CURVE.format(
    kind="Curve",
    inside="<gml:segments><gml:Arc><gml:posList>{at}</gml:posList></gml:Arc></gml:segments>",
)
_POINT = _CURVE.format(kind="Point", inside="<gml:pos>{at}</gml:pos>") + "<reference>ARB</reference>"
_BODIES = {"LimiteVoiriePCRS": (_LINE, "03"), "FacadePCRS": (_LINE, "02"), "ArbrePCRS": (_POINT, "06")}


def write_lots(folder: Path, lots: int, *, seed: int = 20241124) -> dict[str, int]:
    """Write lots of 1,024 objects and those of their western neighbour's strip.

    Of the strip's objects half are repeated point by point, half are surveyed again, less precisely and earlier.

    Returns
    -------
    dict
        ``objects`` (without emprises), ``exact`` and ``near``: repetitions.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    figures = {"objects": 0, "exact": 0, "near": 0}
    strip: list[tuple[str, np.ndarray, bool]] = []
    for lot in range(lots):
        column = lot % LOTS_A_ROW
        low = CORNER + SIDE * np.array([column, lot // LOTS_A_ROW])
        things = _grid_objects(rng, low)
        with (folder / f"lot{lot:04}.gml").open("w", encoding="utf-8") as out:
            out.write(_HEAD)
            for rank, (name, points, arc) in enumerate(things):
                out.write(_text(name, f"L{lot:04}-{rank:04}", points, arc, "005", "2022-03-01", lot))
            for rank, (name, points, arc) in enumerate(strip if column else ()):
                near = rank % 2
                moved = points + [0.015, -0.01, 0.0] if near else points
                out.write(_text(name, f"L{lot:04}-s{rank:03}", moved, arc, "010" if near else "005", "2021-03-01", lot))
                figures["near" if near else "exact"] += 1
            west = low - [STRIP if column else 0.0, 0.0]
            out.write(_emprise(lot, west, low + SIDE))
        figures["objects"] += len(things) + (len(strip) if column else 0)
        strip = [t for t in things if t[1][:, 0].min() > low[0] + SIDE - STRIP]
    return figures


def _grid_objects(rng: np.random.Generator, low: np.ndarray) -> list[tuple[str, np.ndarray, bool]]:
    """One object a cell of a 32 x 32 grid: class, points, whether an arc leads through its three points."""
    names = rng.choice(list(CLASSES), p=list(CLASSES.values()), size=1024)
    things = []
    for rank, name in enumerate(names.tolist()):
        start = low + STEP * np.array([rank % 32, rank // 32]) + rng.uniform(0.2, 0.6, 2)
        if name == "ArbrePCRS":
            count, arc = 1, False
        else:
            arc = name == "LimiteVoiriePCRS" and rank % 10 == 0
            count = 3 if arc else int(rng.integers(3, 9))
        steps = np.column_stack(
            [np.full(count, 1.8 / count), rng.uniform(-0.1, 0.1, count), rng.normal(0, 0.01, count)]
        )
        if arc:
            steps[1:, 1] = 0.25, -0.25
        points = np.cumsum(steps, axis=0) + [*start, 230.0]
        things.append((name, np.round(points, 3), arc))
    return things


def _text(name: str, gml_id: str, points: np.ndarray, arc: bool, precision: str, date: str, lot: int) -> str:
    body, theme = _BODIES[name]
    at = " ".join(f"{v:.3f}" for v in points.ravel().tolist())
    return _THING.format(
        name=name, gml_id=gml_id, date=date, theme=theme, precision=precision, producer=f"Producteur {lot % 7}",
        body=(_ARC if arc else body).format(at=at),
    )  # fmt: skip


def _emprise(lot: int, low: np.ndarray, high: np.ndarray) -> str:
    (a, b), (c, d) = low.tolist(), high.tolist()
    return (
        f'<featureMember><EmpriseEchangePCRS gml:id="E{lot}"><fournisseur>Producteur {lot % 7}</fournisseur>'
        "<datePublication>2022-04-01</datePublication><geometrie>"
        '<gml:MultiSurface srsName="EPSG:3946" srsDimension="2"><gml:surfaceMember><gml:Polygon><gml:exterior>'
        f"<gml:LinearRing><gml:posList>{a} {b} {c} {b} {c} {d} {a} {d} {a} {b}</gml:posList></gml:LinearRing>"
        "</gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></geometrie>"
        f"<idEmprise>{lot}</idEmprise></EmpriseEchangePCRS></featureMember>\n</PlanCorpsRueSimplifie>\n"
    )
