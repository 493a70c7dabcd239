"""Metadata, addresses, services, balance of classes: planted truth, real files, bad input."""

from __future__ import annotations

import gzip
import sqlite3

import numpy as np
import pytest

from mutualgeo_plugin.engine.formats.addresses import read_addresses
from mutualgeo_plugin.engine.formats.metadata import neighbouring_records, read_metadata
from mutualgeo_plugin.engine.formats.ogc_service import count_objects, read_service
from mutualgeo_plugin.engine.model.checks import CHECKS
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.quality.base import Inputs, NotRun
from mutualgeo_plugin.engine.quality.check_run import run_checks
from mutualgeo_plugin.engine.quality.checks.delivery.balance import l3_content_balance
from mutualgeo_plugin.engine.quality.checks.structure.codes import s8_outlying_coordinates
from mutualgeo_plugin.engine.quality.profile import load_profile
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.pairs_delivery import NAMESPACES, RECORD, record
from tests.engine.run import run
from tests.engine.services import serve, wfs, wms
from tests.engine.test_quality import alone

PROFILE = load_profile("pcrs_base")


def received(folder, *sources):
    ran = run(folder, "receivelot", INPUT=list(sources), STORE=folder / "s.gpkg", RECEPTION="reception_ouverte")
    assert ran.exit == 0, ran.texts()
    return folder / "s.gpkg"


def checked(store, check, **inputs):
    with open_store(store) as opened:
        return run_checks(StoreBase(opened, Inputs(**inputs)), alone(check))


@pytest.fixture
def three_trees(tmp_path):
    lot = s.write(tmp_path / "lot.gml", s.emprise("e", 0, 0, 50, 50), *(s.tree(f"t{k}", k + 1, 1) for k in range(3)))
    return received(tmp_path, lot)


# --- metadata (L1) ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", sorted(RECORD))
def test_a_record_says_what_it_says(tmp_path, part):
    path = tmp_path / "r.xml"
    path.write_text(record(part), "utf-8")
    said = read_metadata(path)
    assert {name for name in RECORD if getattr(said, name)} == {part}


def test_records_with_codes_and_anchors(tmp_path):
    """A language as a code, a licence as an anchor, a record inside another; empty elements say nothing."""
    path = tmp_path / "r.xml"
    language = '<gmd:language><gmd:LanguageCode codeListValue="fre"/></gmd:language>'
    licence = RECORD["licence"].replace("useLimitation", "otherConstraints").replace("CharacterString", "Other")
    path.write_text(f"<a {NAMESPACES}>{record().replace('</gmd', f'{language}{licence}</gmd', 1)}</a>", "utf-8")
    said = read_metadata(path)
    assert (said.language, said.licence, said.contact) == (True, True, False)
    path.write_text(record("licence").replace("Licence Ouverte 2.0", " "), "utf-8")
    assert not read_metadata(path).licence


@pytest.mark.parametrize(
    "text", ["", "no", "<a/>", record("licence")[:-20], f"<!DOCTYPE a [<!ENTITY b 'c'>]>{record('licence')}"]
)
def test_what_is_no_record_is_none(tmp_path, text):
    (tmp_path / "r.xml").write_text(text, "utf-8")
    assert read_metadata(tmp_path / "r.xml") is None


def test_our_own_record_names_contact_and_language(tmp_path, three_trees):
    """What exportpcrs writes beside a GML is read back."""
    ran = run(tmp_path, "exportpcrs", STORE=three_trees, OUTPUT=tmp_path / "out.gml")
    assert ran.exit == 0, ran.texts()
    (beside,) = neighbouring_records(tmp_path / "out.gml")
    said = read_metadata(beside)
    assert (said.contact, said.language) == (True, True)
    alone = run(tmp_path, "checkquality", INPUT=tmp_path / "out.gml")
    assert (alone.report["findings"]["L1"], "L1" in alone.report["partly_run"]) == (1, False)  # it states no licence


