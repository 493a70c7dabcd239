"""The verdict on a lot: each pre-check ok and fail, the receipt, the base untouched by what is refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
import shapely

from mutualgeo_plugin.engine.assembly.reception.reception_profile import RULES, load_reception, shipped_receptions
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.messages import all_messages
from mutualgeo_plugin.engine.store.store import open_store
from mutualgeo_plugin.engine.store.tables import read_class
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.engine.test_bad_input import digest

SQUARE = s.emprise("e", 0, 0, 50, 50)
TREE, KERB = s.tree("a", 1, 1), s.kerb("k", (3, 3), (4, 4))
#: Outline of the square with two corners exchanged.
CROSSED = SQUARE.replace(
    s.flat((0, 0), (50, 0), (50, 50), (0, 50), (0, 0)), s.flat((0, 0), (50, 50), (50, 0), (0, 50), (0, 0))
)
FLAT = s.surveyed("LimiteVoiriePCRS", "f", s.line((1, 1), (2, 2), dim=2))

#: rule → (objects that are right, objects that are wrong, number found, words of the French sentence)
CASES = {
    "emprise_missing": ([SQUARE, TREE], [TREE], 1, ["pas d’emprise", "EmpriseEchangePCRS"]),
    "emprise_several": ([SQUARE, TREE], [SQUARE, s.emprise("e2", 0, 0, 50, 50), TREE], 2, ["2 emprises"]),
    "emprise_invalid": ([SQUARE, TREE], [CROSSED, TREE], 1, ["se recoupe", "Self-intersection"]),
    "same_gml_id": ([SQUARE, TREE, KERB], [SQUARE, s.tree("k", 1, 1), KERB], 1, ["gml:id", "(k)", "propre"]),
    "same_business_id": (
        [SQUARE, TREE, s.tree("b", 2, 2)],
        [SQUARE, TREE, s.tree("b", 2, 2, idObjet="ido.a"), s.kerb("c", (3, 3), (4, 4), idObjet="ido.a")],
        2,
        ["idObjet ido.a", "SIREN"],
    ),
    "mixed_dimension": ([SQUARE, FLAT, TREE], [SQUARE, FLAT, KERB, TREE], 1, ["2D", "LimiteVoiriePCRS f"]),
    "future_date": (
        [SQUARE, s.tree("a", 1, 1, dateLeve="2024-06-01")],
        [SQUARE, s.tree("a", 1, 1, dateLeve="2024-06-02"), s.tree("b", 2, 2, dateLeve="2042-01-01")],
        2,
        ["futur", "2024-06-02", "2042-01-01"],
    ),
    "wrong_date": (
        [SQUARE, s.tree("a", 1, 1, dateLeve="2023-12-31Z")],
        [SQUARE, s.tree("a", 1, 1, dateLeve="31/12/2023")],
        1,
        ["31/12/2023", "2024-05-31"],
    ),
    "unknown_code": (
        [SQUARE, TREE, s.tree("b", 2, 2, qualiteCategorisation="other: douteux")],
        [SQUARE, s.tree("a", 1, 1, thematique="6"), s.tree("b", 2, 2, precisionPlanimetrique="other: mal")],
        2,
        ["thematique = 6", "precisionPlanimetrique = other: mal", "zéros"],
    ),
    "outside_emprise": (
        [SQUARE, s.tree("a", 50.049, 1)],
        [SQUARE, s.tree("a", 50.051, 1), s.kerb("k", (60, 1), (61, 1)), s.kerb("m", (49, 1), (61, 1))],
        2,
        ["hors de l’emprise", "ArbrePCRS a", "LimiteVoiriePCRS k"],
    ),
    "class_missing": ([SQUARE, TREE, KERB], [SQUARE, KERB], 1, ["ArbrePCRS"]),
}


def profile(tmp_path: Path, rule: str, mode: str) -> Path:
    """A reception profile with one rule."""
    path = tmp_path / f"{rule}_{mode}.toml"
    path.write_text(f'required = ["ArbrePCRS"]\nbeyond = 0.05\n[rules]\n{rule} = "{mode}"\n', "utf-8")
    return path


@pytest.fixture
def store(tmp_path):
    """A base that holds one lot."""
    path = tmp_path / "store.gpkg"
    s.write(tmp_path / "first.gml", s.emprise("z", 100, 100, 110, 110), s.tree("z1", 105, 105))
    assert run(tmp_path, "receivelot", INPUT=[tmp_path / "first.gml"], STORE=path).exit == 0
    return path


@pytest.mark.parametrize("rule", CASES)
def test_rule(tmp_path, store, rule):
    right, wrong, count, words = CASES[rule]
    before = digest(store)
    lot = s.write(tmp_path / "wrong.gml", *wrong)
    refused = run(tmp_path, "receivelot", INPUT=[lot], STORE=store, RECEPTION=profile(tmp_path, rule, "refuse"))
    assert (refused.exit, refused.status) == (1, "refused"), refused.texts()
    row = refused.report["lots"][0]
    assert (row["status"], row["verdict"], row["code"]) == ("refused", "refused", "verdict_refused")
    assert [(r["rule"], r["refuses"], r["count"]) for r in row["remarks"]] == [(rule, True, count)]
    for word in words:
        assert word in refused.report["message"], (word, refused.report["message"])
    assert digest(store) == before
    kept = run(tmp_path, "receivelot", INPUT=[lot], STORE=store, RECEPTION=profile(tmp_path, rule, "reserve"))
    assert kept.exit == 0, kept.texts()
    assert kept.report["lots"][0]["verdict"] == "reserves"
    good = s.write(tmp_path / "right.gml", *right)
    accepted = run(tmp_path, "receivelot", INPUT=[good], STORE=store, RECEPTION=profile(tmp_path, rule, "refuse"))
    assert (accepted.exit, accepted.report["lots"][0]["verdict"]) == (0, "accepted"), accepted.texts()


def test_verdict_is_kept_in_the_base(tmp_path, store):
    lot = s.write(tmp_path / "lot.gml", TREE)
    run(tmp_path, "receivelot", INPUT=[lot], STORE=store)
    with open_store(store) as base:
        first, second = base.lots()
    assert (first["verdict"], first["reserves"]) == ("accepted", None)
    assert second["verdict"] == "reserves"
    assert [r["rule"] for r in json.loads(second["reserves"])] == ["emprise_missing"]


@pytest.mark.parametrize("name", ["emprise_invalid", "same_gml_id", "future_date"])
def test_shipped_profile_refuses(tmp_path, store, name):
    before = digest(store)
    lot = s.write(tmp_path / "lot.gml", *CASES[name][1])
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=store).status == "refused"
    assert digest(store) == before
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=store, RECEPTION="reception_ouverte").exit == 0


@pytest.mark.parametrize("name", [rule for rule in CASES if rule != "class_missing"])
def test_strict_profile_refuses_what_the_other_reserves(tmp_path, store, name):
    before = digest(store)
    lot = s.write(tmp_path / "lot.gml", *CASES[name][1])
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=store, RECEPTION="reception_stricte")
    assert ran.status == "refused"
    assert name in [r["rule"] for r in ran.report["lots"][0]["remarks"]]
    assert digest(store) == before


def test_receipt_says_what_why_and_how_to_mend(tmp_path, store):
    lot = s.write(tmp_path / "<lot> & co.gml", CROSSED, s.tree("k", 1, 1, idObjet="other"), KERB)
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=store, RECEIPTS=tmp_path / "receipts")
    written, page = (Path(p) for p in ran.report["lots"][0]["receipt"])
    receipt = json.loads(written.read_text("utf-8"))
    assert (receipt["name"], receipt["verdict"], receipt["received"]) == (
        "<lot> & co",
        "refused",
        "2024-06-01T08:00:00Z",
    )
    assert [r["rule"] for r in receipt["remarks"]] == ["emprise_invalid", "same_gml_id"]
    html = page.read_text("utf-8")
    assert "Redessinez l’emprise" in html and "&lt;lot&gt; &amp; co" in html and "<lot>" not in html


def test_receipt_of_an_unreadable_lot_and_of_an_empty_file_in_a_zip(tmp_path, store):
    before = digest(store)
    with zipfile.ZipFile(tmp_path / "lots.zip", "w") as archive:
        archive.writestr("vide.gml", b"")
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lots.zip"], STORE=store, RECEIPTS=tmp_path / "r")
    assert (ran.exit, ran.status, ran.report["lots"][0]["code"]) == (1, "refused", "file_empty")
    assert "vide.gml est vide" in ran.report["message"]
    assert [p.suffix for p in map(Path, ran.report["lots"][0]["receipt"])] == [".json", ".html"]
    assert digest(store) == before


def test_conflicting_systems_in_one_lot(tmp_path, store):
    before = digest(store)
    lot = s.write(tmp_path / "lot.gml", TREE, s.tree("b", 2, 2).replace("EPSG:3946", "EPSG:9846"))
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=store)
    assert ran.report["lots"][0]["code"] == "gml_crs_conflict"
    assert digest(store) == before


def test_realisations_are_transformed_and_never_relabelled(tmp_path):
    """RGF93 v1 into a base in v2b: an operation is recorded and positions move, if only by millimetres."""
    for crs, name in (("EPSG:9846", "base"), ("EPSG:3946", "lot")):
        lot = s.write(tmp_path / f"{name}.gml", *(t.replace("EPSG:3946", crs) for t in (SQUARE, s.tree(name, 1, 1))))
        ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg")
        assert ran.exit == 0, ran.texts()
    with open_store(tmp_path / "s.gpkg") as base:
        assert base.crs == 9846
        first, second = base.lots()
        assert first["operation"] is None
        assert (second["source_crs"], second["store_crs"]) == (3946, 9846)
        assert "RGF93 v2 to RGF93 v2b" in second["operation"]
        assert second["operation_accuracy"] == pytest.approx(0.055)
        moved = shapely.distance(*read_class(base, "ArbrePCRS").geometry.to_numpy())
    assert 0.001 < moved < 0.01


def test_precision_effect_is_stated(tmp_path):
    """An operation coarser than the objects' own class is told, and kept with the lot."""
    first = [t.replace("EPSG:3946", "EPSG:9846") for t in (SQUARE, s.tree("b", 1, 1))]
    classes = {"a": "005", "c": "002", "d": "040"}
    trees = [s.tree(i, 1, 1, precisionPlanimetrique=code) for i, code in classes.items()]
    lots = [s.write(tmp_path / "b.gml", *first), s.write(tmp_path / "l.gml", SQUARE, *trees)]
    ran = run(tmp_path, "receivelot", INPUT=lots, STORE=tmp_path / "s.gpkg")
    with open_store(tmp_path / "s.gpkg") as base:
        lot = base.lots()[1]
    assert json.loads(lot["precision_effect"]) == {"002": 1, "005": 1}  # 0.055 m is coarser than both, not than 040
    assert ran.report["lots"][1]["precision_effect"] == {"002": 1, "005": 1}
    assert "plus grossier que la classe de précision de 2 objet(s)" in ran.texts()


