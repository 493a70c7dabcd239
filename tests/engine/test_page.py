"""Pages of a lot: the same objects, whatever the size of a page and the format."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from mutualgeo_plugin.engine.formats import geopackage as gpkg
from mutualgeo_plugin.engine.formats.file_format import lot_format
from mutualgeo_plugin.engine.formats.layer import read_layer
from mutualgeo_plugin.engine.formats.lot_source import read_lot_pages
from mutualgeo_plugin.engine.formats.page import Page, Request, Unread, columns_of, text_of
from mutualgeo_plugin.engine.formats.vector_source import open_vector
from mutualgeo_plugin.engine.geometry.wkb import encode
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
    monkeypatch.setattr("mutualgeo_plugin.engine.formats.lot_source.PAGE_SIZE", 2)
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
    path = tmp_path / "arcs.gpkg"
    connection = gpkg.connect(path)
    gpkg.create_container(connection, 3946)
    gpkg.create_feature_table(connection, "net", [], "GEOMETRY", 3946)
    for rank, kind in enumerate(("line", "arc", "line", "arc")):
        places = np.array([(1_842_000.0 + rank, 5_176_000.0), (1_842_001.0, 5_176_001.0), (1_842_002.0, 5_176_000.0)])
        connection.execute('INSERT INTO "net" (geom) VALUES (?)', (gpkg.blob(encode((kind, places)), 3946, None),))
    connection.close()
    pages = list(open_vector(path).pages(Request(size=3)))
    assert [(len(page), list(page.arcs)) for page in pages] == [(3, [1]), (1, [0])]
    kinds = [shape[0] for page in pages for shape in page.shapes(Unread()) if shape is not None]
    assert kinds == ["line", "arc", "line", "arc"]


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
        "n": ["7", "0.3", None], "t": [" 06 ", "", None], "b": [None] * 3, "k": ["9007199254740993", "0", None],
    }  # fmt: skip
    assert unread.counts == {"binary field b": {"a": 2}}
    with pytest.raises(EngineError) as refused:
        text_of(2.0**53, "a", "n")
    assert refused.value.code == "source_number_wide"


def test_fields_of_unlike_objects_become_columns() -> None:
    assert columns_of([{"a": "1"}, {"b": "", "a": "2"}, {}]) == {"a": ["1", "2", None], "b": [None, "", None]}
