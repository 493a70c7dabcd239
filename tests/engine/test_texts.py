"""Texts of others: one decoder, and what is assumed is told."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely

from mutualgeo_plugin.engine.formats.layer import read_layer
from mutualgeo_plugin.engine.formats.texts import (
    ASSUMED,
    DECLARED,
    Decoded,
    TextEncoding,
    decode_beginning,
    decode_text,
    find_encoding,
)
from tests.engine.run import run

SAID = "Géomètres d’Œuvre é€"


@pytest.mark.parametrize(
    ("content", "decoded"),
    [
        (SAID.encode(), Decoded(SAID, "UTF-8", False)),
        (b"\xef\xbb\xbf" + SAID.encode(), Decoded(SAID, "UTF-8", False)),
        (SAID.encode("cp1252"), Decoded(SAID, "windows-1252", True)),
        (b"\x81\xe9", Decoded("\x81é", "windows-1252", True)),
        (b"", Decoded("", "UTF-8", False)),
    ],
)
def test_bytes_are_utf8_or_what_is_told(content: bytes, decoded: Decoded) -> None:
    assert decode_text(content) == decoded


@pytest.mark.parametrize("cut", range(1, 4))
def test_a_beginning_may_be_cut_inside_a_letter(cut: int) -> None:
    assert decode_beginning(b"\xef\xbb\xbfprix \xf0\x9f\x98\x80"[: 12 - cut]) == "prix "


def test_the_encoding_of_texts_that_declare_none() -> None:
    assert find_encoding([b"plain", b"text"]) is None
    assert find_encoding([b"plain", SAID.encode()]) == "UTF-8"
    assert find_encoding([SAID.encode()[:-1]]) == "UTF-8"  # cut by the width of its field
    assert find_encoding([SAID.encode(), SAID.encode("cp1252")]) == "windows-1252"


def shapefile(path: Path, encoding: str, *, said: str = SAID, keep_cpg: bool = False) -> Path:
    table = geopandas.GeoDataFrame(
        {"producteur": [said], "idobjet": ["a"], "thematique": ["05"], "qualitecat": ["01"], "precisionp": ["005"]},
        geometry=[shapely.LineString([(1_842_000, 5_176_000), (1_842_001, 5_176_000)])], crs=3946,
    )  # fmt: skip
    pyogrio.write_dataframe(table, path, driver="ESRI Shapefile", encoding=encoding)
    if not keep_cpg:
        path.with_suffix(".cpg").unlink()
        with path.with_suffix(".dbf").open("r+b") as stream:
            stream.seek(29)
            stream.write(b"\0")
    return path


@pytest.mark.parametrize("encoding", ["UTF-8", "windows-1252"])
def test_a_shapefile_that_declares_none_is_read_and_told(tmp_path: Path, encoding: str) -> None:
    path = shapefile(tmp_path / "MurPCRS.shp", encoding)
    layer = read_layer(path)
    assert (layer.fields["producteur"].tolist(), layer.encoding) == ([SAID], TextEncoding(encoding, ASSUMED))
    ran = run(tmp_path, "receivelot", INPUT=[path], PROFILE="pcrs_tables", STORE=tmp_path / "s.gpkg")
    told = [m["text"] for m in ran.report["messages"] if m["code"] == "text_encoding_assumed"]
    assert ran.exit == 0 and len(told) == 1 and encoding in told[0]


@pytest.mark.parametrize("encoding", ["UTF-8", "windows-1252"])
def test_a_last_letter_with_an_accent_is_not_taken_for_one_that_is_cut(tmp_path: Path, encoding: str) -> None:
    layer = read_layer(shapefile(tmp_path / "MurPCRS.shp", encoding, said="Marché"))
    assert (layer.fields["producteur"].tolist(), layer.encoding) == (["Marché"], TextEncoding(encoding, ASSUMED))


def test_a_shapefile_that_declares_one_is_believed(tmp_path: Path) -> None:
    layer = read_layer(shapefile(tmp_path / "MurPCRS.shp", "UTF-8", keep_cpg=True))
    assert (layer.fields["producteur"].tolist(), layer.encoding) == ([SAID], TextEncoding("utf-8", DECLARED, "UTF-8"))
