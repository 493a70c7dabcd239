"""Native cuts: arcs stay arcs, nothing is lost between a mask and its neighbour, Z follows the line."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from mutualgeo_plugin.engine.geometry import arcs as circular
from mutualgeo_plugin.engine.geometry.cutting import SNAP, Mask, elements_of
from mutualgeo_plugin.engine.geometry.cutting_polygons import CutFailed, cut
from mutualgeo_plugin.engine.geometry.linear import linearise
from mutualgeo_plugin.engine.geometry.wkb import encode, has_arcs, leaves

#: Corner of a CC zone: cuts must hold at the magnitudes of real coordinates.
X, Y = 1_723_000.0, 5_214_000.0
#: Two masks that share the straight limit x = X, and cover all that is drawn here.
WEST = Mask(shapely.box(X - 2000, Y - 2000, X, Y + 2000))
EAST = Mask(shapely.box(X, Y - 2000, X + 2000, Y + 2000))
#: Radii in metres of the arcs of the Lyon tiles: smallest, median, largest (pcrs_and_quality.md A.6).
RADII = (0.14, 1.5, 168.0)


def length(shapes) -> float:
    """Exact length of elements: arcs along the circle."""
    return sum(element.length() for shape in shapes for element in elements_of(shape))


def area(shape) -> float:
    """Exact area of a polygon: chords plus the segments of its arcs."""
    total = 0.0
    for rank, ring in enumerate(shape[1]):
        points, bulge = [], 0.0
        for element in elements_of(ring):
            points.append(element.points[0, :2] - (X, Y))
            circle = element.circle()
            if circle:
                _centre, radius, sweep, _middle = circle
                bulge += radius * radius * (sweep - np.sin(sweep)) / 2
        x, y = np.array(points).T
        signed = float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2) + bulge
        total += -abs(signed) if rank else abs(signed)
    return total


def arc(radius: float, start: float, sweep: float, shift: float = 0.0) -> tuple:
    angles = start + sweep * np.array([0.0, 0.5, 1.0])
    xy = np.column_stack((X + shift + radius * np.cos(angles), Y + radius * np.sin(angles)))
    return ("arc", np.column_stack((xy, 100.0 + np.array([0.0, 1.0, 3.0]))))


@pytest.mark.parametrize("radius", RADII)
def test_an_arc_is_cut_at_the_crossing_angle(radius):
    """Half a circle across the limit: two quarters of the same circle, which meet where the limit is crossed."""
    whole = arc(radius, 0.0, np.pi)
    west, east = cut(whole, WEST), cut(whole, EAST)
    assert [len(west), len(east)] == [1, 1]
    for (kind, points), sweep_from in ((east[0], 0.0), (west[0], np.pi / 2)):
        assert kind == "arc" and points.shape == (3, 3)
        centre, found, _flat = circular.circles(points[None])
        np.testing.assert_allclose(centre[0], (X, Y), atol=1e-5 * max(1, radius))
        assert found[0] == pytest.approx(radius, abs=1e-5 * max(1, radius))
        angle = np.arctan2(points[0, 1] - Y, points[0, 0] - X)
        assert angle == pytest.approx(sweep_from, abs=1e-6 / min(1, radius))
    np.testing.assert_array_equal(east[0][1][2], west[0][1][0])  # the same point, to the last digit
    assert east[0][1][2] == pytest.approx([X, Y + radius, 101.0], abs=1e-6)
    assert length(west) + length(east) == pytest.approx(length([whole]), abs=1e-6)


@pytest.mark.parametrize("radius", RADII)
def test_a_middle_near_the_cut_is_not_kept(radius):
    """The surveyed middle, 2 % from the cut, would turn the circle once rounded to 1 mm."""
    whole = arc(radius, np.pi / 2 + 0.02, -np.pi + 0.0, shift=0.0)
    (east,) = cut(whole, EAST)
    start, middle, end = east[1][:, :2]
    assert np.hypot(*(middle - start)) == pytest.approx(np.hypot(*(end - middle)), rel=0.3)


def test_z_is_interpolated_on_lines():
    line = ("line", np.array([[X - 3, Y, 10.0], [X + 1, Y + 4, 14.0]]))
    (west,), (east,) = cut(line, WEST), cut(line, EAST)
    assert west[1].tolist() == [[X - 3, Y, 10.0], [X, Y + 3, 13.0]]
    assert east[1].tolist() == [[X, Y + 3, 13.0], [X + 1, Y + 4, 14.0]]


def test_a_cut_at_a_vertex_adds_none():
    """A limit within 1 mm of a vertex cuts there: no piece is shorter than what can be exchanged."""
    line = ("line", np.array([[X - 3, Y, 1.0], [X + 0.0004, Y, 2.0], [X + 2, Y, 3.0]]))
    (west,), (east,) = cut(line, WEST), cut(line, EAST)
    assert west[1].tolist() == line[1][:2].tolist()
    assert east[1].tolist() == line[1][1:].tolist()


def test_a_closed_line_that_starts_inside_keeps_its_start():
    ring = ("line", np.array([[X + 1, Y], [X + 1, Y + 1], [X - 1, Y + 1], [X - 1, Y - 1], [X + 1, Y - 1], [X + 1, Y]]))
    (east,) = cut(ring, EAST)
    assert east[1].tolist() == [[X, Y - 1], [X + 1, Y - 1], [X + 1, Y], [X + 1, Y + 1], [X, Y + 1]]


def random_curve(rng) -> tuple:
    """A chain of straight pieces and arcs of legal radii around the limit."""
    at, heading, z = np.array([X - 5.0, Y]), 0.0, 100.0
    pieces = []
    for _ in range(8):
        if rng.random() < 0.5:
            end = at + rng.uniform(0.5, 6) * np.array([np.cos(heading), np.sin(heading)])
            pieces.append(("line", np.array([[*at, z], [*end, z + 0.1]])))
        else:
            radius, sweep = rng.uniform(0.14, 8), rng.uniform(0.3, 3.0) * rng.choice((-1, 1))
            side = heading + np.sign(sweep) * np.pi / 2
            centre = at + radius * np.array([np.cos(side), np.sin(side)])
            angles = side + np.pi + sweep * np.array([0, 0.5, 1.0])
            xy = centre + radius * np.column_stack((np.cos(angles), np.sin(angles)))
            xy[0] = at
            pieces.append(("arc", np.column_stack((xy, z + np.array([0, 0.05, 0.1])))))
            end, heading = xy[2], heading + sweep
        at, z, heading = end, z + 0.1, heading + rng.uniform(-1.5, 1.5)
    return ("compound", pieces)


@pytest.mark.parametrize("seed", range(40))
def test_length_is_kept_and_pieces_lie_inside(seed):
    curve = random_curve(np.random.default_rng(seed))
    assert cut(curve, Mask(shapely.box(X - 2000, Y - 2000, X + 2000, Y + 2000)))[0] is not None
    total = 0.0
    for mask in (WEST, EAST):
        parts = cut(curve, mask)
        total += length(parts)
        around = shapely.buffer(mask.polygon, SNAP + 1e-6)
        for part in parts:
            assert shapely.covers(around, linearise(encode(part)))
            for kind, points in leaves(part):
                assert points.shape[1] == 3, kind
                assert (points[:, 2] >= 100 - 1e-9).all() and (points[:, 2] <= 100.8 + 1e-9).all()
    assert total == pytest.approx(length([curve]), abs=1e-5)


def disc(x: float, y: float, radius: float) -> tuple:
    """A round polygon of two arcs, with Z."""
    xy = [(x + radius * np.cos(a), y + radius * np.sin(a), 100.0 + a) for a in np.arange(5) * np.pi / 2]
    return ("polygon", [("arc", np.array([*xy[:4], (*xy[0][:2], 100.0)]))])


@pytest.mark.parametrize("radius", RADII)
def test_a_disc_is_cut_into_two_halves(radius):
    whole = disc(X + radius / 3, Y + 0.123, radius)
    west, east = cut(whole, WEST), cut(whole, EAST)
    assert [len(west), len(east)] == [1, 1]
    assert has_arcs(west[0]) and has_arcs(east[0])
    assert area(west[0]) + area(east[0]) == pytest.approx(np.pi * radius**2, rel=1e-6)
    for half in (west[0], east[0]):
        straight = [points for kind, points in leaves(half) if kind == "line"]
        assert len(straight) == 1 and np.allclose(straight[0][:, 0], X, atol=1e-6)
        assert not np.isnan(np.concatenate([p for _, p in leaves(half)])).any()


@pytest.mark.parametrize("seed", range(30))
def test_polygons_with_holes_keep_their_area_over_a_grid(seed):
    """A disc with a round hole, cut by the cells of a turned grid: the parts add up, arcs add up."""
    rng = np.random.default_rng(seed)
    x, y, radius = X + rng.uniform(-3, 3), Y + rng.uniform(-3, 3), rng.uniform(1.5, 6)
    outer, inner = disc(x, y, radius), disc(x + 0.2, y, radius / 2)
    whole = ("polygon", [outer[1][0], inner[1][0]])
    total = 0.0
    for column in range(-4, 4):
        for row in range(-4, 4):
            cell = shapely.box(X + 3 * column, Y + 3 * row, X + 3 * column + 3, Y + 3 * row + 3)
            cell = shapely.affinity.rotate(cell, 7, origin=(X, Y))
            for part in cut(whole, Mask(cell)):
                total += area(part)
                assert linearise(encode(part)).is_valid
                assert shapely.covers(shapely.buffer(cell, SNAP + 1e-4), linearise(encode(part)))
                assert not np.isnan(np.concatenate([p for _, p in leaves(part)])).any()
    assert total == pytest.approx(area(whole), rel=1e-6)


def test_a_limit_along_a_side_and_through_a_corner():
    """A square that shares a side with the mask, and one whose corner touches it."""
    beside = ("polygon", [("line", np.array([[X, Y], [X + 2, Y], [X + 2, Y + 2], [X, Y + 2], [X, Y]]))])
    assert cut(beside, WEST) == []
    (same,) = cut(beside, EAST)
    assert area(same) == pytest.approx(4)
    corner = ("polygon", [("line", np.array([[X - 1, Y], [X, Y - 1], [X + 1, Y], [X, Y + 1], [X - 1, Y]]))])
    assert [area(part) for mask in (WEST, EAST) for part in cut(corner, mask)] == pytest.approx([1, 1])


def test_a_mask_inside_a_polygon_takes_the_nearest_z():
    ground = (
        "polygon",
        [("line", np.array([[X, Y, 5.0], [X + 9, Y, 5], [X + 9, Y + 9, 5], [X, Y + 9, 5], [X, Y, 5]]))],
    )
    (part,) = cut(ground, Mask(shapely.box(X + 2, Y + 2, X + 4, Y + 4)))
    assert area(part) == pytest.approx(4)
    assert set(part[1][0][1][:, 2]) == {5.0}


def test_a_crossed_polygon_is_refused():
    bow = (
        "polygon",
        [("line", np.array([[X - 1, Y - 1], [X + 1, Y + 1], [X + 1, Y - 1], [X - 1, Y + 1], [X - 1, Y - 1]]))],
    )
    with pytest.raises(CutFailed):
        cut(bow, WEST)


def test_aggregates_stay_aggregates():
    lines = ("multicurve", [("line", np.array([[X - 1, Y], [X + 1, Y]])), ("line", np.array([[X - 3, Y], [X - 2, Y]]))])
    (west,) = cut(lines, WEST)
    assert west[0] == "multicurve" and len(west[1]) == 2
    (east,) = cut(lines, EAST)
    assert east[0] == "multicurve" and len(east[1]) == 1