def test_system_without_grid_or_law_is_refused(tmp_path, store):
    before = digest(store)
    lot = s.write(tmp_path / "lot.gml", s.tree("a", 1, 1).replace("EPSG:3946", "EPSG:27572"))
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=store)
    assert ran.report["lots"][0]["code"] == "gml_crs_illegal"
    assert digest(store) == before


def test_vertical_datum_is_carried(tmp_path):
    lot = s.write(tmp_path / "lot.gml", SQUARE, TREE)
    run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg", VERTICAL_DATUM="NGF-IGN69")
    with open_store(tmp_path / "s.gpkg") as base:
        assert base.lots()[0]["vertical_datum"] == "NGF-IGN69"


def test_shipped_profiles_load_and_every_rule_speaks():
    assert shipped_receptions() == ["reception", "reception_ouverte", "reception_stricte"]
    for name in shipped_receptions():
        load_reception(name)
    assert set(load_reception("reception").modes) == set(RULES)
    assert set(load_reception("reception_stricte").modes.values()) == {"refuse"}
    for rule in RULES:
        assert f"verdict_{rule}" in all_messages() and f"mend_{rule}" in all_messages()


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        '[rules]\nemprise = "refuse"',
        '[rules]\nfuture_date = "perhaps"',
        'required = ["Arbre"]',
        'required = "Arbre"',
        'rules = "refuse"',
        "beyond = -1",
        "?",
    ],
)
def test_wrong_profile(tmp_path, text):
    (tmp_path / "p.toml").write_text(text)
    with pytest.raises(EngineError) as error:
        load_reception(str(tmp_path / "p.toml"))
    assert error.value.code == "reception_wrong"


