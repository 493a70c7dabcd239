"""A criterion that no check looked at is not evaluated, never good, and the verdict says so, wherever it is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.model.checks import CHECKS, CRITERIA
from mutualgeo_plugin.engine.model.pcrs import CLASSES
from mutualgeo_plugin.engine.quality.profile import load_profile, shipped_profiles
from mutualgeo_plugin.engine.quality.scoring.score import ALL, LOT, Carried, scores
from mutualgeo_plugin.engine.quality.scoring.subjects import EMPTY, NO_PROPERTY
from mutualgeo_plugin.engine.store.views import read_view
from tests.engine import small_lot as s
from tests.engine.layer_pairs import line, node
from tests.engine.layers_made import write
from tests.engine.run import run
from tests.engine.test_score import EQUAL, subjects
from tests.engine.test_sources import TERRITORY

EVERY = Carried.from_run(list(CHECKS), list(CHECKS), [])


def trees(tmp_path):
    """A lot of two trees without a date."""
    return s.write(tmp_path / "lot.gml", s.emprise("e", 0, 0, 20, 20), s.tree("t", 5, 5), s.tree("u", 9, 9))


def test_checks_that_had_nothing_to_look_at_are_told_apart(tmp_path):
    report = run(tmp_path, "checkquality", INPUT=trees(tmp_path)).report
    idle = {check for one in report["criteria"] for check in one["idle"]}
    assert idle == set("A4 A5 E4 G3 G4 G5 G6 G7 G8 G9 G10 G11 G12 G14 G15 S3 S5 T3 T5 T6 T7 T8 Z3 Z4".split())
    for one in report["criteria"]:
        looked = {*one["ran"], *one["partly"]}
        assert not looked & set(one["idle"]) and not set(one["not_run"]) & set(one["idle"])
        assert (one["score"] is None) == (one["coverage"] == 0.0)
    assert idle <= set(report["findings"]) and not idle & set(report["not_run"])


def test_the_report_the_page_the_sentence_and_the_base_say_what_is_not_evaluated(tmp_path):
    base, page = tmp_path / "s.gpkg", tmp_path / "q.html"
    given = {"INPUT": trees(tmp_path), "STORE": base, "RECEPTION": "reception_ouverte"}
    assert run(tmp_path, "receivelot", **given).exit == 0
    ran = run(tmp_path, "checkquality", INPUT=base, PROFILE="pcrs_reception", HTML=page)
    score, verdict = ran.report["score"], ran.report["verdict"]
    assert score["not_evaluated"] == ["Fr"] and score["criteria"] == [code for code in CRITERIA if code != "Fr"]
    told = (
        "sur complétude, validité, cohérence, exactitude, disponibilité, unicité, homogénéité ; non évalué : fraîcheur"
    )
    assert verdict["criteria"] == told and told in ran.texts()
    text = page.read_text("utf-8")
    assert (
        told in text
        and "<b>Critères non évalués</b> : fraîcheur." in text
        and "<b>Sans objet à regarder</b> : " in text
    )
    rows = {row["criterion"]: row for row in read_view(base, "score_readable", scope=ALL)}
    assert {code for code, row in rows.items() if row["state"] == "not evaluated"} == {"Fr"}
    assert (rows["Fr"]["score"], rows["Fr"]["weight"], rows[""]["weight"]) == (None, 1.0, None)
    weighed = [row for code, row in rows.items() if code and row["score"] is not None]
    mean = sum(row["score"] * row["weight"] for row in weighed) / sum(row["weight"] for row in weighed)
    assert rows[""]["score"] == pytest.approx(mean, abs=0.1)
    connection = connect(base, readonly=True)
    listed = connection.execute("SELECT COUNT(*) FROM gpkg_contents WHERE table_name = 'score_readable'").fetchone()
    connection.close()
    assert listed == (1,)


def test_a_network_whose_source_nobody_looked_at_says_so(tmp_path):
    """Whatever its attributes say: no check of the profile reads them."""
    layers = {
        "pipes": [line("a", (0, 0), (50, 0), materiau="999", date="hier"), line("b", (50, 0), (90, 0), materiau="?")],
        "nodes": [node("n", 0, 0), node("m", 50, 0), node("o", 90, 0)],
    }
    report = run(tmp_path, "checkquality", INPUT=[write(tmp_path / "l.gpkg", layers)], PROFILE="reseau").report
    values = {one["criterion"]: one["score"] for one in report["criteria"]}
    assert {code for code, value in values.items() if value is not None} == set(report["score"]["criteria"])
    assert {"Co", "Ex", "Fr", "Di", "Ho"} == set(report["score"]["not_evaluated"])
    assert "non évalué : complétude" in report["verdict"]["criteria"]


@pytest.mark.parametrize("name", shipped_profiles())
@pytest.mark.parametrize("feature", CLASSES)
def test_no_criterion_has_a_score_of_checks_that_look_at_another_class(name, feature):
    """Of a base of one class, all checks done and nothing found: a score speaks of checks that look at that class."""
    profile = load_profile(name)
    active = profile.active_checks()
    of_class = replace(subjects(), name=np.full(100, feature, dtype=object))
    found = scores(of_class, [], Carried.from_run(active, active, []), profile.judging)[0]
    looking = {CHECKS[check].criterion for check in active if CHECKS[check].purview.holds(feature, ())}
    assert {code for code, one in found.criteria.items() if one.score is not None} == looking
    assert all(one.score in (None, 100.0) for one in found.criteria.values())


def test_each_lot_has_its_own_criteria():
    """The second lot says neither date nor precision, and all its objects are trees."""
    of_two = subjects()
    second = of_two.lot == 2
    mixed = replace(
        of_two,
        name=np.where(second, "ArbrePCRS", "LimiteVoiriePCRS").astype(object),
        dated=np.where(second, EMPTY, 1).astype(np.int8),
        ready=np.where(second, EMPTY, 1).astype(np.int8),
    )
    alone = {check: Carried.from_run([check], [check], []) for check in ("A4", "P3", "G15", "A2")}
    found = {
        check: {one.name: one.criteria[CHECKS[check].criterion].score for one in scores(mixed, [], carried, EQUAL)}
        for check, carried in alone.items()
    }
    said = {check: (lots["ouest"], lots["est"]) for check, lots in found.items()}
    assert said == {"A4": (100.0, None), "P3": (100.0, None), "G15": (100.0, None), "A2": (100.0, 100.0)}
    assert {one.kind for one in scores(mixed, [], EVERY, EQUAL)} >= {ALL, LOT}


@pytest.mark.parametrize(
    ("missing", "silent"),
    [("altitudes", {"Z1", "Z2", "Z3", "Z4", "G12", "E2"}), ("arcs", {"G11"}), ("links", {"S3"}), ("emprises", {"S4"})],
)
def test_what_the_base_does_not_hold_is_not_looked_at(missing, silent):
    without = replace(subjects(), held=subjects().held - {missing})
    more = set(scores(without, [], EVERY, EQUAL)[0].carried.idle) - set(
        scores(subjects(), [], EVERY, EQUAL)[0].carried.idle
    )
    assert more == silent


def test_what_no_object_says_is_not_looked_at():
    silent = replace(
        subjects(),
        producer=np.full(100, "", dtype=object),
        dated=np.full(100, NO_PROPERTY, dtype=np.int8),
        ready=np.full(100, EMPTY, dtype=np.int8),
        delivered=frozenset(),
    )
    more = scores(silent, [], EVERY, EQUAL)[0].carried.idle - scores(subjects(), [], EVERY, EQUAL)[0].carried.idle
    assert more == {"A4", "A6", "P2", "P3", "G13"}


def test_a_base_whose_every_attribute_is_wrong_has_no_criterion_at_a_hundred(tmp_path):
    """But availability, which asks of files, and what is not evaluated."""
    (tmp_path / "t.toml").write_text(TERRITORY.replace("[territory]", '[territory]\nproducers = ["P"]'), "utf-8")
    wrong = dict.fromkeys(
        ("idObjet", "thematique", "qualiteCategorisation", "precisionPlanimetrique", "producteur", "dateLeve"), "zz"
    )
    things = [s.tree(f"t{k}", 1 + k, 1, reference="", **wrong) for k in range(5)]
    source = s.write(tmp_path / "l.gml", s.emprise("e", 0, 0, 20, 20), *things)
    report = run(tmp_path, "checkquality", INPUT=source, TERRITORY=tmp_path / "t.toml").report
    scored = {one["criterion"]: one["score"] for one in report["criteria"]}
    assert scored["Fr"] is None and "Fr" in report["score"]["not_evaluated"]
    assert all(scored[code] < 100.0 for code in ("Co", "Va", "Ch", "Ex", "Un", "Ho"))
    assert report["score"]["score"] < 60.0 and report["verdict"]["verdict"] == "refuse"
