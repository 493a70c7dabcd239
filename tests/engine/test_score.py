"""The score and the verdict: exact on cases made by hand, monotonous, and never good for what was not checked."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from mutualgeo_plugin.engine.dataset.findings import NOWHERE, Finding
from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.model.checks import CHECKS, CRITERIA
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.quality.judgement import ACCEPT, REFUSE, RESERVE, Judging, Rules, Scale
from mutualgeo_plugin.engine.model.quality.purview import ALTITUDES, ARCS, EMPRISES, LINKS
from mutualgeo_plugin.engine.quality.profile import load_profile, shipped_profiles
from mutualgeo_plugin.engine.quality.scoring.assessment import freshness, readiness
from mutualgeo_plugin.engine.quality.scoring.score import (
    ALL,
    COMMUNE,
    LOT,
    PRODUCER,
    Carried,
    ScopeScore,
    criterion_score,
    open_findings,
    scores,
)
from mutualgeo_plugin.engine.quality.scoring.subjects import Subjects
from mutualgeo_plugin.engine.quality.scoring.verdict import verdict_of, verdict_reasons
from tests.engine import small_lot as s
from tests.engine.run import run

#: A check of each criterion that stands alone in it here.
CHECK_OF = {"Co": "A1", "Va": "G1", "Ch": "S3", "Ex": "E2", "Fr": "A4", "Di": "L1", "Un": "T1", "Ho": "A6"}
EQUAL = Judging(scale=Scale(zero=0.2))


def subjects(n: int = 100, *, dated: int | None = None, communes: bool = False) -> Subjects:
    """Objects o0, o1…: the first half of lot 1, producer P and commune 00001, the others of lot 2, Q and 00002."""
    half = np.arange(n) < n // 2
    told = n if dated is None else dated
    day = np.full(n, "NaT", dtype="datetime64[D]")
    day[:told] = np.datetime64("2020-01-01")
    return Subjects(
        uid=np.array([f"o{k}" for k in range(n)], dtype=object),
        name=np.full(n, "LimiteVoiriePCRS", dtype=object),
        lot=np.where(half, 1, 2),
        producer=np.where(half, "P", "Q").astype(object),
        commune=np.where(half, "00001", "00002").astype(object) if communes else np.full(n, "", dtype=object),
        ready=(np.arange(n) < 30).astype(np.int8),
        dated=(np.arange(n) < told).astype(np.int8),
        day=day,
        theme=np.full(n, "03", dtype=object),
        source=np.ones(n, dtype=np.int8),
        lots={1: "ouest", 2: "est"},
        held=frozenset({ALTITUDES, ARCS, EMPRISES, LINKS}),
        delivered=frozenset({1, 2}),
        grounds={"00001": shapely.box(0, 0, 10, 10), "00002": shapely.box(10, 0, 20, 10)} if communes else {},
    )


def on(check: str, severity: str, *objects: int, **more: object) -> Finding:
    """A finding on objects."""
    uids = tuple(f"o{k}" for k in objects)
    return Finding(check, severity, "LimiteVoiriePCRS", uids, uids, (1,) * len(uids), **more)


def all_ran(*, partly: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Carried:
    active = list(CHECK_OF.values())
    return Carried.from_run(active, [check for check in active if check not in without], partly)


def whole(
    findings: list[Finding], carried: Carried | None = None, judging: Judging = EQUAL, **of: object
) -> ScopeScore:
    return scores(subjects(**of), findings, carried or all_ran(), judging)[0]


def values(scope: ScopeScore) -> dict[str, float | None]:
    return {code: found.score for code, found in scope.criteria.items()}


# -- exact ------------------------------------------------------------------------------------------------------------


def test_nothing_found_is_a_hundred():
    scope = whole([])
    assert values(scope) == dict.fromkeys(CRITERIA, 100.0)
    assert (scope.score, scope.coverage, scope.objects, scope.units) == (100.0, 100.0, 100, 3)


def test_the_example_of_the_manual():
    """100 objects, zero at 20 %: two errors and four warnings on completeness: F = 3, 1 − 0.03 / 0.2 = 0.85."""
    findings = [on("A1", "error", 0), on("A1", "error", 1), *(on("A1", "warning", k) for k in range(2, 6))]
    scope = whole(findings)
    assert (scope.criteria["Co"].faulty, values(scope)["Co"]) == (3.0, 85.0)
    assert scope.score == pytest.approx((85.0 + 7 * 100.0) / 8, abs=0.1)
    assert scope.score == 98.1  # 98.125, rounded down
    weighted = whole(findings, judging=replace(EQUAL, weights=dict.fromkeys(CRITERIA, 1.0) | {"Co": 3.0}))
    assert weighted.score == 95.5  # (3 × 85 + 7 × 100) / 10


def test_an_object_counts_once_by_its_worst_finding():
    findings = [on("A1", "warning", 7), on("A1", "error", 7), on("A1", "info", 8), on("A1", "warning", 7)]
    assert whole(findings).criteria["Co"].faulty == 1.0


def test_both_objects_of_a_pair_count_whichever_is_first():
    assert whole([on("T1", "error", 3, 60)]) == whole([on("T1", "error", 60, 3)])
    assert whole([on("T1", "error", 3, 60)]).criteria["Un"].faulty == 2.0


def test_a_finding_without_object_counts_for_its_lot_or_for_the_whole():
    of_lot = Finding("A6", "warning", "", lots=(2,), fields={"lot": "est"})
    of_none = Finding("A1", "error", "Commune", place=(15.0, 5.0))
    every = scores(subjects(communes=True), [of_lot, of_none], all_ran(), EQUAL)
    found = {(scope.kind, scope.name): scope for scope in every}
    assert values(found[ALL, ""])["Ho"] == 91.6  # a quarter of one unit in three
    assert values(found[ALL, ""])["Co"] == 66.6  # one unit in three
    assert [values(found[LOT, name])["Ho"] for name in ("ouest", "est")] == [100.0, 75.0]
    assert [values(found[PRODUCER, name])["Ho"] for name in ("P", "Q")] == [100.0, 75.0]
    assert [values(found[COMMUNE, name])["Co"] for name in ("00001", "00002")] == [100.0, 50.0]
    assert [found[LOT, name].severities["error"] for name in ("ouest", "est")] == [0, 0]
    assert found[COMMUNE, "00002"].errors == {"A1": 1} and found[ALL, ""].errors == {"A1": 1}


def test_scopes_have_their_own_objects():
    every = scores(subjects(communes=True), [on("G1", "error", 0), on("G1", "error", 1)], all_ran(), EQUAL)
    assert [(scope.kind, scope.name, scope.objects, values(scope)["Va"]) for scope in every] == [
        (ALL, "", 100, 90.0), (LOT, "est", 50, 100.0), (LOT, "ouest", 50, 80.0), (PRODUCER, "P", 50, 80.0),
        (PRODUCER, "Q", 50, 100.0), (COMMUNE, "00001", 50, 80.0), (COMMUNE, "00002", 50, 100.0),
    ]  # fmt: skip


def test_freshness_covers_what_is_dated():
    assert whole([], dated=40).criteria["Fr"].coverage == 40.0
    undated = whole([], dated=0).criteria["Fr"]
    assert (undated.score, undated.coverage) == (None, 0.0)
    assert freshness(subjects(4, dated=3), "2024-01-01") == {
        "objects": 4, "dated": 3, "oldest": "2020-01-01", "newest": "2020-01-01", "median_age": 4.0,
    }  # fmt: skip


def test_readiness_by_commune_else_by_lot():
    assert readiness(subjects()) == [
        {"scope": "lot", "name": "est", "objects": 50, "ready": 0, "share": 0.0},
        {"scope": "lot", "name": "ouest", "objects": 50, "ready": 30, "share": 60.0},
    ]
    assert [row["name"] for row in readiness(subjects(communes=True))] == ["00001", "00002"]
    assert readiness(subjects(0)) == []


# -- what did not run is never good -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CRITERIA)
def test_a_criterion_whose_checks_did_not_run_has_no_score(code):
    scope = whole([], all_ran(without=(CHECK_OF[code],)))
    assert (scope.criteria[code].score, scope.criteria[code].coverage) == (None, 0.0)
    assert scope.coverage == 87.5 and scope.score == 100.0
    rules = Rules(required=(CHECK_OF[code],))
    verdict, applied = verdict_of(scope, Judging(rules=rules))
    assert (verdict, [one.rule for one in applied]) == (RESERVE, ["required"])


def test_a_check_that_ran_in_part_covers_half_and_is_not_what_is_required():
    carried = all_ran(partly=("G1",))
    assert whole([], carried).criteria["Va"].coverage == 50.0
    assert verdict_of(whole([], carried), Judging(rules=Rules(required=("G1",))))[0] == RESERVE


def test_nothing_that_ran_is_never_accepted():
    carried = Carried.from_run(list(CHECKS), [], [])
    scope = whole([], carried)
    assert (scope.score, scope.coverage) == (None, 0.0)
    assert [one.rule for one in verdict_of(scope, Judging())[1]] == ["nothing_evaluated", "reserve_coverage"]


def test_an_empty_base_has_no_score():
    scope = whole([], n=0)
    assert scope.score is None
    assert verdict_of(scope, Judging())[0] == RESERVE


def test_a_check_that_the_run_says_nothing_of_did_not_run():
    assert Carried.from_run(["G1", "T1"], ["G1"], []).share == {"G1": 1.0, "T1": 0.0}


# -- properties -------------------------------------------------------------------------------------------------------


def test_one_more_finding_never_raises_a_score():
    rng = np.random.default_rng(20240601)
    checks, severities = list(CHECK_OF.values()), ("error", "warning", "info")
    findings: list[Finding] = []
    before = whole(findings)
    for _ in range(150):
        check, severity = str(rng.choice(checks)), str(rng.choice(severities))
        if rng.random() < 0.1:
            findings.append(Finding(check, severity, "", lots=(int(rng.integers(1, 3)),)))
        else:
            findings.append(on(check, severity, *rng.integers(0, 100, rng.integers(1, 3)).tolist()))
        after = whole(findings)
        assert after.score <= before.score
        assert all(after.criteria[code].score <= before.criteria[code].score for code in CRITERIA)
        before = after
    assert before.score < 60.0
    shuffled = [findings[k] for k in rng.permutation(len(findings))]
    assert whole(shuffled) == before


def test_a_worse_severity_never_raises_a_score():
    got = [whole([on("G1", severity, k) for k in range(5)]).score for severity in ("info", "warning", "error")]
    assert got == sorted(got, reverse=True) and len(set(got)) == 3


def test_a_hundred_says_that_there_is_no_fault():
    assert criterion_score(10**9, 0.25, 3, 0.0, 1.0, 0.2) == 99.9
    assert criterion_score(10, 10.0, 1, 0.0, 1.0, 0.2) == 0.0


def test_excused_findings_cost_nothing():
    @dataclass(frozen=True)
    class Excused(Finding):
        state: str = "exception"

    excused = Excused("G1", "error", "LimiteVoiriePCRS", ("o0",), ("o0",), (1,))
    assert open_findings([excused, on("G1", "info", 1)]) == [on("G1", "info", 1)]


# -- verdict ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "findings", "verdict", "applied"),
    [
        ({}, [], ACCEPT, []),
        ({}, [on("G1", "warning", 0)], ACCEPT, []),
        ({}, [on("G1", "error", 0)], RESERVE, ["reserve_errors"]),
        ({"reserve_errors": 1}, [on("G1", "error", 0)], ACCEPT, []),
        ({"refuse_checks": ("G1",)}, [on("G1", "error", 0)], REFUSE, ["refuse_checks", "reserve_errors"]),
        ({"refuse_checks": ("G1",)}, [on("G1", "warning", 0)], ACCEPT, []),
        ({"reserve_score": 99}, [on("G1", "warning", k) for k in range(40)], RESERVE, ["reserve_score"]),
        ({"refuse_score": 99}, [on("G1", "warning", k) for k in range(40)], REFUSE, ["refuse_score"]),
        ({"refuse_criterion": 60}, [on("G1", "warning", k) for k in range(40)], REFUSE, ["refuse_criterion"]),
    ],
)
def test_rules(rules, findings, verdict, applied):
    """40 warnings on 100 objects: F = 10, validity 50, the whole 93.7."""
    got, told = verdict_of(whole(findings), Judging(rules=Rules(**rules)))
    assert (got, [one.rule for one in told]) == (verdict, applied)


def test_the_reasons_of_a_verdict_are_one_part_of_a_sentence():
    rules = Rules(refuse_checks=("G1",), refuse_criterion=60, reserve_score=100, required=("T7",))
    active = list(CHECK_OF.values())
    scope = whole([on("G1", "error", k) for k in range(40)], Carried.from_run([*active, "T7"], active, []))
    _, applied = verdict_of(scope, Judging(rules=rules))
    assert verdict_reasons([]) == ""
    assert verdict_reasons(applied[:1]).text("en") == " – G1 (Valid geometry): 40 errors, where none is accepted"
    assert verdict_reasons(applied[:2]).text("fr") == (
        " – G1 (Géométrie valide) : 40 erreur(s), aucune n’est admise; "
        "validité : la note est de 0, sous le seuil de refus de 60"
    )
    assert len(applied) > 4
    assert verdict_reasons(applied).text("en").endswith(f"; and {len(applied) - 3} more")


def test_a_criterion_without_weight_refuses_nothing():
    judging = Judging(dict.fromkeys(CRITERIA, 1.0) | {"Va": 0.0}, Scale(zero=0.2), Rules(reserve_errors=100))
    scope = whole([on("G1", "error", k) for k in range(50)], judging=judging)
    assert values(scope)["Va"] == 0.0
    assert (scope.score, verdict_of(scope, judging)[0]) == (100.0, ACCEPT)


# -- profiles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shipped_profiles())
def test_shipped_profiles_say_how_they_judge(name):
    judging = load_profile(name).judging
    active = {CHECKS[check].criterion for check in load_profile(name).active_checks()}
    assert {code for code, weight in judging.weights.items() if weight} == active
    assert judging.rules.refuse_checks and judging.rules.required
    assert set(judging.rules.refuse_checks) <= set(load_profile(name).active_checks())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[weight]\nCo = 1", "weights"),
        ("[weights]\nCi = 1", "Co"),
        ("[weights]\nCo = -1", "-1"),
        ("[weights]\nCo = nan", "nan"),
        ("[weights]\nCo = true", "weights.Co doit être un nombre"),
        ("[weights]\n" + "\n".join(f"{code} = 0" for code in CRITERIA), "weights"),
        ("[score]\nzer = 1", "zero"),
        ("[score]\nzero = 0", "> 0"),
        ("[score]\nerror = 2", "0–1"),
        ("[verdict]\nrefuse_scor = 1", "refuse_score"),
        ("[verdict]\nrefuse_score = 101", "0–100"),
        ("[verdict]\nrefuse_checks = 'S1'", "verdict.refuse_checks doit être une liste"),
        ("[verdict]\nrefuse_checks = ['G22']", "G2"),
        ("[verdict]\nrequired = [['G2']]", "verdict.required doit être une liste"),
        ("[checks]\nG1 = 'off'\n[verdict]\nrequired = ['G1']", "G1"),
        ("[ages]\nArbre = {}", "ArbrePCRS"),
        ("[ages]\n'12' = {warning = 1}", "ages.12"),
        ("[ages.ArbrePCRS]\nwarning = 0", "> 0"),
        ("[ages.ArbrePCRS]\nwarning = 5\nerror = 2", "ages.ArbrePCRS.error : 2 an(s) seraient une erreur avant que 5"),
        ("ages = 3", "ages"),
        ("verdict = 3", "verdict"),
        ("thresholds = 3", "thresholds"),
        ("[thresholds]\nG2 = 3", "G2"),
        ("[thresholds.G2]\nlength = -0.001", "> 0"),
    ],
)
def test_wrong_judging_is_refused(tmp_path, text, word):
    (tmp_path / "p.toml").write_text(text, "utf-8")
    with pytest.raises(EngineError) as refused:
        load_profile(str(tmp_path / "p.toml"))
    assert word in refused.value.text("fr")


# -- a run ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def base(tmp_path) -> Path:
    """Two lots side by side; one tree without reference; the date is missing on the trees."""
    for k in range(2):
        kerbs = [s.kerb(f"k{k}{i}", (20 * k + 1, i), (20 * k + 9, i), dateLeve="2022-01-01") for i in range(1, 9)]
        tree = s.tree(f"t{k}", 20 * k + 5, 12, reference="" if k else "T", producteur="Q" if k else "P")
        lot = s.write(tmp_path / f"lot{k}.gml", s.emprise(f"e{k}", 20 * k, 0, 20 * k + 20, 20), *kerbs, tree)
        given = {"RECEPTION": "reception_ouverte", "STORE": tmp_path / "s.gpkg"}
        assert run(tmp_path, "receivelot", INPUT=lot, **given).exit == 0
    return tmp_path / "s.gpkg"


def test_the_run_reports_what_the_score_rests_on(tmp_path, base):
    ran = run(tmp_path, "checkquality", INPUT=base)
    report = ran.report
    assert ran.report["outputs"]["VERDICT"] == report["verdict"]["verdict"] == RESERVE
    assert "S1" in " ".join(rule["text"] for rule in report["verdict"]["rules"])
    completeness = next(one for one in report["criteria"] if one["criterion"] == "Co")
    assert (completeness["objects"], completeness["faulty"]) == (20, 1.0)
    assert completeness["score"] == 62.5  # (1 − (1 / 20) / 0.2) · (1 − 0.5 / 3): two emprises list nothing (S4_none)
    assert [(row["name"], row["errors"]) for row in report["by_producer"]] == [("P", 0), ("Q", 1)]
    assert [(row["name"], row["errors"]) for row in report["by_lot"]] == [("lot0", 0), ("lot1", 1)]
    assert report["freshness"]["dated"] == 16 and report["freshness"]["objects"] == 18
    assert report["by_commune"] == [] and [row["share"] for row in report["dtdict"]] == [100.0, 100.0]
    assert report["worst"][0]["objects"] == ["t1"]


def test_communes_are_scored(tmp_path, base):
    import geopandas

    shapes = [shapely.box(s.X - 5 + 20 * k, s.Y - 5, s.X + 15 + 20 * k, s.Y + 30) for k in range(2)]
    layer = geopandas.GeoDataFrame({"code": ["00001", "00002"]}, geometry=shapes, crs=3946)
    layer.to_file(tmp_path / "communes.gpkg")
    report = run(tmp_path, "checkquality", INPUT=base, COMMUNES=tmp_path / "communes.gpkg").report
    assert [row["name"] for row in report["by_commune"]] == ["00001", "00002"]
    assert {row["scope"] for row in report["dtdict"]} == {"commune"}
    assert [row["objects"] for row in report["dtdict"]] == [9, 9]
    fallen = {row["name"]: row["criteria"]["Co"] for row in report["by_commune"]}
    assert fallen["00002"] < fallen["00001"]


def test_the_trend_is_that_of_the_same_profile(tmp_path, base):
    for day, profile in (
        ("2024-01-01", "pcrs_reception"),
        ("2024-02-01", "pcrs_base"),
        ("2024-03-01", "pcrs_reception"),
    ):
        last = checked_on(tmp_path, day, base, profile)
    assert [row["started"][:10] for row in last["trend"]] == ["2024-01-01"]
    assert last["trend"][0]["score"] == last["score"]["score"]
    kept = (
        connect(base, readonly=True)
        .execute("SELECT scope, COUNT(*) FROM score GROUP BY scope ORDER BY scope")
        .fetchall()
    )
    assert kept == [("all", 27), ("lot", 54), ("producer", 54)]  # the whole and eight criteria, three runs


def checked_on(folder: Path, day: str, store: Path, profile: str) -> dict:
    from mutualgeo_plugin.engine.jobs import run_job

    job = {
        "job": "checkquality", "parameters": {"INPUT": str(store), "PROFILE": profile},
        "report": str(folder / "r.json"), "now": f"{day}T08:00:00Z",
    }  # fmt: skip
    (folder / "job.json").write_text(json.dumps(job), "utf-8")
    assert run_job(folder / "job.json", lambda event: None) == 0
    return json.loads((folder / "r.json").read_text("utf-8"))


def test_nowhere_is_in_no_commune():
    finding = Finding("A1", "error", "Commune", place=NOWHERE)
    found = scores(subjects(communes=True), [finding], all_ran(), EQUAL)
    assert [scope.severities["error"] for scope in found] == [1, 0, 0, 0, 0, 0, 0]
