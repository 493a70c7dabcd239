"""Targets that are layers of others: read whole, written again, brought into another system; rows in = kept + told."""

from __future__ import annotations

import functools
import json
import sqlite3
from contextlib import suppress
from pathlib import Path

import numpy as np

from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.formats.file_format import identify, layer_formats
from mutualgeo_plugin.engine.formats.layer import Layer, bring_layer, read_layers
from mutualgeo_plugin.engine.formats.layer_file import LayerFile, write_layers
from mutualgeo_plugin.engine.formats.layer_remarks import tell_skipped
from mutualgeo_plugin.engine.geometry.wkb import bounds_of
from mutualgeo_plugin.engine.model.crs import LEGAL_CRS
from tests.fuzz.lots import take_mapped
from tests.fuzz.mutation.parts import unpack
from tests.fuzz.verdict import Lost

SHAPEFILE = (".shp", ".dbf", ".shx", ".prj", ".cpg")
EDIGEO = (".THF", ".GEO", ".GEN", ".DIC", ".SCD", ".QAL", ".VEC")
#: Files of a geodatabase of one layer, as GDAL writes it.
GEODATABASE = (
    *(f"a{number:08}.{ending}" for number in (1, 2, 3, 4, 5, 6, 7, 9) for ending in ("gdbtable", "gdbtablx")),
    "a00000009.gdbindexes", "a00000009.spx", "gdb", "timestamps",
)  # fmt: skip
_TARGET, _LIMIT = 2154, 10.0


def read_layer_file(data: bytes, folder: Path, *, ending: str) -> None:
    """A layer file of one file."""
    path = folder / f"layer{ending}"
    path.write_bytes(data)
    layers = take_layers(path)
    if ending == ".geojson":
        _hold_against_json(data, layers)


def layer_door(ending: str) -> functools.partial[None]:
    """What reads a layer file with an ending."""
    return functools.partial(read_layer_file, ending=ending)


def read_shapefile(data: bytes, folder: Path, *, profile: str) -> None:
    """A shapefile and what stands beside it, as layers and as a mapped lot."""
    for ending, part in unpack(data, SHAPEFILE).items():
        (folder / f"layer{ending}").write_bytes(part)
    take_layers(folder / "layer.shp")
    take_mapped(folder / "layer.shp", folder, profile)


def read_edigeo(data: bytes, folder: Path) -> None:
    """An EDIGEO exchange: the THF and the files that it names."""
    for ending, part in unpack(data, EDIGEO).items():
        (folder / f"{'E000AA01' if ending == '.THF' else 'EDAA01XX'}{ending}").write_bytes(part)
    take_layers(folder / "E000AA01.THF")


def read_geodatabase(data: bytes, folder: Path) -> None:
    """A file geodatabase: a folder of tables."""
    (folder / "layer.gdb").mkdir()
    for name, part in unpack(data, GEODATABASE).items():
        (folder / "layer.gdb" / name).write_bytes(part)
    take_layers(folder / "layer.gdb")


def read_geopackage(data: bytes, folder: Path) -> None:
    """A GeoPackage: as many objects as its tables have rows."""
    path = folder / "layer.gpkg"
    path.write_bytes(data)
    layers = take_layers(path)
    connection = sqlite3.connect(path)
    try:
        for layer in layers:
            quoted = '"' + layer.name.replace('"', '""') + '"'
            with suppress(sqlite3.Error):  # a damaged file may count what it cannot give
                rows = connection.execute(f"SELECT COUNT(*) FROM {quoted}").fetchone()[0]
                if rows != len(layer):
                    raise Lost(f"rows of a table: {rows} → {len(layer)}")
    finally:
        connection.close()


def read_any(data: bytes, folder: Path) -> None:
    """A file whose name says one format and whose bytes may say another."""
    endings = sorted({ending for one in layer_formats() for ending in (*one.endings, f"{one.endings[0]}.gz")})
    path = folder / f"f{endings[data[0] % len(endings)] if data else '.gml'}"
    path.write_bytes(data[1:])
    identify(path)
    take_layers(path)


def take_layers(path: Path) -> list[Layer]:
    """Layers of a file, with all that is asked of one."""
    layers = read_layers(str(path))
    for layer in layers:
        _take(layer, path.parent)
    return layers


def _take(layer: Layer, folder: Path) -> None:
    tell_skipped(layer, Context())
    fields = layer.fields
    if any(len(column) != len(layer) for column in (*fields.values(), layer.ids, layer.geometry)):
        raise Lost("rows of a column: not those of the layer")
    layer.measures()
    native = layer.native_geometry
    for wkb in native:
        if wkb is not None and layer.skipped.unusable == 0:
            bounds_of(wkb)
    there = np.array([wkb is not None for wkb in layer.wkb], dtype=bool)
    usable = int(sum(one is not None for one in layer.geometry))
    left = layer.skipped.unusable + layer.skipped.tangled
    if usable + left < int(there.sum()):
        raise Lost(f"geometries: {int(there.sum())} → {usable} + {left}")
    rows = [(one, text) for one, text in zip(layer.geometry, layer.ids, strict=True)]
    kept = LayerFile("kept", "GEOMETRY", (("id", "TEXT"),), rows)
    write_layers(folder / "kept.gpkg", [kept], crs=_TARGET, date="2024-06-01")
    if layer.system in LEGAL_CRS:
        bring_layer(layer, _TARGET, _LIMIT)


def _hold_against_json(data: bytes, layers: list[Layer]) -> None:
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # GDAL takes more than JSON
        return
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        return
    listed = document.get("features")
    features = [one for one in listed or () if isinstance(one, dict) and one.get("type") == "Feature"]
    read = sum(len(layer) + layer.skipped.unread for layer in layers)
    if read < len(features):
        raise Lost(f"features of a collection: {len(features)} → {read}")
