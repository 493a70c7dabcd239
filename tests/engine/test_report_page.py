"""The page to read and print, and the findings as files: whole, self-contained, safe, the same bytes twice."""

from __future__ import annotations

import csv
import html.parser
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.dataset.findings import Finding
from mutualgeo_plugin.engine.formats import layer_file
from mutualgeo_plugin.engine.formats.geopackage import connect, wkb_of
from mutualgeo_plugin.engine.model.checks import CHECKS, CRITERIA
from mutualgeo_plugin.engine.quality.base import Inputs, Reason
from mutualgeo_plugin.engine.quality.check_run import Outcome, run_checks
from mutualgeo_plugin.engine.quality.findings_layer import COLUMNS, SHAPES, write_findings
from mutualgeo_plugin.engine.quality.profile import load_profile
from mutualgeo_plugin.engine.quality.report import render_page
from mutualgeo_plugin.engine.quality.report.charts import radar, trend
from mutualgeo_plugin.engine.quality.report.map import findings_map
from mutualgeo_plugin.engine.quality.report.parts import COLOURS
from mutualgeo_plugin.engine.quality.scoring.assessment import Assessment, assess
from mutualgeo_plugin.engine.quality.scoring.sectors import sectors
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.run import run

#: A name that would break a page, a spreadsheet or a statement that did not escape it.
HOSTILE = '<script>alert("x")</script>\'&amp;]]>'
INPUTS = Inputs(today="2024-06-01")
NOW = "2024-06-01T08:00:00Z"


@dataclass(frozen=True)
class Excused(Finding):
    """A finding as exceptions leave it."""

    state: str = "exception"
    excuse: str = "mur mitoyen"


@pytest.fixture
def store(tmp_path) -> Path:
    """Kerbs, a tree without reference, a wall 2 km away in a second lot; a hostile producer."""
    kerbs = [s.kerb(f"k{k}", (1, k), (9, k)) for k in range(1, 17)]
    near = [s.emprise("e", 0, 0, 20, 20), *kerbs, s.tree("t", 5, 5, reference="")]
    producer = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    far = [s.emprise("e2", 2000, 0, 2020, 20), s.kerb("far", (2001, 1), (2001, 2), producteur=producer)]
    for k, things in enumerate((near, far)):
        lot = s.write(tmp_path / f"lot{k}.gml", *things)
        given = {"STORE": tmp_path / "s.gpkg", "RECEPTION": "reception_ouverte"}
        assert run(tmp_path, "receivelot", INPUT=lot, **given).exit == 0
    return tmp_path / "s.gpkg"


def page_of(store: Path, *more: Finding, inputs: Inputs = INPUTS, **changes) -> str:
    """The page of a check of the store, with more findings."""
    context, profile = Context(now=NOW), load_profile("pcrs_reception")
    with open_store(store) as opened:
        base = StoreBase(opened, inputs)
        outcome = run_checks(base, profile)
        outcome = replace(outcome, findings=[*outcome.findings, *more], **changes)
        assessment = told(context, base, outcome, profile)
        return render_page(base, outcome, assessment, context)


def told(context: Context, base: StoreBase, outcome: Outcome, profile) -> Assessment:
    assessment = assess(base, outcome, profile, context)
    context.report |= assessment.keys
    context.report["severities"] = {"error": 1}
    context.report["findings"] = outcome.count_per_check()
    context.report["profile"] = profile.name
    return assessment


def hostile(severity: str = "error", **more) -> Finding:
    fields = {"properties": HOSTILE, "given": HOSTILE, "value": HOSTILE}
    return Finding(
        "A1",
        severity,
        "ArbrePCRS",
        (HOSTILE,),
        ("u",),
        (1,),
        (s.X + 1, s.Y + 1),
        producer=HOSTILE,
        fields=fields,
        **more,
    )


def test_the_page_is_well_formed_and_needs_no_network(store):
    text = page_of(store)
    tree = ET.fromstring(text.removeprefix("<!DOCTYPE html>"))
    assert tree.tag == "html" and tree.get("lang") == "fr"
    names = {element.tag for element in tree.iter()}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "a"}
    assert not re.search(r"https?://|url\((?!#)|@import|src=", text)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_every_picture_and_table_can_be_read_out(store):
    tree = ET.fromstring(page_of(store).removeprefix("<!DOCTYPE html>"))
    pictures = [svg for svg in tree.iter("svg") if svg.get("aria-hidden") != "true"]
    assert pictures and all(svg.get("role") == "img" and svg.find("title") is not None for svg in pictures)
    assert all(table.find("thead/tr/th") is not None for table in tree.iter("table"))
    assert {th.get("scope") for th in tree.iter("th")} == {"col", "row"}
    headings = [element.tag for element in tree.iter() if re.fullmatch("h[1-6]", element.tag)]
    assert headings.count("h1") == 1 and headings[0] == "h1"


