"""Which finding is the remembered one: planted truth, ties, crowds, real tiles."""

from __future__ import annotations

import re
import uuid

import numpy as np
import shapely

from mutualgeo_plugin.engine.dataset.tracking import MOST, OBJECTS, Trace, largest_distances, pair_moved, pair_up
from mutualgeo_plugin.engine.model.quality.excuses import TOLERANCE_CAP, TOLERANCE_UNDECLARED, tolerance_of
from mutualgeo_plugin.engine.store.exceptions import read_exceptions
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine.exceptions_made import (
    accepted,
    states,
)
from tests.engine.run import run

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


# -- matching ---------------------------------------------------------------------------------------------------------


def trace(x: float, y: float, *names: str, z: float = 0.0, tolerance: float = 0.05, code: str = "A1") -> Trace:
    shapes = tuple(shapely.Point(x, y, z) for _ in names)
    return Trace(code, "ArbrePCRS", (OBJECTS, "", ""), names, (x, y), shapes, (tolerance,) * len(names))


def test_tolerances():
    assert [tolerance_of(code) for code in ("002", "005", "010", "040", "150", "999")] == [0.02, 0.05, *[0.10] * 4]
    assert [tolerance_of(code) for code in (None, "", "xyz")] == [TOLERANCE_UNDECLARED] * 3
    assert TOLERANCE_CAP == 0.10


def test_distance_whatever_the_direction():
    line = shapely.LineString([(0, 0, 1), (4, 0, 1), (4, 3, 2)])
    crossed = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    cases = [
        (line, shapely.reverse(line), 0.0), (line, shapely.transform(line, lambda p: p + [0.03, 0]), 0.03),
        (line, shapely.transform(line, lambda p: p + [0, 0, 0.2], include_z=True), np.inf),
        (line, shapely.force_2d(line), 0.0), (line, shapely.Point(0, 0, 1), np.inf), (line, None, np.inf),
        (None, None, 0.0), (line, shapely.LineString(), np.inf),
        (shapely.box(0, 0, 1, 1), crossed, np.inf),  # the same corners
        (shapely.Point(0, 0, np.nan), shapely.Point(0, 0, 5), 0.0),
    ]  # fmt: skip
    a, b = (np.array([case[k] for case in cases], dtype=object) for k in (0, 1))
    assert largest_distances(a, b, np.full(len(cases), 0.05)).round(6).tolist() == [case[2] for case in cases]


def test_order_independence():
    """Planted truth, shuffled: 400 objects, moved by less or by more, with new identifiers; the pairs are the same."""
    rng = np.random.default_rng(11)
    places = np.column_stack([np.tile(np.arange(20), 20), np.repeat(np.arange(20), 20)]) * 0.4
    far = rng.random(400) < 0.3
    direction = rng.uniform(0, 2 * np.pi, 400)
    step = np.where(far, rng.uniform(0.06, 0.12, 400), rng.uniform(0, 0.049, 400))
    after = places + (np.column_stack([np.cos(direction), np.sin(direction)]) * step[:, None])
    old = [trace(*p, f"o{k}") for k, p in enumerate(places.tolist())]
    new = [trace(*p, f"n{k}") for k, p in enumerate(after.tolist())]
    expected = [(k, k) for k in range(400) if not far[k]]
    assert pair_up(old, new) == expected
    left, right = rng.permutation(400), rng.permutation(400)
    shuffled = pair_up([old[k] for k in left], [new[k] for k in right])
    assert sorted((int(left[a]), int(right[b])) for a, b in shuffled) == expected
    lost = [k for k in range(400) if far[k]]
    assert pair_moved([old[k] for k in lost], [new[k] for k in lost]) == [(k, k) for k in range(len(lost))]


def test_names_decide_between_equal_ones():
    old = [trace(0, 0, "a"), trace(0, 0, "b")]
    assert pair_up(old, [trace(0, 0, "b"), trace(0, 0, "a")]) == [(0, 1), (1, 0)]
    assert pair_up(old, [trace(0, 0, "b")]) == [(1, 0)]
    assert len(pair_up(old, [trace(0, 0, "x")])) == 1


def test_names_alone_are_not_enough():
    assert pair_up([trace(0, 0, "a")], [trace(9, 9, "a")]) == []
    assert pair_up([trace(0, 0, "a", code="G4")], [trace(0, 0, "a")]) == []
    assert pair_moved([trace(0, 0, "a")], [trace(9, 9, "a")]) == [(0, 0)]
    assert pair_moved([trace(0, 0, "a")], [trace(9, 9, "b")]) == []
    assert pair_moved([trace(0, 0, "a")], [trace(0, 0, "a")]) == []


