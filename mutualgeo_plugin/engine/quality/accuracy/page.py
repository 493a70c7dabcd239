"""The accuracy test as one page to read and print: French, no network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ... import pages
from ...context import Context, Json
from ...formats.control_points import ControlPoints
from ...model.accuracy import FACTORS, FEW, SOURCE, allowed_exceedances
from ...model.messages import render
from ...model.pcrs import CODE_LISTS
from ...version import version
from .charts import histogram, metres, vectors
from .measure import ACCEPTED, REFUSED, Reached, Verdict, magnitudes
from .pairing import ID, Pairs

#: Points shown, the largest deviations first; the layer and the table hold them all.
_LISTED = 60
#: The page is French, whatever language the run speaks: producers and elected officials read it.
_LANGUAGE = "fr"
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
    pages.write_page(path, render_page(sample, context))


def render_page(sample: Sample, context: Context) -> str:
    """The page as text: the same for the same base, points and clock."""
    points, unpaired = _points(sample), _unpaired_text(sample)
    return pages.render_template(
        "quality/accuracy.html",
        title=_title(sample),
        point_count=len(sample.points),
        pair_count=len(sample.pairs.point),
        paired_how=_pairing_text(sample),
        day=context.now[:10],
        tests=[_test(test) for test in sample.verdicts],
        safety=f"{sample.safety:g}",
        f=metres(1 + 1 / (2 * sample.safety**2)),
        factors=", ".join(f"{k:.2f} en {n}D".replace(".", ",") for n, k in sorted(FACTORS.items())),
        few=FEW,
        source=SOURCE,
        histograms=[histogram(test) for test in sample.verdicts],
        vectors=vectors(sample.verdicts, sample.points, sample.pairs),
        producers=[_producer(row) for row in sample.producers],
        points=points,
        points_left=len(sample.pairs.point) - len(points),
        unpaired=unpaired,
        unpaired_left=len(sample.pairs.unpaired) - len(unpaired),
        version=version(),
        crs=sample.crs,
        moved=sample.points.moved,
        metres=metres,
    )


def _title(sample: Sample) -> str:
    verdicts = [test.verdict for test in sample.verdicts]
    if REFUSED in verdicts:
        return f"{verdicts.count(REFUSED)} test(s) refusé(s) sur {len(verdicts)}"
    if ACCEPTED in verdicts:
        return f"{verdicts.count(ACCEPTED)} test(s) accepté(s) sur {len(verdicts)}, aucun refusé"
    return "Aucun test concluant"


def _pairing_text(sample: Sample) -> str:
    if sample.pairing == ID:
        return "par l’identifiant de leur objet"
    return f"au sommet le plus proche, à {sample.gate:g} m au plus".replace(".", ",")


def _phrase_of_code(code: str) -> str:
    return render(code, {}, _LANGUAGE)


def _class(value: str) -> str:
    """Declared class with what it stands for."""
    if not value:
        return "non déclarée"
    labels = CODE_LISTS["CategoriePrecision"]
    return " et ".join(f"{code} ({labels.get(code, '?')})" for code in value.split("/"))


def _test(test: Verdict) -> Json:
    """A test: its figures, and what they were allowed to be."""
    limits, spread = test.limits, test.spread
    axes = slice(2, 3) if test.dimension == "z" else slice(0, 2) if test.dimension == "xy" else slice(0, 3)
    return {
        "dimension": test.dimension.upper(),
        "value": test.value or "–",
        "class": _class(test.value),
        "look": _BADGES.get(test.verdict, "warning"),
        "verdict": _phrase_of_code(f"accuracy_{test.verdict}"),
        "reasons": [reason.text(_LANGUAGE) for reason in test.reasons()],
        "count": str(test.count),
        "mean": metres(test.mean),
        "mean_allowed": metres(limits.mean if limits else None),
        "over_first": test.over_first,
        "over_first_allowed": allowed_exceedances(test.count) if limits else "–",
        "first": metres(limits.first if limits else None),
        "over_second": test.over_second,
        "second": metres(limits.second if limits else None),
        "largest": metres(spread.largest),
        "spread": [metres(v) for v in (*spread.bias, *spread.deviation, spread.rmse)],
        "bias": "décalage commun" if spread.is_systematic(axes) else "–",
    }


def _producer(row: Reached) -> list[str]:
    """A producer: what it declares and what was measured."""
    return [
        row.producer or "–",
        row.dimension.upper(),
        str(row.count),
        ", ".join(row.declared) or "non déclarée",
        metres(row.mean),
        "trop peu de points" if row.measured is None else _class(row.measured),
    ]


def _points(sample: Sample) -> list[Json]:
    """Control points with their deviations, the largest first."""
    pairs, deviation = sample.pairs, sample.pairs.deviation
    size, height = magnitudes(deviation, "xy"), magnitudes(deviation, "z")
    order = np.lexsort((np.arange(len(size)), -np.nan_to_num(np.fmax(size, height))))
    return [
        {
            "name": sample.points.names[pairs.point[k]],
            "class": pairs.classes[k].removesuffix("PCRS"),
            "gml_id": str(pairs.gml_ids[k]),
            "lot": sample.lots.get(int(pairs.lots[k]), ""),
            "declared": f"{pairs.plan[k] or '–'} / {pairs.altitude[k] or '–'}",
            "deviations": [metres(v) for v in (*deviation[k].tolist(), float(size[k]), float(height[k]))],
        }
        for k in order[:_LISTED].tolist()
    ]


def _unpaired_text(sample: Sample) -> list[list[str]]:
    """Points that were not tested: name, place, why."""
    return [
        [
            sample.points.names[point],
            *(f"{v:.2f}" for v in sample.points.xyz[point, :2].tolist()),
            _phrase_of_code(f"unpaired_{why}"),
        ]
        for point, why in list(sample.pairs.unpaired.items())[:_LISTED]
    ]
