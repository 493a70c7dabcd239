"""The accuracy test as one page to read and print: French, no network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

from ..context import Context
from ..formats.control_points import ControlPoints
from ..model.accuracy import FACTORS, FEW, SOURCE, allowed
from ..model.messages import render
from ..model.pcrs import CODE_LISTS
from ..outputs import written_beside
from ..version import version
from .accuracy import ACCEPTED, REFUSED, Reached, Verdict, kinds, magnitudes
from .pairing import ID, Pairs
from .report.parts import Html, section, table
from .report.style import PAGE, STYLE

#: Points shown, the largest deviations first; the layer and the table hold them all.
_LISTED = 60
#: The page is French, whatever language the run speaks: producers and elected officials read it.
_LANGUAGE = "fr"
_BARS = 16
_WIDTH, _HEIGHT, _SQUARE = 440, 220, 440
_MARKS = {"within": "#2b5c8a", "over_t": "#8a5200", "over_limit": "#b3261e", "untested": "#47566b"}
_BADGES = {ACCEPTED: "info", REFUSED: "error"}


@dataclass(frozen=True, eq=False)
class Sample:
    """A sample, what it was tested with and what came out; `lots` are names by number."""

    points: ControlPoints
    pairs: Pairs
    verdicts: list[Verdict]
    producers: list[Reached]
    pairing: str
    gate: float
    safety: float
    crs: int
    lots: dict[int, str]


def write_page(path: Path, sample: Sample, context: Context) -> None:
    """Write the page; an older one is replaced only when the new one is whole."""
    page = render_page(sample, context)
    with written_beside(path) as temporary:
        temporary.write_text(page, "utf-8")


def render_page(sample: Sample, context: Context) -> str:
    """The page as text: the same for the same base, points and clock."""
    title = _title(sample)
    body = [
        "<header><p class='kicker'>mutualgeo · exactitude de position sur points de contrôle</p>",
        f"<h1>{escape(title)}</h1>",
        f"<p>{len(sample.points)} points de contrôle, {len(sample.pairs.point)} appariés, {_paired_how(sample)}, "
        f"le {escape(context.now[:10])}.</p>",
        _badges(sample),
        "</header>",
        section("Test par classe déclarée", _tests(sample), "test"),
        section("Règles du test", _rules(sample), "regles"),
        section("Biais et dispersion", _spreads(sample), "biais"),
        section("Écarts", "".join(_histogram(test) for test in sample.verdicts) + _vectors(sample), "ecarts"),
        section("Précision déclarée et mesurée, par producteur", _producers(sample), "producteurs"),
        section("Points de contrôle", _points(sample), "points"),
        section("Points hors du test", _unpaired(sample), "hors"),
        f"<footer>mutualgeo {escape(version())} · système EPSG:{sample.crs}{_moved(sample)} · écart = sommet du PCRS − "
        "point de contrôle · les altitudes sont comparées telles quelles, dans le système altimétrique de la base."
        "</footer>",
    ]
    return PAGE.format(title=escape(title), style=STYLE, body="\n".join(body))


def _title(sample: Sample) -> str:
    verdicts = [test.verdict for test in sample.verdicts]
    if REFUSED in verdicts:
        return f"{verdicts.count(REFUSED)} test(s) refusé(s) sur {len(verdicts)}"
    if ACCEPTED in verdicts:
        return f"{verdicts.count(ACCEPTED)} test(s) accepté(s) sur {len(verdicts)}, aucun refusé"
    return "Aucun test concluant"


def _paired_how(sample: Sample) -> str:
    if sample.pairing == ID:
        return "par l’identifiant de leur objet"
    return f"au sommet le plus proche, à {sample.gate:g} m au plus".replace(".", ",")


def _moved(sample: Sample) -> str:
    moved = sample.points.moved
    if moved is None:
        return ""
    return f", points amenés de EPSG:{moved.source} (exactitude annoncée {_m(moved.accuracy)} m)"


def _badges(sample: Sample) -> str:
    marks = [
        f"<span class='badge {_BADGES.get(test.verdict, 'warning')}'>{_dimension(test.dimension)} "
        f"{escape(test.value or '–')} : {escape(_said(f'accuracy_{test.verdict}'))}</span>"
        for test in sample.verdicts
    ]
    return f"<p>{' '.join(marks)}</p>"


def _said(code: str) -> str:
    return render(code, {}, _LANGUAGE)


def _dimension(dimension: str) -> str:
    return dimension.upper()


def _m(value: float | None) -> str:
    """Metres to the millimetre, as French writes them."""
    return "–" if value is None or math.isnan(value) else f"{round(value, 3) + 0.0:.3f}".replace(".", ",")  # no -0


def _whole(text: str | int) -> str:
    """A figure that is not cut at the end of its cell."""
    return f"<span style='white-space:nowrap'>{text}</span>"


def _table(head: list[str], rows: list[list[str]]) -> str:
    """A table whose cells are HTML already."""
    return table(head, [[Html(cell) for cell in row] for row in rows])


def _tests(sample: Sample) -> str:
    rows = []
    for test in sample.verdicts:
        within = test.limits
        reasons = "<br>".join(escape(reason.text(_LANGUAGE)) for reason in test.reasons())
        rows.append(
            [
                _dimension(test.dimension),
                escape(_class(test.value)),
                _whole(test.count),
                f"{_m(test.mean)} / {_m(within.mean if within else None)}",
                f"{test.over_first} / {allowed(test.count) if within else '–'}<br><small>T = "
                f"{_m(within.first if within else None)}</small>",
                f"{test.over_second} / 0<br><small>1,5 T = {_m(within.second if within else None)}</small>",
                _m(test.spread.largest),
                f"<b>{escape(_said(f'accuracy_{test.verdict}'))}</b>" + (f"<br>{reasons}" if reasons else ""),
            ]
        )
    head = ["Dimension", "Classe", "N", "Écart moyen / admis", "Au-delà de T / admis", "Au-delà de 1,5 T", "Maximum"]
    return _table([*head, "Verdict"], rows)


def _class(value: str) -> str:
    """Declared class with what it stands for."""
    if not value:
        return "non déclarée"
    labels = CODE_LISTS["CategoriePrecision"]
    return " et ".join(f"{code} ({labels.get(code, '?')})" for code in value.split("/"))


def _rules(sample: Sample) -> str:
    factors = ", ".join(f"{k:.2f} en {n}D".replace(".", ",") for n, k in sorted(FACTORS.items()))
    f = 1 + 1 / (2 * sample.safety**2)
    return (
        f"<p>Pour une classe [xx] et un coefficient de sécurité C = {sample.safety:g}, avec f = 1 + 1/(2 C²) = "
        f"{_m(f)} : (a) l’écart moyen ne dépasse pas [xx]·f ; (b) pas plus de N′ écarts dépassent T = k·[xx]·f, "
        f"k valant {factors}, et N′ la partie entière de 0,01·N + 0,232·√N, plus 1 (0 si N &lt; {FEW}) ; (c) aucun "
        "écart ne dépasse 1,5·T. En trois dimensions, [xx] est la racine de la somme des carrés des deux classes. "
        f"Moins de {FEW} points peuvent faire refuser une classe, jamais l’accepter.</p>"
        f"<p><small>{escape(SOURCE)}</small></p>"
    )


def _spreads(sample: Sample) -> str:
    rows = []
    for test in sample.verdicts:
        spread = test.spread
        axes = slice(2, 3) if test.dimension == "z" else slice(0, 2) if test.dimension == "xy" else slice(0, 3)
        said = "décalage commun" if spread.systematic(axes) else "–"
        rows.append(
            [
                _dimension(test.dimension), escape(_class(test.value)), str(test.count),
                *(_m(v) for v in spread.bias), *(_m(v) for v in spread.deviation), _m(spread.rmse), said,
            ]
        )  # fmt: skip
    head = ["Dimension", "Classe", "N", "Biais X", "Biais Y", "Biais Z", "σ X", "σ Y", "σ Z", "EMQ", "Biais"]
    return _table(head, rows) + (
        "<p><small>En mètres. « Décalage commun » : le biais d’un axe dépasse deux fois son erreur type (σ/√N), ce que "
        "le hasard n’explique pas.</small></p>"
    )


def _histogram(test: Verdict) -> str:
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
        f"{_m(top * share)}</text>"
        for share in (0, 0.5, 1)
    )
    label = f"Histogramme des écarts {_dimension(test.dimension)}, classe {test.value or '–'}"
    return (
        f"<figure><svg viewBox='0 0 {_WIDTH} {_HEIGHT}' width='{_WIDTH}' role='img' aria-label='{escape(label)}'>"
        f"{bars}{lines}{axis}<text x='2' y='30' font-size='11'>{int(counts.max())}</text></svg>"
        f"<figcaption>{escape(label)} : {test.count} points, en mètres</figcaption></figure>"
    )


def _vectors(sample: Sample) -> str:
    """Deviations in plan as vectors from one origin; a shape says what a colour says."""
    deviation = sample.pairs.deviation[:, :2]
    reach = float(np.hypot(*deviation.T).max()) * 1.1 or 0.01
    middle, scale = _SQUARE / 2, (_SQUARE / 2 - 12) / reach
    marks = []
    for (dx, dy), kind, point in zip(
        deviation.tolist(), kinds(sample.verdicts, len(deviation)).tolist(), sample.pairs.point.tolist(), strict=True
    ):
        x, y = middle + dx * scale, middle - dy * scale
        colour = _MARKS[kind]
        title = f"<title>{escape(sample.points.names[point])} {_m(math.hypot(dx, dy))} m</title>"
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
        f"{_m(reach * share)}</text>"
        for share in (1 / 3, 2 / 3, 1)
    )
    mean = f"<path d='M{bx - 7:.1f} {by:.1f}h14M{bx:.1f} {by - 7:.1f}v14' stroke='#1c2430' stroke-width='2.5'/>"
    return (
        f"<figure><svg viewBox='0 0 {_SQUARE} {_SQUARE}' width='{_SQUARE}' role='img' "
        f"aria-label='Vecteurs des écarts en plan'>{rings}{''.join(marks)}{mean}</svg>"
        "<figcaption>Vecteurs des écarts en plan (nord en haut, en mètres) : ● jusqu’à T, ▲ au-delà de T, ■ au-delà de "
        "1,5 T dans une des dimensions ; la croix est le biais.</figcaption></figure>"
    )


def _producers(sample: Sample) -> str:
    rows = [
        [
            escape(row.producer or "–"),
            _dimension(row.dimension),
            str(row.count),
            escape(", ".join(row.declared) or "non déclarée"),
            _m(row.mean),
            "trop peu de points" if row.measured is None else escape(_class(row.measured)),
        ]
        for row in sample.producers
    ]
    head = ["Producteur", "Dimension", "N", "Classes déclarées", "Écart moyen", "Classe mesurée"]
    return _table(head, rows) + (
        "<p><small>Classe mesurée : la plus fine à laquelle tout l’échantillon du producteur satisfait, quelles que "
        "soient les classes déclarées.</small></p>"
    )


def _points(sample: Sample) -> str:
    pairs = sample.pairs
    deviation = pairs.deviation
    size, height = magnitudes(deviation, "xy"), magnitudes(deviation, "z")
    order = np.lexsort((np.arange(len(size)), -np.nan_to_num(np.fmax(size, height))))
    rows = [
        [
            escape(sample.points.names[pairs.point[k]]),
            f"{escape(pairs.classes[k].removesuffix('PCRS'))}<br><small>{escape(str(pairs.gml_ids[k]))}</small>",
            escape(sample.lots.get(int(pairs.lots[k]), "")),
            escape(f"{pairs.plan[k] or '–'} / {pairs.altitude[k] or '–'}"),
            *(_whole(_m(v)) for v in (*deviation[k].tolist(), float(size[k]), float(height[k]))),
        ]
        for k in order[:_LISTED].tolist()
    ]
    more = len(order) - _LISTED
    note = f"<p>{more} autres points sont dans la couche des écarts.</p>" if more > 0 else ""
    return _table(["Point", "Objet", "Lot", "Classes XY / Z", "dX", "dY", "dZ", "XY", "Z"], rows) + note


def _unpaired(sample: Sample) -> str:
    found = list(sample.pairs.unpaired.items())
    rows = [
        [
            escape(sample.points.names[point]),
            *(f"{v:.2f}" for v in sample.points.xyz[point, :2].tolist()),
            escape(_said(f"unpaired_{why}")),
        ]
        for point, why in found[:_LISTED]
    ]
    more = len(found) - _LISTED
    return _table(["Point", "X", "Y", "Pourquoi"], rows) + (
        f"<p>{more} autres points sont dans la couche des points hors du test.</p>" if more > 0 else ""
    )
