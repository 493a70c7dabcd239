"""Checks: an ok and a fail lot for each, the planted truth of the demo, the exact counts of real tiles."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mutualgeo_plugin.engine.demo.demo_territory import make_demo
from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.model.checks import CHECKS, SENTENCES
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.messages import all_messages
from mutualgeo_plugin.engine.quality.base import Base, Inputs
from mutualgeo_plugin.engine.quality.check_run import LOCAL, WHOLE, run_checks
from mutualgeo_plugin.engine.quality.checks.borders.ends import end_pairs, line_classes
from mutualgeo_plugin.engine.quality.profile import Profile, load_profile, shipped_profiles
from mutualgeo_plugin.engine.quality.scoring.check_purviews import lookable_checks
from mutualgeo_plugin.engine.quality.scoring.subjects import read_subjects
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import (
    pairs_accuracy,
    pairs_altitude,
    pairs_attributes,
    pairs_borders,
    pairs_delivery,
    pairs_geometry,
    pairs_precision,
    pairs_schema,
    pairs_structure,
    pairs_topology,
)
from tests.engine import small_lot as s
from tests.engine.layer_pairs import PAIRS as LAYER_PAIRS
from tests.engine.run import run

#: check → (lots that are right, lots that are wrong, exact findings on the wrong ones: (code, severity, first object),
#: and what the checks are given besides, if anything: it, or what makes it beside the lots); a family a file.
PAIRS = {
    **pairs_structure.PAIRS,
    **pairs_attributes.PAIRS,
    **pairs_geometry.PAIRS,
    **pairs_topology.PAIRS,
    **pairs_altitude.PAIRS,
    **pairs_borders.PAIRS,
    **pairs_accuracy.PAIRS,
    **pairs_precision.PAIRS,
    **pairs_delivery.PAIRS,
    **pairs_schema.PAIRS,
}


NOTHING_MORE = Inputs()


def findings_of(
    tmp_path: Path,
    lots: list[list[str]],
    check: str,
    inputs: Inputs | Callable[[Path], Inputs] = NOTHING_MORE,
    *,
    backwards: bool = False,
) -> list[tuple]:
    """(code, severity, first object) of one check on hand-made lots."""
    folder = tmp_path / f"{check}{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    sources = [s.write(folder / f"lot{rank}.gml", *things) for rank, things in enumerate(lots)]
    if callable(inputs):
        inputs = inputs(folder)
        sources = sorted(folder.glob("*.gml"))
    ran = run(
        folder,
        "receivelot",
        INPUT=sources[::-1] if backwards else sources,
        STORE=folder / "s.gpkg",
        RECEPTION="reception_ouverte",
    )  # what is planted must come in
    assert ran.exit == 0, ran.texts()
    with open_store(folder / "s.gpkg") as store:
        base = StoreBase(store, inputs)
        found = run_checks(base, alone(check)).findings
        assert not found or has_something_to_look_at(base, check)
    return sorted((f.code, f.severity, f.objects[0] if f.objects else None) for f in found)


def has_something_to_look_at(base: Base, check: str) -> bool:
    """Whether the catalogue says that the check looks at something in the base."""
    subjects = read_subjects(base, base.measures())
    return bool(lookable_checks(subjects, np.zeros(len(subjects), dtype=np.intp), 1, [check]).all())


def alone(check: str) -> Profile:
    """A profile of one check."""
    return Profile(check, check, dict.fromkeys(CHECKS, "off") | {check: "on"}, {})


@pytest.mark.parametrize("check", PAIRS)
def test_ok(tmp_path, check):
    ok, _, _, *given = PAIRS[check]
    assert findings_of(tmp_path, ok, check, *given) == []


@pytest.mark.parametrize("check", PAIRS)
def test_fail(tmp_path, check):
    _, lots, expected, *given = PAIRS[check]
    assert findings_of(tmp_path, lots, check, *given) == sorted(expected, key=lambda e: (e[0], e[1], e[2] or ""))


@pytest.mark.parametrize("check", PAIRS)
def test_order_of_lots_does_not_matter(tmp_path, check):
    _, lots, _, *given = PAIRS[check]
    assert findings_of(tmp_path, lots, check, *given) == findings_of(tmp_path, lots, check, *given, backwards=True)


def test_catalogue_is_complete():
    """Every check has a function, an ok/fail pair and a sentence."""
    assert set(CHECKS) == set(LOCAL) | set(WHOLE) == set(PAIRS) | set(LAYER_PAIRS)
    assert {code.partition("_")[0] for code in SENTENCES} == set(CHECKS) and set(SENTENCES) <= set(all_messages())


#: Checks that a shipped profile leaves out, or those that it has alone.
ON_LAYERS = {"reseau": "G1 G2 G3 G4 G5 G6 T1 R1 R2 R3 R4", "parcellaire": "G1 G2 G3 G5 T1 C1 C2"}
LEFT_OUT = {"pcrs_reception": "L2 R1 R2 R3 R4 C1 C2", "pcrs_base": "S1 S2 S4 T4 E4 L1 L4 R1 R2 R3 R4 C1 C2"}


def test_shipped_profiles_have_their_checks():
    active = {name: load_profile(name).active_checks() for name in shipped_profiles()}
    assert active == {name: alone.split() for name, alone in ON_LAYERS.items()} | {
        name: [check for check in CHECKS if check not in out.split()] for name, out in LEFT_OUT.items()
    }


def test_a_check_follows_its_family_unless_it_is_named(tmp_path):
    path = tmp_path / "p.toml"
    path.write_text('[families]\nTopologie = "off"\n"Limites de lots" = "warning"\n[checks]\nT5 = "on"\nE1 = "off"\n')
    modes = load_profile(str(path)).modes
    assert [modes[check] for check in ("T4", "T5", "E1", "E2", "G1")] == ["off", "on", "off", "warning", "on"]
    assert set(modes) == set(CHECKS)
    path.write_text('[families]\nTopologies = "off"\n')
    with pytest.raises(EngineError, match="Topologie") as refused:
        load_profile(str(path))
    assert refused.value.code == "profile_wrong"


def test_demo_truth(tmp_path):
    """Each planted defect of the demo is found, and nothing else."""
    make_demo(tmp_path / "demo")
    store = tmp_path / "s.gpkg"
    run(tmp_path, "receivelot", FOLDER=tmp_path / "demo" / "lots", STORE=store)
    assembled = run(tmp_path, "assemblebase", STORE=store)
    truth = json.loads((tmp_path / "demo" / "truth.json").read_text("utf-8"))
    assert assembled.report["outputs"]["DUPLICATES"] == len(truth["duplicates"])
    ran = run(tmp_path, "checkquality", INPUT=store, FINDINGS=tmp_path / "f.gpkg", HTML=tmp_path / "q.html")
    assert (ran.exit, ran.status) == (0, "done_with_findings")
    rows = connect(tmp_path / "f.gpkg", readonly=True).execute("SELECT check_id, objects, severity FROM findings")
    found = {(check, obj) for check, objects, severity in rows for obj in objects.split() if severity != "info"}
    planted = {(d["check"], d["gml_id"]) for d in truth["defects"]}
    assert planted <= found
    known = planted | {(d["check"], d["other_id"]) for d in truth["defects"]}
    known |= {(check, f"#{obj}") for check, obj in known}
    assert {f for f in found if f not in known} == set()


def test_clean_demo_has_no_finding(tmp_path):
    """No false alarm on clean ground; its links are written without # in one lot, which is said once."""
    make_demo(tmp_path / "demo", defects=False)
    store = tmp_path / "s.gpkg"
    run(tmp_path, "receivelot", FOLDER=tmp_path / "demo" / "lots", STORE=store)
    run(tmp_path, "assemblebase", STORE=store)
    ran = run(tmp_path, "checkquality", INPUT=store)
    assert (ran.status, ran.report["severities"]) == ("done", {"info": 1})


