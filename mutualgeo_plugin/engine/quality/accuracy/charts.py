"""Charts of the accuracy test as SVG: histograms of the deviations, and their vectors in plan."""

from __future__ import annotations

import math
from html import escape

import numpy as np
from markupsafe import Markup

from ...formats.control_points import ControlPoints
from ...pages import trusted_markup
from .measure import Verdict, kinds
from .pairing import Pairs

_BARS = 16
_WIDTH, _HEIGHT, _SQUARE = 440, 220, 440
_MARKS = {"within": "#2b5c8a", "over_t": "#8a5200", "over_limit": "#b3261e", "untested": "#47566b"}


def metres(value: float | None) -> str:
    """Metres to the millimetre, as French writes them."""
    return "–" if value is None or math.isnan(value) else f"{round(value, 3) + 0.0:.3f}".replace(".", ",")  # no -0


def histogram(test: Verdict) -> Markup:
    """Deviations in bars, with the two thresholds."""
    top = max(test.spread.largest, test.limits.second if test.limits else 0.0) * 1.05 or 1.0
    counts, _ = np.histogram(test.measured, bins=_BARS, range=(0.0, top))
    left, bottom, width, height = 30, _HEIGHT - 30, _WIDTH - 45, _HEIGHT - 60
    step = width / _BARS
    scale = height / max(1, int(counts.max()))
    bars = "".join(
        f"<rect x='{left + k * step:.1f}' y='{bottom - n * scale:.1f}' width='{step - 1:.1f}' "
        f"height='{n * scale:.1f}' fill='#2b5c8a'><title>{n}</title></rect>"
        for k, n in enumerate(counts.tolist())
    )
    lines = ""
    if test.limits:
        for name, value, colour, dash in (
            ("T", test.limits.first, "#8a5200", "5 3"), ("1,5 T", test.limits.second, "#b3261e", "2 2")
        ):  # fmt: skip
            x = left + width * value / top
            lines += (
                f"<path d='M{x:.1f} {bottom}V18' stroke='{colour}' stroke-dasharray='{dash}'/>"
                f"<text x='{x:.1f}' y='14' text-anchor='middle' font-size='11' fill='{colour}'>{name}</text>"
            )
    axis = f"<path d='M{left} {bottom}H{left + width}' stroke='#47566b'/>" + "".join(
        f"<text x='{left + width * share:.1f}' y='{bottom + 15}' text-anchor='middle' font-size='11'>"
        f"{metres(top * share)}</text>"
        for share in (0, 0.5, 1)
    )
    label = f"Histogramme des écarts {test.dimension.upper()}, classe {test.value or '–'}"
    return trusted_markup(
        f"<figure><svg viewBox='0 0 {_WIDTH} {_HEIGHT}' width='{_WIDTH}' role='img' aria-label='{escape(label)}'>"
        f"{bars}{lines}{axis}<text x='2' y='30' font-size='11'>{int(counts.max())}</text></svg>"
        f"<figcaption>{escape(label)} : {test.count} points, en mètres</figcaption></figure>"
    )


def vectors(verdicts: list[Verdict], points: ControlPoints, pairs: Pairs) -> Markup:
    """Deviations in plan as vectors from one origin; a shape says what a colour says."""
    deviation = pairs.deviation[:, :2]
    reach = float(np.hypot(*deviation.T).max()) * 1.1 or 0.01
    middle, scale = _SQUARE / 2, (_SQUARE / 2 - 12) / reach
    marks = []
    for (dx, dy), kind, point in zip(
        deviation.tolist(), kinds(verdicts, len(deviation)).tolist(), pairs.point.tolist(), strict=True
    ):
        x, y = middle + dx * scale, middle - dy * scale
        colour = _MARKS[kind]
        title = f"<title>{escape(points.names[point])} {metres(math.hypot(dx, dy))} m</title>"
        shape = (
            f"<rect x='{x - 4:.1f}' y='{y - 4:.1f}' width='8' height='8' fill='{colour}'>{title}</rect>"
            if kind == "over_limit"
            else f"<path d='M{x:.1f} {y - 5:.1f}l5 9h-10z' fill='{colour}'>{title}</path>"
            if kind == "over_t"
            else f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{colour}'>{title}</circle>"
        )
        marks.append(f"<path d='M{middle} {middle}L{x:.1f} {y:.1f}' stroke='{colour}' stroke-width='.7'/>{shape}")
    bias = deviation.mean(axis=0)
    bx, by = middle + bias[0] * scale, middle - bias[1] * scale
    rings = "".join(
        f"<circle cx='{middle}' cy='{middle}' r='{reach * share * scale:.1f}' fill='none' stroke='#d5dce6'/>"
        f"<text x='{middle + 3}' y='{middle - reach * share * scale - 2:.1f}' font-size='10' fill='#47566b'>"
        f"{metres(reach * share)}</text>"
        for share in (1 / 3, 2 / 3, 1)
    )
    mean = f"<path d='M{bx - 7:.1f} {by:.1f}h14M{bx:.1f} {by - 7:.1f}v14' stroke='#1c2430' stroke-width='2.5'/>"
    return trusted_markup(
        f"<figure><svg viewBox='0 0 {_SQUARE} {_SQUARE}' width='{_SQUARE}' role='img' "
        f"aria-label='Vecteurs des écarts en plan'>{rings}{''.join(marks)}{mean}</svg>"
        "<figcaption>Vecteurs des écarts en plan (nord en haut, en mètres) : ● jusqu’à T, ▲ au-delà de T, ■ au-delà de "
        "1,5 T dans une des dimensions ; la croix est le biais.</figcaption></figure>"
    )