def lines(*lines: tuple[tuple[float, float], ...], place: tuple[float, float], names: str = "") -> Trace:
    shapes = tuple(shapely.LineString(line) for line in lines)
    return Trace("E3", "FacadePCRS", (OBJECTS, "", ""), tuple(names), place, shapes, (0.05,) * len(shapes))


def test_the_other_end_of_the_same_line_is_another_finding():
    bent = ((0, 0), (5, 1), (10, 0))
    old = lines(bent, place=(0, 0), names="a")
    assert pair_up([old], [lines(bent, place=(0.1, 0), names="b")]) == [(0, 0)]
    assert pair_up([old], [lines(bent, place=(10, 0), names="b")]) == []
    assert pair_up([old], [lines(bent, place=(10, 0), names="a")]) == []
    assert pair_moved([old], [lines(bent, place=(10, 0), names="a")]) == []


def test_two_objects_in_either_order():
    a, b, c = ((0, 0), (4, 0)), ((2, -2), (2, 2)), ((2, -2), (2, 3))
    old = lines(a, b, place=(2, 0), names="ab")
    assert pair_up([old], [lines(b, a, place=(2, 0), names="xy")]) == [(0, 0)]
    assert pair_up([old], [lines(c, a, place=(2, 0), names="xy")]) == []
    assert pair_up([old], [lines(a, a, place=(2, 0), names="xy")]) == []
    assert pair_up([old], [lines(a, place=(2, 0), names="a")]) == []


def test_a_crowd_is_followed_where_it_has_not_moved():
    """No pair of each with each: thousands of objects at one place."""
    many = 20 * MOST
    old = [trace(0, 0, f"o{k}") for k in range(many)]
    assert len(pair_up(old, [trace(0, 0, f"n{k}") for k in range(many)])) == many
    assert pair_up(old, [trace(0.01, 0, f"n{k}") for k in range(many)]) == []
    assert pair_up(old, [trace(0.01, 0, f"o{k}") for k in range(many)]) == [(k, k) for k in range(many)]


def test_nothing_to_match():
    assert pair_up([], []) == pair_up([trace(0, 0, "a")], []) == pair_moved([], [trace(0, 0, "a")]) == []
    nowhere = Trace("S5", "AffleurantPCRS", (OBJECTS, "", ""), ("a",), (np.nan, np.nan), (None,), (0.05,))
    assert pair_up([nowhere], [nowhere]) == [(0, 0)]
    renamed = Trace("S5", "AffleurantPCRS", (OBJECTS, "", ""), ("b",), (np.nan, np.nan), (None,), (0.05,))
    assert pair_up([nowhere], [renamed]) == []


# -- real tiles -------------------------------------------------------------------------------------------------------


def renewed(text: str) -> str:
    """The same delivery with every identifier renewed."""
    return UUID.sub(lambda found: str(uuid.uuid5(uuid.NAMESPACE_URL, found.group())), text)


def test_lyon_declared_once_and_delivered_again(tmp_path, lyon):
    """Every finding of eight real tiles is accepted: none is lost, and all still are when new identifiers come."""
    store = tmp_path / "s.gpkg"
    run(tmp_path, "receivelot", FOLDER=lyon, STORE=store)
    first = run(tmp_path, "checkquality", INPUT=store)
    total = sum(first.report["findings"].values())
    assert states(first) == {"new": total} and total > 200
    assert accepted(tmp_path, store).report["outputs"]["DECLARED"] == total
    second = run(tmp_path, "checkquality", INPUT=store)
    counts = {check: n for check, n in first.report["findings"].items() if n}
    assert (second.status, second.report["severities"], states(second)) == ("done", {}, {"exception": total})
    assert second.report["findings"] == first.report["findings"]
    assert second.report["excused"] == dict(sorted(counts.items()))
    (tmp_path / "again").mkdir()
    for tile in sorted(lyon.glob("*.gml")):
        assert run(tmp_path, "removelot", STORE=store, LOT=tile.stem, REASON="relivré").exit == 0
        text = tile.read_text("utf-8-sig")
        new = renewed(text)
        assert len(new) == len(text) and not set(UUID.findall(text)) & set(UUID.findall(new))
        (tmp_path / "again" / tile.name).write_text(new, "utf-8")
    assert run(tmp_path, "receivelot", FOLDER=tmp_path / "again", STORE=store).exit == 0
    third = run(tmp_path, "checkquality", INPUT=store)
    assert (third.status, states(third)) == ("done", {"exception": total})
    assert third.report["excused"] == second.report["excused"]
    with open_store(store) as base:
        assert {e.current_state("2024-06-01") for e in read_exceptions(base)} == {"active"}
