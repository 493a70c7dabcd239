"""A second, slow and plain reader of PCRS GML (lxml, one object at a time): the truth that ours is compared with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from lxml import etree

GML = "{http://www.opengis.net/gml/3.2}"
XLINK = "{http://www.w3.org/1999/xlink}"
GEOMETRY_LEAVES = {
    "LineString": "line",
    "LineStringSegment": "line",
    "LinearRing": "line",
    "Arc": "arc",
    "ArcString": "arc",
    "Circle": "circle",
    "Point": "point",
}


@dataclass
class Thing:
    """One object: texts by property, links, and the pieces of its geometry with their control points."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    pieces: list[tuple[str, np.ndarray]] = field(default_factory=list)


def read_things(path: Path) -> dict[tuple[str, str], Thing]:
    """Objects by (class, gml:id), those that stand inside others included."""
    root = etree.parse(str(path), etree.XMLParser(no_network=True, huge_tree=True)).getroot()
    things: dict[tuple[str, str], Thing] = {}
    envelope = root.find(f"{GML}boundedBy/{GML}Envelope")
    inherited = None if envelope is None else _dimension(envelope)
    for member in root:
        if etree.QName(member).localname == "featureMember":
            for feature in member:
                _read(feature, things, inherited)
    return things


def _read(feature, things, inherited) -> str:
    thing = Thing()
    gml_id = feature.get(f"{GML}id")
    key = (etree.QName(feature).localname, gml_id)
    assert key not in things, f"twice: {key}"
    things[key] = thing
    for prop in feature:
        if not isinstance(prop.tag, str) or etree.QName(prop).namespace == GML[1:-1]:
            continue
        name = etree.QName(prop).localname
        href = prop.get(f"{XLINK}href")
        if href is not None:
            thing.links.append((name, href))
        elif len(prop) and etree.QName(prop[0]).namespace == GML[1:-1]:
            thing.pieces += _pieces(prop[0], _dimension(prop[0]) or inherited)
        elif len(prop):
            thing.links.append((name, "inline:" + _read(prop[0], things, inherited)))
        else:
            thing.texts.append((name, prop.text or ""))
    return gml_id


def _dimension(geometry) -> int | None:
    given = geometry.get("srsDimension")
    return int(given) if given else None


def _pieces(element, dimension):
    name = etree.QName(element).localname
    if name in GEOMETRY_LEAVES:
        yield GEOMETRY_LEAVES[name], _coordinates(element, _dimension(element) or dimension)
        return
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, dimension)


def _coordinates(element, dimension):
    rows = []
    for child in element.iter(f"{GML}pos", f"{GML}posList", f"{GML}coordinates"):
        text = child.text
        if child.tag == f"{GML}coordinates":
            rows += [[float(v) for v in item.split(",")] for item in text.split()]
        elif child.tag == f"{GML}pos":
            rows.append([float(v) for v in text.split()])
        else:
            values = [float(v) for v in text.split()]
            size = int(child.get("srsDimension") or dimension or 2)
            rows += [values[i : i + size] for i in range(0, len(values), size)]
    return np.array(rows)


def sampled(kind: str, points: np.ndarray, count: int = 200) -> np.ndarray:
    """Points (n, 2) along the drawn arcs of a piece, by angle about each arc's centre."""
    triples = [points[i : i + 3, :2] for i in range(0, len(points) - 2, 2)]
    if kind == "circle":
        triples = [points[:3, :2], points[[2, 0, 1], :2][[0, 1, 2]]]
    out = []
    for a, b, c in triples:
        d = 2 * ((b - a)[0] * (c - a)[1] - (b - a)[1] * (c - a)[0])
        if d == 0:
            out.append(np.linspace(a, c, count))
            continue
        u, v = b - a, c - a
        centre = a + np.array([v[1] * (u @ u) - u[1] * (v @ v), u[0] * (v @ v) - v[0] * (u @ u)]) / d
        angle = [np.arctan2(*(p - centre)[::-1]) for p in (a, b, c)]
        turn = 1 if d > 0 else -1
        sweep = (turn * (angle[2] - angle[0])) % (2 * np.pi)
        theta = angle[0] + turn * np.linspace(0, sweep, count)
        radius = np.hypot(*(a - centre))
        out.append(centre + radius * np.column_stack((np.cos(theta), np.sin(theta))))
    return np.concatenate(out)
