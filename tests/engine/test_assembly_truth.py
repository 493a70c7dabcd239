"""The planted truth about assemblies: a base as it should be passes, each wrong base fails where it is wrong."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
import shapely
from shapely.ops import substring

from benchmarks.assembly_truth import (
    doubtful_copies,
    limit_ends,
    redelivery,
    same_line,
    second_delivery,
    small_objects,
)
from benchmarks.assembly_truth.cover import CELL, Ground, Lying, find_uids, long_runs, place_all, single_cover_fault
from benchmarks.assembly_truth.engine_runs import Engine
from benchmarks.assembly_truth.figures import Metres, Share, pool_figures
from benchmarks.assembly_truth.lines import connect_points, random_line
from benchmarks.assembly_truth.outcome import Held, Outcome, telling_values
from benchmarks.assembly_truth.surveys import BOUNDS, Quality, Station, last_threshold, metres, survey_line
from benchmarks.assembly_truth.twin_surveys import drawing, enclose_lots, new_lot
from benchmarks.bench_assembly_truth import main
from benchmarks.independent_truth.scene import Lot, Shape, Thing


def shape_of(thing: Thing) -> shapely.Geometry:
    assert thing.shape is not None
    if thing.shape.kind == "point":
        return shapely.Point(thing.shape.parts[0][0])
    if thing.shape.kind == "polygon":
        return shapely.Polygon(thing.shape.parts[0][0][1])
    return drawing(thing.shape.parts)


def hold(thing: Thing, state: str = "current") -> Held:
    """A base's object as it was delivered; its uid is its gml:id."""
    values = thing.values
    said = str(values["producteur"]), str(values["dateLeve"])
    return Held(thing.cls, thing.gml_id, thing.gml_id, state, *said, telling_values(thing.cls, values), shape_of(thing))


def base_of(lots: list[Lot], aside: set[str] = frozenset(), **told) -> Outcome:  # type: ignore[assignment]
    """A base that holds what was delivered, some of it superseded."""
    things = [thing for lot in lots for thing in lot.things]
    return Outcome([hold(t, "superseded" if t.gml_id in aside else "current") for t in things], **told)


def missed(figures) -> list[str]:
    return [name.strip() for name, figure in figures.items() if figure.verdict == "MISSED"]


# -- the same line, cut otherwise


@pytest.fixture(scope="module")
def lines() -> same_line.Planting:
    return same_line.plant(np.random.default_rng(7), 160)


RIGHTLY = "cut otherwise: pieces handled rightly"
ASKED = "same stretch: pieces that a conflict names"
LOST = "metres surveyed and covered by no current object"


def stretches(planting: same_line.Planting, *truths: str):
    return [s for t in planting.twins for s in t.stretches if s.truth in truths]


def worse_ids(planting: same_line.Planting, *truths: str) -> set[str]:
    return {d.gml_id for s in stretches(planting, *truths) for d in s.pieces if not d.better}


def conflicts_of(planting: same_line.Planting, *truths: str) -> list[frozenset[str]]:
    """For each stretch one conflict between a piece of each survey."""
    return [
        frozenset(next(d.gml_id for d in s.pieces if d.better == side) for side in (True, False))
        for s in stretches(planting, *truths)
    ]


def test_every_truth_is_planted(lines):
    assert {s.truth for t in lines.twins for s in t.stretches} == {"same", "within", "part", "alone"}
    labels = {s.label for t in lines.twins for s in t.stretches}
    assert {"1:1", "1:2", "2:1", "1:3", "3:1", "2:3", "3:2"} <= labels
    assert {d.better for t in lines.twins for d in t.delivered} == {True, False}
    assert any(kind == "A" for lot in lines.lots for t in lot.things if t.shape for kind, _ in t.shape.parts)


def test_a_right_base_passes(lines):
    outcome = base_of(lines.lots, worse_ids(lines, "same", "within"), conflicts=conflicts_of(lines, "part"))
    figures = same_line.judge(lines, outcome)
    assert missed(figures) == []
    assert figures[RIGHTLY].hits == figures[RIGHTLY].total >= 160
    assert figures[LOST].value == 0 and figures["metres current in both surveys without a conflict"].value == 0


