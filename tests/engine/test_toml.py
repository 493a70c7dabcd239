"""Every kind of TOML file is read and checked in one way: the same troubles are told with the same words."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from mutualgeo_plugin.engine.assembly.export.dxf_layers import DXF_LAYERS, read_layer_names
from mutualgeo_plugin.engine.assembly.reception.reception_profile import RECEPTION, load_reception
from mutualgeo_plugin.engine.assembly.sharing.financiers import financiers_spec, read_financiers
from mutualgeo_plugin.engine.formats.mapping import MAPPING, load_mapping
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.messages import all_messages
from mutualgeo_plugin.engine.quality.profile import PROFILE, load_profile
from mutualgeo_plugin.engine.territory import TERRITORY, load_territory
from mutualgeo_plugin.engine.toml.document import MOST_BYTES, read_toml
from mutualgeo_plugin.engine.toml.problems import MOST_TOLD
from mutualgeo_plugin.engine.toml.spec import Key, Spec, bounded_number
from mutualgeo_plugin.engine.toml.text_encoding import likely_encoding
from tests.conftest import ROOT
from tests.engine.test_territory import GOOD as GOOD_TERRITORY


class Kind(NamedTuple):
    """A kind of file: what reads it, its error, a good text, and pieces of that text that are made wrong.

    path : a text of the good one that a path with a backslash takes the place of, and the key that it stands at.
    misspelt : a key of the good one, how it is misspelt, and what the nearest is then told for.
    typed : a value of the good one, a value of a wrong type, and the sentence.
    """

    load: Callable[[str], object]
    wrong: str
    good: str
    path: tuple[str, str]
    misspelt: tuple[str, str]
    typed: tuple[str, str, str]


KINDS = {
    "territory": Kind(
        load_territory,
        "territory_wrong",
        GOOD_TERRITORY,
        ('"networks.gpkg"', "networks[0].path"),
        ("vertical_datum", "vertical_date"),
        ('"200000000"', "2", "territory.code must be a text between quotes."),
    ),
    "mapping": Kind(
        load_mapping,
        "mapping_wrong",
        'title = "Essai"\nformats = ["gpkg"]\n[[layer]]\nsource = "MURS"\nclass = "MurPCRS"\nid = "no"\n',
        ('"MURS"', "layer[0].source"),
        ("source", "sources"),
        ('["gpkg"]', '"gpkg"', "formats must be a list of texts between square brackets."),
    ),
    "quality": Kind(
        load_profile,
        "profile_wrong",
        'title = "Essai"\n[checks]\nG1 = "off"\n[thresholds.G2]\nlength = 0.01\n[scope]\nlots = ["ouest"]\n',
        ('"ouest"', "scope.lots[0]"),
        ("thresholds", "threshold"),
        ("0.01", '"0,01"', "thresholds.G2.length must be a number."),
    ),
    "reception": Kind(
        load_reception,
        "reception_wrong",
        'title = "Essai"\nbeyond = 0.05\n[rules]\nfuture_date = "refuse"\n',
        ('"Essai"', "title"),
        ("future_date", "futur_date"),
        ("0.05", "true", "beyond must be a number."),
    ),
    "financiers": Kind(
        lambda path: read_toml(Path(path), financiers_spec()),
        "financiers_wrong",
        '[[financiers]]\nname = "Commune"\nnetworks = ["eau.gpkg"]\ncommunes = ["00001"]\n',
        ('"eau.gpkg"', "financiers[0].networks[0]"),
        ("communes", "commune"),
        ('"Commune"', "3", "financiers[0].name must be a text between quotes."),
    ),
    "dxf_layers": Kind(
        lambda path: read_layer_names(Path(path)),
        "dxf_mapping_wrong",
        '[layers]\nLimiteVoiriePCRS = "VOI_BORDURE"\n',
        ('"VOI_BORDURE"', "layers.LimiteVoiriePCRS"),
        ("LimiteVoiriePCRS", "LimiteVoirie"),
        ('"VOI_BORDURE"', "1", "layers.LimiteVoiriePCRS must be a text between quotes."),
    ),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


def write(folder: Path, data: str | bytes) -> str:
    path = folder / "essai.toml"
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return str(path)


def told(kind: Kind, folder: Path, data: str | bytes, language: str = "en") -> str:
    """The problems of a file."""
    path = write(folder, data)
    with pytest.raises(EngineError) as caught:
        kind.load(path)
    assert caught.value.code == kind.wrong
    assert Path(path).name in caught.value.text(language)
    return caught.value.fields["problems"].text(language)


def changed(kind: Kind, old: str, new: str) -> str:
    assert old in kind.good
    return kind.good.replace(old, new, 1)


def test_the_good_one_is_read_with_and_without_a_mark_of_utf_8(kind: Kind, tmp_path: Path) -> None:
    plain = kind.load(write(tmp_path, kind.good))
    assert kind.load(write(tmp_path, b"\xef\xbb\xbf" + kind.good.encode())) == plain
    assert kind.load(write(tmp_path, kind.good.replace("\n", "\r\n"))) == plain


def test_a_backslash_that_became_a_tab_is_told_with_what_to_write(kind: Kind, tmp_path: Path) -> None:
    old, key = kind.path
    text = changed(kind, old, '"C:\\temp\\new"')
    assert told(kind, tmp_path, text).startswith(f"{key} holds a TAB, a line end")
    assert "“C:/temp/new”" in told(kind, tmp_path, text)
    assert "« C:/temp/new »" in told(kind, tmp_path, text, "fr")


def test_a_backslash_that_toml_does_not_know_is_told_with_its_line(kind: Kind, tmp_path: Path) -> None:
    old, _ = kind.path
    for path in ('"C:\\data"', '"C:\\users"'):
        line = kind.good[: kind.good.index(old)].count("\n") + 1
        assert told(kind, tmp_path, changed(kind, old, path)).startswith(f"Line {line}: between double quotes a backs")


def test_an_unknown_key_is_told_with_the_nearest(kind: Kind, tmp_path: Path) -> None:
    right, wrong = kind.misspelt
    assert f"{wrong} is not a known key: did you mean “{right}”?" in told(kind, tmp_path, changed(kind, right, wrong))


def test_a_wrong_type_is_told(kind: Kind, tmp_path: Path) -> None:
    old, new, sentence = kind.typed
    assert told(kind, tmp_path, changed(kind, old, new)) == sentence


def test_several_problems_are_told_at_once(kind: Kind, tmp_path: Path) -> None:
    old, new, sentence = kind.typed
    text = "inconnu_zz = 1\n" + changed(kind, old, new)
    problems = told(kind, tmp_path, text)
    assert "inconnu_zz is not a known key (known here: " in problems
    assert problems.endswith(sentence)
    assert "inconnu_zz n’est pas une clé connue" in told(kind, tmp_path, text, "fr")


def test_a_huge_file_is_refused(kind: Kind, tmp_path: Path) -> None:
    text = kind.good + "#" * (MOST_BYTES - len(kind.good.encode()))
    kind.load(write(tmp_path, text))
    assert told(kind, tmp_path, text + "#") == (
        "The file is larger than 8 MB: that is no file of settings. Check the path."
    )


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1252", "Windows-1252 (ANSI)"), ("utf-16", "UTF-16"), ("cp850", "CP850 (MS-DOS)")]
)
def test_another_encoding_is_named(kind: Kind, tmp_path: Path, encoding: str, name: str) -> None:
    data = ("# première réception, là où c’était\n".replace("’", "'") + kind.good).encode(encoding)
    assert told(kind, tmp_path, data) == (
        f"Line 1 is not UTF-8, in which TOML is written: the file seems to be in {name}. Save it as UTF-8."
    )


CANARY = "s3rin-Canari"


def test_a_secret_is_named_never_said(kind: Kind, tmp_path: Path) -> None:
    old, key = kind.path
    for new in (f'"host=db password={CANARY}"', f'["u:{CANARY}@exemple.invalid"]', f'"\\tpassword={CANARY}"'):
        problems = told(kind, tmp_path, changed(kind, old, new))
        assert key.partition("[")[0] in problems and "holds a password" in problems
        assert CANARY not in problems


def test_what_is_not_toml_is_told_with_its_line(kind: Kind, tmp_path: Path) -> None:
    assert told(kind, tmp_path, kind.good + "?").startswith(f"Line {kind.good.count(chr(10)) + 1}, column 1: this is")
    assert told(kind, tmp_path, "x = 1\nx = 2\n").startswith("Line 2: a key or a table stands a second time (")


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, f"x = {'9' * 5000}", 'x = "', "x = ", "[x", "x = 1\x00"])
def test_no_text_crashes(kind: Kind, tmp_path: Path, text: str) -> None:
    assert told(kind, tmp_path, text)


def test_a_folder_a_device_and_what_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, Path("/dev/null"), tmp_path / "absent.toml"):
        with pytest.raises(EngineError) as caught:
            read_toml(path, TERRITORY)
        assert caught.value.code == "path_unreadable"


# --- the validator itself -----------------------------------------------------------------------------------------


def test_no_more_than_forty_problems_are_told(tmp_path: Path) -> None:
    text = "".join(f"k{number} = 1\n" for number in range(MOST_TOLD + 3))
    with pytest.raises(EngineError) as caught:
        read_toml(write(tmp_path, text), Spec("profile_wrong", {"title": Key()}))
    assert caught.value.text("en").count("is not a known key") == MOST_TOLD
    assert caught.value.text("en").endswith("And 3 more.")


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (bounded_number(0), ("0", "1e9"), ("-1", "nan", "inf", "9" * 400)),
        (bounded_number(0, above=True), ("0.1", "7"), ("0", "-0.0", "nan")),
        (bounded_number(0, 1), ("0", "1"), ("1.001", "-1")),
    ],
)
def test_numbers_within_limits(tmp_path: Path, check: object, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    spec = Spec("profile_wrong", {"n": Key("number", check=check)})  # type: ignore[arg-type]
    for number in good:
        assert read_toml(write(tmp_path, f"n = {number}"), spec) == {"n": float(number)}
    for number in bad:
        with pytest.raises(EngineError, match="n = .* is out of range"):
            read_toml(write(tmp_path, f"n = {number}"), spec)


def test_kinds_of_one_value(tmp_path: Path) -> None:
    keys = {"flag": Key("flag"), "date": Key("date"), "box": Key("box"), "lines": Key(lines=True)}
    spec = Spec("profile_wrong", keys)
    good = 'flag = true\ndate = 2024-05-31\nbox = [1, 2, 3.5, 4]\nlines = "a\\n\\tb"'
    assert read_toml(write(tmp_path, good), spec)["lines"] == "a\n\tb"
    bad = "flag = 1\ndate = 2024-05-31T10:00:00\nbox = [1, 2, 3, nan]\nlines = 'a\\b'".replace("'", '"')
    with pytest.raises(EngineError) as caught:
        read_toml(write(tmp_path, bad), spec)
    said = caught.value.text("en")
    assert [said.index(word) for word in ("flag must", "date must", "box must", "lines holds")] == sorted(
        said.index(word) for word in ("flag must", "date must", "box must", "lines holds")
    )


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    path = write(tmp_path, 'formats = ["' + "x" * 5000 + '"]')
    with pytest.raises(EngineError) as caught:
        load_mapping(path)
    assert len(caught.value.fields["problems"].text("en")) < 300


def test_encodings_of_one_byte() -> None:
    text = "Tronçons d'eau usée, là où ça dépend"
    assert likely_encoding(text.encode("cp1252")) == "Windows-1252 (ANSI)"
    assert likely_encoding(text.encode("cp850")) == "CP850 (MS-DOS)"
    assert likely_encoding(text.encode("mac_roman")) == "Mac Roman"
    assert likely_encoding(text.encode("utf-16-le")) == "UTF-16"
    assert likely_encoding(b"\xff\xfe\x00\x00" + text.encode("utf-32-le")) == "UTF-32"
    assert likely_encoding(b"GIF89a\xf7\x00 and much more of it, in which hardly any byte is nil") == "binary"


# --- options that nothing reads -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "line", "key"),
    [
        ('layer = "eau_syndicat"\n', 'authcfg = "a1b2c3d"\n', "networks[0].authcfg"),
        ('layer = "eau_syndicat"\n', 'service = "sig"\n', "networks[0].service"),
        ('path = "parcelles.gpkg"\n', 'authcfg = "a1b2c3d"\n', "referentials[0].authcfg"),
    ],
)
def test_what_nothing_reads_is_refused_with_what_to_write(tmp_path: Path, place: str, line: str, key: str) -> None:
    kind = KINDS["territory"]
    text = changed(kind, place, place + line)
    assert told(kind, tmp_path, text).startswith(f"{key} is not read yet: ")
    assert "GeoPackage" in told(kind, tmp_path, text) and f"take {key} out" in told(kind, tmp_path, text)
    assert told(kind, tmp_path, text, "fr").startswith(f"{key} n’est pas encore lu : ")


# --- files of earlier versions, and what is documented --------------------------------------------------------------

_EXAMPLE = re.compile(r"```toml\n(.*?)```", re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Page and text of each TOML example of the documentation."""
    pages = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
    return [(page.name, found) for page in pages for found in _EXAMPLE.findall(page.read_text("utf-8"))]


