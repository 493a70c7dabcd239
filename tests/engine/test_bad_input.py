"""Bad lots and bad places: exit status, a sentence that a geomatician understands, the store as it was."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.demo.demo_territory import make_demo
from mutualgeo_plugin.engine.demo.gml import Encoding, write_pcrs
from mutualgeo_plugin.engine.formats import geopackage
from mutualgeo_plugin.engine.jobs import run_job
from tests.engine.run import run
from tests.specimens import specimens

ROOT = '<PlanCorpsRueSimplifie xmlns="http://cnig.gouv.fr/pcrs" xmlns:gml="http://www.opengis.net/gml/3.2" '
ROOT += 'xmlns:xlink="http://www.w3.org/1999/xlink" gml:id="p" version="2.0">'
END = "</PlanCorpsRueSimplifie>"


def tree(position: str = "1723000 5214000 100", srs: str = 'srsName="EPSG:3946" srsDimension="3"', **other) -> str:
    """One tree as a member."""
    gml_id = other.get("gml_id", "a1")
    return (
        f'<featureMember><ArbrePCRS gml:id="{gml_id}"><idObjet>i{gml_id}</idObjet><thematique>06</thematique>'
        "<qualiteCategorisation>01</qualiteCategorisation><precisionPlanimetrique>005</precisionPlanimetrique>"
        f'<producteur>P</producteur><geometrie><gml:Point gml:id="g{gml_id}" {srs}><gml:pos>{position}</gml:pos>'
        "</gml:Point></geometrie><reference>r</reference></ArbrePCRS></featureMember>"
    )


def kerb(segments: str) -> str:
    return (
        '<featureMember><LimiteVoiriePCRS gml:id="k1"><idObjet>k</idObjet><thematique>03</thematique>'
        "<qualiteCategorisation>01</qualiteCategorisation><precisionPlanimetrique>005</precisionPlanimetrique>"
        '<producteur>P</producteur><geometrie><gml:Curve gml:id="gk" srsName="EPSG:3946" srsDimension="3">'
        f"<gml:segments>{segments}</gml:segments></gml:Curve></geometrie></LimiteVoiriePCRS></featureMember>"
    )


GOOD = ROOT + tree() + END
BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'

#: name → (bytes of the file, code of the refusal, words that the French sentence must hold)
BAD = {
    "text": (b"X;Y\n1;2\n", "gml_not_xml", ["n’est pas du GML"]),
    "empty": (b"", "file_empty", ["vide"]),
    "shapefile": (b"\x00\x00\x27\x0a" + b"\x00" * 200, "gml_not_xml", ["n’est pas du GML"]),
    "other schema": (
        b'<FeatureCollection xmlns="http://www.opengis.net/wfs/2.0"/>',
        "gml_other_schema",
        ["autre schéma", "FeatureCollection", "http://www.opengis.net/wfs/2.0"],
    ),
    "no crs": ((ROOT + tree(srs="") + END).encode(), "gml_no_crs_at_all", ["srsName"]),
    "one without crs": (
        (ROOT + tree() + tree(srs="", gml_id="a2") + END).encode(), "gml_no_crs", ["a2", "ligne 1"],
    ),
    "unknown crs": ((ROOT + tree(srs='srsName="LOCAL"') + END).encode(), "gml_crs_unknown", ["LOCAL", "EPSG:3946"]),
    "illegal crs": ((ROOT + tree(srs='srsName="EPSG:27572"') + END).encode(), "gml_crs_illegal", ["EPSG:27572"]),
    "geographic": ((ROOT + tree("4.8 45.7", 'srsName="EPSG:4326"') + END).encode(), "gml_crs_illegal", ["EPSG:4326"]),
    "two crs": (
        (ROOT + tree() + tree("1723000 5214000", 'srsName="EPSG:3947"', gml_id="a2") + END).encode(),
        "gml_crs_conflict",
        ["EPSG:3947", "a2", "EPSG:3946"],
    ),
    "wrong zone": (
        (ROOT + tree("1372074 6205942 40") + END).encode(), "gml_outside_crs", ["Arbre", "a1", "EPSG:3946", "CC46"],
    ),
    "swapped axes": ((ROOT + tree("5214000 1723000 100") + END).encode(), "gml_outside_crs", ["inversés"]),
    "degrees": ((ROOT + tree("4.85 45.75 100") + END).encode(), "gml_outside_crs", ["4.850"]),
    "truncated": (GOOD[:-120].encode(), "gml_truncated", ["tronqué", "octet"]),
    "truncated after an object": (
        (ROOT + tree() + "<featureMember><ArbrePCRS gml:id=").encode(), "gml_truncated", ["a1"],
    ),
    "crossed tags": (
        (ROOT + tree() + "<featureMember></feature>" + END).encode(), "gml_malformed", ["a1", "bien formé"],
    ),
    "latin-1 said utf-8": (
        ('<?xml version="1.0" encoding="UTF-8"?>' + ROOT + tree() + tree(gml_id="a2").replace(
            "<producteur>P", "<producteur>Métropole") + END).encode("latin-1"),
        "gml_bad_token",
        ["encodage", "a1"],
    ),
    "entity bomb": ((BOMB + GOOD).encode(), "xml_doctype", ["DOCTYPE"]),
    "external entity": ((EXTERNAL + GOOD).encode(), "xml_doctype", ["DOCTYPE"]),
    "deep": (
        (ROOT + tree() + "<featureMember><X>" + "<a>" * 500 + "</a>" * 500 + "</X></featureMember>" + END).encode(),
        "xml_too_deep",
        ["profondément"],
    ),
    "not a number": ((ROOT + tree("1723000 5214O00 1") + END).encode(), "gml_not_a_number", ["5214O00", "a1"]),
    "infinite": ((ROOT + tree("INF 5214000 1") + END).encode(), "gml_not_finite", ["a1"]),
    "odd count": (
        (ROOT + kerb("<gml:LineStringSegment><gml:posList>1723000 5214000 1 1723001</gml:posList>"
                     "</gml:LineStringSegment>") + END).encode(),
        "gml_coordinate_count",
        ["4 / 3", "k1"],
    ),
    "arc of two points": (
        (ROOT + kerb("<gml:Arc><gml:posList>1723000 5214000 1 1723001 5214000 1</gml:posList></gml:Arc>") + END)
        .encode(),
        "gml_arc_points",
        ["k1", "2 points"],
    ),
    "broken curve": (
        (ROOT + kerb(
            "<gml:LineStringSegment><gml:posList>1723000 5214000 1 1723001 5214000 1</gml:posList>"
            "</gml:LineStringSegment><gml:LineStringSegment><gml:posList>1723001.5 5214000 1 1723002 5214000 1"
            "</gml:posList></gml:LineStringSegment>") + END).encode(),
        "gml_broken_curve",
        ["0.500 m", "k1"],
    ),
    "unread geometry": (
        (ROOT + kerb("<gml:BSpline><gml:posList>1 2 3</gml:posList></gml:BSpline>") + END).encode(),
        "gml_geometry_unknown",
        ["BSpline", "k1"],
    ),
}  # fmt: skip


@pytest.fixture
def store(tmp_path) -> Path:
    """A store that holds one lot."""
    path = tmp_path / "store.gpkg"
    write_pcrs(tmp_path / "first.gml", specimens())
    assert run(tmp_path, "receivelot", INPUT=[tmp_path / "first.gml"], STORE=path).exit == 0
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def assert_refused(ran, code: str, words: list[str] = (), status: str = "refused") -> None:
    assert (ran.exit, ran.status) == (1, status), ran.texts()
    codes = [lot.get("code") for lot in ran.report["lots"]] + [m["code"] for m in ran.report["messages"]]
    assert code in codes, (codes, ran.texts())
    for word in words:
        assert word in ran.report["message"], (word, ran.report["message"])


def test_the_good_one_is_received(tmp_path, store):
    (tmp_path / "good.gml").write_text(GOOD)
    assert run(tmp_path, "receivelot", INPUT=[tmp_path / "good.gml"], STORE=store).exit == 0


@pytest.mark.parametrize("name", BAD)
def test_refused(tmp_path, store, name):
    content, code, words = BAD[name]
    (tmp_path / "lot.gml").write_bytes(content)
    before = digest(store)
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=store)
    assert_refused(ran, code, words)
    assert ran.report["lots"][0]["status"] == "refused"
    assert digest(store) == before


def test_no_store_is_made_for_a_refused_lot(tmp_path):
    (tmp_path / "lot.gml").write_bytes(b"no")
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=tmp_path / "new.gpkg")
    assert_refused(ran, "gml_not_xml")
    assert not (tmp_path / "new.gpkg").exists()


def test_strasbourg_draft_is_named(tmp_path, data_folder):
    for source in sorted((data_folder / "pcrs_strasbourg_draft").glob("*.gz")):
        plain = tmp_path / source.stem
        plain.write_bytes(gzip.decompress(source.read_bytes()))
        for path in (source, plain):
            ran = run(tmp_path, "receivelot", INPUT=[path], STORE=tmp_path / "s.gpkg")
            assert_refused(ran, "gml_pcrs_draft", ["pré-v2.0", "PCRS v2.0"])


def test_outside_the_territory(tmp_path):
    territory = tmp_path / "t.toml"
    text = (
        '[territory]\nname = "T"\ncode = "200000000"\ncrs = "EPSG:3946"\nstore = "s.gpkg"\n'
        '{}\n[[communes]]\ncode = "69001"\nname = "C"\n'
    )
    territory.write_text(text.format("extent = [1800000, 5200000, 1810000, 5210000]"))
    (tmp_path / "lot.gml").write_text(GOOD)
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], TERRITORY=territory)
    assert_refused(ran, "lot_outside_territory", ["hors du territoire", "a1"])
    territory.write_text(text.format(""))
    far = ROOT + tree("1500000 9200000 5", 'srsName="EPSG:3950" srsDimension="3"') + END
    (tmp_path / "lot.gml").write_text(far)
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], TERRITORY=territory)
    assert_refused(ran, "lot_outside_territory", ["hors du territoire"])
    assert not (tmp_path / "s.gpkg").exists()


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


@pytest.mark.parametrize("inner", ["../evil.gml", "/etc/evil.gml", "a/../../evil.gml", "..\\evil.gml", "C:/evil.gml"])
def test_zip_that_leaves_its_folder(tmp_path, store, inner):
    before, there = digest(store), set(tmp_path.parent.rglob("evil.gml"))
    source = archive(tmp_path / "lot.zip", {"good.gml": GOOD.encode(), inner: GOOD.encode()})
    assert_refused(run(tmp_path, "receivelot", INPUT=[source], STORE=store), "archive_escapes", ["evil.gml"])
    assert digest(store) == before
    assert set(tmp_path.parent.rglob("evil.gml")) == there


def test_zip_bomb(tmp_path, store):
    source = archive(tmp_path / "lot.zip", {"lot.gml": b" " * (100 << 20)})
    before = digest(store)
    assert_refused(run(tmp_path, "receivelot", INPUT=[source], STORE=store), "archive_bomb", ["lot.zip"])
    assert digest(store) == before


def test_damaged_and_empty_zip(tmp_path, store):
    damaged = archive(tmp_path / "lot.zip", {"lot.gml": GOOD.encode() * 50})
    damaged.write_bytes(damaged.read_bytes()[:-60])
    assert_refused(run(tmp_path, "receivelot", INPUT=[damaged], STORE=store), "archive_damaged")
    nothing = archive(tmp_path / "none.zip", {"readme.txt": b"."})
    assert_refused(run(tmp_path, "receivelot", INPUT=[nothing], STORE=store), "archive_without_gml")


def test_zip_of_several_lots(tmp_path):
    two = {"a.gml": GOOD.encode(), "sub/b.gml": GOOD.replace("a1", "a2").encode(), "c.gml": b""}
    source = archive(tmp_path / "lots.zip", two)
    ran = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg")
    assert_refused(ran, "file_empty", ["1 lot(s) refusé(s) sur 3"])
    assert ran.report["counts"]["out"] == {"ArbrePCRS": 2}
    ran = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "t.gpkg", ACCEPT_PARTIAL=True)
    assert (ran.exit, ran.report["outputs"]["REFUSED"]) == (0, 1)


def test_same_bytes_twice_are_known(tmp_path, store):
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "first.gml"], STORE=store)
    assert (ran.exit, ran.report["lots"][0]["status"]) == (0, "known")


def test_unreadable_paths(tmp_path, store):
    before = digest(store)
    for path, code, words in (
        (tmp_path / "absent.gml", "input_absent", ["INPUT", "absent.gml"]),
        (tmp_path, "input_is_folder", [tmp_path.name, "FOLDER"]),
    ):
        assert_refused(run(tmp_path, "receivelot", INPUT=[path], STORE=store), code, words)
    ran = run(tmp_path, "receivelot", FOLDER=tmp_path / "absent", STORE=store)
    assert_refused(ran, "input_absent", ["FOLDER", "absent"])
    assert digest(store) == before


def test_store_that_is_none(tmp_path):
    (tmp_path / "lot.gml").write_text(GOOD)
    foreign = tmp_path / "other.gpkg"
    connection = geopackage.connect(foreign)
    geopackage.create_container(connection, 2154)
    connection.close()
    (tmp_path / "text.gpkg").write_text("not a database, but long enough to be taken for one by its name" * 30)
    for path in (foreign, tmp_path / "text.gpkg"):
        before = digest(path)
        assert_refused(run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=path), "store_foreign")
        assert digest(path) == before


def test_newer_schema(tmp_path, store):
    connection = geopackage.connect(store)
    connection.execute("UPDATE store_info SET value = '99' WHERE key = 'schema_version'")
    connection.close()
    (tmp_path / "lot.gml").write_text(GOOD)
    assert_refused(run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=store), "store_newer", ["99"])


def test_locked_by_another_writer(tmp_path, store):
    """A living process holds the lock; once it is dead its lock is taken over, and said so."""
    (tmp_path / "lot.gml").write_text(GOOD)
    with subprocess.Popen(["sleep", "60"]) as other:
        since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")  # a process that began later would be another one
        connection = geopackage.connect(store)
        connection.execute(
            "INSERT INTO lock VALUES (1, 'agent', ?, ?, ?, 'receivelot')",
            (os.uname().nodename, other.pid, since),
        )
        before = digest(store)
        ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=store)
        assert_refused(ran, "store_locked", ["agent", str(other.pid), since])
        assert digest(store) == before
        other.kill()
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=store)
    assert ran.exit == 0
    assert "a été repris" in ran.texts()


def test_held_by_another_program(tmp_path, store):
    (tmp_path / "lot.gml").write_text(GOOD)
    connection = geopackage.connect(store)
    connection.execute("BEGIN IMMEDIATE")
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=store)
    assert_refused(ran, "store_busy", ["QGIS"], status="failed")
    connection.execute("ROLLBACK")


@pytest.fixture
def disk(tmp_path):
    """A function that mounts a small disk; needs root, as CI has it."""
    mounts = []

    def mount(size: str) -> Path:
        folder = tmp_path / f"disk{len(mounts)}"
        folder.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("no right to mount a small disk here")
        mounts.append(folder)
        return folder

    yield mount
    for folder in mounts:
        subprocess.run(["umount", "-l", folder], check=True)


def test_full_disk(tmp_path, disk, lyon):
    folder = disk("700k")
    store = folder / "store.gpkg"
    (tmp_path / "lot.gml").write_text(GOOD)
    assert run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=store).exit == 0
    before = dump(store)
    (folder / "ballast").write_bytes(b"x" * (folder.stat().st_blksize * 4))
    ran = run(tmp_path, "receivelot", FOLDER=lyon, STORE=store)
    assert_refused(ran, "disk_full", ["plein"], status="failed")
    after = dump(store)
    received = {lot["name"] for lot in ran.report["lots"]}
    assert {name for name, _ in after["lot"]} == {name for name, _ in before["lot"]} | received
    assert integrity(store) == "ok"


def test_readonly_disk(tmp_path, disk):
    folder = disk("4m")
    store = folder / "store.gpkg"
    (tmp_path / "lot.gml").write_text(GOOD)
    assert run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=store).exit == 0
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    before = digest(store)
    (tmp_path / "lot.gml").write_text(GOOD.replace("a1", "a2"))
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=store)
    assert_refused(ran, "store_readonly", ["lecture seule"], status="failed")
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=folder / "new.gpkg")
    assert ran.status == "failed"
    assert digest(store) == before


def dump(path: Path) -> dict[str, list]:
    connection = geopackage.connect(path, readonly=True)
    return {"lot": connection.execute("SELECT name, objects FROM lot ORDER BY name").fetchall()}


def integrity(path: Path) -> str:
    return geopackage.connect(path, readonly=True).execute("PRAGMA integrity_check").fetchone()[0]


def test_names_are_data(tmp_path):
    """Quotes, SQL and accents in names stay text."""
    hostile = "x'); DROP TABLE lot; --\" é"
    source = tmp_path / f"{hostile.replace('/', '')}.gml"
    source.write_text((ROOT + tree(gml_id="a'b") + END).replace("<producteur>P", "<producteur>'; DROP TABLE lot"))
    ran = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg")
    assert ran.exit == 0
    assert dump(tmp_path / "s.gpkg")["lot"] == [(hostile, 1)]
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", LOT=hostile, OUTPUT=tmp_path / "out.gml")
    assert ran.exit == 0
    assert "'; DROP TABLE lot" in (tmp_path / "out.gml").read_text("utf-8")


def test_canary_password_is_never_written(tmp_path):
    """A password in a territory's source is refused, and stands in no byte written."""
    canary = "Serin-4f1c-secret"
    make_demo(tmp_path / "demo")
    territory = tmp_path / "demo" / "territoire.toml"
    text = territory.read_text("utf-8")
    sources = f'\n[[networks]]\nname = "sig"\ntheme = "AEP"\npath = "host=db user=sig password={canary}"\n'
    territory.write_text(text + sources)
    written = tmp_path / "out"
    written.mkdir()
    ran = run(written, "receivelot", FOLDER=tmp_path / "demo" / "lots", TERRITORY=territory, STORE=written / "s.gpkg")
    assert_refused(ran, "territory_wrong", ["networks[2].path contient un mot de passe"])
    said = json.dumps(ran.events)
    assert canary not in said
    for path in written.rglob("*"):
        assert not path.is_file() or canary.encode() not in path.read_bytes(), path