def test_a_base_that_cuts_parts_passes(lines):
    """What only the worse survey covers stays as an object of its own, without a conflict."""
    aside = worse_ids(lines, "same", "within", "part")
    outcome = base_of(lines.lots, aside)
    for twin in lines.twins:
        for stretch in (s for s in twin.stretches if s.truth == "part"):
            for one in (d for d in stretch.pieces if not d.better):
                held = outcome.gml_id_index[one.gml_id][0]
                alone = twin.ground.cells(one.piece.begin, one.piece.end) & ~twin.cells(True)
                edges = np.flatnonzero(np.diff(np.concatenate([[False], alone, [False]]).astype(int))) * CELL
                for k, (begin, end) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
                    part = substring(twin.ground.line.polyline, begin, end)
                    made = dataclasses.replace(held, uid=f"{held.uid}p{k}", state="current", shape=part)
                    outcome.objects.append(made)
    figures = same_line.judge(lines, Outcome(outcome.objects))
    assert missed(figures) == []
    assert figures[RIGHTLY].hits == figures[RIGHTLY].total


def test_both_current_fails(lines):
    figures = same_line.judge(lines, base_of(lines.lots))
    assert figures[RIGHTLY].hits == 0 and figures["cut alike (1:1): pieces handled rightly"].hits == 0
    assert figures[LOST].value == 0
    doubled = sum(long_runs(t.cells(True) & t.cells(False), t.slack) for t in lines.twins)
    assert figures["metres current in both surveys without a conflict"].value == pytest.approx(doubled, rel=0.03)


def test_the_worse_survey_current_fails(lines):
    better = {d.gml_id for s in stretches(lines, "same", "within", "part") for d in s.pieces if d.better}
    figures = same_line.judge(lines, base_of(lines.lots, better, conflicts=[]))
    kept = [s for s in stretches(lines, "same") if s.is_far and same_line.is_counted(s)]
    assert figures[RIGHTLY].hits <= sum(len(s.pieces) for s in kept) + len(worse_ids(lines, "part"))
    assert figures[LOST].value > 0  # where the better survey alone was


def test_lost_metres_are_seen(lines):
    figures = same_line.judge(lines, base_of(lines.lots, worse_ids(lines, "same", "within", "part")))
    assert {RIGHTLY, LOST} <= set(missed(figures))
    alone = sum(long_runs(t.cells(False) & ~t.cells(True), t.slack) for t in lines.twins
                if any(s.truth == "part" for s in t.stretches))  # fmt: skip
    assert 0 < figures[LOST].value <= alone + 1


def test_a_conflict_on_the_same_stretch_fails(lines):
    outcome = base_of(lines.lots, conflicts=conflicts_of(lines, "same", "within", "part"))
    figures = same_line.judge(lines, outcome)
    assert figures[ASKED].hits == figures[ASKED].total > 0
    expected = sum(len(s.pieces) for s in stretches(lines, "same", "within", "part")
                   if same_line.is_counted(s) and (s.truth != "same" or s.is_far))  # fmt: skip
    assert figures[RIGHTLY].hits == expected


def test_a_conflict_with_a_neighbour_fails(lines):
    """Two lines of one site are named by a conflict as if they were one."""
    twins = [t for t in lines.twins if t.ground.name.startswith("site")]
    pair = next((a, b) for a, b in zip(twins, twins[1:], strict=False)
                if a.ground.name.split(".")[0] == b.ground.name.split(".")[0])  # fmt: skip
    mixed = frozenset((pair[0].delivered[0].gml_id, pair[1].delivered[-1].gml_id))
    right = conflicts_of(lines, "part")
    aside = worse_ids(lines, "same", "within")
    before = same_line.judge(lines, base_of(lines.lots, aside, conflicts=right))
    after = same_line.judge(lines, base_of(lines.lots, aside, conflicts=[*right, mixed]))
    names = [RIGHTLY, "cut alike (1:1): pieces handled rightly", "one survey alone: pieces left as they are"]
    assert sum(after[n].hits for n in names) < sum(before[n].hits for n in names)


def test_noise_is_true_to_the_class():
    """Over many sites the mean deviation lies between the bounds of the class, in plan and in height."""
    rng = np.random.default_rng(3)
    for code in ("005", "010", "040"):
        stations = [Station(rng, Quality(code, code, "01", "2022-01-01")) for _ in range(400)]
        away = np.array([[s.measure(0, 0, 0) for _ in range(20)] for s in stations])
        plan, height = np.hypot(away[..., 0], away[..., 1]), np.abs(away[..., 2])
        low, high = BOUNDS[code]
        assert low < plan.mean() < high and low < height.mean() < high
        assert (plan.mean(axis=1) <= 1.125 * high).mean() > 0.97  # rule (a) of the official test, site by site
        assert (plan > 2.42 * 1.125 * high).mean() < 0.01  # rule (b)