def test_personal_data_is_told_a_hundred_times_then_counted(tmp_path):
    trees = [s.tree(f"t{k}", 1 + k % 40, 1 + k // 40, producteur=f"a{k}@b.fr") for k in range(130)]
    outcome = checked(received(tmp_path, s.write(tmp_path / "lot.gml", *trees)), "L1")
    assert [f.code for f in outcome.findings].count("L1_email") == 100
    (more,) = (f for f in outcome.findings if f.code == "L1_email_more")
    assert more.message("fr").startswith("Lot lot : producteur de 30 autre(s) objet(s) semble contenir une adresse")
    assert outcome.partly["L1"].code == "no_files_no_metadata"


def test_personal_data_is_found_in_what_the_standard_does_not_know(tmp_path):
    text = s.write(tmp_path / "lot.gml", s.tree("a", 1, 1), s.tree("b", 1, 1)).read_text("utf-8")
    text = text.replace("<idObjet>ido.a", "<gml:description>06.12.34.56.78</gml:description><idObjet>ido.a")
    text = text.replace("<idObjet>ido.b", "<autre>a@b.fr</autre><idObjet>ido.b")
    (tmp_path / "lot.gml").write_text(text, "utf-8")
    findings = checked(received(tmp_path, tmp_path / "lot.gml"), "L1").findings
    assert [(f.code, f.objects[0]) for f in findings] == [("L1_email", "b"), ("L1_phone", "a")]


@pytest.mark.parametrize(
    "number", ["+33 (0)4 72 00 00 00", "0033(0)472000000", "+33 4 72 00 00 00", "04.72.00.00.00", "04/72/00/00/00"]
)
def test_a_number_is_found_however_it_is_written(tmp_path, number):
    lot = s.write(tmp_path / "lot.gml", s.tree("a", 1, 1, producteur=f"Voirie, {number}"))
    (finding,) = checked(received(tmp_path, lot), "L1").findings
    assert (finding.code, finding.objects) == ("L1_phone", ("a",))


def test_a_long_text_is_no_trap(tmp_path):
    """A pattern that tries every letter of a long word would take hours."""
    lot = s.write(tmp_path / "lot.gml", s.tree("a", 1, 1, producteur="a" * 900_000 + " @"))
    assert checked(received(tmp_path, lot), "L1").findings == []


# --- services (L2) ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1.1.0", "2.0.0"])
def test_a_wfs_is_counted(version):
    address, _, server = serve(wfs({"ms:arbres": 7}, version))
    service = read_service(f"{address}/qgis?MAP=a.qgs&SERVICE=WFS")
    assert (service.kind, service.layers, count_objects(service, "ms:arbres")) == ("WFS", ("ms:arbres",), 7)
    with pytest.raises(EngineError) as refused:
        count_objects(service, "other")
    assert refused.value.code == "service_not_understood"
    server.shutdown()


def test_classes_are_recognised_by_their_name(three_trees):
    """Without a territory: ArbrePCRS or arbre, whatever the case; the emprise is not published and not asked for."""
    for name, count, found in (("ArbrePCRS", 3, []), ("ws:arbre", 3, []), ("ARBRE", 2, ["L2_count"])):
        address, _, server = serve(wfs({name: count, "fond": 9}))
        assert [f.code for f in checked(three_trees, "L2", service=address).findings] == found
        server.shutdown()


def test_a_service_without_the_classes_says_so(three_trees):
    address, _, server = serve(wfs({"fond": 9}))
    layers = (("arbres", "ArbrePCRS"), ("eau", "networks.eau"))
    assert [f.code for f in checked(three_trees, "L2", service=address).findings] == ["L2_layers"]
    assert [f.code for f in checked(three_trees, "L2", service=address, layers=layers).findings] == ["L2_layers"]
    server.shutdown()
    address, _, server = serve(wfs({"arbres": 3}))
    layers = (*layers, ("emprises", "EmpriseEchangePCRS"), ("murs", "MurPCRS"))
    findings = checked(three_trees, "L2", service=address, layers=layers).findings
    assert [(f.code, f.feature_class) for f in findings] == [("L2_missing", "EmpriseEchangePCRS")]
    server.shutdown()


def test_a_wms_is_asked_for_its_layers_alone(three_trees):
    address, _, server = serve(wms("ArbrePCRS"))
    outcome = checked(three_trees, "L2", service=address)
    assert (outcome.findings, outcome.partly["L2"].code) == ([], "service_is_wms")
    server.shutdown()


@pytest.mark.parametrize(
    "body",
    [b"", b"no", b"<html/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><WFS_Capabilities><a>&b;</a>", b"<WFS_Capabilities>"],
)
def test_other_answers_are_told(three_trees, body):
    address, _, server = serve(lambda path, query: (200, {}, body))
    (finding,) = checked(three_trees, "L2", service=address).findings
    assert (finding.code, finding.severity) == ("L2", "error")
    assert address in finding.message("fr")
    server.shutdown()


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "file:///etc/hostname", "nothing"])
def test_a_service_that_is_not_there_is_told(three_trees, address):
    assert [f.code for f in checked(three_trees, "L2", service=address).findings] == ["L2"]


