"""What reading the checks again has found stays mended."""

from __future__ import annotations

import sqlite3
import struct
import tracemalloc

import geopandas
import numpy as np
import pandas
import pyogrio
import shapely

from mutualgeo_plugin.engine.geometry.linear import read_geometries
from mutualgeo_plugin.engine.model.pcrs import EMPRISE
from mutualgeo_plugin.engine.quality.base import Base
from mutualgeo_plugin.engine.quality.check_run import LOCAL
from mutualgeo_plugin.engine.quality.checks.topology.crossing import deepest_crossings
from mutualgeo_plugin.engine.quality.profile import load_profile
from tests.engine import small_lot as s
from tests.engine.run import run

SQUARE = s.emprise("e", 0, 0, 50, 50)


def received(tmp_path, **lots):
    for name, things in lots.items():
        path = s.write(tmp_path / f"{name}.gml", *things)
        given = {"STORE": tmp_path / "s.gpkg", "RECEPTION": "reception_ouverte"}
        assert run(tmp_path, "receivelot", INPUT=path, **given).exit == 0
    return tmp_path / "s.gpkg"


def checked(tmp_path, **more):
    ran = run(tmp_path, "checkquality", INPUT=tmp_path / "s.gpkg", FINDINGS=tmp_path / "f.gpkg", **more)
    assert ran.exit == 0, ran.texts()
    return ran.report, pyogrio.read_dataframe(tmp_path / "f.gpkg", layer="findings", read_geometry=False)


def test_an_accepted_finding_is_not_mended(tmp_path):
    store = received(tmp_path, a=[SQUARE, s.kerb("k1", (1, 1), (9, 1)), s.kerb("k2", (1, 1), (9, 1))])
    _, rows = checked(tmp_path)
    twin = rows[rows["check_id"] == "T1"]["finding_id"].iat[0]
    given = {"STORE": store, "FINDING": twin, "REASON": "r", "ROLE": "gestionnaire"}
    assert run(tmp_path, "declareexception", **given).exit == 0
    ran = run(tmp_path, "fixproposals", STORE=store, APPLY=True, CHECKS=["T1"])
    assert (ran.exit, ran.report["outputs"]["APPLIED"]) == (0, 0)


def test_an_exception_on_one_value_excuses_no_other(tmp_path):
    wrong = {"precisionAltimetrique": "NR"}
    store = received(tmp_path, a=[SQUARE, s.kerb("k1", (1, 1), (9, 1), **wrong)])
    _, rows = checked(tmp_path)
    one = rows[rows["check_id"] == "A1"]["finding_id"].iat[0]
    given = {"STORE": store, "FINDING": one, "REASON": "r", "ROLE": "gestionnaire"}
    assert run(tmp_path, "declareexception", **given).exit == 0
    received(tmp_path, b=[s.emprise("f", 50, 0, 99, 50), s.kerb("k1", (1, 1), (9, 1), producteur="", **wrong)])
    _, rows = checked(tmp_path)
    states = {(severity, state) for severity, state in rows[rows["check_id"] == "A1"][["severity", "state"]].to_numpy()}
    assert ("error", "exception") not in states and ("warning", "exception") in states


def test_findings_at_one_place_are_all_told(tmp_path):
    """Two lots with the same names; three links of one object; an error and a remark within a decimetre."""
    bad = [s.kerb("k1", (1, 1), (9, 1), producteur="")]
    links = [s.representation("r", "#x1", "#x2", "#x3")]
    short = [s.kerb("m", (20, 5), (30.003, 5), (30.007, 5), (30.02, 5), (30.0215, 5), (40, 5))]
    received(tmp_path, a=[SQUARE, *bad, *links, *short], b=[SQUARE, *bad])
    report, rows = checked(tmp_path)
    assert (report["findings"]["A1"], report["findings"]["S3"]) == (2, 3)
    assert sorted(rows[rows["check_id"] == "G4"]["severity"]) == ["error", "info"]
    assert rows["finding_id"].is_unique


def test_three_copies_are_no_near_copies(tmp_path):
    lots = {name: [s.emprise(f"e{name}", 0, 0, 50, 50), s.kerb(f"k{name}", (1, 1), (9, 1))] for name in "abc"}
    received(tmp_path, **lots)
    report, _ = checked(tmp_path)
    assert (report["findings"]["T1"], report["findings"]["T2"]) == (2, 0)


def test_lots_without_emprise_are_told(tmp_path):
    received(
        tmp_path, a=[SQUARE, s.tree("t", 1, 1)], b=[s.tree("u", 300, 300)],
        c=[s.emprise("f", 50, 0, 99, 50), s.tree("v", 60, 5)],
    )  # fmt: skip
    report, _ = checked(tmp_path)
    assert {"T4", "E1", "E2", "E3", "E4", "E5", "T9"} <= set(report["partly_run"])