@pytest.fixture(scope="module")
def lyon_store(tmp_path_factory) -> Path:
    from tests.conftest import DATA

    if not DATA.is_dir():
        pytest.skip(f"no real files at {DATA}")
    folder = tmp_path_factory.mktemp("lyon")
    assert run(folder, "receivelot", FOLDER=DATA / "pcrs_lyon", STORE=folder / "s.gpkg").exit == 0
    assert run(folder, "assemblebase", STORE=folder / "s.gpkg", MERGE_TILES=False).report["outputs"]["DUPLICATES"] == 0
    return folder / "s.gpkg"


def test_lyon_counts(tmp_path, lyon_store):
    """What the eight tiles give, counted once and looked at one by one.

    A1: 42 trees with an empty reference (error), 187 affleurants with placeholders (warning).
    E2: four steps above 2 cm, one of 0.51 m. E3: a doorstep that goes on as a façade (the class change at the border),
    the façade itself, and two ends of drawings that stop within 5 cm of the limit. E4: the five slivers that the cut
    has left, of 1.5 to 2.9 cm; G5: a lone drawing of 5 mm away from any limit.
    G3: one repeated vertex (a drawing). G4: eleven objects with straight pieces below 2 mm (error) and eleven with some
    below 5 mm (remark): six and eight drawings, and five and three outlines that are drawn as chains of tiny chords.
    G10: eight doorsteps of three points, one of 44 cm. G11: nine objects whose arcs rise by less than 2 mm.
    G13: each of the eight tiles is written with up to 14 decimals. G14: one façade that is closed clockwise.
    G15: two ends 6 mm apart, and a sliver 19 mm from the line that it goes on. S3: links without # in each tile.
    T1: one drawing twice, in reverse (L263_C297). T4: seven affleurants that are not cut at the neatline, by more than
    2 cm. T6: 26 ends of doorsteps more than 5 cm from any façade (of 130; six of them have none within 5 m).
    Z2: façade gml_e508c7ac and doorstep gml_a97057cd at 273.88 m, 5 m above the street, and four objects 1.3 to 3.4 m
    off; Z3: the same doorstep, 2.55 m high."""
    ran = run(tmp_path, "checkquality", INPUT=lyon_store)
    found = {check: n for check, n in ran.report["findings"].items() if n}
    assert found == {
        "S3": 8, "A1": 229, "G3": 1, "G4": 22, "G5": 1, "G10": 9, "G11": 9, "G13": 8, "G14": 1, "G15": 2, "T1": 1,
        "T4": 7, "T6": 26, "Z2": 6, "Z3": 1, "E2": 4, "E3": 4, "E4": 5,
    }  # fmt: skip
    assert ran.report["severities"] == {"error": 55, "warning": 262, "info": 27}
    assert set(ran.report["not_run"]) == {"S1", "P1", "L3"}
    assert set(ran.report["partly_run"]) == {"G14", "L1", "L4"}


