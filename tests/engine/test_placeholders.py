"""Texts that fill a field and say nothing, in all their spellings; what says something is left alone."""

from __future__ import annotations

import pytest

from mutualgeo_plugin.engine.model.pcrs import CLASSES, CODE_LISTS
from mutualgeo_plugin.engine.model.placeholders import WORDS, is_placeholder, placeholder_forms
from mutualgeo_plugin.engine.quality.profile import load_profile
from tests.engine.run import run
from tests.engine.small_lot import emprise, tree, write

SQUARE = emprise("e", 0, 0, 20, 20)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_one_however_it_is_written(word):
    """In capitals, in small letters, with blanks and a full stop; each word says where it comes from."""
    for text in (word, word.upper(), word.lower(), f"  {word}\n", f"\u00a0{word} "):
        assert is_placeholder(text), text
    assert not word[-1].isalpha() or is_placeholder(f"{word}.")
    assert WORDS[word]


@pytest.mark.parametrize(
    "text",
    ["", " ", "INCONNU", "Inconnu.", "a renseigner", "À  Renseigner", "n.r.", "N.C.", "n/a", "Null", "XXXXX", "???",
     "--", "....", "…", "____", "###", "Gestionnaire de l’affleurant", "neant", "SANS  OBJET"],
)  # fmt: skip
def test_other_spellings(text):
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    ["0", "00", "1", "x", "X", "xx", "A-1", "NRJ", "NA12", "Nantes", "Rue du Soldat Inconnu", "Néant-sur-Yvel", "-5",
     "nul", "Sans Objet SARL", "Vide-greniers", "N°", "?a", "None et fils", "2024-01-01", "S.A.", "12/05", "..a"],
)  # fmt: skip
def test_what_says_something(text):
    assert not is_placeholder(text)


def test_a_profile_adds_and_takes_back():
    forms = placeholder_forms(["Géomètre du syndicat"], ["aucun", "?"])
    assert is_placeholder("GEOMETRE DU SYNDICAT", forms) and is_placeholder("inconnu", forms)
    assert not any(is_placeholder(text, forms) for text in ("Aucun", "?", "???"))


def findings(folder, lots, **given) -> list[dict]:
    """Messages of A1 on some trees, by severity."""
    ran = run(folder, "checkquality", INPUT=lots, FINDINGS=folder / "f.gpkg", language="en", **given)
    assert ran.exit == 0, ran.texts()
    text = (folder / "f.csv").read_text("utf-8-sig")
    return [line for line in text.splitlines() if ";A1;" in line or ",A1," in line]


def test_the_finding_names_what_stands_there(tmp_path):
    lot = write(
        tmp_path / "lot.gml", SQUARE, tree("a", 1, 1, reference="Inconnu"), tree("b", 3, 3),
        tree("c", 5, 5, reference="xxx", producteur="À renseigner"), tree("d", 7, 7, reference=""),
    )  # fmt: skip
    told = "\n".join(findings(tmp_path, lot))
    assert "Arbre a: reference not really filled in (“Inconnu”)." in told
    assert "reference not really filled in (“À renseigner”, “xxx”)" in told or "(“xxx”, “À renseigner”)" in told
    assert "Arbre d: reference not really filled in." in told and "Arbre b" not in told


def test_a_profile_decides(tmp_path):
    lot = write(
        tmp_path / "lot.gml", SQUARE, tree("a", 1, 1, reference="Aucun"), tree("b", 3, 3, reference="Chêne du syndic"),
        tree("c", 5, 5, reference="NULL"),
    )  # fmt: skip
    profile = tmp_path / "p.toml"
    profile.write_text('[placeholders]\nadd = ["chene du syndic"]\nwithdraw = ["aucun"]\n', "utf-8")
    told = "\n".join(findings(tmp_path, lot, PROFILE=profile))
    assert "Arbre b" in told and "Arbre c" in told and "Arbre a" not in told
    assert is_placeholder("Aucun", load_profile("pcrs_reception").placeholders)


def test_no_code_of_the_standard_is_one_in_its_field():
    """Codes that mean “unknown” are values: each list, in each property that has it."""
    coded = {p.codes for feature in CLASSES.values() for p in feature.properties if p.codes}
    assert coded <= set(CODE_LISTS)
    assert not [code for codes in CODE_LISTS.values() for code in codes if is_placeholder(code)]
