"""Where objects come from: what attributes let conclude, what the territory declares, and what nobody says."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.sources import (
    CERTIFIED,
    DIGITISED,
    STATUSES,
    SURVEYED,
    UNKNOWN,
    DeclaredSource,
    attribute_status,
    source_status,
)
from mutualgeo_plugin.engine.territory import load_territory
from tests.engine import small_lot as s
from tests.engine.run import run

TERRITORY = """
[territory]
name = "Val"
code = "200000000"
crs = "EPSG:3946"
store = "s.gpkg"
[[communes]]
code = "00001"
name = "Exemple"
"""


@pytest.mark.parametrize(
    ("precision", "quality", "dated", "status"),
    [
        *((code, "01", False, SURVEYED) for code in ("002", "005", "010")),
        *((code, "01", False, UNKNOWN) for code in ("040", "150", "999", "", None, "5", "NR")),
        *((code, "02", True, SURVEYED) for code in ("002", "010", "040", "150")),
        *((code, "01", True, UNKNOWN) for code in ("999", "", None)),
        ("005", "03", True, UNKNOWN),  # the producer does not vouch for it
        ("005", None, False, SURVEYED),
        ("005", "other: repris", False, SURVEYED),
    ],
)
def test_what_attributes_let_conclude(precision, quality, dated, status):
    assert attribute_status(precision, quality, dated) == status


def test_what_is_declared_serves_where_attributes_say_nothing_and_certifies():
    of_all, of_lot = DeclaredSource("P", DIGITISED, "convention"), DeclaredSource("P", CERTIFIED, "PV", ("ouest",))
    for said, lot, declared, status in (
        (UNKNOWN, "est", (of_all, of_lot), DIGITISED),
        (SURVEYED, "est", (of_all, of_lot), SURVEYED),
        (UNKNOWN, "ouest", (of_all, of_lot), CERTIFIED),
        (SURVEYED, "ouest", (of_lot, of_all), CERTIFIED),
        (UNKNOWN, "est", (of_lot,), UNKNOWN),
        (UNKNOWN, "est", (), UNKNOWN),
    ):
        assert source_status(said, "P", lot, declared) == status
    assert source_status(UNKNOWN, "Q", "est", (of_all,)) == source_status(UNKNOWN, None, "est", (of_all,)) == UNKNOWN


def base(tmp_path: Path) -> Path:
    """Two lots: four surveyed trees of P and a coarse one; three of Q of which nobody says anything."""
    west = [s.tree(f"p{k}", 1 + k, 1) for k in range(4)]
    west.append(s.tree("x", 9, 9, precisionPlanimetrique="150"))
    east = [s.tree(f"q{k}", 21 + k, 1, precisionPlanimetrique="999", producteur="Q") for k in range(3)]
    for name, x, things in (("ouest", 0, west), ("est", 20, east)):
        source = s.write(tmp_path / f"{name}.gml", s.emprise(f"e{x}", x, 0, x + 20, 20), *things)
        given = {"INPUT": source, "STORE": tmp_path / "s.gpkg", "RECEPTION": "reception_ouverte"}
        assert run(tmp_path, "receivelot", **given).exit == 0
    return tmp_path / "s.gpkg"


def shares(report: dict) -> dict[tuple[str, str], dict[str, int]]:
    return {
        (row["scope"], row["name"]): {status: row[status] for status in STATUSES if row[status]}
        for row in report["sources"]
    }


def test_the_report_counts_each_status_and_the_unknown_is_not_good(tmp_path):
    store, page = base(tmp_path), tmp_path / "q.html"
    report = run(tmp_path, "checkquality", INPUT=store, PROFILE="pcrs_base", HTML=page).report
    assert shares(report) == {
        ("all", ""): {SURVEYED: 4, UNKNOWN: 4},
        ("producer", "P"): {SURVEYED: 4, UNKNOWN: 1},
        ("producer", "Q"): {UNKNOWN: 3},
        ("lot", "ouest"): {SURVEYED: 4, UNKNOWN: 1},
        ("lot", "est"): {UNKNOWN: 3},
    }
    assert report["sources"][0]["shares"] == {CERTIFIED: 0.0, SURVEYED: 50.0, DIGITISED: 0.0, UNKNOWN: 50.0}
    assert report["findings"]["P4"] == 2 and report["partly_run"]["P4"] == (
        "personne ne dit d’où viennent 4 objet(s) sur 8"
    )
    accuracy = next(one for one in report["criteria"] if one["criterion"] == "Ex")
    assert accuracy["score"] < 100.0 and "P4" in accuracy["partly"]
    assert "Source des objets" in page.read_text("utf-8")


def test_the_territory_declares_the_source_of_a_producer_with_its_evidence(tmp_path):
    store = base(tmp_path)
    territory = tmp_path / "t.toml"
    declared = """
[[sources]]
producer = "P"
status = "certified"
evidence = "PV de contrôle de 2024"
[[sources]]
producer = "Q"
status = "digitised"
evidence = "plan minute de 1986"
lots = ["est"]
"""
    territory.write_text(TERRITORY + declared, "utf-8")
    page = tmp_path / "q.html"
    given = {"INPUT": store, "PROFILE": "pcrs_base", "TERRITORY": territory}
    report = run(tmp_path, "checkquality", HTML=page, **given).report
    assert shares(report)["all", ""] == {CERTIFIED: 5, DIGITISED: 3}
    assert report["findings"]["P4"] == 1 and "P4" not in report["partly_run"]
    said = [row["message"] for row in report["worst"] if row["check"] == "P4"]
    assert said == ["Lot est : 3 objet(s) sur 3 (100.0 %) ont été numérisés, non levés (admis : 5 %)."]
    assert "Q (est) : numérisée, plan minute de 1986" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[[sources]]\nproducer = "P"\nstatus = "certified"', "sources[0].evidence"),
        ('[[sources]]\nproducer = "P"\nstatus = "unknown"\nevidence = "-"', "certified"),
        ('[[sources]]\nproducer = "P"\nstatus = "certifed"\nevidence = "-"', "certified"),
        ('[[sources]]\nproducer = "P"\nstatus = "certified"\nevidence = "-"\nlot = ["a"]', "lots"),
        (2 * '[[sources]]\nproducer = "P"\nstatus = "surveyed"\nevidence = "-"\n', "sources[1].producer"),
    ],
)
def test_a_declaration_that_is_wrong_is_refused(tmp_path, text, word):
    (tmp_path / "t.toml").write_text(TERRITORY + text, "utf-8")
    with pytest.raises(EngineError) as refused:
        load_territory(tmp_path / "t.toml")
    assert word in refused.value.text("fr")
