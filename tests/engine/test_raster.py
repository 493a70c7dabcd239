"""PCRS image: tiles made here are checked, registered, mosaicked and copied; figures are exact."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine, from_origin

from mutualgeo_plugin.engine.jobs import run_job
from mutualgeo_plugin.engine.store.store import open_store
from mutualgeo_plugin.engine.store.tables import read_class
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.engine.small_lot import X, Y
from tests.engine.test_bad_input import digest

#: Pixel of the tiles, metres, and their side in pixels: 10 m.
PIXEL, SIDE = 0.05, 200
GIVEN = {"DATE": "2024-03-01", "PRECISION": "010", "PRODUCER": "Agglo"}


def tile(path: Path, east: float, north: float, *, value: int = 100, pixel: float = PIXEL, **others) -> Path:
    """A tile whose lower left corner is (X + east, Y + north)."""
    pixels = others.pop("pixels", None)
    if pixels is None:
        pixels = np.full((3, SIDE, SIDE), value, dtype="uint8")
    profile = {
        "driver": "GTiff", "width": SIDE, "height": SIDE, "count": 3, "dtype": "uint8", "crs": "EPSG:3946",
        "transform": from_origin(X + east, Y + north + SIDE * pixel, pixel, pixel), **others,
    }  # fmt: skip
    path.parent.mkdir(exist_ok=True)
    with rasterio.open(path, "w", **{k: v for k, v in profile.items() if v is not None}) as out:
        out.write(pixels)
    return path


@pytest.fixture
def store(tmp_path):
    """A base whose emprise is a square of 20 m."""
    lot = s.write(tmp_path / "lot.gml", s.emprise("e", 0, 0, 20, 20), s.tree("a", 1, 1))
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg").exit == 0
    return tmp_path / "s.gpkg"


def test_four_tiles_cover_the_emprise(tmp_path, store):
    folder = tmp_path / "ortho"
    for rank, (east, north) in enumerate(((0, 0), (10, 0), (0, 10), (10, 10))):
        tile(folder / f"d{rank}.tif", east, north, value=50 + rank)
    ran = run(
        tmp_path, "registerraster", STORE=store, FOLDER=folder, MOSAIC=tmp_path / "m.vrt", COG=tmp_path / "cog", **GIVEN
    )
    assert (ran.exit, ran.status) == (0, "done"), ran.texts()
    assert ran.report["coverage"] | {"holes": 0, "overlaps": 0} == {
        "tiles_m2": 400.0, "emprise_m2": 400.0, "holes_m2": 0, "overlaps_m2": 0, "holes": 0, "overlaps": 0,
    }  # fmt: skip
    with open_store(store) as base:
        rasters = read_class(base, "RasterPCRS")
        (lot,) = base.lots("raster")
        assert len(base.lots()) == 1
    assert list(rasters["nomImage"]) == ["d0.tif", "d1.tif", "d2.tif", "d3.tif"]
    assert set(rasters["resolution"]) == {"5"} and set(rasters["precisionPlanimetriqueCorpsDeRue"]) == {"010"}
    assert np.allclose(rasters.geometry.area, 100, atol=1e-6)
    assert (lot["objects"], lot["surveyed_from"]) == (4, "2024-03-01")
    with rasterio.open(tmp_path / "m.vrt") as mosaic:
        assert (mosaic.width, mosaic.height, mosaic.crs.to_epsg()) == (400, 400, 3946)
        pixels = mosaic.read(1)
    assert [int(pixels[r, c]) for r, c in ((399, 0), (399, 399), (0, 0), (0, 399), (200, 199), (199, 200))] == [
        50, 51, 52, 53, 50, 53,
    ]  # fmt: skip
    with rasterio.open(tmp_path / "cog" / "d0.tif") as copy:
        assert copy.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert (copy.read() == 50).all()


def test_holes_and_overlaps_in_square_metres(tmp_path, store):
    """Three tiles: one corner of 10 x 10 m left open but 1 m, and 1 m x 10 m twice covered."""
    folder = tmp_path / "ortho"
    tile(folder / "a.tif", 0, 0)
    tile(folder / "b.tif", 9, 0)
    tile(folder / "c.tif", 0, 10)
    ran = run(tmp_path, "registerraster", STORE=store, FOLDER=folder, **GIVEN)
    assert (ran.exit, ran.status) == (0, "done_with_findings")
    found = ran.report["coverage"]
    assert (found["holes_m2"], found["overlaps_m2"]) == (pytest.approx(110, abs=1e-3), pytest.approx(10, abs=1e-3))
    assert [(o["a"], o["b"]) for o in found["overlaps"]] == [("a.tif", "b.tif")]
    assert "trou" in ran.texts() and "a.tif et b.tif" in ran.texts()


def test_empty_borders_and_grid(tmp_path, store):
    folder = tmp_path / "ortho"
    holed = np.full((3, SIDE, SIDE), 9, dtype="uint8")
    holed[:, 0, :] = 0  # the top row: 200 of the 800 pixels of the edges, and one of each side edge
    tile(folder / "a.tif", 0, 0, pixels=holed)
    tile(folder / "b.tif", 10.02, 0)
    ran = run(tmp_path, "registerraster", STORE=store, FOLDER=folder, **GIVEN)
    assert ran.report["rasters"]["empty_borders"] == {"a.tif": round(202 / 800, 4)}
    assert ran.report["rasters"]["off_grid"] == ["b.tif"]


def test_nodata_value_counts_and_black_does_not(tmp_path, store):
    black = tile(tmp_path / "ortho" / "a.tif", 0, 0, value=0, nodata=255)
    ran = run(tmp_path, "registerraster", STORE=store, INPUT=[black], **GIVEN)
    assert ran.report["rasters"]["empty_borders"] == {}


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [
        ("placed", "raster_not_placed", "géoréférencement"),
        ("nowhere", "source_no_crs", "SOURCE_CRS"),
        ("illegal", "gml_crs_illegal", "27572"),
        ("conflict", "source_crs_conflict", "EPSG:3947"),
        ("pixel", "raster_pixel_size", "0.1 m"),
        ("turned", "raster_turned", "nord en haut"),
        ("bands", "raster_bands", "b.tif"),
        ("empty", "file_empty", "vide"),
        ("text", "format_other_content", "b.tif"),
        ("cut", "source_unreadable", "b.tif"),
        ("far", "raster_outside_crs", "hors du domaine"),
    ],
)
def test_bad_tiles_are_refused_and_leave_no_trace(tmp_path, store, name, code, word):
    folder = tmp_path / "ortho"
    tile(folder / "a.tif", 0, 0)
    bad, before = folder / "b.tif", digest(store)
    turned = Affine.translation(X, Y + 9) * Affine.rotation(5) * Affine.scale(PIXEL, -PIXEL)
    if name == "empty":
        bad.write_bytes(b"")
    elif name == "text":
        bad.write_bytes(b"no image")
    elif name == "cut":
        bad.write_bytes((folder / "a.tif").read_bytes()[:9])
    else:
        others = {
            "placed": {"transform": None, "crs": None},
            "nowhere": {"crs": None},
            "illegal": {"crs": "EPSG:27572"},
            "conflict": {"crs": "EPSG:3947"},
            "pixel": {"pixel": 0.1},
            "turned": {"transform": turned},
            "bands": {"nodata": 0},
            "far": {"transform": from_origin(10, 10, PIXEL, PIXEL)},
        }[name]
        tile(bad, 10, 0, **others)
    if name in ("illegal", "nowhere"):
        (folder / "a.tif").unlink()
    ran = run(tmp_path, "registerraster", STORE=store, FOLDER=folder, **GIVEN)
    assert (ran.exit, ran.status) == (1, "refused"), ran.texts()
    assert ran.report["messages"][-1]["code"] == code
    assert word in ran.report["message"]
    assert digest(store) == before


@pytest.mark.parametrize(
    "wrong",
    [{"DATE": "01/03/2024"}, {"DATE": "2025-01-01"}, {"PRECISION": "10"}, {"PRODUCER": ""}, {"INPUT": ["x.tif"]}],
)
def test_wrong_parameters(tmp_path, store, wrong):
    given = {"INPUT": [tile(tmp_path / "o" / "a.tif", 0, 0)], **GIVEN, **wrong}
    assert run(tmp_path, "registerraster", STORE=store, **given).status == "refused"


def test_same_tiles_twice_are_known_whatever_the_order(tmp_path, store):
    files = [tile(tmp_path / "o" / f"{n}.tif", e, 0, value=7 + e) for n, e in (("a", 0), ("b", 10))]
    assert run(tmp_path, "registerraster", STORE=store, INPUT=files, **GIVEN).report["outputs"]["REGISTERED"] == 2
    again = run(tmp_path, "registerraster", STORE=store, INPUT=files[::-1], **GIVEN)
    assert again.report["outputs"]["REGISTERED"] == 0
    assert again.report["lots"][0]["status"] == "known"


def test_jpeg2000_with_a_stated_system(tmp_path, store):
    """A JPEG 2000 tile without a CRS inside: what the user states serves; it becomes a cloud-optimised copy too."""
    source = tile(tmp_path / "o" / "a.jp2", 0, 0, driver="JP2OpenJPEG", QUALITY=100, REVERSIBLE="YES")
    ran = run(
        tmp_path, "registerraster", STORE=store, INPUT=[source], COG=tmp_path / "cog", SOURCE_CRS="EPSG:3946", **GIVEN
    )
    assert ran.exit == 0, ran.texts()
    with open_store(store) as base:
        assert list(read_class(base, "RasterPCRS")["typeImage"]) == ["JPEG2000"]
    with rasterio.open(tmp_path / "cog" / "a.tif") as copy:
        assert (copy.read() == 100).all()


def test_footprints_go_into_the_system_of_the_base(tmp_path, store):
    """A base in CC46 v1, tiles in CC46 v2b: the operation is recorded, footprints move by millimetres."""
    source = tile(tmp_path / "o" / "a.tif", 0, 0, crs="EPSG:9846")
    ran = run(tmp_path, "registerraster", STORE=store, INPUT=[source], **GIVEN)
    assert ran.exit == 0, ran.texts()
    with open_store(store) as base:
        (lot,) = base.lots("raster")
        corner = read_class(base, "RasterPCRS").geometry.iloc[0].bounds[:2]
    assert "v2b" in lot["operation"]
    assert 0.001 < np.hypot(corner[0] - X, corner[1] - Y) < 0.01


def test_report_is_json_and_a_mosaic_over_the_tiles_is_relative(tmp_path, store):
    source = tile(tmp_path / "o" / "é & <a>.tif", 0, 0)
    ran = run(tmp_path, "registerraster", STORE=store, INPUT=[source], MOSAIC=tmp_path / "m.vrt", **GIVEN)
    assert ran.exit == 0
    text = (tmp_path / "m.vrt").read_text("utf-8")
    assert str(tmp_path) not in text and "o/é &amp; &lt;a&gt;.tif" in text
    with rasterio.open(tmp_path / "m.vrt") as mosaic:
        assert (mosaic.read() == 100).all()
    json.dumps(ran.report)


# -- nothing is written over, nothing is registered twice -------------------------------------------------------------


@pytest.mark.parametrize("case", ["another input", "the folder of the tiles", "a file that stands there"])
def test_a_copy_never_takes_the_place_of_an_image(tmp_path, store, case):
    first, second = tile(tmp_path / "a" / "x.tif", 0, 0, value=10), tile(tmp_path / "b" / "x.tif", 10, 0, value=200)
    inputs = [first, second] if case == "another input" else [first]
    target = tmp_path / ("a" if case == "the folder of the tiles" else "b")
    before = [digest(path) for path in (store, first, second)]
    ran = run(tmp_path, "registerraster", STORE=store, INPUT=inputs, COG=target, **GIVEN)
    assert (ran.exit, ran.report["messages"][-1]["code"]) == (1, "raster_over_itself")
    assert [digest(path) for path in (store, first, second)] == before


def test_a_mosaic_beside_its_tiles_is_no_tile(tmp_path, store):
    folder = tmp_path / "ortho"
    tile(folder / "a.tif", 0, 0)
    given = {"STORE": store, "FOLDER": folder, "MOSAIC": folder / "m.vrt", **GIVEN}
    assert run(tmp_path, "registerraster", **given).report["outputs"]["REGISTERED"] == 1
    made = (folder / "m.vrt").read_bytes()
    again = run(tmp_path, "registerraster", **given)
    assert (again.report["outputs"]["REGISTERED"], again.report["lots"][0]["status"]) == (0, "known")
    assert (folder / "m.vrt").read_bytes() == made and b"m.vrt" not in made


def test_the_same_tiles_on_another_day_are_known(tmp_path, store):
    source = tile(tmp_path / "o" / "a.tif", 0, 0)
    assert run(tmp_path, "registerraster", STORE=store, INPUT=[source], **GIVEN).report["outputs"]["REGISTERED"] == 1
    job = json.loads((tmp_path / "job.json").read_text())
    (tmp_path / "job.json").write_text(json.dumps(job | {"now": "2024-06-02T08:00:00Z"}))
    assert run_job(tmp_path / "job.json", lambda event: None) == 0
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["outputs"]["REGISTERED"], report["lots"][0]["status"]) == (0, "known")


def test_no_data_that_is_no_number(tmp_path, store):
    """Two tiles that say NaN say the same."""
    pixels = np.full((1, SIDE, SIDE), 3, dtype="float32")
    for rank, east in enumerate((0, 10)):
        given = {"pixels": pixels, "count": 1, "dtype": "float32", "nodata": float("nan")}
        tile(tmp_path / "o" / f"{rank}.tif", east, 0, **given)
    ran = run(
        tmp_path, "registerraster", STORE=store, FOLDER=tmp_path / "o", MOSAIC=tmp_path / "m.vrt", **GIVEN
    )  # fmt: skip
    assert ran.exit == 0, ran.texts()
    with rasterio.open(tmp_path / "m.vrt") as mosaic:
        assert np.isnan(mosaic.nodata)


def test_a_palette_goes_into_the_mosaic(tmp_path, store):
    source = tile(tmp_path / "o" / "a.tif", 0, 0, pixels=np.full((1, SIDE, SIDE), 5, dtype="uint8"), count=1)
    with rasterio.open(source, "r+") as image:
        image.write_colormap(1, {5: (255, 0, 0, 255)})
    run(tmp_path, "registerraster", STORE=store, INPUT=[source], MOSAIC=tmp_path / "m.vrt", **GIVEN)
    with rasterio.open(tmp_path / "m.vrt") as mosaic:
        assert mosaic.colormap(1)[5] == (255, 0, 0, 255)
