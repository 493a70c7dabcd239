"""The rooms of the checks: a family a room, each check carried out by a function that says what it looks for."""

from __future__ import annotations

import re

import pytest

from mutualgeo_plugin.engine.model.checks import CHECKS, CRITERIA, FAMILIES
from mutualgeo_plugin.engine.model.messages import render
from mutualgeo_plugin.engine.quality.checks import registry
from mutualgeo_plugin.engine.quality.checks.registry import LOCAL, WHOLE, base_check, tile_check
from tests.conftest import ROOT

#: Room of each family, by its French name.
ROOMS = {
    "Structure": "structure", "Attributs": "attributes", "Géométrie": "geometry", "Topologie": "topology",
    "Altitude": "altitude", "Limites de lots": "borders", "Précision": "precision", "Livraison": "delivery",
    "Réseaux": "networks", "Couvertures": "coverage",
}  # fmt: skip
FUNCTIONS = [(check, function) for table in (LOCAL, WHOLE) for check, function in table.items()]


def test_checks_and_criteria_have_a_name_in_both_languages():
    named = {check.id: check.title for check in CHECKS.values()} | CRITERIA
    for code, (english, french) in named.items():
        assert english and french and (english != french or code == "T7"), code
        assert not re.search("[éèêàâùçîôœ’]", english.replace("façade", "")), english
    for side in (0, 1):
        assert len({names[side] for names in named.values()}) == len(named)
    assert render("title_T7", {}, "en") == render("title_T7", {}, "fr") == CHECKS["T7"].title_text("en")


def test_every_check_of_the_catalogue_is_carried_out():
    assert {*LOCAL, *WHOLE} == set(CHECKS)
    assert list(ROOMS) == list(FAMILIES)


@pytest.mark.parametrize(("check", "function"), FUNCTIONS, ids=[function.__name__ for _, function in FUNCTIONS])
def test_a_check_stands_in_the_room_of_its_family_and_says_what_it_looks_for(check, function):
    family = next(name for name, checks in FAMILIES.items() if check in {one.id for one in checks})
    assert function.__module__.split(".")[-2] == ROOMS[family]
    assert re.fullmatch(rf"{check.lower()}_[a-z][a-z_]{{3,}}", function.__name__)
    assert function.__doc__


@pytest.mark.parametrize("registration", [tile_check, base_check])
def test_a_function_that_is_no_check_is_refused(registration, monkeypatch):
    monkeypatch.setattr(registry, "LOCAL", {})
    monkeypatch.setattr(registry, "WHOLE", {})

    def g1_invalid_geometries(base, profile):
        return []

    with pytest.raises(ValueError, match="G2"):
        registration("G2")(g1_invalid_geometries)
    with pytest.raises(ValueError, match="X1"):
        registration("X1")(g1_invalid_geometries)
    assert registration("G1")(g1_invalid_geometries) is g1_invalid_geometries
    with pytest.raises(ValueError, match="already"):
        registration("G1")(g1_invalid_geometries)


def test_the_manual_s_table_of_criteria_is_the_catalogue_s():
    text = (ROOT / "docs" / "manuel" / "criteres.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in text.splitlines() if row.startswith("| ")]
    told = {row[0].lower(): row[2].split() for row in rows[1:]}
    assert told == {
        french: [check.id for check in CHECKS.values() if check.criterion == code]
        for code, (_, french) in CRITERIA.items()
    }
    assert all(row[3] and row[4] for row in rows)


def test_no_list_of_modules_is_kept():
    """A new check is a catalogue entry, a function, a test and the manual: the rooms find their modules."""
    quality = ROOT / "mutualgeo_plugin" / "engine" / "quality"
    for path in (quality / "check_run.py", quality / "checks" / "__init__.py"):
        assert not re.search(r"(structure|topology|borders)", path.read_text(encoding="utf-8"))