def test_a_fix_hides_nothing_of_its_lot(tmp_path):
    """Rounding makes every object a derived one: its lot is still as old, and still a lot."""
    old = {"dateLeve": "1999-01-01"}
    kerbs = [s.kerb(f"k{i}", (1, i), (9, i + 0.00012), **old) for i in range(1, 5)]
    store = received(tmp_path, a=[SQUARE, *kerbs])
    before, _ = checked(tmp_path)
    ran = run(tmp_path, "fixproposals", STORE=store, APPLY=True, CHECKS=["G13"])
    assert (ran.exit, ran.report["outputs"]["APPLIED"]) == (0, 4)
    after, _ = checked(tmp_path)
    assert before["findings"]["A4"] == after["findings"]["A4"] == 1
    assert [row["name"] for row in after["by_lot"]] == ["a"]


def test_a_profile_of_one_lot_scores_that_lot(tmp_path):
    received(
        tmp_path,
        a=[SQUARE, *(s.kerb(f"k{i}", (1, i), (9, i), producteur="") for i in range(1, 11))],
        b=[s.emprise("f", 100, 0, 150, 50), *(s.kerb(f"m{i}", (101, i / 2), (109, i / 2)) for i in range(1, 91))],
    )
    (tmp_path / "p.toml").write_text("[scope]\nlots = ['a']\n")
    report, _ = checked(tmp_path, PROFILE=tmp_path / "p.toml")
    assert report["score"]["objects"] == 11 and [row["name"] for row in report["by_lot"]] == ["a"]


def test_a_delivered_file_is_not_written_over(tmp_path):
    received(tmp_path, a=[SQUARE, s.tree("t", 1, 1)])
    before = (tmp_path / "a.gml").read_bytes()
    ran = run(tmp_path, "checkquality", INPUT=tmp_path / "s.gpkg", HTML=tmp_path / "a.gml")
    assert ran.exit == 1 and (tmp_path / "a.gml").read_bytes() == before


def test_a_scope_looks_at_both_objects_of_a_pair(tmp_path):
    """Two producers, a façade and a kerb: the profile of the second object alone still holds the finding."""
    wall, kerb = s.facade("f", (5, 5), (5, 1), producteur="Un"), s.kerb("k", (1, 3), (9, 3), producteur="Deux")
    received(tmp_path, a=[SQUARE, wall, kerb])
    for scope, expected in (
        ('[classes]\nT5 = ["LimiteVoiriePCRS"]', 1), ('[classes]\nT5 = ["MurPCRS"]', 0),
        ('[scope]\nproducers = ["Deux"]', 1), ('[scope]\nproducers = ["Trois"]', 0),
    ):  # fmt: skip
        (tmp_path / "p.toml").write_text(f'title = "p"\n{scope}\n')
        _, rows = checked(tmp_path, PROFILE=tmp_path / "p.toml")
        rows = rows[rows["check_id"] == "T5"]
        assert len(rows) == expected, scope
        assert set(rows["producer"]) <= {"Un; Deux"}


def drawn(*wkbs, name="ObjetGeneriquePCRS", emprises=()):
    """A base of objects of one class, given as WKBs, and of emprises, a lot each."""
    return Given(name, wkbs, emprises)


class Given(Base):
    """Objects in memory with the face of a base."""

    def __init__(self, name, wkbs, emprises):
        super().__init__()
        self.name, self.crs = name, 3946
        self.given = {name: (list(wkbs), [1] * len(wkbs))}
        if emprises:
            self.given[EMPRISE] = ([shapely.to_wkb(e) for e in emprises], [*range(1, len(emprises) + 1)])
        self.lots = dict.fromkeys(range(1, max(1, len(emprises)) + 1), "l")
        self.lot_rows = {lot: {} for lot in self.lots}

    classes = property(lambda self: list(self.given))
    spatial_classes = property(lambda self: list(self.given))
    drawn_classes = field_classes = property(lambda self: [self.name])

    def _read(self, name):
        wkbs, lots = self.given[name]
        geometry, native, odd = read_geometries(wkbs)
        ids = [f"{name}{k}" for k in range(len(wkbs))]
        frame = pandas.DataFrame({"uid": ids, "gml_id": ids, "lot_id": lots, "odd": odd})
        frame["curve"] = native
        return geopandas.GeoDataFrame(frame, geometry=geometry, crs=3946)

    def ids(self, name):
        return self.table(name)["gml_id"].to_numpy()

    uids = ids

    def lot_of(self, name):
        return self.table(name)["lot_id"].to_numpy()

    def crowd_mask(self, name):
        return np.zeros(len(self.table(name)), dtype=bool)

    def has_delivered_coordinates(self, lot):
        return True

    def usual_altitude(self, lot):
        return 0.0

    def counts(self):
        return {}

    def measures(self):
        return {}

    def labels(self, name, rows):
        return [()] * len(rows)


