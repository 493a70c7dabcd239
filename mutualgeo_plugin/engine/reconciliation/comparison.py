"""Comparison of two copies of a network: shift, pairs, and what is missing, added or moved, as tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely
from shapely.ops import substring

from .matching import Lines, Match, Pairs, Parts, Ranks, match, search_distance
from .network import Network, group_by_reason
from .shift import Shift, estimate_shift

Sentence = Callable[..., str]

#: Decimals of what is told in metres, and of the shift, which is a mean.
DECIMALS, SHIFT_DECIMALS = 3, 4


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two copies compared in one metric system; `lines_a` and `lines_b` stand where they were received."""

    a: Network
    b: Network
    lines_a: Lines
    lines_b: Lines
    shift: Shift
    match: Match
    tolerance: float

    @property
    def pairs(self) -> Pairs:
        return self.match.pairs

    @property
    def missing_ranks(self) -> Ranks:
        """Ranks of the lines of A that have no counterpart in B."""
        return np.setdiff1d(np.arange(len(self.lines_a)), self.pairs.a)

    @property
    def added_ranks(self) -> Ranks:
        """Ranks of the lines of B that have no counterpart in A."""
        return np.setdiff1d(np.arange(len(self.lines_b)), self.pairs.b)

    @property
    def moved_ranks(self) -> Ranks:
        """Ranks of the lines of A that are out of place in B, wholly or for a part."""
        return np.unique(self.pairs.a[self.pairs.moved_mask])

    @property
    def matched_ranks(self) -> Ranks:
        """Ranks of the lines of A that are in place in B."""
        return np.setdiff1d(self.pairs.a, self.moved_ranks)


def compare(a: Network, b: Network, lines_a: Lines, lines_b: Lines, tolerance: float) -> Comparison:
    """Estimate the shift of B, take it away, and match."""
    flat_a, flat_b = shapely.force_2d(lines_a), shapely.force_2d(lines_b)
    shift = estimate_shift(flat_a, flat_b)
    back = np.array([shift.dx, shift.dy])
    found = match(flat_a, shapely.transform(flat_b, lambda xy: xy - back), tolerance=tolerance)
    return Comparison(a, b, lines_a, lines_b, shift, found, tolerance)


def summary(comparison: Comparison) -> dict[str, Any]:
    """What the report says: the shift, how many lines of each kind, their length in metres, what was left out.

    `read` counts the objects of each layer. `matched`, `moved` and `missing` count lines of A, `added` lines of B.
    `missing_part` and `added_part` count the bare parts of lines that have a counterpart for the rest.
    """
    drawn = {
        "matched": comparison.lines_a[comparison.matched_ranks],
        "moved": comparison.lines_a[comparison.moved_ranks],
        "missing": comparison.lines_a[comparison.missing_ranks],
        "added": comparison.lines_b[comparison.added_ranks],
        "missing_part": _cut(comparison.lines_a, comparison.match.bare_a),
        "added_part": _cut(comparison.lines_b, comparison.match.bare_b),
    }
    told = asdict(comparison.shift)
    return {
        "shift": {
            key: round(value, SHIFT_DECIMALS) if isinstance(value, float) else value for key, value in told.items()
        },
        "tolerance": comparison.tolerance,
        "search": search_distance(comparison.tolerance),
        "read": {"A": comparison.a.read, "B": comparison.b.read},
        "pairs": len(comparison.pairs),
        **{kind: len(lines) for kind, lines in drawn.items()},
        "length": {kind: round(float(shapely.length(lines).sum()), 2) for kind, lines in drawn.items()},
        "ignored": [
            {"source": side, "layer": network.layer, "fid": item.fid, "id": item.identifier, "reason": item.reason}
            for side, network in (("A", comparison.a), ("B", comparison.b))
            for _, items in group_by_reason(network.ignored)
            for item in items
        ],
    }


def _cut(lines: Lines, parts: Parts) -> Lines:
    """Bare parts of lines, as lines."""
    cut = np.empty(len(parts.line), object)
    cut[:] = [substring(lines[rank], *ends) for rank, *ends in zip(parts.line, parts.start, parts.end, strict=True)]
    return cut


