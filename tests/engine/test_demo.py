"""The demo territory: same bytes for a seed, valid lots, and a truth that says what the files hold."""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from lxml import etree

from benchmarks.biglot import TILE_OBJECTS, write_big_lot
from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.demo import own_folder
from mutualgeo_plugin.engine.demo.demo_territory import make_demo
from mutualgeo_plugin.engine.demo.drawing import Circle, arc_chain, rounded_ring
from mutualgeo_plugin.engine.demo.gml import Encoding, write_pcrs
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.pcrs import CLASSES
from mutualgeo_plugin.engine.territory import load_territory
from tests.engine.run import run_values
from tests.schemas import SCHEMAS, validate_pcrs
from tests.specimens import specimens

requires_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason=f"no schemas in {SCHEMAS}")

NS = {
    "p": "http://cnig.gouv.fr/pcrs",
    "gml": "http://www.opengis.net/gml/3.2",
    "xlink": "http://www.w3.org/1999/xlink",
}
GML_ID = f"{{{NS['gml']}}}id"
HREF = f"{{{NS['xlink']}}}href"

WEST = {
    **{"AffleurantEnveloppePCRS": 28, "AffleurantGeometriquePCRS": 42, "AffleurantPCRS": 42},
    **{"AffleurantPointPCRS": 14, "AffleurantSymbolePCRS": 14, "ArbrePCRS": 28, "EmpriseEchangePCRS": 1},
    **{"FacadePCRS": 42, "HabillageLignesPCRS": 23, "LimiteVoiriePCRS": 16, "MarcheEscalierPCRS": 42},
    **{"MurPCRS": 15, "NomVoiriePCRS": 7, "NumeroVoiriePCRS": 42, "PilePontPCRS": 2, "PilierRegulierPCRS": 14},
    **{"PointCanevasPCRS": 7, "ProeminenceBatiPCRS": 14, "RailPCRS": 2, "SeuilPCRS": 42},
}
EAST = {
    **{"AffleurantEnveloppePCRS": 24, "AffleurantGeometriquePCRS": 36, "AffleurantPCRS": 36},
    **{"AffleurantPointPCRS": 12, "AffleurantSymbolePCRS": 12, "ArbrePCRS": 24, "EmpriseEchangePCRS": 1},
    **{"FacadePCRS": 36, "HabillageLignesPCRS": 20, "LimiteVoiriePCRS": 14, "MarcheEscalierPCRS": 36},
    **{"MurPCRS": 13, "NomVoiriePCRS": 6, "NumeroVoiriePCRS": 36, "PilePontPCRS": 2, "PilierRegulierPCRS": 12},
    **{"PointCanevasPCRS": 6, "ProeminenceBatiPCRS": 12, "RailPCRS": 2, "SeuilPCRS": 36},
}
#: What the defects take away or add in the western lot.
PLANTED = {"AffleurantEnveloppePCRS": -1, "AffleurantSymbolePCRS": -1, "HabillageLignesPCRS": 1, "MurPCRS": 1}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    make_demo(folder, defects=False)
    return folder


