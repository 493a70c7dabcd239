"""Charts of the page as SVG: radar of the criteria, bars, trend of the score; each has a title that is read out.

A criterion that is not evaluated is never drawn as a score: its spoke is dashed and its bar hatched.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

from markupsafe import Markup

from ...context import Json
from ...pages import decimal, trusted_markup
from .parts import NOT_EVALUATED

_SIZE, _RADIUS = (470, 340), 108.0
_RINGS = (25, 50, 75, 100)


def radar(criteria: Sequence[Json]) -> Markup:
    """Scores of the criteria on spokes, from the top clockwise; neighbours that both have one are joined."""
    middle = (_SIZE[0] / 2.0, _SIZE[1] / 2.0)

    def axis_point(rank: int, share: float) -> tuple[float, float]:
        angle = 2.0 * math.pi * rank / len(criteria)
        return middle[0] + _RADIUS * share * math.sin(angle), middle[1] - _RADIUS * share * math.cos(angle)

    rings = "".join(
        "<polygon class='ring' points='"
        + " ".join(f"{x:.1f},{y:.1f}" for x, y in (axis_point(k, ring / 100) for k in range(len(criteria))))
        + "'/>"
        for ring in _RINGS
    )
    spokes, marks, labels = [], [], []
    for rank, one in enumerate(criteria):
        (x, y), (tx, ty), known = axis_point(rank, 1.0), axis_point(rank, 1.14), one["score"] is not None
        kind = "spoke" if known else "spoke unknown"
        spokes.append(f"<line class='{kind}' x1='{middle[0]:.1f}' y1='{middle[1]:.1f}' x2='{x:.1f}' y2='{y:.1f}'/>")
        anchor = "middle" if abs(tx - middle[0]) < 1 else ("start" if tx > middle[0] else "end")
        value = decimal(one["score"]) if known else NOT_EVALUATED
        labels.append(
            f"<text x='{tx:.1f}' y='{ty:.1f}' text-anchor='{anchor}'>{escape(one['name'].capitalize())}"
            f"<tspan x='{tx:.1f}' dy='14' class='value'>{value}</tspan></text>"
        )
        if known:
            px, py = axis_point(rank, one["score"] / 100.0)
            marks.append(f"<circle class='dot' cx='{px:.1f}' cy='{py:.1f}' r='4'/>")
    return trusted_markup(
        f"<svg class='radar' viewBox='0 0 {_SIZE[0]} {_SIZE[1]}' role='img' aria-labelledby='radar-title'>"
        f"<title id='radar-title'>{escape(_criteria_text(criteria))}</title>{rings}{''.join(spokes)}"
        f"{_area_svg(criteria, axis_point)}{''.join(marks)}{''.join(labels)}</svg>"
    )


def _area_svg(criteria: Sequence[Json], at: Callable[[int, float], tuple[float, float]]) -> str:
    """The area where every criterion has a score, else the sides between neighbours that have one."""
    points = [None if one["score"] is None else at(rank, one["score"] / 100.0) for rank, one in enumerate(criteria)]
    if all(points):
        return "<polygon class='area' points='" + " ".join(f"{p[0]:.1f},{p[1]:.1f}" for p in points if p) + "'/>"
    sides = [(a, b) for a, b in zip(points, points[1:] + points[:1], strict=True) if a and b]
    return "".join(
        f"<line class='side' x1='{a[0]:.1f}' y1='{a[1]:.1f}' x2='{b[0]:.1f}' y2='{b[1]:.1f}'/>" for a, b in sides
    )


def _criteria_text(criteria: Sequence[Json]) -> str:
    told = (f"{one['name']} {NOT_EVALUATED if one['score'] is None else decimal(one['score'])}" for one in criteria)
    return "Notes des huit critères sur 100 : " + ", ".join(told)


def bar(value: float | None, label: str) -> Markup:
    """A bar of 0 to 100; hatched where there is no value."""
    if value is None:
        inside = "<rect class='hatched' width='120' height='10' fill='url(#hatch)'/>"
        label = f"{label} : {NOT_EVALUATED}"
    else:
        full, part = "class='full' width='120'", f"class='part' width='{1.2 * value:.1f}'"
        inside = f"<rect {full} height='10'/><rect {part} height='10'/>"
        label = f"{label} : {decimal(value)} sur 100"
    return trusted_markup(
        f"<svg class='bar' viewBox='0 0 120 10' role='img' aria-label='{escape(label)}'><title>{escape(label)}</title>"
        f"{inside}</svg>"
    )


#: Hatching of what is not evaluated, defined once in the page.
PATTERNS = Markup(
    "<svg width='0' height='0' aria-hidden='true' class='defs'><defs><pattern id='hatch' width='6' height='6' "
    "patternUnits='userSpaceOnUse' patternTransform='rotate(45)'><rect width='6' height='6' fill='#fff'/>"
    "<rect width='2' height='6' fill='#8b97a8'/></pattern></defs></svg>"
)


def trend(points: Sequence[tuple[str, float]]) -> Markup:
    """Score of each check, the oldest first, by (day, score)."""
    width, height, left, top = 640.0, 150.0, 40.0, 12.0
    step = (width - left - 40.0) / max(1, len(points) - 1)
    places = [(left + step * k, top + (height - 40.0) * (1.0 - value / 100.0)) for k, (_, value) in enumerate(points)]
    lines = "".join(
        f"<line class='ring' x1='{left}' x2='{width - 20}' y1='{y:.1f}' y2='{y:.1f}'/>"
        f"<text x='{left - 6}' y='{y + 4:.1f}' text-anchor='end'>{value}</text>"
        for value, y in ((value, top + (height - 40.0) * (1.0 - value / 100.0)) for value in (0, 50, 100))
    )
    path = "<polyline class='side' points='" + " ".join(f"{x:.1f},{y:.1f}" for x, y in places) + "'/>"
    dots = "".join(
        f"<circle class='dot' cx='{x:.1f}' cy='{y:.1f}' r='4'><title>{escape(day)} : {decimal(value)}</title></circle>"
        for (x, y), (day, value) in zip(places, points, strict=True)
    )
    ends = "".join(
        f"<text x='{places[k][0]:.1f}' y='{height - 8}' text-anchor='{anchor}'>{escape(points[k][0])}</text>"
        for k, anchor in ((0, "start"), (len(points) - 1, "end"))
    )
    said = "Note au fil des contrôles : " + ", ".join(f"{day} {decimal(value)}" for day, value in points)
    return trusted_markup(
        f"<svg class='trend' viewBox='0 0 {width:.0f} {height:.0f}' role='img' aria-labelledby='trend-title'>"
        f"<title id='trend-title'>{escape(said)}</title>{lines}{path}{dots}{ends}</svg>"
    )