def test_lyon_names_the_step_and_the_duplicate(tmp_path, lyon_store):
    run(tmp_path, "checkquality", INPUT=lyon_store, FINDINGS=tmp_path / "f.gpkg")
    rows = connect(tmp_path / "f.gpkg", readonly=True).execute(
        "SELECT check_id, objects, round(measured, 3), severity, geom IS NOT NULL FROM findings "
        "WHERE check_id IN ('E2', 'T1') AND severity = 'error' ORDER BY check_id"
    )
    assert [(r[0], set(r[1].split()), *r[2:]) for r in rows] == [
        ("E2", {"gml_dcf3345e-1cdb-4d10-a404-001a26b508b7", "gml_34217602-32ca-4995-82ca-b11cb651dcb6"}, 0.51,
         "error", 1),
        ("T1", {"gml_aba2593a-94d1-4c95-995d-e5394f33517b", "gml_5a8a418a-c9a1-460a-84d4-39e4de612c37"}, None,
         "error", 1),
    ]  # fmt: skip


def test_lyon_border_pairs(lyon_store):
    """47 pairs of ends on 8 borders, all equal in plan; 10 differ in altitude by more than 5 mm, one by 0.51 m."""
    with open_store(lyon_store) as store:
        base = StoreBase(store)
        pairs = {name: end_pairs(base, name, 0.30) for name in line_classes(base)}
        borders = Counter()
        for name, found in pairs.items():
            lots = base.lot_of(name)
            for both in zip(lots[found.a].tolist(), lots[found.b].tolist(), strict=True):
                borders["–".join(sorted(base.lots[lot].split("RIL_")[1][:9] for lot in both))] += 1
    gaps, steps = (np.concatenate([getattr(p, what) for p in pairs.values()]) for what in ("gap", "step"))
    assert len(gaps) == 47
    assert max(gaps) < 1e-6
    assert (steps > 0.005).sum() == 10
    assert round(max(steps), 2) == 0.51
    assert borders == {
        "L260_C340–L260_C341": 6, "L263_C297–L263_C298": 5, "L263_C298–L263_C299": 2, "L263_C297–L264_C297": 6,
        "L263_C298–L264_C298": 3, "L263_C299–L264_C299": 6, "L264_C297–L264_C298": 10, "L264_C298–L264_C299": 9,
    }  # fmt: skip


