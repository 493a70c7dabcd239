"""The panel in the real QGIS Desktop, on the demonstration territory; leaves a screenshot to look at."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from .conftest import ROOT

SCREENSHOT = ROOT / "build" / "screenshots" / "panel.png"
BASE_SCREENSHOT = SCREENSHOT.with_name("panel_base.png")
FINDINGS_SCREENSHOT = SCREENSHOT.with_name("panel_findings.png")
SIZE = (1600, 1000)
LIMIT = 180


@pytest.fixture(scope="module")
def seen(profile, tmp_path_factory) -> dict:
    """What QGIS Desktop showed at each stage (see desktop_script.py)."""
    folder = tmp_path_factory.mktemp("desktop")
    subprocess.run(
        ["qgis_process", "run", "mutualgeo:makedemo", f"--FOLDER={folder / 'demo'}"],
        env=profile,
        check=True,
        capture_output=True,
    )
    SCREENSHOT.parent.mkdir(parents=True, exist_ok=True)
    directives = {
        "territory": str(folder / "demo" / "territoire.toml"),
        "lots": [str(path) for path in sorted((folder / "demo" / "lots").glob("*.gml"))],
        "screenshot": str(SCREENSHOT),
        "base_screenshot": str(BASE_SCREENSHOT),
        "findings_screenshot": str(FINDINGS_SCREENSHOT),
        "size": SIZE,
        "seen": str(folder / "seen.json"),
    }
    environment = profile | {"MUTUALGEO_TEST": json.dumps(directives), "QT_QPA_PLATFORM": "xcb"}
    screen = f"-screen 0 {SIZE[0]}x{SIZE[1]}x24"
    script = Path(__file__).with_name("desktop_script.py")
    desktop = subprocess.run(
        ["xvfb-run", "-a", "-s", screen, "qgis", "--nologo", "--lang", "fr", "--code", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    assert desktop.returncode == 0, desktop.stderr[-2000:]
    result = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    assert "traceback" not in result, result["traceback"]
    return result


def test_nothing_can_start_before_a_territory_is_chosen(seen):
    assert set(seen["before"]["states"].values()) == {"Jamais lancé"}
    assert not any(seen["before"]["buttons"].values())


def test_the_territory_is_named_and_its_steps_can_start(seen):
    assert "Val d'Exemple" in seen["name"]
    starters = ("Recevoir des lots…", "Assembler", "Comparer…", "Contrôler", "Publier")
    assert all(seen["chosen"]["buttons"][text] for text in starters)


def test_a_run_can_be_cancelled_and_keeps_others_from_starting(seen):
    assert seen["during"]["busy"] and seen["during"]["buttons"]["Annuler"]
    assert not seen["during"]["buttons"]["Assembler"]


def test_qgis_answers_while_a_run_is_at_work(seen):
    assert seen["ticks_during_run"] > 0


def test_the_step_shows_its_run(seen):
    assert seen["received"]["states"]["assemble"].startswith("Fait le ")
    assert "lot_est" in seen["received"]["log"] and "Rapport :" in seen["received"]["log"]


def test_the_base_comes_onto_the_map_with_curves_and_z(seen):
    layers = {(name, shape): (count, renderer) for name, count, shape, renderer in seen["layers"]}
    assert layers["LimiteVoiriePCRS", "CompoundCurveZ"][0] > 0
    assert seen["layers_again"] == len(seen["layers"]) + len(seen["tables"])
    assert sorted(seen["tables"]) == ["Lignage", "Lots de la base"]
    # Both shapes of the mixed table come, each with the style made for it; one without style has a single symbol.
    surfaces, points = layers["AffleurantPCRS", "CurvePolygonZ"], layers["AffleurantPCRS", "PointZ"]
    assert surfaces[0] > 0 and points[0] > 0
    assert surfaces[1] == points[1] == "categorizedSymbol"


def test_networks_of_one_theme_are_compared(seen):
    assert seen["compared"]["states"]["reconcile"] != "Jamais lancé"
    assert "Rapport :" in seen["compared"]["log"]


def test_findings_come_onto_the_map_by_severity(seen):
    assert "constats le" in seen["checked"]["states"]["check"]
    assert seen["findings"]
    assert all(count > 0 and renderer == "categorizedSymbol" for count, renderer in seen["findings"].values())


def test_the_report_opens_what_was_made_for_people(seen):
    assert seen["opened"].endswith("quality.html")


def test_nothing_is_cut_off(seen):
    assert seen["cut_off"] == seen["base_cut_off"] == seen["findings_cut_off"] == 0


def test_the_page_of_the_base_lists_its_lots(seen):
    assert {(row[0], row[1], row[4]) for row in seen["lots"]} == {
        ("lot_est", "Avec réserves", "Dans la base"),
        ("lot_ouest", "Avec réserves", "Dans la base"),
    }
    assert BASE_SCREENSHOT.stat().st_size > 0


def test_the_page_of_findings_lists_them_and_tells_of_the_chosen_one(seen):
    checked = sum(count for name, (count, _) in seen["findings"].items() if name == "Constats")
    assert len(seen["listed"]) == checked > 0 and f"({checked})" in seen["listed_title"]
    assert seen["listed"][0][0] == "◆" and seen["told"]
    assert FINDINGS_SCREENSHOT.stat().st_size > 0


def test_unload_takes_everything_away(seen):
    assert seen["unloaded"] and not seen["provider_left"] and not seen["dock_left"]
    assert SCREENSHOT.stat().st_size > 0
