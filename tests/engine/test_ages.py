"""How old a survey may be: by class, else by theme, else as the check A4 says; never for what does not change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.quality.checks.attributes.dates import _add_years
from mutualgeo_plugin.engine.quality.profile import load_profile, shipped_profiles
from tests.engine import small_lot as s
from tests.engine.run import run

ONLY_A4 = '[families]\nStructure = "off"\n"Géométrie" = "off"\nTopologie = "off"\n[checks]\nA1 = "off"\n'


def lot(tmp_path: Path) -> Path:
    """Surveyed in 2015, 2018, 2022 and never dated; published on 1 January 2024."""
    things = [
        s.kerb("k", (1, 1), (2, 1), dateLeve="2015-01-01"),
        s.tree("t", 5, 5, dateLeve="2022-06-01", thematique="06"),
        s.facade("f", (4, 4), (4, 8), dateLeve="2018-06-01", thematique="02"),
        s.surveyed("PointCanevasPCRS", "c", s.point(9, 9), dateLeve="1995-01-01", thematique="01"),
    ]
    return s.write(tmp_path / "lot.gml", s.emprise("e", 0, 0, 20, 20), *things)


def told(tmp_path: Path, ages: str) -> list[tuple[str, str]]:
    """Severity and sentence of what A4 finds under a profile with these limits."""
    (tmp_path / "p.toml").write_text(ONLY_A4 + ages, encoding="utf-8")
    report = run(tmp_path, "checkquality", INPUT=lot(tmp_path), PROFILE=tmp_path / "p.toml").report
    return sorted((row["severity"], row["message"]) for row in report["worst"] if row["check"] == "A4")


def general(count: int, years: int, oldest: str) -> str:
    return f"Lot lot : {count} objet(s) levé(s) plus de {years} ans avant ; le plus ancien le {oldest}."


def own(what: str, years: float, oldest: str) -> str:
    return f"Lot lot : 1 objet(s) ({what}) levé(s) plus de {years:g} ans avant ; le plus ancien le {oldest}."


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ("", [("error", general(1, 10, "1995-01-01")), ("warning", general(2, 5, "2015-01-01"))]),  # an earlier profile
        (
            "[thresholds.A4]\nerror = 8",
            [("error", general(2, 8, "1995-01-01")), ("warning", general(1, 5, "2018-06-01"))],
        ),
        ("[ages]\nPointCanevasPCRS = {}", [("warning", general(2, 5, "2015-01-01"))]),
        (
            "[ages]\nPointCanevasPCRS = {}\n'06' = {warning = 1.5}\n'02' = {error = 5}",
            [
                ("error", own("02 bâti", 5, "2018-06-01")),
                ("warning", own("06 végétal", 1.5, "2022-06-01")),
                ("warning", general(1, 5, "2015-01-01")),
            ],
        ),
        (  # the class wins over the theme
            "[ages]\n'01'.warning = 1\nPointCanevasPCRS = {}\n'03'.error = 1\nLimiteVoiriePCRS.warning = 20",
            [("warning", general(1, 5, "2018-06-01"))],
        ),
    ],
)  # fmt: skip
def test_limits(tmp_path, ages, expected):
    assert told(tmp_path, ages) == expected


@pytest.mark.parametrize(
    ("aged_at", "day", "kerb"), [(None, "2045-01-01", []), ("publication", "2045-01-01", []),
                                 ("check", "2024-01-01", []), ("check", "2045-01-01", ["error"])],
)  # fmt: skip
def test_a_base_ages_and_a_delivery_does_not(tmp_path, aged_at, day, kerb):
    """Surveyed in 2022, published in 2024: 23 years old in 2045."""
    path = s.write(tmp_path / "lot.gml", s.emprise("e", 0, 0, 9, 9), s.kerb("k", (1, 1), (2, 1), dateLeve="2022-01-01"))
    (tmp_path / "p.toml").write_text(f'aged_at = "{aged_at}"\n' * (aged_at is not None) + ONLY_A4, encoding="utf-8")
    report = run(tmp_path, "checkquality", INPUT=path, PROFILE=tmp_path / "p.toml", DATE=day).report
    assert [row["severity"] for row in report["worst"] if row["check"] == "A4"] == kerb


def test_the_shipped_profile_of_a_base_ages():
    assert [load_profile(name).aged_at for name in ("pcrs_reception", "pcrs_base")] == ["publication", "check"]


def test_the_report_says_which_limits_are_in_force(tmp_path):
    page = tmp_path / "q.html"
    report = run(tmp_path, "checkquality", INPUT=lot(tmp_path), PROFILE="pcrs_base", HTML=page).report
    rows = {row["subject"]: row for row in report["ages"]}
    assert {subject: (row["objects"], row["dated"]) for subject, row in rows.items()} == {
        "": (2, 2), "06": (1, 1), "PointCanevasPCRS": (1, 1),
    }  # fmt: skip
    assert (rows["PointCanevasPCRS"]["warning"], rows["PointCanevasPCRS"]["error"]) == (None, None)
    assert all(row["source"] for row in rows.values())
    text = page.read_text("utf-8")
    assert "Limites d’âge du levé" in text and rows["06"]["source"] in text and "06 végétal" in text


def test_what_never_changes_is_no_part_of_freshness(tmp_path):
    """An undated benchmark takes nothing from the coverage; alone, it leaves freshness not evaluated."""
    bench = s.surveyed("PointCanevasPCRS", "c", s.point(9, 9), thematique="01")
    tree = s.tree("t", 5, 5, dateLeve="2023-06-01", thematique="06")
    for things, score, coverage in (((bench, tree), 100.0, 100.0), ((bench,), None, 0.0)):
        source = s.write(tmp_path / "l.gml", s.emprise("e", 0, 0, 20, 20), *things)
        report = run(tmp_path, "checkquality", INPUT=source, PROFILE="pcrs_base").report
        found = next(one for one in report["criteria"] if one["criterion"] == "Fr")
        assert (found["score"], found["coverage"]) == (score, coverage)


def test_shipped_limits_say_where_they_are_from():
    for name in shipped_profiles():
        limits = load_profile(name).named_ages.by_subject
        assert all(limit.source for limit in limits.values())
        assert bool(limits) == name.startswith("pcrs")


def test_parts_of_a_year_are_days():
    assert _add_years(date(2020, 2, 29), 1) == date(2021, 3, 1)
    assert _add_years(date(2020, 1, 1), 0.5) == date(2020, 7, 2)
    assert _add_years(date(2020, 1, 1), 9000) == date.max