@pytest.fixture(scope="module")
def defective(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("defective")
    make_demo(folder)
    return folder


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def lots(folder: Path) -> dict[str, etree._Element]:
    return {path.stem: etree.parse(str(path)).getroot() for path in sorted((folder / "lots").glob("*.gml"))}


def objects(root: etree._Element) -> dict[str, etree._Element]:
    """Every object, nested ones too, by gml:id."""
    return {e.get(GML_ID): e for e in root.iter(*(f"{{{NS['p']}}}{name}" for name in CLASSES))}


def truth(folder: Path) -> dict:
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def numbers(element: etree._Element) -> np.ndarray:
    """Every coordinate of an object (n, 3), in order, whatever the encoding."""
    tags = [f"{{{NS['gml']}}}{name}" for name in ("posList", "pos", "coordinates")]
    text = " ".join(e.text for e in element.iter(*tags))
    return np.array(text.replace(",", " ").split(), float).reshape(-1, 3)


def test_same_seed_same_bytes(defective: Path, tmp_path: Path) -> None:
    make_demo(tmp_path)
    assert digests(tmp_path) == digests(defective)
    assert len(digests(tmp_path)) == 8
    make_demo(tmp_path, seed=7)
    changed = {name for name, digest in digests(tmp_path).items() if digest != digests(defective)[name]}
    assert changed == {"lot_ouest.gml", "lot_est.gml", "networks.gpkg", "truth.json", "truth.csv"}


@pytest.mark.parametrize("mode", ["clean", "defective"])
def test_counts_are_those_of_the_files(mode: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(mode)
    planted = PLANTED if mode == "defective" else {}
    expected = {"lot_ouest": {name: n + planted.get(name, 0) for name, n in WEST.items()}, "lot_est": EAST}
    for name, root in lots(folder).items():
        counted = Counter(etree.QName(element).localname for element in objects(root).values())
        assert counted == expected[name]
        assert truth(folder)["lots"][f"{name}.gml"] == expected[name]


@requires_schemas
@pytest.mark.parametrize("mode", ["clean", "defective"])
def test_lots_are_valid(mode: str, request: pytest.FixtureRequest) -> None:
    for path in (request.getfixturevalue(mode) / "lots").glob("*.gml"):
        assert validate_pcrs(path) == []


def test_clean_lots_hold_no_planted_defect(clean: Path) -> None:
    assert truth(clean)["defects"] == []
    seen: set[str] = set()
    for root in lots(clean).values():
        found = objects(root)
        hrefs = {element.get(HREF).removeprefix("#") for element in root.iter() if element.get(HREF)}
        assert hrefs <= set(found)
        business = [e.text for e in root.iter(f"{{{NS['p']}}}idObjet", f"{{{NS['p']}}}idHabillage")]
        assert len(business) == len(set(business))
        assert not seen & {*found, *business}
        seen |= {*found, *business}
        listed = root.findall(".//p:EmpriseEchangePCRS/p:objet", NS) + root.findall(
            ".//p:EmpriseEchangePCRS/p:habillage", NS
        )
        assert len(listed) == len(business)


def test_cut_lines_meet_and_shared_objects_are_equal(clean: Path) -> None:
    facts = truth(clean)
    west, east = (objects(lots(clean)[name]) for name in ("lot_ouest", "lot_est"))
    assert Counter(pair["class"] for pair in facts["border_pairs"]) == {
        **{"LimiteVoiriePCRS": 2, "RailPCRS": 2, "HabillageLignesPCRS": 2, "MurPCRS": 1}
    }
    for pair in facts["border_pairs"]:
        assert numbers(west[pair["gml_id"]])[-1].tolist() == numbers(east[pair["other_id"]])[0].tolist()
    assert len(facts["duplicates"]) == 47
    drawn = [pair for pair in facts["duplicates"] if pair["class"] not in ("AffleurantPCRS", "LimiteVoiriePCRS")]
    for pair in drawn:
        assert numbers(west[pair["gml_id"]]).tolist() == numbers(east[pair["other_id"]]).tolist()


def test_each_defect_is_there(defective: Path) -> None:
    facts = truth(defective)
    west, east = (objects(lots(defective)[name]) for name in ("lot_ouest", "lot_est"))
    found = {"lot_ouest": west, "lot_est": east}
    by_check = {check: list(rows) for check, rows in itertools.groupby(facts["defects"], lambda row: row["check"])}
    assert {check: len(rows) for check, rows in by_check.items()} == {
        **{"S3": 1, "S5": 1, "S6": 2, "A1": 2, "G1": 1, "G2": 1, "T1": 2, "T4": 1, "Z1": 2, "E1": 2, "E2": 1}
    }
    with open(defective / "truth.csv", encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream, delimiter=";"))) == len(facts["defects"]) == 16

    dangling = by_check["S3"][0]["other_id"]
    assert (
        dangling not in west and west[by_check["S3"][0]["gml_id"]].find(f"*[@xlink:href='#{dangling}']", NS) is not None
    )
    assert len(west["geom." + by_check["S5"][0]["gml_id"]]) == 0
    bow_tie = shapely.Polygon(numbers(west[by_check["G1"][0]["gml_id"]])[:, :2])
    assert not bow_tie.is_valid
    first, second = numbers(east[by_check["G2"][0]["gml_id"]])
    assert first.tolist() == second.tolist()
    for row in by_check["T1"]:
        assert numbers(west[row["gml_id"]]).tolist() == numbers(west[row["other_id"]])[::-1].tolist()
    assert by_check["S6"][1]["gml_id"] in west and by_check["S6"][1]["gml_id"] in east
    assert [float(numbers(found[row["lot"]][row["gml_id"]])[:, 2].min()) for row in by_check["Z1"]] == [-9999.0, 0.0]
    gaps = {
        (row["check"], row["class"]): (numbers(east[row["gml_id"]])[0] - numbers(west[row["other_id"]])[-1]).round(3)
        for row in by_check["E1"] + by_check["E2"]
    }
    assert {key: gap.tolist() for key, gap in gaps.items()} == {
        ("E1", "LimiteVoiriePCRS"): [0.0, 0.12, 0.0],
        ("E1", "RailPCRS"): [0.0, -0.06, 0.0],
        ("E2", "LimiteVoiriePCRS"): [0.0, 0.0, 0.3],
    }
    tree = numbers(east[by_check["T4"][0]["gml_id"]])[0]
    emprise = next(e for e in east.values() if e.tag.endswith("EmpriseEchangePCRS"))
    text = emprise.find(".//gml:coordinates", NS).text.replace(",", " ").split()
    assert tree[0] - np.array(text, float).reshape(-1, 2)[:, 0].max() == 25.0


