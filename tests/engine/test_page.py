"""Pages of a lot: the same objects, whatever the size of a page and the format."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from mutualgeo_plugin.engine.formats.file_format import lot_format
from mutualgeo_plugin.engine.formats.file_sources import open_layers, read_lot_pages
from mutualgeo_plugin.engine.formats.layer import read_layer
from mutualgeo_plugin.engine.formats.page import Page, Request, Unread, columns_of, text_of
from mutualgeo_plugin.engine.geometry.wkb import has_arcs, leaves
from mutualgeo_plugin.engine.model.errors import EngineError

DRIVERS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "gml": "GML"}


@pytest.fixture(params=DRIVERS)
def trees(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Five trees, named 00 to 04."""
    table = geopandas.GeoDataFrame(
        {"nom": [f"0{rank}" for rank in range(5)], "haut": [1.5, 2.0, None, 0.1 + 0.2, 1 / 3]},
        geometry=shapely.points(1_842_000 + np.arange(5), 5_176_000), crs=3946,
    )  # fmt: skip
    path = tmp_path / f"trees.{request.param}"
    pyogrio.write_dataframe(table, path, driver=DRIVERS[request.param])
    return path


def rows(pages: list[Page]) -> list[tuple[str, str | None, list[float]]]:
    """Layer, text ``nom`` and place of each object."""
    unread = Unread()
    found = []
    for page in pages:
        for text, shape in zip(page.texts(unread)["nom"], page.shapes(unread), strict=True):
            assert shape is not None
            found.append((page.layer, text, shape[1][0].tolist()))
    assert unread == Unread()
    return found


def test_pages_join(trees: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = lot_format(trees)
    (whole,) = [page for page in read_lot_pages(trees, own, 3946) if len(page)]
    monkeypatch.setattr("mutualgeo_plugin.engine.formats.file_sources.PAGE_SIZE", 2)
    pages = [page for page in read_lot_pages(trees, own, 3946) if len(page)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert rows(pages) == rows([whole])
    assert rows([whole]) == [("trees", f"0{rank}", [1_842_000.0 + rank, 5_176_000.0]) for rank in range(5)]
    assert [name for page in pages for name in page.names] == list(whole.names)


def test_a_layer_and_a_lot_hold_the_same(trees: Path) -> None:
    (page,) = [page for page in read_lot_pages(trees, lot_format(trees), 3946) if len(page)]
    layer = read_layer(trees)
    assert page.texts(Unread())["nom"] == layer.fields["nom"].tolist()
    assert shapely.get_coordinates(layer.geometry).tolist() == [place for _layer, _text, place in rows([page])]


def test_arcs_come_with_their_page(tmp_path: Path) -> None:
    """Of a driver that gives chords, the arcs of the objects of each page and no others."""
    path = tmp_path / "arcs.gml"
    arc = '<gml:Curve srsName="EPSG:3946"><gml:segments><gml:Arc><gml:posList>{0} 0 {1} 1 {2} 0</gml:posList></gml:Arc>'
    line = '<gml:LineString srsName="EPSG:3946"><gml:posList>{0} 0 {2} 0</gml:posList></gml:LineString>'
    drawn = [line, arc + "</gml:segments></gml:Curve>", line, arc + "</gml:segments></gml:Curve>"]
    members = "".join(
        f'<gml:featureMember><a:net gml:id="n{rank}"><a:g>{one.format(rank, rank + 1, rank + 2)}</a:g></a:net>'
        "</gml:featureMember>"
        for rank, one in enumerate(drawn)
    )
    path.write_text(f'<a:all xmlns:a="http://a" xmlns:gml="http://www.opengis.net/gml">{members}</a:all>')
    pages = list(open_layers(path).pages(Request(size=3)))
    # the driver gives a layer of lines and arcs as compound curves
    assert [(len(page), list(page.arcs)) for page in pages] == [(3, [0, 1, 2]), (1, [0])]
    shapes = [shape for page in pages for shape in page.shapes(Unread()) if shape is not None]
    assert [has_arcs(shape) for shape in shapes] == [False, True, False, True]
    assert [next(leaves(shape))[1][0].tolist() for shape in shapes] == [[0, 0], [1, 0], [2, 0], [3, 0]]


def test_values_are_texts_that_lose_nothing() -> None:
    page = Page(
        "a", "a", ["1", "2", "3"],
        {
            "n": [7.0, 0.1 + 0.2, float("nan")], "t": [" 06 ", "", None], "b": [b"x", None, b"y"],
            "k": [2**53 + 1, 0, None],
        },
        [None] * 3,
    )  # fmt: skip
    unread = Unread()
    assert page.texts(unread) == {
        "n": ["7", "0.3", None], "t": [" 06 ", None, None], "b": [None] * 3, "k": ["9007199254740993", "0", None],
    }  # fmt: skip
    assert unread.counts == {"binary field b": {"a": 2}}
    with pytest.raises(EngineError) as refused:
        text_of(2.0**53, "a", "n")
    assert refused.value.code == "source_number_wide"


def test_fields_of_unlike_objects_become_columns() -> None:
    assert columns_of([{"a": "1"}, {"b": "", "a": "2"}, {}], "l") == {"a": ["1", "2", None], "b": [None, "", None]}


@pytest.mark.parametrize(
    ("padded", "empty_texts", "expected"),
    [
        (False, False, [" a ", None, " ", None]),
        (True, False, ["a", None, None, None]),
        (False, True, [" a ", "", " ", None]),
    ],
)
def test_what_an_empty_text_is(padded: bool, empty_texts: bool, expected: list[str | None]) -> None:
    page = Page("a", "a", ["1"] * 4, {"t": [" a ", "", " ", None]}, [None] * 4, padded=padded, empty_texts=empty_texts)
    assert page.texts(Unread()) == {"t": expected}


def test_an_empty_attribute_of_a_gml_is_a_value(tmp_path: Path) -> None:
    """Told apart from one that is not there, as the file does."""
    path = tmp_path / "a.gml"
    members = "".join(
        f"<gml:featureMember><a:tree><a:name{attribute}>n</a:name></a:tree></gml:featureMember>"
        for attribute in ("", ' code=""', ' code="06"')
    )
    path.write_text(f'<a:all xmlns:a="http://a" xmlns:gml="http://www.opengis.net/gml">{members}</a:all>')
    (page,) = read_lot_pages(path, lot_format(path), 3946)
    assert page.texts(Unread()) == {"name": ["n"] * 3, "name@code": [None, "", "06"]}