# -- what a delivery holds besides its lots ---------------------------------------------------------------------------


def test_files_that_no_one_reads_are_told(tmp_path):
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    s.write(folder / "a.gml", TREE)
    s.write(folder / "sub" / "b.gml", KERB)
    (folder / "c.dxf").write_text("x")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("d.gml", s.write(tmp_path / "d.gml", KERB).read_bytes())
        archive.writestr("e.pdf", "x")
    ran = run(tmp_path, "receivelot", FOLDER=folder, STORE=tmp_path / "s.gpkg")
    assert [row["name"] for row in ran.report["lots"]] == ["a", "d"]
    (told,) = [m["text"] for m in ran.report["messages"] if m["code"] == "delivery_unread"]
    assert all(name in told for name in ("c.dxf", "sub/b.gml", "z.zip/e.pdf")) and "d.gml" not in told


@pytest.mark.parametrize("name", [".", ""])
def test_a_member_of_a_zip_that_names_no_file(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("ok.gml", s.write(tmp_path / "ok.gml", TREE).read_bytes())
        member = zipfile.ZipInfo("x")
        member.filename = name
        archive.writestr(member, "x")
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "d.zip"], STORE=tmp_path / "s.gpkg")
    assert [row["code"] for row in ran.report["lots"]] == ["archive_escapes"]


