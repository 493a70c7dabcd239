"""Job ``comparenetworks``: parameters A, A_LAYER, B, B_LAYER, OUTPUT, TOLERANCE, TERRITORY (optional)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import geopandas

from .. import parameters as take
from ..context import Context, Json, Result
from ..formats.gdal import DataSourceError, write_layer
from ..formats.geopackage import refuse_unreadable_container
from ..formats.layer_file import add_styles
from ..formats.layer_remarks import tell_operation, tell_skipped
from ..formats.source_name import split_source
from ..model.errors import EngineError, EngineFailure
from ..outputs import temporary_output
from ..territory import load_territory
from .comparison import Comparison, compare, discrepancies, matches, summary
from .matching import DEFAULT_TOLERANCE, Lines
from .network import Network, common_crs, group_by_reason, move_lines, read_network

#: GeoPackage version that GDAL 3.6, which QGIS uses on Debian 12, reads without a warning.
GPKG_VERSION = "1.3"
#: Identifiers named in a warning, at most; the report has them all.
NAMED = 5


def run(parameters: Json, context: Context) -> Result:
    """Compare two copies of a network; outputs OUTPUT, SHIFT_X, SHIFT_Y, MATCHED, MOVED, MISSING, ADDED."""
    output = Path(take.text(parameters, "OUTPUT").split("|")[0])
    tolerance = DEFAULT_TOLERANCE if parameters["TOLERANCE"] is None else take.number(parameters, "TOLERANCE")
    sources = [split_source(take.text(parameters, side), parameters[f"{side}_LAYER"]) for side in ("A", "B")]
    for path, _ in sources:
        if output.exists() and path.exists() and output.samefile(path):
            raise EngineError("network_overwrite", path=output)
    a, b = (_read(path, layer, context) for path, layer in sources)
    context.progress(20)
    territory = take.optional_text(parameters, "TERRITORY")
    crs = common_crs(a, b, load_territory(territory).crs.plane if territory else None)
    lines_a, lines_b = (_transform_lines(network, crs, context) for network in (a, b))
    context.progress(30)
    _count(a, b, context)
    comparison = compare(a, b, lines_a, lines_b, tolerance)
    _tell_shift(comparison, context)
    context.progress(80)
    _write(output, comparison, crs, context)
    facts = summary(comparison)
    context.report["comparison"] = {"crs": f"EPSG:{crs}", **facts}
    context.progress(100)
    kinds = ("matched", "moved", "missing", "added")
    outputs = {"OUTPUT": str(output), "SHIFT_X": facts["shift"]["dx"], "SHIFT_Y": facts["shift"]["dy"]}
    found = any(facts[kind] for kind in kinds[1:])
    return Result("done_with_findings" if found else "done", outputs | {kind.upper(): facts[kind] for kind in kinds})


def _read(path: Path, layer: str | None, context: Context) -> Network:
    network = read_network(path, layer)
    tell_skipped(network.table, context)
    for reason, items in group_by_reason(network.ignored):
        named = ", ".join(item.identifier for item in items[:NAMED]) + (", …" if len(items) > NAMED else "")
        detail = f"{context.text(reason)} ({named})"
        context.warning("network_ignored", count=len(items), layer=network.layer, detail=detail)
    return network


def _transform_lines(network: Network, target: int, context: Context) -> Lines:
    lines, operation = move_lines(network, target)
    if operation is not None:
        tell_operation(network.table, operation, context)
    return lines


def _count(a: Network, b: Network, context: Context) -> None:
    """Count what was read of both copies, under the side that each one is."""
    measures = Counter(a.table.measures())
    measures.update(b.table.measures())
    context.report_unchanged({f"A {a.layer}": a.read, f"B {b.layer}": b.read}, measures)


def _tell_shift(comparison: Comparison, context: Context) -> None:
    shift = comparison.shift
    codes = {"shift": "shift_found", "null": "shift_null", "unknown": "shift_unknown"}
    tell = context.info if shift.evidence == "null" else context.warning
    fields = {name: f"{getattr(shift, name):.3f}" for name in ("dx", "dy", "spread")}
    tell(codes[shift.evidence], n=shift.n, **fields)


def _write(output: Path, comparison: Comparison, crs: int, context: Context) -> None:
    """Write the layers beside the output, then put the file in its place: never half a result."""
    with temporary_output(output, ".part.gpkg") as staging:  # GDAL wants the ending of the format
        layers = {"discrepancies": discrepancies(comparison, context.text), "matches": matches(comparison)}
        try:
            for layer, table in layers.items():
                _write_layer(staging, layer, table.set_crs(crs))
        except DataSourceError as error:
            raise EngineFailure("path_unwritable", path=output, detail=error) from error
        add_styles(staging, list(layers), date=context.now[:10])
        refuse_unreadable_container(staging, output)


def _write_layer(path: Path, layer: str, table: geopandas.GeoDataFrame) -> None:
    kind = "LineString Z" if table.geometry.has_z.any() else "LineString"
    write_layer(path, layer, table, version=GPKG_VERSION, geometry_type=kind)
