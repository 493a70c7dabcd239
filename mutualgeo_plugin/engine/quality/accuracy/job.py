"""Job ``checkaccuracy``: the accuracy test of control points; deviations as a layer, a table and a page to print."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import numpy as np
import shapely

from ... import parameters as take
from ...context import Context, Json, Result
from ...formats.control_points import ControlPoints, read_control_points
from ...formats.layer_file import LayerFile, write_layers
from ...formats.srs_name import parse_srs_name
from ...model.accuracy import SAFETY, SOURCE, allowed_exceedances
from ...model.errors import EngineError, Phrase, Phrases
from ...model.legibility import csv_cell
from ...outputs import temporary_output
from ...store.store import open_for_writing, open_store
from ...territory import Territory, load_territory
from ..base import Inputs
from ..store_base import StoreBase
from .measure import REFUSED, Reached, Verdict, gated_classes, kinds, magnitudes, reached_classes, verdicts_of
from .page import Sample, write_page
from .pairing import NEAREST, pair

DEVIATIONS, UNPAIRED = LAYERS = ("deviations", "unpaired")
_COLUMNS = (
    ("point", "TEXT NOT NULL"), ("class", "TEXT"), ("gml_id", "TEXT"), ("lot", "TEXT"), ("producer", "TEXT"),
    ("declared_xy", "TEXT"), ("declared_z", "TEXT"), ("dx", "REAL"), ("dy", "REAL"), ("dz", "REAL"),
    ("deviation_xy", "REAL"), ("deviation_z", "REAL"), ("deviation_xyz", "REAL"), ("kind", "TEXT NOT NULL"),
)  # fmt: skip
_UNPAIRED_COLUMNS = (("point", "TEXT NOT NULL"), ("reason", "TEXT NOT NULL"), ("message", "TEXT"))
#: Columns of figures: a comma for the point, as French spreadsheets want it.
_FIGURES = frozenset(name for name, kind in _COLUMNS if kind == "REAL")


def run(parameters: Json, context: Context) -> Result:
    """Test the accuracy of a store.

    Parameters: STORE; CONTROL (CSV, or layer as "file|layername=layer"), CRS of a file that says none (that of the
    store by default); PAIRING ("nearest" or "id"), GATE (m), SAFETY (coefficient C); TERRITORY (its extent bounds the
    points); OUTPUT (GeoPackage), CSV, HTML.
    """
    path, output = take.path(parameters, "STORE"), take.path(parameters, "OUTPUT")
    pairing = take.text(parameters, "PAIRING")
    gate, safety = take.number(parameters, "GATE"), take.number(parameters, "SAFETY")
    territory_path = take.optional_text(parameters, "TERRITORY")
    territory = load_territory(territory_path) if territory_path else None
    with open_store(path) as store:
        points = read_control_points(take.text(parameters, "CONTROL"), store.crs, _crs(parameters))
        _refuse_late_date(points, territory, store.crs)
        base = StoreBase(store, Inputs(), crowds={})
        pairs = pair(base, points, pairing, gate)
        if not len(pairs.point):
            raise EngineError("control_none_paired", total=len(points), reasons=pairs.reasons(), gate=f"{gate:g}")
        verdicts, producers = verdicts_of(pairs, safety), reached_classes(pairs, safety)
        context.report_unchanged(store.counts(state="current"), store.measures("current"))
        sample = Sample(
            points=points,
            pairs=pairs,
            verdicts=verdicts,
            producers=producers,
            pairing=pairing,
            gate=gate,
            safety=safety,
            crs=store.crs,
            lots=base.lots,
        )
    context.progress(60)
    _report_fixes(context, sample)
    refused = sum(verdict.verdict == REFUSED for verdict in verdicts)
    status = "done_with_findings" if refused else "done"
    outputs = {**_write(parameters, output, sample, context), "PAIRED": len(pairs.point), "REFUSED": refused}
    _note(path, context, status, refused)
    return Result(status, outputs)


def _crs(parameters: Json) -> int | None:
    text = take.optional_text(parameters, "CRS")
    if text is None:
        return None
    said = parse_srs_name(text)
    if said is None:
        raise EngineError("parameter_wrong", name="CRS", detail=f"{text}; EPSG:3946…")
    return said.code


def _refuse_late_date(points: ControlPoints, territory: Territory | None, crs: int) -> None:
    if territory is None or territory.extent is None or territory.crs.plane != crs:
        return
    minx, miny, maxx, maxy = territory.extent
    x, y = points.xyz[:, 0], points.xyz[:, 1]
    outside = np.flatnonzero((x < minx) | (x > maxx) | (y < miny) | (y > maxy))
    if len(outside):
        first = int(outside[0])
        where = {"x": f"{x[first]:.3f}", "y": f"{y[first]:.3f}"}
        raise EngineError("control_outside_territory", point=points.names[first], **where)


# -- what is told ----------------------------------------------------------------------------------------------------


def _report_fixes(context: Context, sample: Sample) -> None:
    for remark in sample.points.remarks:
        say = context.info if remark.code == "control_moved" else context.warning
        say(remark.code, **remark.fields)
    pairs, gate = sample.pairs, sample.gate
    if pairs.unpaired:
        context.warning(
            "control_unpaired", count=len(pairs.unpaired), total=len(sample.points), reasons=pairs.reasons()
        )
    if sample.safety < SAFETY:
        context.warning("accuracy_safety_low", safety=f"{sample.safety:g}")
    if sample.pairing == NEAREST:
        for value, limit in gated_classes(sample.verdicts, gate).items():
            context.warning("accuracy_gate_short", value=value, limit=f"{limit:.2f}", gate=f"{gate:g}")
    for test in sample.verdicts:
        say = context.warning if test.verdict == REFUSED else context.info
        say("accuracy_test", **sentence_fields(test))
        if test.dimension == "xy" and test.spread.is_systematic(slice(0, 2)):
            dx, dy, _ = test.spread.bias
            context.warning("accuracy_systematic", value=test.value or "-", dx=f"{dx:+.3f}", dy=f"{dy:+.3f}")
        if test.dimension == "z" and test.spread.is_systematic(slice(2, 3)):
            context.warning("accuracy_systematic_z", value=test.value or "-", dz=f"{test.spread.bias[2]:+.3f}")
    context.report["accuracy"] = _figures(context, sample)


def sentence_fields(test: Verdict) -> dict[str, object]:
    """Fields of the sentence ``accuracy_test``."""
    return {
        "dimension": Phrase(f"dimension_{test.dimension}"),
        "value": test.value or "-",
        "count": test.count,
        "mean": f"{test.mean:.3f}",
        "over": test.over_first,
        "verdict": Phrases([Phrase(f"accuracy_{test.verdict}"), *test.reasons()]),
    }


def _figures(context: Context, sample: Sample) -> Json:
    pairs, moved = sample.pairs, sample.points.moved
    return {
        "points": len(sample.points),
        "paired": len(pairs.point),
        "unpaired": [{"point": sample.points.names[point], "reason": why} for point, why in pairs.unpaired.items()],
        "pairing": sample.pairing,
        "gate": sample.gate,
        "safety": sample.safety,
        "crs": f"EPSG:{sample.points.crs}",
        "operation": None if moved is None else moved.name,
        "operation_accuracy": None if moved is None else moved.accuracy,
        "source": SOURCE,
        "tests": [_test_figures(context, test) for test in sample.verdicts],
        "producers": [_reached_figures(row) for row in sample.producers],
    }


def _test_figures(context: Context, test: Verdict) -> Json:
    within = test.limits
    return {
        "dimension": test.dimension,
        "declared": test.value,
        "verdict": test.verdict,
        "reasons": [reason.text(context.language) for reason in test.reasons()],
        "broken": list(test.broken),
        "count": test.count,
        "mean": _round_value(test.mean),
        "mean_limit": None if within is None else _round_value(within.mean),
        "first_threshold": None if within is None else _round_value(within.first),
        "second_threshold": None if within is None else _round_value(within.second),
        "over_first": test.over_first,
        "over_first_allowed": None if within is None else allowed_exceedances(test.count),
        "over_second": test.over_second,
        "largest": _round_value(test.spread.largest),
        "rmse": _round_value(test.spread.rmse),
        "bias": [_round_value(v) for v in test.spread.bias],
        "deviation": [_round_value(v) for v in test.spread.deviation],
    }


def _reached_figures(row: Reached) -> Json:
    return {
        "producer": row.producer,
        "dimension": row.dimension,
        "count": row.count,
        "declared": list(row.declared),
        "measured": row.measured,
        "mean": _round_value(row.mean),
    }


def _round_value(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4) + 0.0  # no -0.0


# -- what is written -------------------------------------------------------------------------------------------------


def _write(parameters: Json, output: Path, sample: Sample, context: Context) -> Json:
    rows = _rows(sample)
    control = shapely.points(sample.points.xyz[:, :2])
    ends = np.stack((sample.pairs.control[:, :2], sample.pairs.vertex[:, :2]), axis=1)
    links = shapely.linestrings(ends)
    left = [
        (control[point], sample.points.names[point], why, context.text(f"unpaired_{why}"))
        for point, why in sample.pairs.unpaired.items()
    ]
    layers = [
        LayerFile(DEVIATIONS, "LINESTRING", _COLUMNS, [(g, *row) for g, row in zip(links, rows, strict=True)]),
        LayerFile(UNPAIRED, "POINT", _UNPAIRED_COLUMNS, left),
    ]
    write_layers(output, layers, crs=sample.crs, date=context.now[:10])
    outputs: Json = {"OUTPUT": str(output)}
    table, page = take.optional_text(parameters, "CSV"), take.optional_text(parameters, "HTML")
    if table:
        _write_table(Path(table), rows, sample)
        outputs["CSV"] = table
    if page:
        write_page(Path(page), sample, context)
        outputs["HTML"] = page
    return outputs


def _rows(sample: Sample) -> list[tuple[object, ...]]:
    pairs = sample.pairs
    deviation = pairs.deviation
    sizes = np.column_stack([magnitudes(deviation, dimension) for dimension in ("xy", "z", "xyz")])
    figures = [[_round_value(v) for v in row] for row in np.column_stack((deviation, sizes)).tolist()]
    worst = kinds(sample.verdicts, len(pairs.point)).tolist()
    return [
        (
            sample.points.names[pairs.point[k]], pairs.classes[k], pairs.gml_ids[k],
            sample.lots.get(int(pairs.lots[k]), ""), pairs.producers[k], pairs.plan[k], pairs.altitude[k], *figures[k],
            worst[k],
        )
        for k in range(len(figures))
    ]  # fmt: skip


def _write_table(path: Path, rows: list[tuple[object, ...]], sample: Sample) -> None:
    """One line a control point, those without a vertex included: their kind is why."""
    header = [name for name, _ in _COLUMNS]
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    empty = [""] * (len(header) - 2)
    lost = [(sample.points.names[point], *empty, f"unpaired_{why}") for point, why in sample.pairs.unpaired.items()]
    for row in sorted([*rows, *lost], key=lambda row: str(row[0])):
        writer.writerow([_table_cell(value, name) for value, name in zip(row, header, strict=True)])
    with temporary_output(path) as temporary:
        temporary.write_text(stream.getvalue(), "utf-8-sig", newline="")


def _table_cell(value: object, column: str) -> str:
    """A cell: figures as French writes them."""
    if value is None:
        return ""
    if column in _FIGURES:
        return str(value).replace(".", ",")
    return str(csv_cell(str(value)))


def _note(path: Path, context: Context, status: str, refused: int) -> None:
    """Note the run in the store; a store that cannot be written does not spoil the test."""
    try:
        with (
            open_for_writing(path, job="checkaccuracy", context=context) as store,
            store.run("checkaccuracy", context, status=status, findings=refused),
        ):
            pass
    except EngineError as error:
        context.warning("run_not_noted", reason=error.text(context.language))