def discrepancies(comparison: Comparison, text: Sentence) -> geopandas.GeoDataFrame:
    """One row a discrepancy: `kind`, identifiers, how far, and a sentence; drawn where the line was received.

    `kind` is missing, missing_part, added, added_part or moved; distances are those that remain once the shift is
    taken away, in metres.
    """
    bare_a, bare_b = comparison.match.bare_a, comparison.match.bare_b
    lines_a, lines_b = comparison.lines_a, comparison.lines_b
    tables = [
        _unmatched_columns("missing", "a", comparison.a, comparison.missing_ranks, lines_a[comparison.missing_ranks]),
        _unmatched_columns("missing_part", "a", comparison.a, bare_a.line, _cut(lines_a, bare_a)),
        _unmatched_columns("added", "b", comparison.b, comparison.added_ranks, lines_b[comparison.added_ranks]),
        _unmatched_columns("added_part", "b", comparison.b, bare_b.line, _cut(lines_b, bare_b)),
    ]
    reach = f"{search_distance(comparison.tolerance):g}"
    for table in tables:
        table["message"] = [
            text(f"discrepancy_{kind}", length=f"{length:.1f}", reach=reach)
            for kind, length in zip(table["kind"], shapely.length(table["geometry"]), strict=True)
        ]
    pairs = comparison.pairs.take(comparison.pairs.moved_mask)
    moved = {
        "kind": np.full(len(pairs), "moved", object),
        **_matched_columns(comparison, pairs),
        "geometry": lines_b[pairs.b],
    }
    moved["message"] = [
        text("discrepancy_moved", distance=f"{distance:.2f}", other=other, tolerance=f"{comparison.tolerance:g}")
        for distance, other in zip(moved["distance"], moved["a_id"], strict=True)
    ]
    return _table([*tables, moved], DISCREPANCY_COLUMNS)


DISCREPANCY_COLUMNS = {
    **{"kind": object, "a_id": object, "b_id": object, "a_fid": "Int64", "b_fid": "Int64"},
    **{"distance": float, "dx": float, "dy": float, "message": object},
}
MATCH_COLUMNS = {
    **{"a_id": object, "b_id": object, "a_fid": "Int64", "b_fid": "Int64", "distance": float, "farthest": float},
    **{"dx": float, "dy": float, "share_a": float, "share_b": float, "moved": bool},
}


def matches(comparison: Comparison) -> geopandas.GeoDataFrame:
    """One row a pair, drawn as A has it; distances are those that remain once the shift is taken away, in metres."""
    pairs = comparison.pairs
    columns = _matched_columns(comparison, pairs) | {
        name: getattr(pairs, name).round(DECIMALS) for name in ("farthest", "share_a", "share_b")
    }
    return _table([{**columns, "moved": pairs.moved_mask, "geometry": comparison.lines_a[pairs.a]}], MATCH_COLUMNS)


def _unmatched_columns(kind: str, side: str, network: Network, ranks: Ranks, lines: Lines) -> dict[str, Any]:
    return {
        "kind": np.full(len(ranks), kind, object),
        f"{side}_id": network.identifiers[ranks],
        f"{side}_fid": network.fids[ranks],
        "geometry": lines,
    }


def _matched_columns(comparison: Comparison, pairs: Pairs) -> dict[str, Any]:
    a, b = comparison.a, comparison.b
    return {
        "a_id": a.identifiers[pairs.a],
        "b_id": b.identifiers[pairs.b],
        "a_fid": a.fids[pairs.a],
        "b_fid": b.fids[pairs.b],
        **{name: getattr(pairs, name).round(DECIMALS) for name in ("distance", "dx", "dy")},
    }


def _table(parts: list[dict[str, Any]], columns: dict[str, Any]) -> geopandas.GeoDataFrame:
    """Columns of several kinds of rows, stacked; what a kind does not have is null."""
    frames = [pd.DataFrame(part).reindex(columns=[*columns, "geometry"]).astype(columns) for part in parts]
    return geopandas.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry")
