"""PCRS GML text of a lot."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from .scene import Lot, Shape, Thing
from .schema import DRAWN, ORDER, SURVEYED
from .shapes import Curve, Points

_HEAD = (
    '<PlanCorpsRueSimplifie xmlns="http://cnig.gouv.fr/pcrs" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" gml:id="{id}" version="2.0">\n'
)


def write(lot: Lot, folder: Path) -> Path:
    """Write the lot into `folder` under its own file name."""
    writer = _Writer(lot)
    members = [writer.member(t) for t in lot.things]
    frames = [writer.member(e) for e in writer.emprises()]
    both = frames + members if lot.rng.random() < 0.5 else members + frames
    head = f'<?xml version="1.0" encoding="{lot.encoding}"?>\n' + _HEAD.format(id=f"doc_{lot.name}")
    text = head + "".join(both) + "</PlanCorpsRueSimplifie>\n"
    data = text.encode(lot.encoding)
    path = folder / lot.file
    path.write_bytes((b"\xef\xbb\xbf" if lot.bom and lot.encoding == "UTF-8" else b"") + data)
    return path


class _Writer:
    def __init__(self, lot: Lot) -> None:
        self.lot = lot
        self.number = 0
        self.decimals = lot.decimals

    def emprises(self) -> list[Thing]:
        """The emprise objects of the lot, with their lists."""
        out = []
        for k in range(self.lot.emprise_count):
            polygons = [[[("L", np.asarray(r))] for r in rings] for rings in self.lot.emprises]
            values = {
                "fournisseur": "Syndicat du plan de rue",
                "datePublication": self.lot.published,
                "type": "02",
                "idEmprise": f"213800012-E{self.lot.name}-{k}",
            } | self.lot.emprise_changes
            emprise = Thing("EmpriseEchangePCRS", f"{self.lot.name}_E{k}", values, Shape("multisurface", polygons))
            if self.lot.listing:
                for thing in self.lot.things:
                    self._list(emprise, thing)
            for where, href in self.lot.extra_lists:
                emprise.links.setdefault(where, []).append(href)
            out.append(emprise)
        return out

    @staticmethod
    def _list(emprise: Thing, thing: Thing) -> None:
        where = thing.listed
        if where == "auto":
            where = "objet" if thing.cls in SURVEYED else "habillage" if thing.cls in DRAWN else None
        if where is not None:
            for name in where.split():
                emprise.links.setdefault(name, []).append(thing.gml_id)

    def member(self, thing: Thing) -> str:
        return f"<featureMember>{self.thing(thing)}</featureMember>\n"

    def thing(self, thing: Thing) -> str:
        rows = []
        self.decimals = self.lot.decimals if thing.decimals is None else thing.decimals
        for name in ORDER[thing.cls]:
            if name == "@":
                if thing.shape is not None:
                    rows.append(f"<geometrie>{self.shape(thing.shape, thing)}</geometrie>")
            elif name[0] == ">":
                rows += [self._link(name[1:], h) for h in thing.links.get(name[1:], ())]
                rows += [f"<{name[1:]}>{self.thing(t)}</{name[1:]}>" for t in thing.inline.get(name[1:], ())]
            elif thing.values.get(name) is not None:
                rows.append(f"<{name}>{escape(str(thing.values[name]))}</{name}>")
        return f'<{thing.cls} gml:id="{thing.gml_id}">{"".join(rows)}</{thing.cls}>'

    def _link(self, name: str, href: str) -> str:
        written = href if href.startswith(("raw:", "#")) else self.lot.hash + href
        return f"<{name} xlink:href={quoteattr(written.removeprefix('raw:'))}/>"

    def _id(self, thing: Thing) -> str:
        self.number += 1
        return f'gml:id="{thing.gml_id}-g{self.number}"'

    def _positions(self, points: Points) -> str:
        xy, z = self.decimals, self.lot.z_decimals
        out = []
        for row in points.tolist():
            out += [f"{v:.{xy}f}" for v in row[:2]] + [f"{v:.{z}f}" if v == v else "NaN" for v in row[2:]]
        return " ".join(out)

    def shape(self, shape: Shape, thing: Thing) -> str:
        arrays = shape.arrays()
        size = arrays[0].shape[1] if arrays else 3
        srs = f'srsName="EPSG:{self.lot.crs}" srsDimension="{size}"'
        if shape.kind == "point":
            return (
                f"<gml:Point {self._id(thing)} {srs}><gml:pos>{self._positions(shape.parts[0])}</gml:pos></gml:Point>"
            )
        if shape.kind == "multipoint":
            inside = "".join(
                f"<gml:pointMember><gml:Point {self._id(thing)}><gml:pos>{self._positions(p)}</gml:pos></gml:Point>"
                "</gml:pointMember>"
                for p in shape.parts
            )
            return f"<gml:MultiPoint {self._id(thing)} {srs}>{inside}</gml:MultiPoint>"
        if shape.kind == "curve":
            return self.curve(shape.parts, thing, srs)
        if shape.kind == "multicurve":
            inside = "".join(f"<gml:curveMember>{self.curve(c, thing)}</gml:curveMember>" for c in shape.parts)
            return f"<gml:MultiCurve {self._id(thing)} {srs}>{inside}</gml:MultiCurve>"
        if shape.kind == "polygon":
            return self.polygon(shape.parts, thing, srs)
        inside = "".join(f"<gml:surfaceMember>{self.polygon(p, thing)}</gml:surfaceMember>" for p in shape.parts)
        return f"<gml:MultiSurface {self._id(thing)} {srs}>{inside}</gml:MultiSurface>"

    def polygon(self, rings: list[Curve], thing: Thing, srs: str = "") -> str:
        rows = []
        for k, ring in enumerate(rings):
            if len(ring) == 1 and ring[0][0] == "L":
                inside = f"<gml:LinearRing><gml:posList>{self._positions(ring[0][1])}</gml:posList></gml:LinearRing>"
            else:
                inside = f"<gml:Ring><gml:curveMember>{self.curve(ring, thing)}</gml:curveMember></gml:Ring>"
            side = "interior" if k else "exterior"
            rows.append(f"<gml:{side}>{inside}</gml:{side}>")
        return f"<gml:Polygon {self._id(thing)} {srs}>{''.join(rows)}</gml:Polygon>"

    def curve(self, curve: Curve, thing: Thing, srs: str = "") -> str:
        if len(curve) == 1 and curve[0][0] == "L" and self.lot.rng.random() < 0.5:
            points = curve[0][1]
            if self.lot.rng.random() < 0.1:
                inside = "".join(f"<gml:pos>{self._positions(p[None])}</gml:pos>" for p in points)
            else:
                inside = f"<gml:posList>{self._positions(points)}</gml:posList>"
            return f"<gml:LineString {self._id(thing)} {srs}>{inside}</gml:LineString>"
        names = {"L": "LineStringSegment", "A": "Arc"}
        inside = "".join(
            f"<gml:{names[k]}><gml:posList>{self._positions(p)}</gml:posList></gml:{names[k]}>" for k, p in curve
        )
        return f"<gml:Curve {self._id(thing)} {srs}><gml:segments>{inside}</gml:segments></gml:Curve>"
