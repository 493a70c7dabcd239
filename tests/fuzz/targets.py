"""Every target: a reader of the engine, its seeds, and what changes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from mutualgeo_plugin.engine.assembly.export.dxf_layers import read_layer_names
from mutualgeo_plugin.engine.assembly.reception.reception_profile import load_reception
from mutualgeo_plugin.engine.assembly.sharing.financiers import financiers_spec
from mutualgeo_plugin.engine.formats.mapping import load_mapping
from mutualgeo_plugin.engine.quality.profile import load_profile
from mutualgeo_plugin.engine.territory import load_territory
from mutualgeo_plugin.engine.toml.document import read_toml
from tests.engine.test_toml import KINDS
from tests.fuzz import files, layers, lots
from tests.fuzz import seeds_files as made
from tests.fuzz import seeds_gml as gml
from tests.fuzz import seeds_layers as drawn
from tests.fuzz.mutation.archives import change_archive
from tests.fuzz.mutation.database import change_database
from tests.fuzz.mutation.json import change_json
from tests.fuzz.mutation.lines import change_lines
from tests.fuzz.mutation.parts import change_parts
from tests.fuzz.mutation.values import TEXTS, change_bytes
from tests.fuzz.mutation.wkb import change_wkb
from tests.fuzz.mutation.xml import change_xml
from tests.fuzz.verdict import Target

_WORDS = tuple(text.encode("utf-8", "surrogatepass") for text in TEXTS)
_CSV = (b";;", b'"', b'"a;b"', b"x;y", b"matricule", b"ArbrePCRS", b"lon;lat", b"\xe9", b"\xef\xbb\xbf", *_WORDS)
_DXF = (
    b"0\nLINE", b"0\nINSERT", b"0\nMTEXT", b"0\nPOLYLINE", b"0\nVERTEX", b"0\nSEQEND", b"0\nSPLINE", b"0\nEOF",
    b"0\nENDSEC", b"70\n-1", b"10\nNaN", b"40\n1e308", b"210\n1", b"1\n%%254\\U+D800", b"8\n\xff", b"67\n1", b"44\n0",
    b"71\n99999", b"66\n1", b"0\nACAD_PROXY_ENTITY", b"102\n{ACAD_REACTORS", b"1001\nACAD", b"0\nDIMENSION",
    b"0\nHATCH", b"0\nLWPOLYLINE",
)  # fmt: skip
_TOML = (
    b"[[layer]]", b'a.b.c = "x"', b"[a]", b"x = [", b'"""', b"= 1e400", b"1979-05-27T07:32:00Z", b"\\u00e9", b"inf",
    b"[[", *_WORDS,
)  # fmt: skip
_EDIGEO = (b"RTYSA03:FEA", b"CORCC23:+1;", b"PTCSN02:99", b"EOMT 00:", *_WORDS)
_HEADS = (b"SQLite format 3\0", b"fgb\3fgb", b"<VRTDataset", b"BOMT ", b"\x1f\x8b")
_LOADERS = {
    "territory": load_territory,
    "mapping": load_mapping,
    "quality": load_profile,
    "reception": load_reception,
    "financiers": lambda path: read_toml(Path(path), financiers_spec()),
    "dxf_layers": lambda path: read_layer_names(Path(path)),
}

_change_shapefile = partial(
    change_parts, changes=dict.fromkeys(layers.SHAPEFILE, change_bytes) | dict.fromkeys((".prj", ".cpg"), change_lines)
)
_change_edigeo = partial(change_parts, changes=dict.fromkeys(layers.EDIGEO, change_lines))
_change_geodatabase = partial(change_parts, changes=dict.fromkeys(layers.GEODATABASE, change_bytes))
_change_answers = partial(change_parts, changes=dict.fromkeys(files.SERVICE, change_xml))
_change_drawing = partial(change_lines, together=2)


def _lots() -> Iterator[bytes]:
    yield from gml.lots()
    yield from gml.written_lots()