def test_pieces_of_a_survey_share_their_ends_and_follow_the_line():
    rng = np.random.default_rng(5)
    line = random_line(rng, (1_840_000.0, 5_175_000.0), 0.3, 50.0, corners=True)
    pieces = survey_line(line, 0.0, 50.0, [17.0, 31.0], Station(rng, Quality("002", "002", "01", "2022-01-01")))
    assert [(p.begin, p.end) for p in pieces] == [(0.0, 17.0), (17.0, 31.0), (31.0, 50.0)]
    ends = [{tuple(drawing(p.curve).coords[0]), tuple(drawing(p.curve).coords[-1])} for p in pieces]
    assert len(ends[0] & ends[1]) == len(ends[1] & ends[2]) == 1
    assert max(drawing(p.curve).hausdorff_distance(line.polyline.intersection(drawing(p.curve).buffer(0.5)))
               for p in pieces) < 0.5  # fmt: skip


def test_a_parallel_keeps_its_distance():
    line = random_line(np.random.default_rng(8), (1_840_000.0, 5_175_000.0), 1.1, 60.0, corners=False)
    assert any(stroke.curvature for stroke in line.strokes)
    for distance in (4.0, -0.4):
        parallel = line.offset(distance).polyline
        assert parallel.hausdorff_distance(line.polyline) == pytest.approx(abs(distance), abs=0.002)
        assert parallel.distance(line.polyline) == pytest.approx(abs(distance), abs=0.002)


# -- tiles anew, ground delivered again


@pytest.fixture(scope="module")
def towns() -> redelivery.Planting:
    return redelivery.plant(np.random.default_rng(2), 30)


ELSEWHERE = "metres elsewhere covered by two current objects"


def replaced_ids(planting: redelivery.Planting) -> set[str]:
    anew = {lot.name.removesuffix("b") for lot in planting.second}
    return {t.gml_id for lot in planting.first if lot.name in anew for t in lot.things}


def right_towns(planting: redelivery.Planting) -> Outcome:
    """Old tiles are replaced; where a wider one lies on a part of a neighbour's piece, a conflict names both."""
    outcome = base_of(planting.first + planting.second, replaced_ids(planting))
    lying, _ = place_all(planting.grounds, [o for o in outcome.objects if o.is_current])
    for one in (a for a in planting.again if a.way == "wider"):
        on = find_uids(lying[one.ground.name], one.begin, one.end, one.slack) - {one.gml_id}
        outcome.conflicts += [frozenset((one.gml_id, uid)) for uid in on]
    return outcome


def test_tiles_share_the_points_where_lines_are_cut(towns):
    ends = [tuple(np.round(c, 3)) for lot in towns.first for t in lot.things for c in
            (shape_of(t).coords[0], shape_of(t).coords[-1])]  # fmt: skip
    on_limits = [e for e in ends if min(abs((e[k] + 25) % 50 - 25) for k in (0, 1)) < 0.0005]
    assert on_limits and all(on_limits.count(e) == 2 for e in on_limits)


def test_tiles_anew_in_place_of_the_old_ones_pass(towns):
    figures = redelivery.judge(towns, right_towns(towns))
    assert missed(figures) == []
    assert {one.way for one in towns.again} == set(redelivery.WAYS)
    silent = redelivery.judge(towns, base_of(towns.first + towns.second, replaced_ids(towns)))
    assert silent["  doubled silently, wider"].hits > 0
    assert figures["pieces delivered anew that are doubled silently"].total >= 30


def test_tiles_anew_beside_the_old_ones_fail(towns):
    figures = redelivery.judge(towns, base_of(towns.first + towns.second))
    doubled = figures["pieces delivered anew that are doubled silently"]
    assert doubled.hits == doubled.total and doubled.verdict == "MISSED"
    everything = [frozenset((a.gml_id, t.gml_id)) for a in towns.again for lot in towns.first for t in lot.things]
    figures = redelivery.judge(towns, base_of(towns.first + towns.second, conflicts=everything))
    assert figures["pieces delivered anew that are doubled silently"].hits == 0
    assert "pieces on old pieces, not far: a conflict names them" in missed(figures)