def test_networks_hold_the_truth(defective: Path) -> None:
    facts = truth(defective)["networks"]
    ours, theirs = (pyogrio.read_dataframe(defective / "networks.gpkg", layer=layer) for layer in facts["layers"])
    assert (len(ours), len(theirs)) == (103, 106)
    assert ours.crs.to_epsg() == 3946
    assert list(ours.columns) == ["identifiant", "materiau", "diametre", "date_pose", "abonne", "geometry"]
    assert {name: len(facts[name]) for name in ("missing", "added", "moved", "matched")} == {
        **{"missing": 5, "added": 4, "moved": 3, "matched": 99}
    }
    known = {*facts["missing"], *(a for a, _ in facts["moved"] + facts["matched"])}
    assert known == set(ours.identifiant)
    assert {*facts["added"], *(b for _, b in facts["moved"] + facts["matched"])} == set(theirs.identifiant)
    whole = Counter(a for a, _ in facts["matched"])
    a, b = ours.set_index("identifiant").geometry, theirs.set_index("identifiant").geometry
    pairs = [(x, y) for x, y in facts["matched"] if whole[x] == 1]
    moves = np.array([np.subtract(b[y].centroid.coords[0][:2], a[x].centroid.coords[0][:2]) for x, y in pairs])
    assert len(pairs) == 91
    assert np.allclose(moves.mean(axis=0), [0.42, -0.31], atol=0.015)


def test_registers_and_territory(clean: Path) -> None:
    territory = load_territory(clean / "territoire.toml")
    portal = territory.portals[0]
    assert territory.extent == (1_721_993.0, 5_212_964.0, 1_724_241.0, 5_215_155.0)
    assert [network.layer for network in territory.networks] == ["eau_syndicat", "eau_concessionnaire"]
    assert len(portal.layers) == 6
    assert all("abonne" not in layer.columns for layer in portal.layers)
    parcels = pyogrio.read_dataframe(clean / "parcelles.gpkg")
    with open(clean / "adresses.csv", encoding="utf-8") as stream:
        addresses = list(csv.DictReader(stream, delimiter=";"))
    assert len(parcels) == len(addresses) == parcels.id.nunique() == len({row["id"] for row in addresses}) == 72
    assert {row["cad_parcelles"] for row in addresses} == set(parcels.id)
    assert parcels.area.round(6).eq(320).all()