PROFILE = load_profile("pcrs_base")


def test_lines_on_each_other_by_the_thousand_do_not_meet():
    """Copies of a line that crosses itself: each is found, in the time of as many lines elsewhere."""
    loop = shapely.to_wkb(shapely.LineString([(0, 0), (4, 0), (4, 2), (2, 2), (2, -2)]))
    findings = LOCAL["G7"](drawn(*[loop] * 20_000, name="MurPCRS"), PROFILE)
    assert [f.code for f in findings] == ["G7"] * 20_000


def test_a_long_line_is_not_copied_for_each_of_a_thousand():
    xs = np.linspace(0, 1000, 20_000)
    long = np.full(60, shapely.LineString(np.column_stack((xs, np.zeros(len(xs))))), dtype=object)
    across = shapely.linestrings([[(x, -3), (x, 2)] for x in np.linspace(10, 990, 60)])
    tracemalloc.start()
    depth, _ = deepest_crossings(long, across, 0.001)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert set(depth.round(6)) == {2.0} and peak < 50e6


def test_lines_beside_an_open_ring_are_no_rings():
    arc, ring = shapely.LineString([(0, 0), (9, 9)]), struct.pack("<BII", 1, 3, 1) + struct.pack("<I", 4)
    ring += np.array([[0, 0], [5, 0], [5, 5], [0, 0.5]], dtype=float).tobytes()
    both = struct.pack("<BII", 1, 7, 2) + shapely.to_wkb(arc) + ring
    closed = shapely.to_wkb(shapely.GeometryCollection([arc, shapely.box(0, 0, 5, 5)]))
    findings = [f for f in LOCAL["G1"](drawn(both, closed), PROFILE) if f.code == "G1_open"]
    assert [(f.objects[0], f.measured) for f in findings] == [("ObjetGeneriquePCRS0", 0.5)]


def test_a_part_of_one_point_is_told():
    line, point = shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)])), struct.pack("<BIIdd", 1, 1 + 1, 1, 5, 5)
    point = point[:1] + struct.pack("<I", 2) + point[5:]
    (finding,) = LOCAL["G2"](drawn(struct.pack("<BII", 1, 5, 2) + line + point, name="HabillageLignesPCRS"), PROFILE)
    assert (finding.code, finding.place) == ("G2_part", (5.0, 5.0))


def test_an_object_is_not_put_aside_for_a_part_without_length(tmp_path):
    nothing = f'<gml:LineString gml:id="n"><gml:posList>{s.at((5, 5), (5, 5))}</gml:posList></gml:LineString>'
    end = "</gml:MultiCurve>"
    two = s.drawing("d", (1, 1), (9, 1)).replace(end, f"<gml:curveMember>{nothing}</gml:curveMember>{end}")
    store = received(tmp_path, a=[SQUARE, two, s.drawing("n", (20, 20), (20, 20))])
    _, rows = checked(tmp_path)
    assert sorted(rows[rows["check_id"] == "G2"]["code"]) == ["G2", "G2_part"]
    ran = run(tmp_path, "fixproposals", STORE=store, APPLY=True, CHECKS=["G2"])
    assert (ran.exit, ran.report["outputs"]["APPLIED"]) == (0, 1)
    with sqlite3.connect(store) as connection:
        states = dict(connection.execute("SELECT gml_id, state FROM HabillageLignesPCRS"))
    assert states == {"d": "current", "n": "superseded"}


def test_empty_parts_stop_no_check():
    empty = struct.pack("<BII", 1, 2, 0)
    for wkb in (empty, struct.pack("<BII", 1, 5, 2) + shapely.to_wkb(shapely.LineString([(0, 0), (4, 1)])) + empty):
        base = drawn(wkb, shapely.to_wkb(shapely.LineString([(0, 3), (1, -9)])), name="FacadePCRS")
        for check in ("G1", "G2", "G3", "G6", "G7", "G9", "G11", "T5"):
            LOCAL[check](base, PROFILE)


def test_a_point_does_not_carry_a_line_on():
    lots = [shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)]
    line, point = (shapely.to_wkb(g) for g in (shapely.LineString([(50, 50), (100, 50)]), shapely.Point(100, 50)))
    assert [f.code for f in LOCAL["E3"](drawn(line, point, emprises=lots), PROFILE)] == ["E3"]