def test_colours_have_contrast():
    """4.5 to 1 on white for every text colour (WCAG 2.1, AA)."""
    from mutualgeo_plugin.engine.resources import resource_folder

    def light(colour: str) -> float:
        channels = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
        linear = np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    colours = set(
        re.findall(r"[{;]color:(#[0-9a-f]{6})", (resource_folder("templates") / "page.css").read_text("utf-8"))
    )
    assert len(colours) >= 6
    assert all(1.05 / (light(colour) + 0.05) >= 4.5 for colour in colours)


def test_hostile_names_are_escaped(store):
    excused = Excused(
        "A1", "error", "ArbrePCRS", ("x",), ("x",), (1,), excuse=HOSTILE, fields={"properties": "p", "given": ""}
    )
    text = page_of(store, hostile(), excused, inputs=Inputs("2024-06-01", (HOSTILE,), service=HOSTILE))
    assert "<script" not in text and "alert(" in text

    class Tags(html.parser.HTMLParser):
        found: set[str] = set()

        def handle_starttag(self, tag, attrs):
            self.found.add(tag)

    Tags().feed(text)
    assert "script" not in Tags.found
    ET.fromstring(text.removeprefix("<!DOCTYPE html>"))


def test_verdict_and_what_was_not_checked_stand_first(store):
    text = page_of(store, not_run={"S1": Reason("no_class", {"classes": HOSTILE})})
    head = text.partition("<main>")[0]
    assert "Accepté avec réserves" in head and "S1</b> non exécuté" in head and "non évalué" in head
    assert "<script" not in head
    assert "les arcs sont contrôlés comme des arcs" in text
    assert all(name.capitalize() in text for _, name in CRITERIA.values())
    assert "GEOS" in text and "Seuils en vigueur" in text and "pcrs_reception" in text
    for anchor in ("criteres", "evolution", "dtdict", "carte", "cas", "excuses", "controles", "by_producer", "lots"):
        assert f"id='{anchor}'" in text, anchor


def test_excused_findings_stand_apart(store):
    excused = Excused(
        "Z1", "error", "ArbrePCRS", ("x",), ("x",), (1,), (s.X + 1, s.Y + 1), fields={"count": 1, "value": 0}
    )
    text = page_of(store, excused)
    section = text.partition("<section id='excuses'>")[2].partition("</section>")[0]
    assert "mur mitoyen" in section and "1 constat(s) excusé(s)" in section
    worst = text.partition("<section id='cas'>")[2].partition("</section>")[0]
    assert "Z1" not in worst and "mur mitoyen" not in worst
    plain = page_of(store)
    score = re.compile(r"Note <b>([\d,]+)</b>")
    assert score.search(text).group(1) == score.search(plain).group(1)


def test_the_same_page_twice(store):
    assert page_of(store, hostile()) == page_of(store, hostile())


def test_the_page_is_french_in_an_english_run(tmp_path, store):
    run(tmp_path, "checkquality", language="en", INPUT=store, HTML=tmp_path / "q.html")
    text = (tmp_path / "q.html").read_text("utf-8")
    assert "non réellement renseigné" in text and "not really" not in text


# -- charts and maps --------------------------------------------------------------------------------------------------


def criteria(**scores: float | None) -> list[dict]:
    return [{"name": name, "score": scores.get(code, 50.0)} for code, (_, name) in CRITERIA.items()]


def test_the_radar_never_draws_what_is_not_evaluated():
    full, partial = radar(criteria()), radar(criteria(Fr=None))
    assert full.count("class='dot'") == 8 and "class='area'" in full
    assert partial.count("class='dot'") == 7 and "class='area'" not in partial
    assert partial.count("class='side'") == 6 and "fraîcheur non évalué" in partial
    assert radar(criteria(**dict.fromkeys(CRITERIA))).count("class='dot'") == 0


def test_the_trend_goes_up_with_the_score():
    points = re.search(r"points='([^']+)'", trend([("2024-01-01", 20.0), ("2024-02-01", 80.0)])).group(1)
    (_, low), (_, high) = (map(float, point.split(",")) for point in points.split())
    assert high < low


def at(x: float, y: float) -> Finding:
    return Finding("G1", "error", "", place=(x, y))