def test_without_a_service_it_is_not_run(three_trees):
    assert checked(three_trees, "L2").not_run["L2"].code == "no_service"


# --- addresses and balance (L3) ---------------------------------------------------------------------------------------


def test_addresses_of_bondy(data_folder):
    places = read_addresses(str(data_folder / "bondy" / "ban.csv.gz"), 2154)
    with gzip.open(data_folder / "bondy" / "ban.csv.gz", "rt", encoding="utf-8") as stream:
        rows = [line.rstrip("\n").split(",") for line in stream]
    x, y = (rows[0].index(f'"{c}"') for c in "xy")
    first = np.array([float(rows[1][x]), float(rows[1][y])])
    assert len(places) == len(rows) - 1
    assert np.hypot(*(places[0] - first)) < 1.0  # x and y of the file are Lambert-93


def test_addresses_of_the_fixtures(data_folder):
    for name in ("1.4-valid.csv", "ban_with_ids_test_data.csv"):
        path = data_folder / "ban_fixtures" / name
        lines = len(path.read_text("utf-8").strip().splitlines()) - 1
        assert 0 < len(read_addresses(str(path), 2154)) <= lines


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "addresses_columns"),
        ("id;x;y\n1;2;3\n", "addresses_columns"),
        ("lon;lat\n", "addresses_none"),
        ("lon;lat\na;b\n;\nnan;inf\n181;10\n", "addresses_none"),
        ("\0\0\0", "addresses_columns"),
    ],
)
def test_bad_addresses_are_refused(tmp_path, text, code):
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with pytest.raises(EngineError) as refused:
        read_addresses(str(tmp_path / "a.csv"), 3946)
    assert refused.value.code == code


def test_addresses_that_are_not_there_or_damaged(tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"lon;lat\n4.8;45.7\n" * 999)[:40])
    (tmp_path / "a.gpkg").write_bytes(b"no")
    for name, code in (
        ("none.csv", "path_unreadable"),
        ("a.csv.gz", "path_unreadable"),
        ("a.gpkg", "format_other_content"),
    ):
        with pytest.raises(EngineError) as refused:
            read_addresses(str(tmp_path / name), 3946)
        assert refused.value.code == code


