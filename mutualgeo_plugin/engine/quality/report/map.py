"""Map of the findings as SVG, a picture for each group of neighbouring lots; severities differ in shape and colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

import numpy as np
import shapely
from markupsafe import Markup
from numpy.typing import NDArray

from ...dataset.findings import Finding
from ...model.checks import SEVERITIES
from ...pages import trusted_markup
from ..scoring.score import is_excused
from ..scoring.sectors import Sector
from .parts import COLOURS, EXCUSED, MARKS, PLURALS

#: Largest picture in pixels, and number of pictures.
_WIDTH, _HEIGHT = 900, 560
_PICTURES = 6
#: Marks of one picture, at the most: where there are more findings, a mark stands for all those of its kind in one
#: cell of a grid, the finest of these (pixels) that has no more marks; the last one cannot have more.
_MARKS, _CELLS = 3000, (8.0, 11.0, 16.0, 22.0, 32.0)

Floats = NDArray[np.float64]


def findings_map(
    findings: Sequence[Finding], grounds: Sequence[Sector], emprises: Sequence[shapely.Geometry]
) -> Markup:
    """Pictures of the sectors that have the most findings (`grounds` are in that order), and a legend."""
    if not grounds:
        return Markup("<p>Aucun constat n’a de position.</p>")
    drawn = [
        _picture([findings[i] for i in ground.findings], [emprises[i] for i in ground.emprises], ground.box)
        for ground in grounds[:_PICTURES]
    ]
    rest = sum(len(ground.findings) for ground in grounds[_PICTURES:])
    note = f"<p>{rest} constat(s) d’autres secteurs sont dans la couche des constats.</p>" if rest else ""
    without = len(findings) - sum(len(ground.findings) for ground in grounds)
    if without:
        note += f"<p>{without} constat(s) sur un lot ou un fichier n’ont pas de position.</p>"
    names = " · ".join(f"<span class='{s}'>{MARKS[s]}</span> {PLURALS[s]}" for s in (*SEVERITIES, EXCUSED))
    return trusted_markup("".join(drawn) + f"<p><small>{names} ; contours : emprises des lots.</small></p>" + note)


def _picture(
    findings: Sequence[Finding], emprises: Sequence[shapely.Geometry], box: tuple[float, float, float, float]
) -> str:
    low, high = np.array(box[:2]), np.array(box[2:])
    margin = max(1.0, 0.03 * float((high - low).max()))
    low, high = low - margin, high + margin
    scale = float(min(_WIDTH / (high - low)[0], _HEIGHT / (high - low)[1]))
    width, height = ((high - low) * scale).tolist()
    outlines = "".join(f"<path d='{_path(e, low, height, scale)}'/>" for e in emprises)
    kinds = (EXCUSED, *reversed(SEVERITIES))  # the worst are drawn last, above
    kind = np.array([kinds.index(EXCUSED if is_excused(f) else f.severity) for f in findings], dtype=np.intp)
    places = np.array([f.place for f in findings], dtype=np.float64).reshape(-1, 2)
    xy = np.column_stack(((places[:, 0] - low[0]) * scale, height - (places[:, 1] - low[1]) * scale))
    drawn = _visible_findings(kind, xy)
    marks = "".join(
        _mark(kinds[k], x, y, f"{findings[i].check} {findings[i].objects[0] if findings[i].objects else ''}")
        for i, k, (x, y) in zip(drawn.tolist(), kind[drawn].tolist(), xy[drawn].tolist(), strict=True)
    )
    said = f"Carte de {len(findings)} constat(s)"
    fewer = len(drawn) < len(findings)
    sharing = f" ; {len(drawn)} repères, chacun pour les constats voisins de même gravité" if fewer else ""
    return (
        f"<figure><svg class='map' viewBox='0 0 {width:.0f} {height:.0f}' role='img' aria-label='{said}'>"
        f"<title>{said}</title><g class='emprises'>{outlines}</g>{marks}{_bar(height, scale)}</svg>"
        f"<figcaption>{len(findings)} constat(s){sharing} ; de {low[0]:.0f}, {low[1]:.0f} à {high[0]:.0f}, "
        f"{high[1]:.0f}</figcaption></figure>"
    )


def _visible_findings(kind: NDArray[np.intp], xy: Floats) -> NDArray[np.intp]:
    """Findings that get a mark, in the order in which they are drawn: all of them, or one a cell and kind.

    kind : rank of each one's kind in the order of drawing.
    xy : pixels (n, 2).
    """
    order = np.argsort(kind, kind="stable")
    if len(order) <= _MARKS:
        return order
    for cell in _CELLS:
        at = np.rint(xy[order] / cell).astype(np.intp)
        # no picture has as many cells in a row
        _, first = np.unique((kind[order] * 1000 + at[:, 0]) * 1000 + at[:, 1], return_index=True)
        if len(first) <= _MARKS:
            break
    return order[np.sort(first)]


def _bar(height: float, scale: float) -> str:
    """Scale bar of a round length, about a sixth of the picture."""
    wanted = _WIDTH / 6.0 / scale
    power = 10.0 ** math.floor(math.log10(wanted))
    length = max(step * power for step in (1.0, 2.0, 5.0) if step * power <= wanted)
    y = height - 8
    return (
        f"<g class='scale'><rect x='8' y='{y - 3:.1f}' width='{length * scale:.1f}' height='3'/>"
        f"<text x='8' y='{y - 7:.1f}'>{length:g} m</text></g>"
    )


def _path(geometry: shapely.Geometry, low: Floats, height: float, scale: float) -> str:
    steps = []
    for ring in shapely.get_rings(shapely.get_parts(geometry)):
        xy = (shapely.get_coordinates(ring) - low) * scale
        steps.append("M" + "L".join(f"{x:.1f} {height - y:.1f}" for x, y in xy.tolist()) + "Z")
    return " ".join(steps)


def _mark(kind: str, x: float, y: float, name: str) -> str:
    title = f"<title>{escape(name)}</title>"
    colour = f"fill='{COLOURS[kind]}' stroke='#fff' stroke-width='.6'"
    if kind == "error":
        points = f"{x:.1f},{y - 6:.1f} {x + 5:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 5:.1f},{y:.1f}"
        return f"<polygon points='{points}' {colour}>{title}</polygon>"
    if kind == "warning":
        points = f"{x:.1f},{y - 4.5:.1f} {x - 4:.1f},{y + 3:.1f} {x + 4:.1f},{y + 3:.1f}"
        return f"<polygon points='{points}' {colour}>{title}</polygon>"
    if kind == EXCUSED:
        colour = f"fill='#fff' stroke='{COLOURS[kind]}' stroke-width='1.4'"
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' {colour}>{title}</circle>"