def test_a_line_that_stands_beside_its_tiles_fails(towns):
    """The merged line has stayed although its parts are current again."""
    outcome = right_towns(towns)
    ground = towns.grounds[0]
    part = next(o for o in outcome.objects if o.telling == ground.telling and o.cls == ground.cls)
    whole = shapely.force_3d(ground.line.polyline, 210.0)
    outcome.objects.append(dataclasses.replace(part, uid="merged", gml_id="merged", state="current", shape=whole))
    assert redelivery.judge(towns, outcome)[ELSEWHERE].value > 50


def test_tiles_gone_are_lost(towns):
    both = replaced_ids(towns) | {a.gml_id for a in towns.again}
    figures = redelivery.judge(towns, base_of(towns.first + towns.second, both))
    assert figures[LOST].value > 0 and "measured later: pieces that the new survey shows" in missed(figures)


def test_ground_delivered_again():
    planting = second_delivery.plant(np.random.default_rng(4), 120)
    halves = planting.assembled, planting.updated
    old = {t.gml_id for half in halves for t in half.lots[1].things}
    right = [base_of(list(half.lots), old) for half in halves]
    figures = second_delivery.judge(planting, second_delivery.Outcomes(*right, {"unchanged": 30}))
    recognised = figures["delivered again: recognised, all"]
    assert missed(figures) == [] and recognised.hits == recognised.total >= 120
    told = figures["  updated: objects that the report calls unchanged"]
    assert (told.hits, told.total) == (30, planting.updated.count)
    doubled = second_delivery.judge(planting, second_delivery.Outcomes(*(base_of(list(h.lots)) for h in halves), {}))
    assert doubled["delivered again: recognised, all"].hits == 0
    everything = old | {t.gml_id for half in halves for t in half.lots[0].things}
    gone = second_delivery.judge(
        planting, second_delivery.Outcomes(*(base_of(list(h.lots), everything) for h in halves), {})
    )
    assert gone["delivered again: recognised, all"].hits == 0


# -- copies, small objects, ends


def test_copies_lie_where_they_are_said_to():
    planting = doubtful_copies.plant(np.random.default_rng(1), 60)
    shapes = {t.gml_id: (t, shape_of(t)) for lot in planting.lots for t in lot.things}
    for pair in planting.pairs:
        (one, first), (other, second) = shapes[pair.one], shapes[pair.other]
        away = np.hypot(first.centroid.x - second.centroid.x, first.centroid.y - second.centroid.y)
        assert away == pytest.approx(pair.distance, abs=0.002)
        codes = [str(t.values["precisionPlanimetrique"]) for t in (one, other)]
        if pair.same:
            assert sum(metres(c) for c in codes) < pair.distance < last_threshold(max(codes))
        else:
            assert pair.distance > sum(last_threshold(c) for c in codes)
    assert sum(p.same for p in planting.pairs) == 60 and len(planting.pairs) == 90


def test_doubtful_copies_must_be_told():
    planting = doubtful_copies.plant(np.random.default_rng(1), 60)
    told = [pair.ids for pair in planting.pairs if pair.same]
    assert missed(doubtful_copies.judge(planting, base_of(planting.lots, told=told))) == []
    silent = doubtful_copies.judge(planting, base_of(planting.lots))
    assert silent["doubtful copies: told"].hits == 0 and silent["doubtful copies: silently doubled"].hits == 60
    merged = doubtful_copies.judge(planting, base_of(planting.lots, {p.other for p in planting.pairs}))
    assert merged["doubtful copies: silently merged"].hits == 60
    assert merged["distinct neighbours: both kept"].hits == 0
    alarmed = doubtful_copies.judge(planting, base_of(planting.lots, told=[p.ids for p in planting.pairs]))
    assert alarmed["distinct neighbours: told of"].hits == 30
    # one finding that names two pairs tells of both
    joined = [frozenset().union(*told[:2]), *told[2:]]
    assert missed(doubtful_copies.judge(planting, base_of(planting.lots, told=joined))) == []


