"""The schema check: real files, cuts into pieces, hostile files, what is said of each error."""

from __future__ import annotations

import gzip
import random
import shutil
import zipfile

import pytest

from mutualgeo_plugin.engine.formats.pcrs import schema_check
from mutualgeo_plugin.engine.formats.pcrs.schema_check import validate
from mutualgeo_plugin.engine.formats.schema_files import load_schema
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.quality.base import Inputs
from mutualgeo_plugin.engine.quality.check_run import run_checks
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.pairs_schema import own, schemas_copy
from tests.engine.run import run
from tests.engine.test_quality import alone


@pytest.fixture(scope="module")
def schema():
    return load_schema(schemas_copy())


def told(checked):
    return [(e.kind, e.feature_class, e.gml_id, e.where, e.line, e.value) for e in checked.errors]


def outcome_of(store, **inputs):
    with open_store(store) as opened:
        return run_checks(StoreBase(opened, Inputs(**{k: str(v) for k, v in inputs.items()})), alone("S1"))


def received(folder, *sources):
    ran = run(folder, "receivelot", INPUT=list(sources), STORE=folder / "s.gpkg", RECEPTION="reception_ouverte")
    assert ran.exit == 0, ran.texts()
    return folder / "s.gpkg"


# --- real files -------------------------------------------------------------------------------------------------------


def test_le_tallud_has_one_wall_of_type_07(schema, data_folder):
    """Other validators tell this code twice (the list, then the type); it is one defect."""
    path = data_folder / "pcrs_vendee" / "LeTallud-StGemme-extrait.gml"
    assert told(validate(path, schema)) == [
        ("list", "MurPCRS", "MurPCRS_f94af702-4ca2-4f06-afaf-0ecabb72a13b", "typeMur", 25, "07")
    ]


def test_le_tallud_in_the_words_of_a_producer(tmp_path, data_folder):
    store = received(tmp_path, data_folder / "pcrs_vendee" / "LeTallud-StGemme-extrait.gml")
    (finding,) = outcome_of(store, files=data_folder / "pcrs_vendee", schemas=schemas_copy()).findings
    wall = "MurPCRS_f94af702-4ca2-4f06-afaf-0ecabb72a13b"
    assert finding.objects == (wall,)
    assert finding.uids and finding.place[0] == pytest.approx(1402852, abs=30)
    assert finding.message("fr") == (
        f"Mur {wall}, ligne 25 : typeMur = « 07 » n’est pas dans la liste (01, 02, 03, 04, 05, 06)."
    )


def test_lyon_is_valid_however_it_is_cut(schema, lyon):
    tiles = sorted(lyon.glob("*.gml"))
    assert len(tiles) == 8
    for tile in tiles:
        for piece in (schema_check.PIECE_BYTES, 4_000):
            assert told(validate(tile, schema, piece_bytes=piece)) == []


# --- pieces -----------------------------------------------------------------------------------------------------------