def test_wrong_parameters(tmp_path, store):
    for job, parameters, code in (
        ("receivelot", {"STORE": store}, "parameter_missing"),
        ("receivelot", {"INPUT": 5, "STORE": store}, "parameter_wrong"),
        ("exportpcrs", {"STORE": store, "LOT": "none", "OUTPUT": tmp_path / "o.gml"}, "lot_unknown"),
        ("exportpcrs", {"STORE": store, "LOT": "first", "EXTENT": [0, 0, 1, 1], "OUTPUT": "o.gml"},
         "export_two_choices"),
        ("exportpcrs", {"STORE": store, "EXTENT": [0, 0, 1, 1], "OUTPUT": tmp_path / "o.gml"}, "export_empty"),
        ("exportpcrs", {"STORE": tmp_path / "absent.gpkg", "OUTPUT": tmp_path / "o.gml"}, "store_missing"),
        ("exportpcrs", {"STORE": store, "OUTPUT": tmp_path / "o.gml", "DECIMALS": 40}, "parameter_wrong"),
        ("checkquality", {"INPUT": store, "PROFILE": "pcrs_recption"}, "profile_unknown"),
        ("nothing", {}, "job_unknown"),
    ):  # fmt: skip
        assert_refused(run(tmp_path, job, **parameters), code)