def _layers() -> Iterator[bytes]:
    """Files of several formats, each with the number of a name before it."""
    for rank, data in enumerate((*gml.flat_gml(), *drawn.geojson(), *drawn.geopackages())):
        yield bytes([rank]) + data


def _read_geometry(data: bytes, folder: Path) -> None:
    """A geometry as the one of a layer."""
    layers.read_geopackage(drawn.geopackage([data]), folder)


def _settings(kind: str) -> Target:
    read = files.settings_door(_LOADERS[kind])
    return Target(f"toml_{kind}", read, lambda: [KINDS[kind].good.encode()], change_lines, _TOML, 0.4, 150)


_flat = partial(lots.read_flat_gml, profile=gml.MAPPING)
_mapped = partial(lots.mapped_door, profile=gml.MAPPING)
_shapefile = partial(layers.read_shapefile, profile=gml.MAPPING)

TARGETS = {
    one.name: one
    for one in (
        Target("pcrs", lots.read_pcrs, _lots, change_xml, gml.TOKENS, 3.0, 400),
        Target("pcrs_round_trip", lots.round_trip, gml.lots, change_xml, gml.TOKENS, 1.5, 20),
        Target("flat_gml", _flat, gml.flat_gml, change_xml, gml.TOKENS, 1.5, 200),
        Target("dxf", _mapped(".dxf"), made.drawings, _change_drawing, _DXF, 2.0, 100),
        Target("gpkg_lot", _mapped(".gpkg"), drawn.geopackages, change_database, tested=150),
        Target("gpkg", layers.read_geopackage, drawn.geopackages, change_database, share=1.5, tested=100),
        Target("wkb", _read_geometry, drawn.geometries, change_wkb, share=1.5, tested=150),
        Target("shapefile", _shapefile, drawn.shapefiles, _change_shapefile, _WORDS, 1.5, 40),
        Target("gml_layer", layers.layer_door(".gml"), gml.flat_gml, change_xml, gml.TOKENS, 1.0, 60),
        Target("geojson", layers.layer_door(".geojson"), drawn.geojson, change_json, (b"Feature", b"Point", *_WORDS)),
        Target("flatgeobuf", layers.layer_door(".fgb"), drawn.flatgeobufs, change_bytes, share=0.7),
        Target("geodatabase", layers.read_geodatabase, drawn.geodatabases, _change_geodatabase, share=0.7, tested=30),
        Target("edigeo", layers.read_edigeo, drawn.edigeo, _change_edigeo, _EDIGEO, 0.7, 10),
        Target("any_layer", layers.read_any, _layers, change_bytes, _HEADS, 0.5),
        Target(
            "archive", files.read_archive, made.archives, change_archive, (b"PK\1\2", b"PK\5\6", b"PK\3\4"), 1.0, 300
        ),
        Target("control_points", files.read_points, made.tables_of_points, change_lines, _CSV, 0.7, 300),
        Target("addresses", files.read_places, made.tables_of_addresses, change_lines, _CSV, 0.5),
        Target("record", files.read_record, made.records, change_xml, (b"gmd:MD_Metadata", b"<!DOCTYPE a>"), 0.5),
        Target("image", files.read_image, made.images, change_bytes, (b"II*\0", b"MM\0*", b"jP  "), tested=200),
        Target("schemas", files.read_schemas, made.schemas, change_xml, (b"schemaLocation", b"../../a.xsd"), 0.3),
        Target("service", files.ask_service, made.answers, _change_answers, (b"numberMatched", b"Name"), 0.5),
        Target("job", files.run_job_file, made.job_files, change_json, _WORDS),
        *map(_settings, _LOADERS),
        Target("days", files.read_days, made.days, change_bytes, _WORDS, 0.4, 500),
        Target("system_names", files.read_names, made.system_names, change_bytes, _WORDS, 0.4, 10),
        Target("texts", files.read_texts, made.texts, change_bytes, (b"\xff\xfe", b"password=", b"://", *_WORDS), 0.4),
    )
}