_WRONG = (
    ("thematique>03<", "thematique>3<"),
    ("<producteur>P</producteur>", ""),
    ("<reference>T</reference>", ""),
    ("<idObjet>", '<idObjet x="1">'),
    ("precisionPlanimetrique>005<", "precisionPlanimetrique>5<"),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16"])
def test_pieces_say_what_the_whole_says(tmp_path, schema, encoding):
    """The same errors, the same lines, whatever the pieces: 200 trees of which a third is wrong, ids used twice."""
    chance = random.Random(20260724)
    things = []
    for k in range(200):
        thing = own(s.tree(f"t{k}", 1, 1, producteur="P"), f"t{k if chance.random() < 0.9 else k - 1}")
        if chance.random() < 0.33:
            thing = thing.replace(*chance.choice(_WRONG))
        things.append(f"<featureMember>\n{thing}\n</featureMember>\n")
    text = f"{s.ROOT}\n{''.join(things)}<!-- é --></PlanCorpsRueSimplifie>"
    head = "" if encoding.startswith("utf-8") else f'<?xml version="1.0" encoding="{encoding}"?>\n'
    path = tmp_path / "lot.gml"
    path.write_bytes((head + text).encode(encoding))
    whole = validate(path, schema, piece_bytes=1 << 30)
    assert len(whole.errors) > 60
    assert {"twice", "list", "unexpected", "missing", "attribute_unexpected"} == {e.kind for e in whole.errors}
    lines = (head + text).split("\n")
    assert all(e.gml_id in lines[e.line - 1] for e in whole.errors if e.kind != "twice")
    for piece in (700, 5_000, 30_000):
        assert sorted(told(validate(path, schema, piece_bytes=piece))) == sorted(told(whole))


def test_members_inside_a_comment_are_not_cut(tmp_path, schema):
    wrong = own(s.tree("b", 1, 1, thematique="3"), "b")
    things = [own(s.tree("a", 1, 1), "a"), "<!-- <featureMember></featureMember> -->" * 50, wrong]
    path = tmp_path / "lot.gml"
    members = [f"<featureMember>{thing}</featureMember>" if "Arbre" in thing else thing for thing in things]
    path.write_text(f"{s.ROOT}{''.join(members)}</PlanCorpsRueSimplifie>", "utf-8")
    assert [e.gml_id for e in validate(path, schema, piece_bytes=300).errors] == ["b"]


def test_what_may_only_stand_first_is_wrong_after_a_cut(tmp_path, schema):
    box = "<gml:boundedBy><gml:Null>unknown</gml:Null></gml:boundedBy>"
    member = f"<featureMember>{own(s.tree('a', 1, 1), 'a')}</featureMember>"
    path = tmp_path / "lot.gml"
    path.write_text(f"{s.ROOT}{box}{member}</PlanCorpsRueSimplifie>", "utf-8")
    assert told(validate(path, schema, piece_bytes=100)) == []
    path.write_text(f"{s.ROOT}{member}{box}</PlanCorpsRueSimplifie>", "utf-8")
    for piece in (100, 1 << 20):
        (error,) = validate(path, schema, piece_bytes=piece).errors
        assert (error.kind, error.element) == ("unexpected", "boundedBy")


def test_errors_of_the_root_are_told_once(tmp_path, schema):
    path = tmp_path / "lot.gml"
    members = "".join(f"<featureMember>{own(s.tree(f'a{k}', 1, 1), f'a{k}')}</featureMember>" for k in range(20))
    root = s.ROOT.replace(' version="2.0"', "")
    path.write_text(f"{root}{members}</PlanCorpsRueSimplifie>", "utf-8")
    (error,) = validate(path, schema, piece_bytes=600).errors
    assert (error.kind, error.feature_class, error.value) == ("attribute_missing", "", "version")


def test_prefixed_documents_are_cut_as_well(tmp_path, schema):
    path = tmp_path / "lot.gml"
    trees = [own(s.tree(f"a{k}", 1, 1, thematique="3" if k == 7 else "03"), f"a{k}") for k in range(10)]
    text = f"{s.ROOT}{''.join(f'<featureMember>{t}</featureMember>' for t in trees)}</PlanCorpsRueSimplifie>"
    names = "PlanCorpsRueSimplifie featureMember ArbrePCRS idObjet thematique qualiteCategorisation producteur "
    for name in (names + "precisionPlanimetrique precisionAltimetrique geometrie reference").split():
        text = text.replace(f"<{name}", f"<p:{name}").replace(f"</{name}", f"</p:{name}")
    path.write_text(text.replace("xmlns=", "xmlns:p="), "utf-8")
    assert [(e.gml_id, e.kind) for e in validate(path, schema, piece_bytes=700).errors] == [("a7", "list")]


def test_an_emprise_that_lists_all_is_no_heavy_piece(tmp_path, schema, monkeypatch):
    """Lists of links are looked at by their form: an emprise of 40,000 links takes no more than a small one."""
    links = "\n".join(f'<objet xlink:href="#gml_{k}"/>' for k in range(40_000))
    emprise = own(s.emprise("e", 0, 0, 9, 9), "e").replace("</EmpriseEchangePCRS>", f"{links}\n</EmpriseEchangePCRS>")
    wrong = own(s.tree("t", 1, 1, thematique="3"), "t")
    path = tmp_path / "lot.gml"
    path.write_text(
        f"{s.ROOT}<featureMember>{emprise}</featureMember>\n<featureMember>{wrong}</featureMember></PlanCorpsRueSimplifie>",
        "utf-8",
    )
    monkeypatch.setattr(schema_check, "LARGEST_PIECE", 100_000)
    checked = validate(path, schema)
    assert checked.skipped == 0
    assert [(e.gml_id, e.kind) for e in checked.errors] == [("t", "list")]
    path.write_text(path.read_text("utf-8").replace('"#gml_39999"/>', '"#gml_39999" autre="1"/>'), "utf-8")
    assert [e.kind for e in validate(path, schema).errors if e.gml_id == "e"] == ["attribute_unexpected"]


def test_a_piece_that_is_too_large_is_told(tmp_path, monkeypatch):
    store = received(tmp_path, s.write(tmp_path / "lot.gml", own(s.tree("a", 1, 1), "a")))
    monkeypatch.setattr(schema_check, "LARGEST_PIECE", 100)
    outcome = outcome_of(store, files=tmp_path, schemas=schemas_copy())
    assert outcome.findings == []
    assert outcome.partly["S1"].fields == {"lots": "lot"}


def test_errors_beyond_the_cap_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(schema_check, "MOST_ERRORS", 5)
    trees = [own(s.tree(f"a{k}", 1, 1, thematique="3"), f"a{k}") for k in range(12)]
    store = received(tmp_path, s.write(tmp_path / "lot.gml", *trees))
    findings = outcome_of(store, files=tmp_path, schemas=schemas_copy()).findings
    assert [f.code for f in findings] == ["S1_list"] * 5 + ["S1_more"]
    assert findings[-1].message("fr") == "Lot lot : 7 autres erreurs de schéma, qui ne sont pas détaillées."


# --- which file is which lot -----------------------------------------------------------------------------------------


def test_without_schemas_or_files_it_is_not_run(tmp_path):
    """Never ok: without a copy, without the files, with a copy that was touched."""
    store = received(tmp_path, s.write(tmp_path / "lot.gml", own(s.tree("a", 1, 1), "a")))
    reasons = {
        "no_schemas": {"files": tmp_path},
        "no_files": {"schemas": schemas_copy()},
        "schemas_absent": {"files": tmp_path, "schemas": tmp_path / "nothing"},
    }
    for code, inputs in reasons.items():
        outcome = outcome_of(store, **inputs)
        assert (outcome.ran, outcome.not_run["S1"].code) == ([], code)
    touched = tmp_path / "schemas"
    shutil.copytree(schemas_copy(), touched)
    (touched / "w3c" / "xml.xsd").write_text("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>")
    assert outcome_of(store, files=tmp_path, schemas=touched).not_run["S1"].code == "schemas_damaged"
    (touched / "w3c" / "xml.xsd").unlink()
    assert outcome_of(store, files=tmp_path, schemas=touched).not_run["S1"].code == "schemas_damaged"


def test_lots_are_found_in_archives_and_by_their_hash(tmp_path):
    wrong = {name: s.write(tmp_path / f"{name}.gml", own(s.tree(name, 1, 1, thematique="3"), name)) for name in "abcd"}
    store = received(tmp_path, *wrong.values())
    folder = tmp_path / "files"
    (folder / "deep").mkdir(parents=True)
    with zipfile.ZipFile(folder / "some.zip", "w") as archive:
        archive.write(wrong["a"], "x/renamed.gml")
        archive.writestr("../out.gml", "")
    with zipfile.ZipFile(folder / "right.zip", "w") as archive:
        archive.write(wrong["b"], "x/b.gml")
    (folder / "deep" / "c.gml.gz").write_bytes(gzip.compress(wrong["c"].read_bytes()))
    (folder / "d.gml").write_text(wrong["d"].read_text("utf-8").replace("<idObjet>ido.d", "<idObjet>ido.e"))
    outcome = outcome_of(store, files=folder, schemas=schemas_copy())
    assert sorted(f.objects[0] for f in outcome.findings) == ["b", "c"]  # a zip that leaves its folder is not opened
    assert outcome.partly["S1"].fields == {"lots": "a, d", "archives": "some.zip"}


def test_an_archive_that_cannot_be_opened_may_hold_a_lot(tmp_path):
    """Nobody can tell: it is named, whether another lot was found or none; an archive of other things is not."""
    wrong = {name: s.write(tmp_path / f"{name}.gml", own(s.tree(name, 1, 1, thematique="3"), name)) for name in "ab"}
    store = received(tmp_path, *wrong.values())
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "cut.zip").write_bytes(b"PK\x03\x04 and no more")
    with zipfile.ZipFile(folder / "other.zip", "w") as archive:
        archive.writestr("notes.txt", "no lot")
    reason = outcome_of(store, files=folder, schemas=schemas_copy()).not_run["S1"]
    assert (reason.code, reason.fields) == ("files_unread", {"lots": "a, b", "archives": "cut.zip"})
    shutil.copy(wrong["a"], folder)
    reason = outcome_of(store, files=folder, schemas=schemas_copy()).partly["S1"]
    assert (reason.code, reason.fields) == ("files_unread", {"lots": "b", "archives": "cut.zip"})
    (folder / "cut.zip").unlink()
    reason = outcome_of(store, files=folder, schemas=schemas_copy()).partly["S1"]
    assert (reason.code, reason.fields) == ("files_missing", {"lots": "b"})


