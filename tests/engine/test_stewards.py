"""Findings routed to roles: by class, else by theme, else to the rest; what is routed to nobody says so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.stewards import Stewards, class_theme
from mutualgeo_plugin.engine.quality.profile import load_profile
from mutualgeo_plugin.engine.store.views import read_view
from mutualgeo_plugin.engine.territory import load_territory
from tests.engine import small_lot as s
from tests.engine.layer_pairs import line
from tests.engine.layers_made import write
from tests.engine.run import run
from tests.engine.test_sources import TERRITORY

ROLES = '\n[stewards]\n"02" = "référent bâti"\nArbrePCRS = "espaces verts"\n"03" = "voirie"\n'


@pytest.mark.parametrize(
    ("name", "theme"),
    [("FacadePCRS", "02"), ("AffleurantPCRS", "10"), ("AffleurantEnveloppePCRS", "10"), ("MarcheEscalierPCRS", None),
     ("HabillageLignesPCRS", None), ("ObjetGeneriquePCRS", None), ("pipes", None), ("", None)],
)  # fmt: skip
def test_the_theme_of_a_class(name, theme):
    assert class_theme(name) == theme


def test_the_class_wins_over_the_theme_and_the_rest_comes_last():
    roles = Stewards({"ArbrePCRS": "arbres", "06": "végétal", "default": "SIG"})
    assert [roles.role_of(*of) for of in (("ArbrePCRS", "06"), ("X", "06"), ("X", ""), ("", ""))] == [
        "arbres", "végétal", "SIG", "SIG",
    ]  # fmt: skip
    assert Stewards({"06": "végétal"}).role_of("FacadePCRS", "02") == ""
    assert roles.fill_gaps(Stewards({"06": "x", "02": "bâti"})).by_subject == {**roles.by_subject, "02": "bâti"}


def lot(tmp_path: Path) -> Path:
    """Empty values: of a façade, a tree, a step that says to be of the road, a step of no theme, a wall."""
    blank = {"idObjet": ""}
    things = [
        s.facade("f", (4, 4), (4, 8), thematique="02", **blank),
        s.tree("t", 5, 5, thematique="02", **blank),  # a tree, whatever it says
        s.surveyed("MarcheEscalierPCRS", "m", s.line((1, 1), (2, 1)), thematique="03", **blank),
        s.surveyed("MarcheEscalierPCRS", "n", s.line((1, 3), (2, 3)), thematique="00", **blank),
        s.surveyed("MurPCRS", "w", s.line((1, 5), (2, 5)), thematique="05", **blank),
    ]
    return s.write(tmp_path / "lot.gml", s.emprise("e", 0, 0, 20, 20), *things)


EXPECTED = {"f": "référent bâti", "t": "espaces verts", "m": "voirie", "n": "", "w": ""}


def checked(tmp_path: Path, source: Path, **given):
    territory = tmp_path / "t.toml"
    territory.write_text(TERRITORY + ROLES, "utf-8")
    paths = {"FINDINGS": tmp_path / "f.gpkg", "HTML": tmp_path / "q.html"}
    return run(tmp_path, "checkquality", INPUT=source, PROFILE="pcrs_base", TERRITORY=territory, **paths, **given)


def test_each_finding_bears_its_role_wherever_it_is_told(tmp_path):
    store = tmp_path / "s.gpkg"
    given = {"INPUT": lot(tmp_path), "STORE": store, "RECEPTION": "reception_ouverte"}
    assert run(tmp_path, "receivelot", **given).exit == 0
    report = checked(tmp_path, store).report
    assert {r["objects"][0]: r["steward"] for r in report["worst"] if r["check"] == "A1"} == EXPECTED
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["check_id"] == "A1"]
    assert {row["objects"]: row["steward"] for row in rows} == {
        name: role or "non attribué" for name, role in EXPECTED.items()
    }
    connection = connect(tmp_path / "f.gpkg", readonly=True)
    layer = connection.execute("SELECT objects, steward FROM findings WHERE check_id = 'A1'").fetchall()
    connection.close()
    assert dict(layer) == {row["objects"]: row["steward"] for row in rows}
    listed = {row["message"]: row["steward"] for row in read_view(store, "finding_listed", check_id="A1")}
    assert sorted(listed.values()) == sorted(EXPECTED.values())
    tally = read_view(store, "finding_tally")
    assert {(row["steward"], row["severity"]): row["findings"] for row in tally} == {
        (row["steward"], severity): row[f"{severity}s"]
        for row in report["by_steward"]
        for severity in ("error", "warning", "info")
        if row[f"{severity}s"]
    }
    text = (tmp_path / "q.html").read_text("utf-8")
    assert "À qui reviennent les constats" in text and "référent bâti" in text and "non attribué" in text


def test_roles_add_up_to_all_findings(tmp_path):
    report = checked(tmp_path, lot(tmp_path)).report
    rows = report["by_steward"]
    assert [row["steward"] for row in rows] == ["espaces verts", "référent bâti", "voirie", ""]
    for severity in ("error", "warning", "info"):
        assert sum(row[f"{severity}s"] for row in rows) == report["severities"].get(severity, 0)
    assert report["stewards"] == {"02": "référent bâti", "ArbrePCRS": "espaces verts", "03": "voirie"}


def test_without_roles_nobody_is_named(tmp_path):
    report = run(tmp_path, "checkquality", INPUT=lot(tmp_path), FINDINGS=tmp_path / "f.gpkg").report
    assert [row["steward"] for row in report["by_steward"]] == [""]
    assert {row["steward"] for row in report["worst"]} == {""}


def test_layers_are_routed_by_the_nature_of_their_network(tmp_path):
    layers = {
        "eau": [line("a", (0, 0), (50, 0)), line("b", (0, 9), (0, 9.3))],
        "gaz": [line("c", (0, 20), (50, 20)), line("d", (0, 30), (0, 30.0005))],
    }
    source = write(tmp_path / "n.gpkg", layers)
    network = '\n[[networks]]\nname = "eau"\ntheme = "AEP"\npath = "n.gpkg"\nlayer = "eau"\n'
    (tmp_path / "t.toml").write_text(TERRITORY + network + '\n[stewards]\nAEP = "référent eau"\n', "utf-8")
    report = run(tmp_path, "checkquality", INPUT=[str(source)], TERRITORY=tmp_path / "t.toml").report
    assert {row["class"]: row["steward"] for row in report["worst"]} == {"eau": "référent eau", "gaz": ""}


def test_the_roles_of_a_profile_come_before_those_of_the_territory(tmp_path):
    (tmp_path / "p.toml").write_text('[stewards]\n"02" = "architecte"\n', "utf-8")
    (tmp_path / "t.toml").write_text(TERRITORY + ROLES, "utf-8")
    given = {"PROFILE": tmp_path / "p.toml", "TERRITORY": tmp_path / "t.toml"}
    report = run(tmp_path, "checkquality", INPUT=lot(tmp_path), **given).report
    assert report["stewards"]["02"] == "architecte" and report["stewards"]["03"] == "voirie"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('ArbrePCRS = "jean@exemple.fr"', "un rôle, non une personne"),
        ('"02" = "bâti 04 78 00 00 00"', "un rôle, non une personne"),
        ('Arbre = "x"', "ArbrePCRS"),
        ('"02" = ""', "stewards.02"),
        ("\"02\" = 3", "stewards.02"),
    ],
)  # fmt: skip
def test_what_is_no_role_is_refused(tmp_path, text, word):
    (tmp_path / "t.toml").write_text(f"{TERRITORY}\n[stewards]\n{text}", "utf-8")
    (tmp_path / "p.toml").write_text(f"[stewards]\n{text}", "utf-8")
    for load in (load_territory, load_profile):
        with pytest.raises(EngineError) as refused:
            load(str(tmp_path / ("t.toml" if load is load_territory else "p.toml")))
        assert word in refused.value.text("fr")