def many_lots(folder, numbers, roads):
    """A store of lots whose trees and walls are counted, beside so many metres of road edge: the tables alone."""
    lot = s.write(folder / "lot.gml", s.kerb("k", (0, 0), (1, 0)), s.tree("t", 1, 1), s.drawing("d", (0, 0), (1, 1)))
    store = received(folder, lot)
    connection = sqlite3.connect(store)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    columns = {t: [r[1] for r in connection.execute(f"PRAGMA table_info({t})")] for t in ("lot", "ArbrePCRS", *DRAWN)}

    def copy(table, **changed):
        names = [c for c in columns[table] if c != "fid"]
        values = ", ".join(":" + c if c in changed else f'"{c}"' for c in names)
        quoted = ", ".join(f'"{c}"' for c in names)
        where = "lot_id = 1" if table == "lot" else "fid = 1"
        connection.execute(f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {table} WHERE {where}", changed)

    for lot_id, (counts, metres) in enumerate(zip(numbers, roads, strict=True), 2):
        copy("lot", lot_id=lot_id, name=f"lot{lot_id}", sha256=f"{lot_id}")
        for table, count in zip(("ArbrePCRS", "HabillageLignesPCRS"), counts, strict=True):
            for k in range(count):
                copy(table, lot_id=lot_id, uid=f"{table}{lot_id}.{k}", gml_id=f"g{lot_id}.{k}")
        for k in range(metres):
            copy("LimiteVoiriePCRS", lot_id=lot_id, uid=f"k{lot_id}.{k}", gml_id=f"k{lot_id}.{k}")
    connection.commit()
    connection.close()
    assert run(folder, "maintainstore", STORE=store, ACTION="compact").exit == 0  # the index that the triggers keep
    return store


DRAWN = ("LimiteVoiriePCRS", "HabillageLignesPCRS")


def test_planted_densities(tmp_path):
    """40 lots of chance (Poisson): no alarm; those with none, or four times too many: all."""
    chance = np.random.default_rng(20260724)
    roads = chance.integers(300, 900, 40)
    numbers = np.column_stack((chance.poisson(roads * 0.06), chance.poisson(roads * 0.15)))
    planted = {3: (0, None), 11: (0, None), 20: (None, 0), 31: (4, None), 37: (None, 4)}
    for rank, pair in planted.items():
        for column, factor in enumerate(pair):
            if factor is not None:
                numbers[rank, column] *= factor
    store = many_lots(tmp_path, numbers.tolist(), roads.tolist())
    with open_store(store) as opened:
        findings = l3_content_balance(StoreBase(opened), PROFILE)
    assert {f.code for f in findings} == {"L3_density"}
    found = {(f.lots[0] - 2, ("ArbrePCRS", "HabillageLignesPCRS").index(f.feature_class)) for f in findings}
    truth = {(rank, c) for rank, pair in planted.items() for c in (0, 1) if pair[c] is not None}
    assert found == truth
    one = next(f for f in findings if f.lots == (5,))
    assert one.message("fr").startswith("Lot lot5 : 0.0 Arbre par kilomètre de limite de voirie, quand les lots en ont")


def test_few_or_short_lots_are_not_compared(tmp_path):
    lots = int(CHECKS["L3"].parameters["lots"].default)
    numbers = [[40, 40]] * (lots - 2) + [[0, 0]]
    with open_store(many_lots(tmp_path, numbers, [400] * (lots - 1))) as opened:
        with pytest.raises(NotRun):
            l3_content_balance(StoreBase(opened), PROFILE)
    other = tmp_path / "other"
    other.mkdir()
    with open_store(many_lots(other, [*numbers, [40, 40]], [400] * lots)) as opened:
        assert {f.lots[0] for f in l3_content_balance(StoreBase(opened), PROFILE)} == {lots}


# --- the coordinate system (S8) ---------------------------------------------------------------------------------------


def test_objects_outside_the_system_are_told(tmp_path, three_trees):
    """Reception refuses such lots; what is moved by hand afterwards is found."""
    with open_store(three_trees) as opened:
        base = StoreBase(opened)
        base.crs = 3950
        findings = s8_outlying_coordinates(base, PROFILE)
    assert sorted(f.objects[0] for f in findings) == ["e", "t0", "t1", "t2"]
    assert {(f.code, f.severity) for f in findings} == {("S8", "error")}


def test_a_lot_of_another_system_is_told_with_its_operation(tmp_path):
    first = s.write(tmp_path / "a.gml", s.tree("a", 1, 1))
    store = received(tmp_path, first)
    other = tmp_path / "b.gml"
    text = s.write(other, s.tree("b", 1, 1)).read_text("utf-8")
    from pyproj import Transformer

    x, y = Transformer.from_crs(3946, 3945, always_xy=True).transform(s.X + 1, s.Y + 1)
    text = text.replace(f"{s.X + 1} {s.Y + 1}", f"{x:.3f} {y:.3f}").replace("EPSG:3946", "EPSG:3945")
    other.write_text(text, "utf-8")
    ran = run(tmp_path, "receivelot", INPUT=[other], STORE=store, RECEPTION="reception_ouverte")
    assert ran.exit == 0, ran.texts()
    (finding,) = checked(store, "S8").findings
    assert (finding.code, finding.severity, finding.lots) == ("S8_transformed", "info", (2,))
    assert "EPSG:3945" in finding.message("fr") and "EPSG:3946" in finding.message("fr")
