"""Planted truth, small: every defect is found, and nothing else; clean ground gives nothing at all."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.planted_truth import borders, control, documents, extents, names, scene, small_lots, systems
from benchmarks.planted_truth.ground import RADII, tangent_kerb
from benchmarks.planted_truth.lot import Lot
from benchmarks.planted_truth.measurement import EVERYTHING, SCHEMAS, Measured, measure
from benchmarks.planted_truth.plot import CORNER, Plot, measured_arc
from benchmarks.planted_truth.scene import Amount, Scene
from benchmarks.planted_truth.truth import Found, Plant, Score, add_scores, expected_finding, scores, wilson
from mutualgeo_plugin.engine.model.checks import CHECKS

SMALL = Amount(exact=20, statistical=20)
#: What needs a service beside the lots: nothing is planted for it.
UNPLANTED = {"L2"}


def scenes() -> list[Scene]:
    single = (
        scene.objects,
        borders.border,
        borders.duplicate_scene,
        extents.edge,
        extents.neighbour_scene,
        extents.holes,
        extents.communes,
        systems.outlier_scene,
        systems.transformed_scene,
        small_lots.balance,
    )
    several = (small_lots.scenes, names.scenes, documents.scenes, control.samples)
    return [make(SMALL) for make in single] + [made for some in several for made in some(SMALL)]


@pytest.fixture(scope="module")
def measured(tmp_path_factory) -> list[Measured]:
    folder = tmp_path_factory.mktemp("planted")
    return [measure(made, folder / made.name.replace(" ", "_")) for made in scenes()]


@pytest.fixture(scope="module")
def total(measured) -> dict[str, Score]:
    out: dict[str, Score] = {}
    for part in measured:
        for check, score in part.scores.items():
            out[check] = add_scores(out[check], score) if check in out else score
    return out


def test_something_is_planted_for_every_check_of_a_base():
    planted = {p.check for made in scenes() for p in made.plants if p.wrong}
    assert planted == set(EVERYTHING.active_checks()) - UNPLANTED


def test_no_check_breaks_off(measured):
    broken = {check: why for part in measured for check, why in part.not_run.items() if why.startswith("broke off")}
    assert broken == {}


@pytest.mark.parametrize("check", sorted(set(EVERYTHING.active_checks()) - UNPLANTED))
def test_every_plant_and_nothing_else(total, check):
    if check == "S1" and not SCHEMAS.is_dir():
        pytest.skip(f"no schemas at {SCHEMAS} (set MUTUALGEO_SCHEMAS)")
    assert check in total, "the check broke off"
    score = total[check]
    assert (score.missed, score.extra, score.severity) == ((), (), ())
    assert score.planted >= SMALL.plants_of(check)
    assert score.found == score.expected >= score.planted


@pytest.mark.parametrize("check", sorted(UNPLANTED))
def test_no_false_alarm_of_what_is_not_planted(total, check):
    assert check not in total or total[check].extra == ()


def test_clean_ground_gives_nothing(tmp_path):
    ran = measure(scene.clean(12, 8), tmp_path)
    assert ran.objects == 4704
    assert {check: score.extra for check, score in ran.scores.items() if score.extra} == {}
    assert not [why for why in ran.not_run.values() if why.startswith("broke off")]


def test_clean_ground_has_arcs_of_every_legal_radius():
    plot = Plot(Lot("R", (*CORNER, *(CORNER + 12.0))), CORNER + 6.0, 0.7, np.random.default_rng(1))
    limits = {key: CHECKS["G11"].parameters[key].default for key in ("smallest", "largest", "sagitta")}
    drawn = [measured_arc(np.round(tangent_kerb(plot, float(radius))[1].points, 4)) for radius in RADII]
    for asked, (radius, sagitta) in zip(RADII, drawn, strict=True):
        assert limits["smallest"] <= radius <= limits["largest"]
        assert sagitta >= limits["sagitta"]
        assert abs(radius / asked - 1.0) < 0.15
    assert min(r for r, _ in drawn) < 0.052 and max(r for r, _ in drawn) > 900.0


def test_same_lots_twice(tmp_path):
    texts = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        texts.append([path.read_bytes() for path in scene.objects(Amount(3, 3)).write(tmp_path / name)])
    assert texts[0] == texts[1]


def test_comparison_names_what_is_missed_and_what_is_too_much():
    plants = [
        Plant("G3", True, ("L",), ("a",), 0.0, 0.0, 0.1, (expected_finding("G3", "warning", "a"),)),
        Plant(
            "G3",
            True,
            ("L",),
            ("b",),
            0.0,
            0.0,
            0.1,
            (expected_finding("G3", "warning", "b"), expected_finding("G4", "info", "b")),
        ),
        Plant("G3", False, ("L",), ("c",), 0.0, 0.0, 0.1, ()),
    ]
    came = [Found(code, severity, (about,), 0.0, 0.0) for code, severity, about in (
        ("G3", "error", "a"), ("G3", "warning", "a"), ("G3", "warning", "c"), ("G4", "error", "b"),
    )]  # fmt: skip
    found = scores(plants, came, ("G3", "G4"))
    assert (found["G3"].missed, found["G3"].extra) == (("G3 b",), ("G3 a", "G3 c"))
    assert (found["G3"].planted, found["G3"].near, found["G3"].recall) == (2, 1, 0.5)
    assert math.isclose(found["G3"].precision, 1 / 3)
    assert (found["G4"].is_exact, found["G4"].severity) == (False, ("G4 b",))


def test_interval():
    """Wilson's interval, as tables give it."""
    assert wilson(0, 0) == (0.0, 1.0)
    assert np.allclose(wilson(495, 500), (0.97681, 0.99572), atol=1e-5)
    assert np.allclose(wilson(10, 10), (0.72246, 1.0), atol=1e-4)