def test_scale_makes_more(tmp_path: Path) -> None:
    facts = make_demo(tmp_path, scale=2, defects=False)
    assert facts["lots"]["lot_ouest.gml"]["FacadePCRS"] == 78
    assert facts["parcels"] == 144


def test_job(tmp_path: Path) -> None:
    context = Context()
    result = run_values("makedemo", {"FOLDER": str(tmp_path / "demo"), "SEED": 3}, context)
    assert result.status == "done"
    assert Path(result.outputs["TERRITORY"]).is_file()
    assert context.report["counts"]["out"]["SeuilPCRS"] == 36 + 42
    with pytest.raises(EngineError) as caught:
        run_values("makedemo", {}, context)
    assert caught.value.code == "parameter_missing"
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineError) as caught:
        run_values("makedemo", {"FOLDER": str(tmp_path / "file")}, context)
    assert caught.value.code == "path_unwritable"


def made(folder: Path, **parameters: object) -> str:
    """What becomes of a demo in a folder: done, or the code of its refusal."""
    try:
        return run_values("makedemo", {"FOLDER": str(folder), **parameters}, Context()).status
    except EngineError as refusal:
        return refusal.code


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_demo_is_made_in_an_empty_folder_or_in_its_own(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()  # what QGIS makes before the engine begins
    (tmp_path / "reports" / "r.json").write_text("{}")
    assert made(tmp_path) == "done"
    first = contents(tmp_path)
    (tmp_path / "store.gpkg").write_bytes(b"a base that was made here")
    assert (made(tmp_path, SEED=7), made(tmp_path)) == ("done", "done")
    assert contents(tmp_path) == {**first, "store.gpkg": b"a base that was made here"}


@pytest.mark.parametrize("name", ["territoire.toml", "networks.gpkg", "lots/lot_est.gml", "mine.txt", "demo.json"])
def test_nothing_of_others_is_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    assert made(tmp_path) == "demo_folder_taken"
    assert contents(tmp_path) == {name: b"mine"}


@pytest.mark.parametrize("name", own_folder.FILES)
def test_what_was_changed_since_is_not_written_over(tmp_path: Path, name: str) -> None:
    assert made(tmp_path) == "done"
    with (tmp_path / name).open("ab") as stream:
        stream.write(b"#")
    before = contents(tmp_path)
    assert made(tmp_path, SEED=7) == "demo_folder_taken"
    assert contents(tmp_path) == before


def test_a_demo_names_all_that_it_writes(tmp_path: Path) -> None:
    assert made(tmp_path) == "done"
    assert set(contents(tmp_path)) == {*own_folder.FILES, own_folder.MARK}


def test_a_demo_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), own_folder.own_folder(tmp_path):
        (tmp_path / "truth.csv").write_text("half")
        raise KeyboardInterrupt
    assert made(tmp_path) == "done"


# --- encodings ----------------------------------------------------------------------------------------------------

ENCODINGS = [
    Encoding(),
    Encoding(hash=False, inline=True, bom=True, prefix="pcrs"),
    Encoding(line="LineString", arc="ArcString", coordinates="pos", srs="urn"),
    Encoding(coordinates="coordinates", circle="arcs", srs="http", newline="\r\n"),
    Encoding(coordinates="wrapped", arc="ArcString", inline=True, srs_on="envelope"),
    Encoding(dimension=2, line="LineString", srs_on="envelope"),
    Encoding(decimals=8, z_decimals=2, repeated_namespaces=True),
]


def test_specimens_cover_the_standard() -> None:
    assert {feature.cls for feature in specimens()} == set(CLASSES)
    assert len(specimens()) == 42