def load_example(folder: Path, page: str, text: str) -> object:
    """An example through what reads it; one that is a part of a territory is put into one."""
    if page in ("territory.md", "publier.md"):
        text = text if "[territory]" in text else GOOD_TERRITORY[: GOOD_TERRITORY.index("[[portals]]")] + text
        return load_territory(write(folder, text))
    path = write(folder, text)
    if page == "couts.md":
        return read_toml(Path(path), financiers_spec())
    if page == "exporter.md":
        return read_layer_names(Path(path))
    if page == "reception.md":
        return load_mapping(path) if "formats" in text else load_reception(path)
    return load_profile(path)


@pytest.mark.parametrize(("page", "text"), examples(), ids=lambda value: value if value.endswith(".md") else "")
def test_documented_examples_are_valid(tmp_path: Path, page: str, text: str) -> None:
    assert load_example(tmp_path, page, text)


def test_examples_are_found() -> None:
    pages = {page for page, _ in examples()}
    assert pages >= {
        "territory.md",
        "publier.md",
        "couts.md",
        "exporter.md",
        "reception.md",
        "score.md",
        "controler.md",
    }


def test_a_wrong_example_is_seen(tmp_path: Path) -> None:
    for page, text in examples():
        with pytest.raises(EngineError):
            load_example(tmp_path, page, "inconnu_zz = 1\n" + text)