def test_small_objects_must_be_found():
    planting = small_objects.plant(np.random.default_rng(1), 80)
    sizes = [shape_of(t).length for lot in planting.lots for t in lot.things if t.shape and t.shape.kind == "curve"]
    assert 0 < min(sizes) and max(sizes) <= 0.34
    right = small_objects.judge(planting, base_of(planting.lots, {worse for _, worse, _ in planting.pairs}))
    assert missed(right) == [] and right["small objects: pairs found"].hits == 80
    both = small_objects.judge(planting, base_of(planting.lots))
    assert both["small objects: pairs found"].hits == 0
    reverse = small_objects.judge(planting, base_of(planting.lots, {better for better, _, _ in planting.pairs}))
    assert reverse["small objects: pairs found"].hits == 0
    gone = small_objects.judge(planting, base_of(planting.lots, set(planting.single)))
    assert gone["small objects beside a pair: kept, and not told of"].hits == 0 < len(planting.single)


def test_ends_that_continue_each_other():
    planting = limit_ends.plant(np.random.default_rng(1), 60)
    shapes = {t.gml_id: (t, shape_of(t)) for lot in planting.lots for t in lot.things}
    for ids in planting.pairs:
        (one, first), (other, second) = (shapes[i] for i in ids)
        away = first.boundary.distance(second.boundary)
        assert 0.001 < away <= sum(metres(str(t.values["precisionPlanimetrique"])) for t in (one, other))
        assert one.cls == other.cls and one.gml_id[:4] != other.gml_id[:4]
    assert set(planting.pairs.values()) == {"straight", "turns"} and len(shapes) > 2 * len(planting.pairs)
    rows = [(ids, "move") for ids in planting.pairs]
    recall, precision = "edges: planted pairs found (recall)", "edges: links that are planted pairs (precision)"
    right = limit_ends.judge(planting, limit_ends.Links(rows))
    assert missed(right) == [] and right[recall].hits == right[precision].hits == len(rows)
    some = limit_ends.judge(planting, limit_ends.Links(rows[3:]))
    assert some[recall].hits == len(rows) - 3 and some[precision].hits == some[precision].total
    wrong = frozenset(next(iter(ids)) for ids in list(planting.pairs)[:2])
    more = limit_ends.judge(planting, limit_ends.Links([*rows, (wrong, "move")]))
    assert more[precision].hits == more[precision].total - 1 and precision in missed(more)


# -- what measures


def test_cover_of_a_line():
    ground = Ground("line", "MurPCRS", ("05", "01"), connect_points(np.array([(0.0, 0.0), (20.0, 0.0)])))

    def lie(begin: float, end: float, state: str = "current") -> Lying:
        shape = shapely.LineString([(begin, 0.01), (end, 0.01)])
        return Lying(ground, Held("MurPCRS", "u", "g", state, "", "", ("05", "01"), shape), begin, end)

    assert single_cover_fault(ground, [lie(0, 12), lie(12.3, 20)], 0, 20, 0.5) == ""
    assert single_cover_fault(ground, [lie(0, 12), lie(12.7, 20)], 0, 20, 0.5) == "lost"
    assert single_cover_fault(ground, [lie(0, 12), lie(11, 20)], 0, 20, 0.5) == "doubled"
    assert single_cover_fault(ground, [lie(0, 20), lie(0, 20, "superseded")], 0, 20, 0.5) == ""
    assert long_runs(np.array([True] * 10 + [False] + [True] * 30), 1.0) == pytest.approx(1.5)


def test_verdicts():
    share = Share("x", least=0.99, needed=100)
    assert share.verdict == "too few"
    for _ in range(99):
        share.count(True)
    assert share.verdict == "too few"
    share.count(False, "why")
    assert (share.verdict, share.examples) == ("reached", ["why"])
    share.count(False, "again")
    assert share.verdict == "MISSED"
    most = Share("y", most=0.0)
    most.count(False, "none")
    assert (most.verdict, most.examples) == ("reached", [])
    most.count(True, "one")
    assert (most.verdict, most.examples) == ("MISSED", ["one"])
    assert Metres("z", 0.1, most=0.0).verdict == "MISSED" and Metres("z", 0.1).verdict == ""
    pooled = pool_figures({"y": most}, {"y": Share("y", 0, 8, most=0.0), "x": share})
    assert (pooled["y"].hits, pooled["y"].total, list(pooled)) == (1, 10, ["y", "x"])