def test_a_zip_that_is_damaged_is_told_once(tmp_path):
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("ok.gml", "x")
    data = bytearray((tmp_path / "d.zip").read_bytes())
    data[data.index(b"PK\x01\x02") + 1] = 0  # the directory at its end
    (tmp_path / "d.zip").write_bytes(data)
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "d.zip"], STORE=tmp_path / "s.gpkg")
    assert [row["code"] for row in ran.report["lots"]] == ["archive_damaged"]


def test_receipts_of_two_refused_lots_of_one_name(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "lot.gml").write_text(f"<{folder}")
    sources = [tmp_path / "x" / "lot.gml", tmp_path / "y" / "lot.gml"]
    ran = run(tmp_path, "receivelot", INPUT=sources, STORE=tmp_path / "s.gpkg", RECEIPTS=tmp_path / "r")
    named = [path for row in ran.report["lots"] for path in row["receipt"]]
    assert len(set(named)) == 4 and sorted(named) == sorted(str(p) for p in (tmp_path / "r").iterdir())


def test_a_stated_system_that_is_not_that_of_the_file(tmp_path):
    lot = s.write(tmp_path / "a.gml", KERB)
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg", SOURCE_CRS="EPSG:2154")
    assert [row["code"] for row in ran.report["lots"]] == ["source_crs_conflict"]
    assert not (tmp_path / "s.gpkg").exists()
