"""Many WKBs read at once are what each of them is by itself."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import shapely

from mutualgeo_plugin.engine.geometry.linear import linearise, read_geometries
from mutualgeo_plugin.engine.geometry.point_arrays import decompose
from mutualgeo_plugin.engine.geometry.vertices import control_points
from mutualgeo_plugin.engine.geometry.wkb import encode, leaves

SEED = 20261128


def chain(rng, at, dimension, *, closed=False):
    """A curve of one to four segments, lines and arcs, that begins at a point and may come back to it."""
    segments, here = [], at
    for _ in range(int(rng.integers(1, 5))):
        kind = str(rng.choice(["line", "arc"]))
        count = 2 * int(rng.integers(1, 3)) if kind == "arc" else int(rng.integers(1, 5))
        points = np.vstack([here, here + np.cumsum(rng.uniform(-3, 3, (count, dimension)), axis=0)])
        segments.append((kind, points))
        here = points[-1]
    if closed:
        segments.append(("line", np.vstack([here, here + 1.5, at])))
    return segments[0] if len(segments) == 1 else ("compound", segments)


def shape(rng):
    dimension = int(rng.integers(2, 4))
    at = rng.uniform(0, 100, dimension)
    kind = str(rng.choice(["curve", "polygon", "multicurve", "multisurface"]))
    if kind == "curve":
        return chain(rng, at, dimension)
    if kind == "polygon":
        return ("polygon", [chain(rng, at + 9 * k, dimension, closed=True) for k in range(int(rng.integers(1, 4)))])
    if kind == "multicurve":
        return ("multicurve", [chain(rng, at + 9 * k, dimension) for k in range(int(rng.integers(1, 4)))])
    parts = [("polygon", [chain(rng, at + 9 * k, dimension, closed=True)]) for k in range(int(rng.integers(1, 4)))]
    return ("multisurface", parts)


def test_at_once_is_one_by_one():
    rng = np.random.default_rng(SEED)
    shapes = [shape(rng) for _ in range(400)]
    wkbs = [None if k % 17 == 3 else encode(s) for k, s in enumerate(shapes)]
    geometry, native, odd = read_geometries(wkbs)
    assert not odd.any()
    bent = 0
    for wkb, drawn, kept in zip(wkbs, geometry, native, strict=True):
        expected = None if wkb is None else linearise(wkb)
        assert shapely.to_wkb(drawn) == shapely.to_wkb(expected)
        bent += kept is not None
        assert kept is None or kept == wkb
    assert 200 < bent < 400


def test_control_points_are_those_received():
    """Each point in which a segment ends and the next one begins is told once; arcs are counted by halves."""
    rng = np.random.default_rng(SEED + 1)
    shapes = [shape(rng) for _ in range(200)]
    geometry, native, _ = read_geometries([encode(s) for s in shapes])
    vertices = control_points(geometry, native)
    arcs = sum((len(p) - 1) // 2 for s in shapes for kind, p in leaves(s) if kind == "arc")
    assert len(vertices.arcs) == arcs
    for rank, one in enumerate(shapes):
        points = {tuple(p[:2]) for _, array in leaves(one) for p in array.tolist()}
        assert {tuple(p) for p in vertices.xyz[vertices.span(rank), :2].tolist()} == points


def test_a_step_between_two_segments_is_kept():
    """A curve whose second segment begins a decimetre above the end of the first: both points stay."""
    low, high = np.array([[0, 0, 5.0], [1, 1, 5], [2, 0, 5]]), np.array([[2, 0, 5.1], [4, 0, 5.1]])
    flat = decompose([encode(("compound", [("arc", low), ("line", high)]))])
    assert flat.xyz[:, 2].tolist() == [5, 5, 5, 5.1, 5.1]
    assert flat.bent.tolist() == [True, True, False, False, False]


@pytest.mark.parametrize("count", [1, 2, 4])
def test_half_an_arc_is_none(count):
    points = np.column_stack((np.arange(float(count)), np.arange(count) % 2))
    wkb = struct.pack("<BII", 1, 8, count) + points.tobytes()
    geometry, native, _ = read_geometries([wkb])
    assert native[0] == wkb
    vertices = control_points(geometry, native)
    assert len(vertices.xyz) == count and len(vertices.arcs) == (1 if count == 4 else 0)


def test_a_ring_that_is_not_closed_is_told_by_its_control_points():
    ring = np.array([[0, 0], [2, 0], [2, 2], [0, 2], [0, 0.5]], dtype=float)
    wkb = encode(("polygon", [("line", ring)]))
    geometry, native, odd = read_geometries([wkb])
    assert native[0] == wkb and geometry[0].area > 0 and odd[0]
    assert control_points(geometry, native).xyz[-1, 1] == 0.5


def wkb(code, *parts):
    """A WKB in plan: coordinates of a line or an arc, or the WKBs of the parts of something else."""
    if all(isinstance(p, tuple) for p in parts):
        return struct.pack("<BII", 1, code, len(parts)) + np.array(parts, dtype=float).tobytes()
    return struct.pack("<BII", 1, code, len(parts)) + b"".join(parts)


LINE, POLYGON, MULTILINE, COLLECTION, ARC, COMPOUND, CURVED = 1, 3, 5, 7, 8, 9, 10


def test_an_empty_segment_bends_nothing_else():
    """The arc of the second object is its own, though the first one ends with nothing after an arc."""
    first = wkb(COMPOUND, wkb(ARC, (0, 0), (1, 1), (2, 0)), struct.pack("<BII", 1, LINE, 0))
    geometry, native, _ = read_geometries([first, wkb(ARC, (10, 0), (11, 1), (12, 0))])
    assert shapely.length(geometry).round(2).tolist() == [3.14, 3.14]
    assert len(control_points(geometry, native).arcs) == 2


def test_half_an_arc_before_another_is_drawn_straight():
    curve = wkb(COMPOUND, wkb(ARC, (0, 0), (1, 0)), wkb(ARC, (1, 0), (2, 1), (3, 0)))
    (geometry,), native, _ = read_geometries([curve])
    assert round(geometry.length, 2) == round(1 + np.pi, 2)
    assert control_points(np.array([geometry]), native).arcs.tolist() == [1]


def test_a_ring_that_ends_in_no_number_is_no_geometry():
    ring = np.array([[np.nan, np.nan], [10, 0], [10, 10], [np.nan, np.nan]])
    geometry, native, odd = read_geometries([encode(("polygon", [("line", ring)]))])
    assert (geometry[0], native[0], odd[0]) == (None, None, True)


def test_a_part_without_points_is_none():
    square = np.array([[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], dtype=float)
    hole = struct.pack("<II", 5, 0)
    text = struct.pack("<BII", 1, POLYGON, 2) + hole[:4] + square.tobytes() + hole[4:]
    geometry, native, _ = read_geometries([text])
    assert control_points(geometry, native).part_start.tolist() == [0, 5]
