"""The territory file: what is read, and what each kind of mistake says."""

from __future__ import annotations

import datetime
import math
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.model.crs import LEGAL_CRS
from mutualgeo_plugin.engine.model.errors import EngineError, Sentences
from mutualgeo_plugin.engine.territory import Colours, load_territory

GOOD = """
[territory]
name = "Val d'Exemple"
code = "200000000"
crs = "EPSG:3946"
vertical_datum = "NGF-IGN69"
store = "base/store.gpkg"

[[communes]]
code = "00001"
name = "Exemple-sur-Plan"

[[networks]]
name = "eau"
theme = "AEP"
path = "networks.gpkg"
layer = "eau_syndicat"

[[referentials]]
kind = "cadastre"
path = "parcelles.gpkg"
date = 2024-01-01

[[portals]]
code = "00001"
name = "Exemple-sur-Plan"
title = "Plan de corps de rue"
contact_organisation = "Commune d'Exemple-sur-Plan"
contact_email = "sig@exemple.invalid"
colours = {primary = "#123456"}
logo = "logo.svg"

[[portals.layers]]
source = "LimiteVoiriePCRS"
name = "limites"
title = "Limites de voirie"
columns = ["idObjet", "producteur"]

[[portals.layers]]
source = "networks.eau"
name = "eau"
title = "Eau potable"
columns = []
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "territoire.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str, language: str = "en") -> str:
    with pytest.raises(EngineError) as caught:
        load_territory(write(folder, text))
    assert caught.value.code == "territory_wrong"
    problems = caught.value.fields["problems"]
    assert isinstance(problems, Sentences)
    return problems.text(language)


def test_reads_everything(tmp_path: Path) -> None:
    territory = load_territory(write(tmp_path, GOOD))
    assert (territory.name, territory.code, territory.crs.code) == ("Val d'Exemple", "200000000", 3946)
    assert territory.store == tmp_path.resolve() / "base" / "store.gpkg"
    assert territory.quality_profile == "pcrs_reception"
    own = load_territory(write(tmp_path, GOOD.replace("[territory]", '[territory]\nquality_profile = "own.toml"')))
    assert own.quality_profile == str(tmp_path.resolve() / "own.toml")
    assert territory.max_transform_accuracy == 0.10
    assert territory.networks[0].path == str(tmp_path.resolve() / "networks.gpkg")
    assert territory.referentials[0].date == datetime.date(2024, 1, 1)
    portal = territory.portals[0]
    assert territory.portal("00001") is portal and territory.portal("00002") is None
    assert portal.crs_list == ("EPSG:3946", "EPSG:2154", "EPSG:3857", "EPSG:4326")
    assert portal.colours == Colours(primary="#123456")
    assert portal.logo == tmp_path.resolve() / "logo.svg"
    assert [layer.network for layer in portal.layers] == [None, "eau"]
    assert portal.layers[0].columns == ("idObjet", "producteur")


def test_compound_system_publishes_its_plane_part(tmp_path: Path) -> None:
    territory = load_territory(write(tmp_path, GOOD.replace("EPSG:3946", "EPSG:5698")))
    assert (territory.crs.code, territory.crs.plane) == (5698, 2154)
    assert territory.portals[0].crs_list == ("EPSG:2154", "EPSG:3857", "EPSG:4326")


def test_bom_is_read(tmp_path: Path) -> None:
    assert load_territory(write(tmp_path, "\ufeff" + GOOD)).code == "200000000"


@pytest.mark.parametrize("path", ["service=reseaux", "https://exemple.invalid/wfs", "PG:service=reseaux", "WFS:url=x"])
def test_connections_are_not_paths(tmp_path: Path, path: str) -> None:
    territory = load_territory(write(tmp_path, GOOD.replace("networks.gpkg", path)))
    assert territory.networks[0].path == path


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('code = "200000000"\n', "", "territory.code is missing."),
        ('code = "200000000"', 'code = "20000000"', "territory.code: “20000000” is neither a SIREN"),
        ('code = "200000000"', "code = 200000000", "territory.code must be a text between quotes."),
        ('"EPSG:3946"', '"EPSG:4326"', "territory.crs: “EPSG:4326” is not a legal projected system."),
        ('"EPSG:3946"', '"3946"', "territory.crs: “3946” is not a legal projected system."),
        ("vertical_datum", "vertical_date", "did you mean “vertical_datum”?"),
        ("vertical_datum", "zzz", "territory.zzz is not a known key (known here: name, code, crs"),
        ('store = "base', 'max_transform_accuracy = "x"\nstore = "base', "max_transform_accuracy must be a number."),
        ('store = "base', 'max_transform_accuracy = true\nstore = "base', "max_transform_accuracy must be a number."),
        ('store = "base', 'extent = [1, 2, 3]\nstore = "base', "territory.extent must be "),
        ('store = "base', 'extent = [3, 2, 1, 4]\nstore = "base', "territory.extent must be "),
        (
            'store = "base',
            'max_transform_accuracy = 0\nstore = "base',
            "accuracy = 0 is out of range (> 0).",
        ),
        ('"Val d\'Exemple"', '"  "', "territory.name is empty."),
        ('"AEP"', '"EAU"', "networks[0].theme: “EAU” is not one of 00, ELEC,"),
        ('"cadastre"', '"pci"', "referentials[0].kind: “pci” is not one of cadastre, ban, bdtopo, rge."),
        ("date = 2024-01-01", 'date = "2024"', "referentials[0].date must be a date such as 2024-05-31."),
        ('name = "limites"', 'name = "Limites"', "portals[0].layers[0].name: “Limites” is not a short name"),
        (
            'name = "limites"',
            'name = "eau"',
            "portals[0].layers[1].name: “eau” is already used by portals[0].layers[0]",
        ),
        ('"networks.eau"', '"networks.gaz"', "portals[0].layers[1].source: “networks.gaz” is neither"),
        ('"LimiteVoiriePCRS"', '"LimiteVoirie"', "portals[0].layers[0].source: “LimiteVoirie” is neither"),
        ("columns = []", 'columns = "a"', "portals[0].layers[1].columns must be a list of texts"),
        ("columns = []", 'columns = ["a", "a"]', "layers[1].columns[1]: “a” is already used by portals[0].layers[1]"),
        ("columns = []", "", "portals[0].layers[1].columns is missing."),
        ('"#123456"', '"blue"', "portals[0].colours.primary: “blue” is not a colour written #RRGGBB."),
        ("sig@exemple.invalid", "sig", "portals[0].contact_email: “sig” is not an e-mail address."),
        ('logo = "logo.svg"', 'url = "ftp://x"', "portals[0].url: “ftp://x” is not an address"),
        ('logo = "logo.svg"', 'crs_list = ["2154"]', "portals[0].crs_list[0]: “2154” is not written as EPSG:code"),
        ("[[communes]]", "[communes]", "communes must be a list of tables, each headed by [[communes]]."),
    ],
)
def test_each_mistake_names_its_key(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    text = problems(tmp_path, GOOD.replace(old, new, 1))
    assert sentence in text


def test_duplicate_portals(tmp_path: Path) -> None:
    again = GOOD[GOOD.index("[[portals]]") :]
    text = problems(tmp_path, GOOD + again)
    assert text == "portals[1].code: “00001” is already used by portals[0].code."


def test_all_problems_at_once_in_french(tmp_path: Path) -> None:
    text = problems(tmp_path, "[territory]\nnom = 'x'\n", "fr")
    missing = [f"territory.{key} manque." for key in ("name", "code", "crs", "store")] + ["communes manque."]
    assert all(sentence in text for sentence in missing)
    assert "territory.nom n’est pas une clé connue : vouliez-vous dire « name » ?" not in text
    assert text.count("manque.") == 5


CANARY = "s3rin-Canari"


def test_misshapen_tables_do_not_crash(tmp_path: Path) -> None:
    text = problems(tmp_path, "territory = 3\ncommunes = [1]\nportals = [{layers = 'x', code = ['y']}]\nnetworks = 'z'")
    assert "territory must be a table of keys, headed by [territory]." in text
    assert "portals[0].layers must be a list of tables, each headed by [[portals.layers]]." in text
    assert "portals[0].code must be a text between quotes." in text
    assert "networks must be a list of tables" in text


@pytest.mark.parametrize(
    ("addition", "key"),
    [
        (f'path = "PG:host=db user=u password={CANARY}"', "networks[1].path"),
        (f"path = \"service=x pwd = '{CANARY}'\"", "networks[1].path"),
        (f'path = "https://u:{CANARY}@exemple.invalid/wfs"', "networks[1].path"),
        (f'path = "u:{CANARY}@exemple.invalid"', "networks[1].path"),
        (f'path = "x"\npassword = "{CANARY}"', "networks[1].password"),
        (f'path = "x"\nMot_de_passe = "{CANARY}"', "networks[1].Mot_de_passe"),
        (f'path = "x"\ntoken = ["{CANARY}"]', "networks[1].token"),
        (f'path = "x"\nconnexion = {{pwd = "{CANARY}"}}', "networks[1].connexion.pwd"),
        (f'path = "x"\nextra = ["a", "password={CANARY}"]', "networks[1].extra[1]"),
        (f'path = ["password={CANARY}"]', "networks[1].path[0]"),
    ],
)
def test_secrets_are_named_never_said(tmp_path: Path, addition: str, key: str) -> None:
    network = f'[[networks]]\nname = "gaz"\ntheme = "GAZ"\n{addition}\n\n'
    text = problems(tmp_path, GOOD.replace("[[referentials]]", network + "[[referentials]]"))
    assert f"{key} holds a password" in text
    assert CANARY not in text


def test_not_toml_and_not_there(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as caught:
        load_territory(write(tmp_path, "[territory\n"))
    assert "Line 1, column 11: this is not TOML" in caught.value.text("en")
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9")
    with pytest.raises(EngineError) as caught:
        load_territory(tmp_path / "latin.toml")
    assert "Line 1 is not UTF-8" in caught.value.text("en")
    with pytest.raises(EngineError) as caught:
        load_territory(tmp_path / "absent.toml")
    assert caught.value.code == "path_unreadable"


def test_legal_systems_cover_their_area_of_use() -> None:
    from pyproj import CRS, Transformer

    assert len(LEGAL_CRS) == 37
    for code, legal in LEGAL_CRS.items():
        crs = CRS.from_epsg(code)
        assert legal.name == crs.name
        plane = CRS.from_epsg(2154) if crs.is_compound else crs
        area = plane.area_of_use
        forward = Transformer.from_crs(plane.geodetic_crs, plane, always_xy=True)
        used = forward.transform_bounds(area.west, area.south, area.east, area.north, densify_pts=51)
        assert legal.holds(used)
        widest = max(abs(ours - theirs) for ours, theirs in zip(legal.bounds, used, strict=True))
        assert widest < 10_000, f"{code}: bounds wider than one rounding step"


def test_bounds_refuse_nan_and_other_zones() -> None:
    assert not LEGAL_CRS[3946].holds((math.nan, 5_200_000, 1_800_000, 5_300_000))
    assert not LEGAL_CRS[3946].holds((1_846_000, 4_181_000, 1_847_000, 4_182_000))
    assert LEGAL_CRS[3946].holds((1_846_000, 5_181_000, 1_847_000, 5_182_000))