def test_findings_are_kept_in_the_store_and_the_page_is_whole(tmp_path, lyon_store):
    page = tmp_path / "q.html"
    ran = run(tmp_path, "checkquality", INPUT=lyon_store, HTML=page)
    connection = connect(lyon_store, readonly=True)
    last, status, findings = connection.execute(
        "SELECT run_id, status, findings FROM run WHERE job = 'checkquality' ORDER BY run_id DESC"
    ).fetchone()
    assert (status, findings) == ("done_with_findings", ran.report["outputs"]["COUNT"])
    assert connection.execute("SELECT COUNT(*) FROM finding WHERE run_id = ?", (last,)).fetchone()[0] == findings
    text = page.read_text("utf-8")
    assert "Accepté avec réserves" in text and "0.510 m" in text and text.endswith("</html>\n")


def test_same_page_twice(tmp_path, lyon_store):
    for name in ("a", "b"):
        run(tmp_path, "checkquality", INPUT=lyon_store, HTML=tmp_path / f"{name}.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_lot_is_checked_without_a_store(tmp_path, lyon):
    ran = run(tmp_path, "checkquality", INPUT=lyon / "20200716.RIL_L263_C297_P0.gml")
    assert (ran.exit, ran.report["findings"]["T1"]) == (0, 1)
    assert set(ran.report["not_run"]) == {"S1", "P1", "L3", "T2", "T9", "E1", "E2", "E3"}
    (tmp_path / "no.gml").write_text("no")
    assert run(tmp_path, "checkquality", INPUT=tmp_path / "no.gml").exit == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[checks]\nS10 = 'on'", "S10"),
        ("[checks]\nS2 = 'maybe'", "maybe"),
        ("[thresholds.G2]\nlenght = 1", "length"),
        ("[thresholds.G2]\nlength = -1", "-1"),
        ("[cheks]\nS2 = 'on'", "checks"),
        ("[checks", "pcrs"),
        ("[classes]\nT1 = ['FacadePCR']", "FacadePCRS"),
        ("[classes]\nT99 = ['FacadePCRS']", "T99"),
        ("[classes]\nT1 = 'FacadePCRS'", "classes.T1"),
        ("[scope]\nlot = ['a']", "lots"),
        ("[scope]\nlots = []", "scope.lots"),
    ],
)
def test_wrong_profiles_are_refused(tmp_path, lyon_store, text, word):
    (tmp_path / "pcrs.toml").write_text(text)
    ran = run(tmp_path, "checkquality", INPUT=lyon_store, PROFILE=tmp_path / "pcrs.toml")
    assert (ran.exit, ran.status) == (1, "refused")
    assert word in ran.report["message"]


def test_profile_turns_checks_off_and_down(tmp_path, lyon_store):
    (tmp_path / "p.toml").write_text("[checks]\nA1 = 'off'\nT1 = 'warning'\n[thresholds.E2]\nsame = 0.035\n")
    ran = run(tmp_path, "checkquality", INPUT=lyon_store, PROFILE=tmp_path / "p.toml")
    assert "A1" not in ran.report["findings"]
    assert ran.report["findings"]["E2"] == 2
    assert ran.report["severities"]["error"] == 55 - 42 - 1  # A1 is off, T1 a warning


def test_profile_speaks_of_classes_lots_and_producers(tmp_path, lyon_store):
    """A1 about trees alone: 42; about one lot: its trees; about a producer who is not there: what names no producer."""

    def found(text: str) -> dict[str, int]:
        (tmp_path / "p.toml").write_text(text)
        ran = run(tmp_path, "checkquality", INPUT=lyon_store, PROFILE=tmp_path / "p.toml")
        assert ran.exit == 0, ran.texts()
        return {check: n for check, n in ran.report["findings"].items() if n}

    trees = "[classes]\nA1 = ['ArbrePCRS']\n"
    assert found(trees)["A1"] == 42
    one = found(trees + "[scope]\nlots = ['20200716.RIL_L264_C298_P0']\n")
    assert 0 < one["A1"] < 42 and one["S3"] == 1 and one["E2"] == 3
    assert "A1" not in found(trees + "[scope]\nproducers = ['nobody']\n")


def test_the_page_of_checks_is_the_catalogue_s(checkout):
    """Run tools/make_check_pages.py after a change of the catalogue."""
    tool = checkout / "tools" / "make_check_pages.py"
    assert subprocess.run([sys.executable, str(tool), "--check"], check=False).returncode == 0