# --- the house ----------------------------------------------------------------------------------------------------


def importers(folder: Path) -> list[str]:
    """Files below a folder that import tomllib or another reader of TOML."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            if {name.partition(".")[0] for name in names} & {"tomllib", "tomli", "toml", "tomlkit"}:
                found.append(path.relative_to(folder).as_posix())
    return found


def test_only_the_validator_reads_toml() -> None:
    assert importers(ROOT / "mutualgeo_plugin") == ["engine/toml/document.py"]
    assert importers(ROOT / "processing_algorithms") == []


def test_another_reader_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f():\n    import tomllib\n")
    (tmp_path / "b.py").write_text("from tomllib import loads\n")
    (tmp_path / "c.py").write_text("from .toml import document\n")
    assert importers(tmp_path) == ["a.py", "b.py"]


def codes(keys: dict[str, Key]) -> set[str]:
    """Codes of the sentences that a spec names itself."""
    found = {key.instead for key in keys.values() if key.kind == "unread"}
    for key in keys.values():
        found |= codes(dict(key.keys)) | (codes({"each": key.each}) if key.each else set())
    return found


@pytest.mark.parametrize("spec", [TERRITORY, MAPPING, PROFILE, RECEPTION, DXF_LAYERS, financiers_spec()])
def test_specs_name_sentences_that_there_are(spec: Spec) -> None:
    assert {spec.wrong} | codes(dict(spec.keys)) <= all_messages().keys()


def test_financiers_of_an_unknown_commune(tmp_path: Path) -> None:
    path = write(tmp_path, KINDS["financiers"].good)
    with pytest.raises(EngineError) as caught:
        read_financiers(Path(path), 3946, {"00002"})
    assert "financiers[0].communes[0]: no commune of the layer has the code “00001”." in caught.value.text("en")
