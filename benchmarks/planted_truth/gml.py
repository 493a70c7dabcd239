"""Shapes as GML text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

HEAD = (
    '<?xml version="1.0" encoding="{encoding}"?>\n<PlanCorpsRueSimplifie xmlns="http://cnig.gouv.fr/pcrs" '
    'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink" gml:id="document" '
    'version="2.0">\n'
)
TAIL = "</PlanCorpsRueSimplifie>\n"


@dataclass(frozen=True, eq=False)
class Piece:
    """Part of a curve through `points` (n, 2 or 3): straight ones, or one circular arc through three."""

    points: Points
    arc: bool = False


Curve = tuple[Piece, ...]


class Shapes:
    """Writes shapes: `decimals` in plan, millimetres in altitude."""

    def __init__(self, epsg: int, decimals: int) -> None:
        self.srs = f'srsName="EPSG:{epsg}"'
        self.decimals = decimals

    def numbers(self, points: Points) -> str:
        """Coordinates, one after the other."""
        plan = f"%.{self.decimals}f"
        template = " ".join([plan, plan, *["%.3f"] * (points.shape[1] - 2)])
        return " ".join(template % tuple(row) for row in points.tolist())

    def _head(self, kind: str, gml_id: str, points: Points) -> str:
        return f'<gml:{kind} gml:id="{gml_id}" {self.srs} srsDimension="{points.shape[1]}">'

    def point(self, gml_id: str, point: Points) -> str:
        """A point (2 or 3,)."""
        row = point[None, :]
        return f"{self._head('Point', gml_id, row)}<gml:pos>{self.numbers(row)}</gml:pos></gml:Point>"

    def multipoint(self, gml_id: str, points: Points) -> str:
        """Several points (n, 2 or 3)."""
        members = "".join(
            f'<gml:pointMember><gml:Point gml:id="{gml_id}.{k}"><gml:pos>{self.numbers(row[None, :])}</gml:pos>'
            "</gml:Point></gml:pointMember>"
            for k, row in enumerate(points)
        )
        return f"{self._head('MultiPoint', gml_id, points)}{members}</gml:MultiPoint>"

    def _segments(self, curve: Curve) -> str:
        return "".join(
            f"<gml:{name}><gml:posList>{self.numbers(piece.points)}</gml:posList></gml:{name}>"
            for piece in curve
            for name in ("Arc" if piece.arc else "LineStringSegment",)
        )

    def curve(self, gml_id: str, curve: Curve) -> str:
        """A line: a LineString where it is straight, else a Curve."""
        points = curve[0].points
        if len(curve) == 1 and not curve[0].arc:
            return (
                f"{self._head('LineString', gml_id, points)}<gml:posList>{self.numbers(points)}</gml:posList>"
                "</gml:LineString>"
            )
        head = self._head("Curve", gml_id, points)
        return f"{head}<gml:segments>{self._segments(curve)}</gml:segments></gml:Curve>"

    def multicurve(self, gml_id: str, curves: Sequence[Curve]) -> str:
        """Several lines."""
        members = "".join(
            f'<gml:curveMember><gml:Curve gml:id="{gml_id}.{k}"><gml:segments>{self._segments(curve)}</gml:segments>'
            "</gml:Curve></gml:curveMember>"
            for k, curve in enumerate(curves)
        )
        return f"{self._head('MultiCurve', gml_id, curves[0][0].points)}{members}</gml:MultiCurve>"

    def _ring(self, gml_id: str, ring: Curve) -> str:
        if len(ring) == 1 and not ring[0].arc:
            return f"<gml:LinearRing><gml:posList>{self.numbers(ring[0].points)}</gml:posList></gml:LinearRing>"
        return (
            f'<gml:Ring><gml:curveMember><gml:Curve gml:id="{gml_id}"><gml:segments>{self._segments(ring)}'
            "</gml:segments></gml:Curve></gml:curveMember></gml:Ring>"
        )

    def _surface_xml(self, gml_id: str, rings: Sequence[Curve]) -> str:
        return "".join(
            f"<gml:{side}>{self._ring(f'{gml_id}.r{k}', ring)}</gml:{side}>"
            for k, ring in enumerate(rings)
            for side in ("interior" if k else "exterior",)
        )

    def polygon(self, gml_id: str, rings: Sequence[Curve]) -> str:
        """A polygon: outer ring, then holes."""
        head = self._head("Polygon", gml_id, rings[0][0].points)
        return f"{head}{self._surface_xml(gml_id, rings)}</gml:Polygon>"

    def multisurface(self, gml_id: str, polygons: Sequence[Sequence[Curve]]) -> str:
        """Several polygons."""
        members = "".join(
            f'<gml:surfaceMember><gml:Polygon gml:id="{gml_id}.{k}">{self._surface_xml(f"{gml_id}.{k}", rings)}'
            "</gml:Polygon></gml:surfaceMember>"
            for k, rings in enumerate(polygons)
        )
        return f"{self._head('MultiSurface', gml_id, polygons[0][0][0].points)}{members}</gml:MultiSurface>"
