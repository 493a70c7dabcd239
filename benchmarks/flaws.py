"""A lot of plain flaws, so many of each kind, far from each other: what every tool must count alike."""

from __future__ import annotations

from pathlib import Path

#: Flaws of each kind.
FLAWS = 500
#: South-west corner, in EPSG:3946, beside the big lot; room for each flaw, metres.
_X, _Y, _STEP = 1_715_000.0, 5_205_000.0, 10.0

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<PlanCorpsRueSimplifie xmlns="http://cnig.gouv.fr/pcrs" '
    'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink" gml:id="flaws" '
    'version="2.0">\n'
)
_LINE = (
    '<featureMember><LimiteVoiriePCRS gml:id="{0}"><idObjet>{0}</idObjet><thematique>03</thematique>'
    "<qualiteCategorisation>01</qualiteCategorisation><precisionPlanimetrique>005</precisionPlanimetrique>"
    "<producteur>Topographie Exemple</producteur><geometrie>"
    '<gml:LineString srsName="EPSG:3946" srsDimension="3"><gml:posList>{1}</gml:posList></gml:LineString></geometrie>'
    "</LimiteVoiriePCRS></featureMember>\n"
)
_RING = (
    '<featureMember><AffleurantEnveloppePCRS gml:id="{0}"><geometrie><gml:Polygon srsName="EPSG:3946" '
    'srsDimension="3"><gml:exterior><gml:LinearRing><gml:posList>{1}</gml:posList></gml:LinearRing></gml:exterior>'
    "</gml:Polygon></geometrie></AffleurantEnveloppePCRS></featureMember>\n"
)
_EMPRISE = (
    '<featureMember><EmpriseEchangePCRS gml:id="emprise.flaws"><fournisseur>Topographie Exemple</fournisseur>'
    '<datePublication>2022-04-01</datePublication><geometrie><gml:MultiSurface srsName="EPSG:3946" srsDimension="2">'
    "<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>{0}</gml:posList></gml:LinearRing>"
    "</gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></geometrie><idEmprise>flaws</idEmprise>"
    "</EmpriseEchangePCRS></featureMember>\n</PlanCorpsRueSimplifie>\n"
)
_SQUARE = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))

#: Kind → drawings (lines or rings) around the middle of a flaw's room.
_DRAWINGS: dict[str, list[tuple[str, tuple[tuple[float, float], ...]]]] = {
    "invalid": [(_RING, ((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)))],
    "nothing": [(_LINE, ((0, 0), (0.0004, 0)))],
    "tiny": [(_LINE, ((0, 0), (0.02, 0)))],
    "crossing": [(_LINE, ((0, 0), (3, 0), (3, 2), (1, 2), (1, -1)))],
    "twice": [(_LINE, ((0, 0), (2, 1), (4, 0))), (_LINE, ((4, 0), (2, 1), (0, 0)))],
    "overlap": [(_RING, _SQUARE), (_RING, tuple((x + 0.7, y) for x, y in _SQUARE))],
    "outside": [(_LINE, ((0, 0), (4, 0)))],
}


def write_flaws(path: Path) -> None:
    """Write the lot; the last kind lies outside its emprise."""
    with path.open("w", encoding="utf-8") as out:
        out.write(_HEAD)
        for row, (kind, drawings) in enumerate(_DRAWINGS.items()):
            away = 1000.0 if kind == "outside" else 0.0
            for rank in range(FLAWS):
                x, y = _X + _STEP * rank, _Y + _STEP * row + away
                for part, (template, points) in enumerate(drawings):
                    text = " ".join(f"{x + a:.4f} {y + b:.4f} 230" for a, b in points)
                    out.write(template.format(f"{kind}-{rank}-{part}", text))
        low, high = (_X - 5, _Y - 5), (_X + _STEP * FLAWS, _Y + _STEP * len(_DRAWINGS))
        ring = [low, (high[0], low[1]), high, (low[0], high[1]), low]
        out.write(_EMPRISE.format(" ".join(f"{a} {b}" for a, b in ring)))