def test_the_same_seed_plants_the_same():
    def coordinates(seed: int) -> np.ndarray:
        lots = same_line.plant(np.random.default_rng(seed), 30).lots
        return np.vstack([a for lot in lots for t in lot.things for a in t.shape.arrays()])

    np.testing.assert_array_equal(coordinates(1), coordinates(1))
    assert coordinates(1).shape != coordinates(2).shape or not np.array_equal(coordinates(1), coordinates(2))


def test_what_the_engine_received_lies_where_it_was_planted(tmp_path):
    """Received and not assembled: every object is read back, current, on its own line, where its piece is."""
    planting = same_line.plant(np.random.default_rng(6), 30)
    engine = Engine(tmp_path)
    engine.receive(planting.lots)
    outcome = engine.read()
    assert len(outcome.objects) == sum(len(lot.things) for lot in planting.lots)
    assert all(o.is_current for o in outcome.objects) and outcome.told_sets == []
    lying, strays = place_all([t.ground for t in planting.twins], outcome.objects)
    assert strays == []
    for twin in planting.twins:
        there = {one.held.gml_id: one for one in lying[twin.ground.name]}
        assert there.keys() == {d.gml_id for d in twin.delivered}
        for one in twin.delivered:
            found = there[one.gml_id]
            assert found.begin == pytest.approx(one.piece.begin, abs=twin.slack)
            assert found.end == pytest.approx(one.piece.end, abs=twin.slack)


def test_findings_of_t2_name_what_was_delivered(tmp_path):
    """Received and not assembled: T2 names pairs, by the identifiers that the truth knows."""
    planting = small_objects.plant(np.random.default_rng(1), 40)
    engine = Engine(tmp_path)
    engine.receive(planting.lots)
    found = engine.find_duplicates()
    assert found and set(found) & {frozenset((better, worse)) for better, worse, _ in planting.pairs}


@pytest.mark.parametrize(("chosen", "objects"), [(doubtful_copies, 30), (same_line, 250)], ids=["copies", "lines"])
def test_what_an_assembly_leaves_double_is_found_by_t2(tmp_path, chosen, objects):
    """Each pair that waits for a person is a finding of the base, and nothing is told besides but their pieces."""
    planting = chosen.plant(np.random.default_rng([1, 7]), objects)
    chosen.run(planting, tmp_path)
    engine = Engine(tmp_path)
    outcome, found = engine.read(), set(engine.find_duplicates())
    waiting = {frozenset(outcome.uid_index[uid].gml_id for uid in pair) for pair in outcome.conflicts}
    assert waiting and waiting <= found
    assert all(any(pair & other for other in waiting) for pair in found)


def test_conflicts_are_read_from_the_view_and_from_the_file(tmp_path):
    """Two walls on the same points whose kind differs: a conflict between them, and nothing is put aside."""
    lots = [new_lot(f"lot{k}", f"Producteur {k}", np.random.default_rng(k), "2024-03-15") for k in range(2)]
    points = np.array([(1_840_000.0, 5_175_000.0, 210.0), (1_840_012.0, 5_175_003.0, 210.2)])
    quality = Quality("005", "005", "01", "2022-04-01").values()
    ids = [lot.add("MurPCRS", Shape("curve", [("L", points)]), **quality, typeMur=kind).gml_id
           for lot, kind in zip(lots, ("01", "03"), strict=True)]  # fmt: skip
    enclose_lots(lots)
    engine = Engine(tmp_path)
    engine.receive(lots)
    engine.assemble()
    outcome = engine.read()
    assert outcome.told_pairs == {frozenset(ids)} and all(outcome.is_current(i) for i in ids)
    assert len(outcome.conflicts) == 1 and outcome.told == [frozenset(ids)]


def test_the_bench_says_what_is_missed(tmp_path, capsys):
    """Twenty pairs are too few for any bar to be reached: exit status 1, the figures kept, the seeds pooled."""
    out = tmp_path / "figures.json"
    asked = ["--only", "small_objects", "--seed", "1", "2", "--objects", "20", "--out", str(out)]
    assert main(asked) == 1
    kept = json.loads(out.read_text("utf-8"))
    figure = kept["sets"]["small_objects"]["small objects: pairs found"]
    assert (figure["total"], figure["needed"], kept["seeds"]) == (40, 300, [1, 2])
    assert figure["verdict"] in ("MISSED", "too few")
    assert kept["missed"] and "small objects: pairs found" in capsys.readouterr().out