def test_a_lot_alone_is_validated_with_nothing_else_given(tmp_path):
    lot = s.write(tmp_path / "lot.gml", own(s.tree("a", 1, 1, thematique="3"), "a"))
    packed = tmp_path / "packed" / "lot.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(lot, "lot.gml")
    for source in (lot, packed):
        ran = run(tmp_path, "checkquality", INPUT=source, SCHEMAS=schemas_copy())
        assert (ran.exit, ran.report["findings"]["S1"]) == (0, 1), ran.texts()
    assert lot.stat().st_nlink == 1


def test_an_object_of_no_class_is_named_all_the_same(tmp_path):
    odd = own(s.tree("odd", 1, 1), "odd").replace("ArbrePCRS", "ArbustePCRS")
    store = received(tmp_path, s.write(tmp_path / "lot.gml", own(s.tree("a", 1, 1), "a"), odd))
    (finding,) = outcome_of(store, files=tmp_path, schemas=schemas_copy()).findings
    assert finding.message("fr").startswith("Arbuste odd, ligne 1 : l’élément « ArbustePCRS » n’est pas attendu ici")


# --- hostile files ----------------------------------------------------------------------------------------------------

_BOMB = (
    '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + k)} "{f"&{chr(97 + k)};" * 10}">' for k in range(9)
    ) + "]>"
)  # fmt: skip