def test_sectors_are_disjoint_and_whole():
    findings = [at(0, 0), at(30, 0), at(5000, 0), at(float("nan"), float("nan")), at(60, 10)]
    emprises = [shapely.box(-10, -10, 10, 10), shapely.box(9000, 0, 9010, 10)]
    found = sectors(findings, emprises)
    assert [(sector.findings, sector.emprises) for sector in found] == [([0, 1, 4], [0]), ([2], []), ([], [1])]
    assert found[0].box == (-10.0, -10.0, 60.0, 10.0)
    assert sectors([], []) == [] and sectors([at(float("nan"), 1.0)], []) == []


def marks_of(findings: list[Finding]) -> tuple[dict[str, NDArray[np.float64]], str]:
    """Centres of the marks of a map by colour, and what the map says."""
    text = findings_map(findings, sectors(findings, []), [])
    pictures = ET.fromstring(f"<div>{text}</div>").findall(".//svg")
    found: dict[str, list[tuple[float, float]]] = {}
    for mark in (mark for picture in pictures for mark in picture if mark.get("fill", "").startswith("#")):
        points = mark.get("points", f"{mark.get('cx')},{mark.get('cy')}").split()
        x, y = np.array([point.split(",") for point in points], dtype=float).T
        found.setdefault(mark.get("fill"), []).append(((x.min() + x.max()) / 2, (y.min() + y.max()) / 2))
    return {colour: np.array(places) for colour, places in found.items()}, text


def scattered(n: int, severities: tuple[str, ...] = ("error", "warning", "info")) -> list[Finding]:
    """Findings over a square kilometre, evenly enough for one map."""
    places = np.random.default_rng(7).uniform(0, 1000, (n, 2)).tolist()
    return [Finding("G1", severities[k % len(severities)], "", place=(x, y)) for k, (x, y) in enumerate(places)]


def test_few_findings_have_a_mark_each():
    marks, text = marks_of(scattered(3000))
    assert [len(places) for places in marks.values()] == [1000, 1000, 1000]
    assert "<figcaption>3000 constat(s) ; de" in text and "repères" not in text


@pytest.mark.parametrize("n", [3001, 60_000])
def test_a_map_has_no_more_marks_than_can_be_seen_and_says_so(n):
    marks, text = marks_of(scattered(n))
    drawn = sum(map(len, marks.values()))
    assert len(marks) == 3 and 1000 < drawn <= 3000
    assert f"<figcaption>{n} constat(s) ; {drawn} repères, chacun pour les constats voisins" in text
    for places in marks.values():  # over the whole picture: none of its hundred parts is left bare
        part = np.floor((places - places.min(axis=0)) / (np.ptp(places, axis=0) + 1e-6) * 10).astype(int)
        assert len({tuple(p) for p in part.tolist()}) == 100


def test_a_lone_error_is_not_hidden_by_many_remarks():
    marks, _ = marks_of([*scattered(20_000, ("info",)), at(500, 500)])
    assert len(marks[COLOURS["error"]]) == 1


# -- findings as files ------------------------------------------------------------------------------------------------

MIXED = [shapely.box(4, 4, 6, 6), shapely.Point(1, 1), shapely.MultiLineString([[(0, 0, 1), (1, 1, 1)]])]
COUNT = {"count": 2, "property": "p", "area": 4.0}
SHAPED = [
    Finding("G4", "info", "M", ("a",), ("ua",), (1,), (1.0, 2.0), shapely.MultiPoint([(1, 2), (3, 4)]), fields=COUNT),
    Finding("E1", "error", "M", ("b", "c"), ("u", "v"), (1, 2), (1.0, 2.0), shapely.LineString([(1, 2), (3, 4)]), 0.2),
    Finding(
        "T3", "warning", "X", ("=cmd()", "e"), (), (1,), (5.0, 5.0), shapely.box(4, 4, 6, 6), 0.5, 0.005, "=Q", COUNT
    ),
    Finding("T3", "warning", "X", ("f", "g"), (), (1,), (5.0, 7.0), shapely.GeometryCollection(MIXED), fields=COUNT),
    Finding("S2", "error", "", lots=(2,), measured=float("nan"), fields={"lot": "est", "count": 0}),
]


def written(folder: Path, findings=SHAPED) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "f.gpkg"
    write_findings(path, findings, crs=3946, lots={1: "ouest", 2: "est; x"}, language="fr", date=NOW[:10], stewards={})
    return path