@requires_schemas
@pytest.mark.parametrize("encoding", ENCODINGS, ids=range(len(ENCODINGS)))
def test_every_encoding_is_valid(encoding: Encoding, tmp_path: Path) -> None:
    path = tmp_path / "specimens.gml"
    write_pcrs(path, specimens(), encoding=encoding)
    assert validate_pcrs(path) == []


@requires_schemas
def test_validation_sees_errors(tmp_path: Path) -> None:
    path = tmp_path / "wrong.gml"
    wrong = [f.replace_value("typeMur", "07") if f.cls == "MurPCRS" else f for f in specimens()]
    write_pcrs(path, wrong)
    errors = validate_pcrs(path)
    assert len(errors) == 1 and "typeMur" in errors[0]


def test_encodings_spell_what_they_say(tmp_path: Path) -> None:
    path = tmp_path / "specimens.gml"

    def text(**choices: object) -> str:
        write_pcrs(path, specimens(), encoding=Encoding(**choices))
        return path.read_bytes().decode("utf-8")

    plain = text()
    assert plain.count("<featureMember>") == 42 and "<gml:Circle>" in plain
    assert plain.count("<gml:Arc>") == 40 + 6 + 3 + 1 + 4
    assert plain.count('xlink:href="#') == plain.count("xlink:href=") == 46
    nested = text(inline=True, hash=False)
    assert nested.count("<featureMember>") == 42 - 7 and 'xlink:href="#' not in nested
    assert text(arc="ArcString").count("<gml:ArcString>") == 1 + 1 + 3 + 1 + 4
    assert text(circle="arcs").count("<gml:Arc>") == plain.count("<gml:Arc>") + 2 * 2
    assert text(srs_on="envelope").count("srsName=") == 1
    assert "EPSG::3946" in text(srs="urn") and "/EPSG/0/3946" in text(srs="http")
    assert "<pcrs:MurPCRS" in text(prefix="pcrs")
    assert text(bom=True).startswith("\ufeff")


def test_arcs_have_their_radius() -> None:
    for radius in (0.14, 168.0):
        a, m, b = arc_chain((0.0, 0.0, 0.0), radius, 40.0, 1).points[:, :2]
        side = [np.hypot(*(q - p)) for p, q in ((a, m), (m, b), (a, b))]
        area = abs(np.cross(np.append(m - a, 0), np.append(b - a, 0))[2]) / 2
        assert np.prod(side) / (4 * area) == pytest.approx(radius, rel=1e-6)
    assert np.hypot(*(Circle(np.zeros(3), 2.0).circle_points(0, 120, 240)[:, :2].T)) == pytest.approx([2.0, 2.0, 2.0])
    square = np.array([(0, 0, 0), (4, 0, 0), (4, 4, 0), (0, 4, 0)], float)
    arc = rounded_ring(square, np.full(4, 1.0))[0].points
    assert np.hypot(*(arc[:, :2] - (1, 1)).T) == pytest.approx([1.0, 1.0, 1.0])


@requires_schemas
def test_big_lot(tmp_path: Path) -> None:
    path = tmp_path / "big.gml"
    counts = write_big_lot(path, 2 * TILE_OBJECTS + 1)
    assert counts == {
        **{"AffleurantEnveloppePCRS": 248, "AffleurantGeometriquePCRS": 374, "AffleurantPCRS": 374},
        **{"AffleurantPointPCRS": 126, "AffleurantSymbolePCRS": 126, "ArbrePCRS": 84, "EmpriseEchangePCRS": 1},
        **{"FacadePCRS": 154, "HabillageLignesPCRS": 370, "LimiteVoiriePCRS": 158, "MurPCRS": 6, "SeuilPCRS": 130},
    }
    text = path.read_text(encoding="utf-8")
    assert text.count("<gml:Arc>") == 2 * (29 * 4 + 17 * 2 + 6)
    assert 1200 < len(text.encode()) / sum(counts.values()) < 1400
    assert validate_pcrs(path) == []