@pytest.mark.parametrize("doctype", [_BOMB, '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/hostname">]>'])
def test_doctypes_are_refused(tmp_path, schema, doctype):
    path = tmp_path / "lot.gml"
    entity = "&j;" if doctype is _BOMB else "&x;"
    tree = own(s.tree("a", 1, 1, producteur=entity), "a")
    path.write_text(f"{doctype}{s.ROOT}<featureMember>{tree}</featureMember></PlanCorpsRueSimplifie>", "utf-8")
    with pytest.raises(EngineError) as refused:
        validate(path, schema)
    assert refused.value.code == "xml_doctype"


def test_a_schema_location_is_not_followed(tmp_path, schema):
    where = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://cnig.gouv.fr/pcrs /x.xsd"'
    path = tmp_path / "lot.gml"
    tree = own(s.tree("a", 1, 1), "a")
    root = s.ROOT.replace(" gml:id", f" {where} gml:id")
    path.write_text(f"{root}<featureMember>{tree}</featureMember></PlanCorpsRueSimplifie>", "utf-8")
    assert told(validate(path, schema)) == []


def test_cut_off_files_are_refused(tmp_path, schema):
    path = s.write(tmp_path / "lot.gml", *(own(s.tree(f"a{k}", 1, 1), f"a{k}") for k in range(20)))
    path.write_bytes(path.read_bytes()[:-300])
    for piece in (1 << 20, 900):
        with pytest.raises(EngineError) as refused:
            validate(path, schema, piece_bytes=piece)
        assert refused.value.code == "gml_malformed"