def test_layers_hold_the_errors_own_geometry(tmp_path):
    connection = connect(written(tmp_path / "a"), readonly=True)
    layers = dict(connection.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"))
    assert layers == {"findings": "POINT", **dict(SHAPES)}
    found = {
        name: [
            (code, None if blob is None else shapely.from_wkb(wkb_of(blob)).wkt)
            for code, blob in connection.execute(f"SELECT code, geom FROM {name} ORDER BY fid")
        ]
        for name in layers
    }
    assert [wkt for _, wkt in found["findings"]] == ["POINT (1 2)", "POINT (1 2)", "POINT (5 5)", "POINT (5 7)", None]
    assert found["findings_points"] == [("G4", "MULTIPOINT ((1 2), (3 4))"), ("T3", "MULTIPOINT ((1 1))")]
    assert found["findings_lines"] == [("E1", "MULTILINESTRING ((1 2, 3 4))"), ("T3", "MULTILINESTRING ((0 0, 1 1))")]
    assert [code for code, _ in found["findings_areas"]] == ["T3", "T3"]
    styled = {name for (name,) in connection.execute("SELECT f_table_name FROM layer_styles")}
    assert styled == set(layers)
    names = [name for name, _ in COLUMNS]
    told = connection.execute(f"SELECT {', '.join(names)} FROM findings WHERE code = 'E1'").fetchone()
    row = dict(zip(names, told, strict=True))
    assert (row["objects"], row["lots"], row["measured"], row["criterion"]) == (
        "b c",
        "ouest; est; x",
        0.2,
        "cohérence",
    )
    assert row["remedy"] == CHECKS["E1"].remedy and row["state"] == "new" and len(row["finding_id"]) == 16


def test_csv_and_json_stand_beside_and_say_the_same(tmp_path):
    path = written(tmp_path / "a")
    text = path.with_suffix(".csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(text[1:].splitlines(), delimiter=";"))
    document = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert (document["schema"], document["crs"]) == ("mutualgeo-findings/1", "EPSG:3946")
    assert [row["finding_id"] for row in rows] == [one["finding_id"] for one in document["findings"]]
    assert list(rows[0]) == [*(name for name, _ in COLUMNS), "x", "y"]
    assert (rows[2]["objects"], rows[2]["producer"]) == ("'=cmd() e", "'=Q")
    assert document["findings"][2]["objects"] == ["=cmd()", "e"]
    assert document["findings"][1]["geometry"] == "LINESTRING (1 2, 3 4)"
    assert document["findings"][4]["place"] is None and document["findings"][4]["measured"] is None
    assert document["findings"][1]["lots"] == ["ouest", "est; x"]
    assert (rows[4]["x"], rows[4]["measured"]) == ("", "")


def test_the_same_files_twice(tmp_path):
    first, second = written(tmp_path / "a"), written(tmp_path / "b")
    for ending in (".gpkg", ".csv", ".json"):
        assert first.with_suffix(ending).read_bytes() == second.with_suffix(ending).read_bytes(), ending


def test_the_layers_do_not_depend_on_how_many_rows_are_made_ready_at_once(tmp_path, monkeypatch):
    whole = written(tmp_path / "a").read_bytes()
    monkeypatch.setattr(layer_file, "_AT_ONCE", 2)
    assert written(tmp_path / "b").read_bytes() == whole


def test_no_finding_gives_empty_files(tmp_path):
    path = written(tmp_path / "a", [])
    assert json.loads(path.with_suffix(".json").read_text("utf-8"))["findings"] == []
    assert len(path.with_suffix(".csv").read_text("utf-8").splitlines()) == 1
    assert connect(path, readonly=True).execute("SELECT COUNT(*) FROM findings").fetchone() == (0,)


@pytest.mark.parametrize(("findings", "taken"), [("x.gpkg", "x.json"), ("x.gpkg", "x.csv")])
def test_what_stands_beside_the_layer_never_replaces_an_input(tmp_path, store, findings, taken):
    (tmp_path / taken).write_text("mine")
    ran = run(tmp_path, "checkquality", INPUT=store, FINDINGS=tmp_path / findings, CONTROL=tmp_path / taken)
    assert (ran.exit, ran.status) == (1, "refused")
    assert (tmp_path / taken).read_text() == "mine"


def test_the_summary_replaces_no_base(tmp_path, store):
    ran = run(tmp_path, "checkquality", INPUT=store, PDF=store)
    assert (ran.exit, ran.status) == (1, "refused")


def test_the_report_is_not_taken_for_the_findings(tmp_path, store):
    ran = run(tmp_path, "checkquality", INPUT=store, FINDINGS=tmp_path / "report.gpkg")
    assert (ran.exit, ran.status) == (1, "refused")