def test_swapped_axes_are_put_back_when_the_spelling_allows_both(tmp_path):
    """urn and http names bind the axis order to the registry's; lots are written both ways, and it shows."""
    source = tmp_path / "lot.gml"
    objects = specimens()
    write_pcrs(source, objects, encoding=Encoding(srs="urn", coordinates="pos", dimension=2))
    straight = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "a.gpkg")
    text = source.read_text("utf-8")
    swapped = __import__("re").sub(r"<gml:pos>(\S+) (\S+)</gml:pos>", r"<gml:pos>\2 \1</gml:pos>", text)
    assert swapped != text
    source.write_text(swapped, "utf-8")
    turned = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "b.gpkg")
    assert straight.exit == turned.exit == 0
    assert "nord d’abord" in turned.texts()
    geometry = [
        geopackage.connect(tmp_path / name).execute("SELECT geom FROM LimiteVoiriePCRS ORDER BY ord").fetchall()
        for name in ("a.gpkg", "b.gpkg")
    ]
    assert geometry[0] == geometry[1]


def test_outputs_never_destroy(tmp_path, store):
    """Not the base, not another base, not the input, not one output with another, not a delivery."""
    other = tmp_path / "other.gpkg"
    other.write_bytes(store.read_bytes())
    lot = tmp_path / "first.gml"
    before = {path: digest(path) for path in (store, other, lot)}
    for job, parameters in (
        ("checkquality", {"INPUT": store, "FINDINGS": store}),
        ("checkquality", {"INPUT": store, "FINDINGS": other}),
        ("checkquality", {"INPUT": store, "HTML": other}),
        ("checkquality", {"INPUT": lot, "HTML": lot}),
        ("checkquality", {"INPUT": store, "HTML": tmp_path / "x", "FINDINGS": tmp_path / "x"}),
        ("comparenetworks", {"A": "a.gpkg|layername=a", "B": "b.gpkg|layername=b", "OUTPUT": other}),
        ("assemblebase", {"STORE": store, "CONFLICTS": store}),
        ("updatebase", {"STORE": store, "LOT": "first", "CHANGES": store}),
        ("updatebase", {"STORE": store, "INPUT": lot, "CHANGES": lot}),
        ("edgematch", {"STORE": store, "OUTPUT": other}),
        ("coverage", {"STORE": store, "COMMUNES": lot, "OUTPUT": lot}),
        ("registerraster", {"STORE": store, "INPUT": [lot], "MOSAIC": lot}),
        ("exportpcrs", {"STORE": store, "OUTPUT": tmp_path}),
        ("exportpcrs", {"STORE": store, "OUTPUT": lot}),
    ):
        assert_refused(run(tmp_path, job, **parameters), "output_harmful")
        assert {path: digest(path) for path in before} == before
    assert not (tmp_path / "x").exists()


def test_a_base_is_not_written_over_by_a_report(tmp_path, store):
    before = digest(store)
    request = tmp_path / "request.json"
    request.write_text(json.dumps({"job": "assemblebase", "parameters": {"STORE": str(store)}, "report": str(store)}))
    events = []
    assert run_job(request, events.append) == 1
    assert events[-1]["report"] is None
    assert digest(store) == before


def test_nothing_received_is_refused_even_in_part(tmp_path, store):
    (tmp_path / "lot.gml").write_bytes(b"no")
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=store, ACCEPT_PARTIAL=True)
    assert_refused(ran, "gml_not_xml")
