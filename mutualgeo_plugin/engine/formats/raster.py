"""Image tiles: what their headers say, their borders, a mosaic that only names them (VRT), cloud-optimised copies.

Pixels are read by edges or copied block by block; a mosaic never stands in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import rasterio.errors
import rasterio.shutil
from rasterio._err import CPLE_BaseError  # what GDAL itself says: rasterio lets some of it pass
from rasterio.windows import Window

from ..model.errors import EngineError, EngineFailure
from ..model.legibility import ILLEGIBLE
from .file_format import identify, read_beginning
from .gdal_drivers import NO_NETWORK, gdal_path
from .reader_errors import reader_errors
from .xml_text import escape, quoteattr

#: Memory that GDAL may keep blocks in, megabytes.
CACHE_MB = 64
#: An image may unpack to so many bytes, or to so many times its file: deflate's own limit is 1032, and an image without
#: any detail packs better still.
_RATIO_MATTERS, LARGEST_RATIO = 1 << 30, 5_000
#: Bands that an image of the ground may have: colours, infrared, a mask.
MOST_BANDS = 64
#: Side of a block of a cloud-optimised copy, pixels.
_BLOCK = 512
#: Drivers of the formats of tiles, with what their files begin with.
DRIVERS: dict[str, tuple[bytes, ...]] = {
    "GTiff": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    "JP2OpenJPEG": (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"),
}
_TYPES = {
    "uint8": "Byte", "int8": "Int8", "uint16": "UInt16", "int16": "Int16", "uint32": "UInt32", "int32": "Int32",
    "float32": "Float32", "float64": "Float64",
}  # fmt: skip
_COLOURS = {"red": "Red", "green": "Green", "blue": "Blue", "alpha": "Alpha", "gray": "Gray", "palette": "Palette"}


@dataclass(frozen=True)
class Tile:
    """Header of an image tile.

    crs : EPSG code, None where the file names none that is understood.
    georeferenced : whether the file says where its pixels lie.
    palette : colours of the values of a tile that has a table of them.
    box : (minx, miny, maxx, maxy); pixel : (width, height) of a pixel in metres, None where the grid is turned.
    """

    path: Path
    driver: str
    crs: int | None
    georeferenced: bool
    box: tuple[float, float, float, float]
    pixel: tuple[float, float] | None
    width: int
    height: int
    types: tuple[str, ...]
    nodata: float | None
    colours: tuple[str, ...]
    palette: tuple[tuple[int, ...], ...] = ()


@contextmanager
def _open_raster(path: Path) -> Iterator[rasterio.DatasetReader]:
    if path.stat().st_size == 0:
        raise EngineError("file_empty", path=path.name)
    beginning = read_beginning(path)
    driver = next((driver for driver, own in DRIVERS.items() if beginning.startswith(own)), None)
    if driver is None:
        found = identify(path)
        raise EngineError(
            "format_other_content", path=path.name, expected="GeoTIFF / JPEG 2000", found=found.title if found else "?"
        )
    with reader_errors(path.name):
        try:
            with (
                rasterio.Env(GDAL_CACHEMAX=CACHE_MB, **NO_NETWORK),
                rasterio.open(gdal_path(path), driver=driver) as dataset,
            ):
                _refuse_absurd_size(dataset, path)
                yield dataset
        except (rasterio.errors.RasterioError, CPLE_BaseError, UnicodeDecodeError) as error:
            raise EngineError("source_unreadable", path=path.name, detail=str(error)) from error


def _refuse_absurd_size(dataset: rasterio.DatasetReader, path: Path) -> None:
    """Refuse an image whose header announces far more than its file can hold: copying it would fill any disk.

    Raises
    ------
    EngineError
        ``raster_bomb``.
    """
    announced = dataset.width * dataset.height * dataset.count * np.dtype(dataset.dtypes[0]).itemsize
    if dataset.count > MOST_BANDS or announced > max(_RATIO_MATTERS, LARGEST_RATIO * path.stat().st_size):
        size = {"width": dataset.width, "height": dataset.height, "bands": dataset.count}
        raise EngineError("raster_bomb", path=path.name, **size)


def read_tile(path: Path) -> Tile:
    """Header of a tile.

    Raises
    ------
    EngineError
        ``file_empty``, ``source_unreadable``, ``raster_bomb``.
    """
    with _open_raster(path) as dataset:
        transform = dataset.transform
        straight = transform.b == transform.d == 0 and transform.a > 0 > transform.e
        return Tile(
            path=path,
            driver=dataset.driver,
            crs=dataset.crs.to_epsg() if dataset.crs else None,
            georeferenced=not transform.is_identity,
            box=tuple(dataset.bounds),
            pixel=(transform.a, -transform.e) if straight else None,
            width=dataset.width,
            height=dataset.height,
            types=tuple(dataset.dtypes),
            nodata=dataset.nodata,
            colours=tuple(c.name for c in dataset.colorinterp),
            palette=_palette(dataset),
        )


def _palette(dataset: rasterio.DatasetReader) -> tuple[tuple[int, ...], ...]:
    """Colours (red, green, blue, alpha) of the values of a tile of one band; empty where it has no table."""
    if dataset.colorinterp[0].name != "palette":
        return ()
    table = dataset.colormap(1)
    return tuple(tuple(table[value]) for value in sorted(table))


def empty_border(path: Path) -> float:
    """Share (0 to 1) of the pixels along the four edges of a tile that hold no image.

    A pixel holds none where its mask says so (nodata, alpha), or, in an image without a mask, where every band is
    black.
    """
    with _open_raster(path) as dataset:
        width, height = dataset.width, dataset.height
        edges = (
            Window(0, 0, width, 1),
            Window(0, height - 1, width, 1),
            Window(0, 0, 1, height),
            Window(width - 1, 0, 1, height),
        )
        masked = dataset.nodata is not None or "alpha" in {c.name for c in dataset.colorinterp}
        empty = total = 0
        for edge in edges:
            pixels = dataset.dataset_mask(window=edge) if masked else dataset.read(window=edge).any(axis=0)
            empty += int(np.count_nonzero(pixels == 0))
            total += pixels.size
        return empty / total


def write_vrt(target: Path, tiles: Sequence[Tile], crs: int) -> None:
    """Write a mosaic that names tiles of one pixel size; later ones lie on top.

    Raises
    ------
    EngineError
        ``raster_mosaic_name``: a tile whose name no XML can hold.
    """
    pixel = tiles[0].pixel or (1.0, 1.0)
    minx, miny = min(t.box[0] for t in tiles), min(t.box[1] for t in tiles)
    maxx, maxy = max(t.box[2] for t in tiles), max(t.box[3] for t in tiles)
    width, height = round((maxx - minx) / pixel[0]), round((maxy - miny) / pixel[1])
    bands = "".join(_band(rank, tiles, target.parent, (minx, maxy), pixel) for rank in range(len(tiles[0].types)))
    text = (
        f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><SRS>EPSG:{crs}</SRS>'
        f"<GeoTransform>{minx!r}, {pixel[0]!r}, 0.0, {maxy!r}, 0.0, {-pixel[1]!r}</GeoTransform>{bands}</VRTDataset>\n"
    )
    target.write_text(text, "utf-8")


def _band(
    rank: int, tiles: Sequence[Tile], folder: Path, corner: tuple[float, float], pixel: tuple[float, float]
) -> str:
    first = tiles[0]
    nodata = "" if first.nodata is None else f"<NoDataValue>{first.nodata!r}</NoDataValue>"
    colour = _COLOURS.get(first.colours[rank])
    interpretation = f"<ColorInterp>{colour}</ColorInterp>" if colour else ""
    sources = "".join(_source(rank, tile, folder, corner, pixel) for tile in tiles)
    kind = _TYPES.get(first.types[rank], "Byte")
    entries = "".join(
        f'<Entry c1="{red}" c2="{green}" c3="{blue}" c4="{alpha}"/>' for red, green, blue, alpha in first.palette
    )
    table = f"<ColorTable>{entries}</ColorTable>" if entries else ""
    return (
        f'<VRTRasterBand dataType="{kind}" band="{rank + 1}">{nodata}{table}{interpretation}{sources}</VRTRasterBand>'
    )


def _source(rank: int, tile: Tile, folder: Path, corner: tuple[float, float], pixel: tuple[float, float]) -> str:
    x, y = (tile.box[0] - corner[0]) / pixel[0], (corner[1] - tile.box[3]) / pixel[1]
    kind = "SimpleSource" if tile.nodata is None else "ComplexSource"
    nodata = "" if tile.nodata is None else f"<NODATA>{tile.nodata!r}</NODATA>"
    name, relative = _mosaic_file_name(tile.path, folder)
    size = f'xSize="{tile.width}" ySize="{tile.height}"'
    return (
        f"<{kind}><SourceFilename relativeToVRT={quoteattr(relative)}>{escape(name)}</SourceFilename>"
        f'<SourceBand>{rank + 1}</SourceBand><SrcRect xOff="0" yOff="0" {size}/>'
        f'<DstRect xOff="{_pixel_offset_text(x)}" yOff="{_pixel_offset_text(y)}" {size}/>{nodata}</{kind}>'
    )


def _mosaic_file_name(path: Path, folder: Path) -> tuple[str, str]:
    """Name of a file in a mosaic, relative where both are on one drive."""
    if ILLEGIBLE.search(str(path.resolve())):
        raise EngineError("raster_mosaic_name", path=str(path))
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix(), "1"
    except ValueError:
        return str(path.resolve()), "0"


def _pixel_offset_text(offset: float) -> str:
    """An offset in pixels; rounding of coordinates does not make a fraction of one."""
    nearest = round(offset)
    return str(nearest) if abs(offset - nearest) < 1e-3 else repr(offset)


def write_cog(source: Path, target: Path) -> None:
    """Cloud-optimised copy of a tile with overviews, without loss, block by block.

    Raises
    ------
    EngineError
        ``source_unreadable``: a tile whose pixels cannot be read.
    EngineFailure
        ``path_unwritable``.
    """
    with _open_raster(source) as dataset:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            rasterio.shutil.copy(
                dataset, target, driver="COG", COMPRESS="DEFLATE", BLOCKSIZE=_BLOCK, OVERVIEWS="AUTO",
                BIGTIFF="IF_SAFER",
            )  # fmt: skip
        except (OSError, rasterio.errors.RasterioError) as error:
            target.unlink(missing_ok=True)
            for band in dataset.indexes:  # a tile whose pixels cannot be read says so here: it is not the disk then
                dataset.checksum(band)
            raise EngineFailure("path_unwritable", path=str(target), detail=str(error)) from error
