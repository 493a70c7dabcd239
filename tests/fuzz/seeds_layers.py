"""Seeds that are layers: GeoPackages, shapefiles, GeoJSON and their like, each with few objects; and geometries."""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mutualgeo_plugin.engine.formats.geopackage import blob
from mutualgeo_plugin.engine.geometry.wkb import Shape, encode
from tests.engine.small_lot import X, Y
from tests.fuzz.layers import EDIGEO, GEODATABASE, SHAPEFILE
from tests.fuzz.mutation.parts import pack


def shapes() -> list[Shape]:
    """A geometry of each kind."""
    corner = np.array([X, Y, 100.0])

    def at(*places: tuple[float, float]) -> np.ndarray:
        return corner + np.array([(x, y, 0.0) for x, y in places])

    line = ("line", at((0, 0), (4, 1), (5, 1)))
    arc = ("arc", at((5, 1), (6, 2), (7, 1)))
    ring = ("line", at((0, 0), (4, 0), (4, 4), (0, 4), (0, 0)))
    hole = ("line", at((1, 1), (2, 1), (2, 2), (1, 1)))
    polygon = ("polygon", [ring, hole])
    bent = ("polygon", [("compound", [("line", at((7, 1), (5, 1))), arc])])
    return [
        ("point", at((1, 1))), line, arc, ("compound", [line, arc]), polygon, bent,
        ("multipoint", [("point", at((1, 1)))]),
        ("multicurve", [line, line]), ("multicurve", [line, arc]), ("multisurface", [polygon, bent]),
        ("collection", [("point", at((0, 0))), line]), ("line", at((0, 0), (1, 1))[:, :2].copy()),
    ]  # fmt: skip


def geometries() -> Iterator[bytes]:
    """WKB of each, and two with measures."""
    yield from map(encode, shapes())
    yield struct.pack("<BII4d", 1, 2003, 1, X, Y, 7.0, 0.0)
    yield struct.pack("<BII6d", 1, 0xC0000002, 2, X, Y, 1.0, 7.0, X + 1, Y)


def geopackage(wkbs: list[bytes | None], *, srs: int = 3946, page: int = 512) -> bytes:
    """A GeoPackage as small as one can be: one layer, columns of several types, one table without geometry."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(
        f"PRAGMA page_size = {page};"
        "PRAGMA application_id = 0x47504B47;"
        "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, "
        "organization_coordsys_id INTEGER, definition TEXT, description TEXT);"
        "CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT, "
        "last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);"
        "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, "
        "srs_id INTEGER, z TINYINT, m TINYINT);"
        "CREATE TABLE Arbre (fid INTEGER PRIMARY KEY, geom GEOMETRY, no MEDIUMINT, espece TEXT(40), jour DATE, "
        "vu DATETIME, haut DOUBLE, ok BOOLEAN, brut BLOB);"
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, texte TEXT);"
    )
    connection.execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('s', ?, 'EPSG', ?, 'undefined', NULL)", (srs, srs))
    connection.executemany(
        "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES (?, ?, ?)",
        [("Arbre", "features", srs), ("notes", "attributes", 0)],
    )
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES ('Arbre', 'geom', 'GEOMETRY', ?, 1, 0)", (srs,))
    connection.execute("INSERT INTO notes VALUES (1, 'é')")
    connection.executemany(
        "INSERT INTO Arbre (geom, no, espece, jour, vu, haut, ok, brut) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (wkb and blob(wkb, srs, None), rank, "Érable", "2023-05-04", "2023-05-04T10:00:00Z", 1.5, 1, b"\1")
            for rank, wkb in enumerate(wkbs)
        ],
    )
    content = connection.serialize()
    connection.close()
    return content


def geopackages() -> Iterator[bytes]:
    """One with geometries of every kind, one in another system, one with none."""
    every = list(geometries())
    yield geopackage([*every[:1], None])
    yield geopackage([*every, None])
    yield geopackage(every[:3], srs=4326)
    yield geopackage([])


def geojson() -> Iterator[bytes]:
    """Collections of each kind of geometry."""
    point = {"type": "Point", "coordinates": [X, Y, 1.0]}
    line = {"type": "LineString", "coordinates": [[X, Y], [X + 1, Y]]}
    ring = [[X, Y], [X + 1, Y], [X + 1, Y + 1], [X, Y]]
    several = [
        point, line, {"type": "Polygon", "coordinates": [ring]}, {"type": "MultiPolygon", "coordinates": [[ring]]},
        {"type": "MultiPoint", "coordinates": [[X, Y]]}, {"type": "GeometryCollection", "geometries": [point, line]},
        None,
    ]  # fmt: skip
    for chosen in ([point, line], several):
        rows = [
            {
                "type": "Feature",
                "id": rank,
                "properties": {"no": rank, "nom": "é", "l": [1, 2], "o": {"a": 1}},
                "geometry": one,
            }
            for rank, one in enumerate(chosen)
        ]
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3946"}}
        yield json.dumps({"type": "FeatureCollection", "crs": crs, "features": rows}).encode()
    yield json.dumps(
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [4.8, 45.7]}}
    ).encode()


def _written(driver: str, name: str, kind: str) -> Path:
    """A file of two objects that GDAL's driver writes, in a folder that is the caller's to take away."""
    import geopandas
    import pyogrio
    import shapely

    texts = {
        "LineString": [f"LINESTRING Z ({X} {Y} 1, {X + 5} {Y} 2)", f"LINESTRING Z ({X} {Y} 1, {X} {Y + 3} 2)"],
        "Point": [f"POINT ({X} {Y})", f"POINT ({X + 1} {Y})"],
        "Polygon": [f"POLYGON (({X} {Y}, {X + size} {Y}, {X} {Y + 1}, {X} {Y}))" for size in (1, 2)],
    }[kind]  # fmt: skip
    table = geopandas.GeoDataFrame(
        {"no": [1, 2], "espece": ["Érable", "Hêtre"], "haut": [1.5, None]}, geometry=shapely.from_wkt(texts), crs=3946
    )
    path = Path(tempfile.mkdtemp()) / name
    pyogrio.write_dataframe(table, path, driver=driver)
    return path


def _taken(path: Path) -> dict[str, bytes]:
    parts = {own.suffix: own.read_bytes() for own in path.parent.iterdir() if own.is_file()}
    shutil.rmtree(path.parent)
    return parts


def shapefiles() -> Iterator[bytes]:
    """Points, lines with Z and polygons."""
    for kind in ("Point", "LineString", "Polygon"):
        parts = _taken(_written("ESRI Shapefile", "layer.shp", kind))
        parts[".dbf"] = parts[".dbf"][:1] + bytes((124, 6, 1)) + parts[".dbf"][4:]  # the day on which it was written
        yield pack(parts, SHAPEFILE)


def geodatabases() -> Iterator[bytes]:
    """Points."""
    path = _written("OpenFileGDB", "layer.gdb", "Point")
    parts = {own.name: own.read_bytes() for own in path.iterdir()}
    shutil.rmtree(path.parent)
    yield pack(parts, GEODATABASE)


def flatgeobufs() -> Iterator[bytes]:
    """Points and polygons."""
    for kind in ("Point", "Polygon"):
        yield _taken(_written("FlatGeobuf", "layer.fgb", kind))[".fgb"]


_THF = """BOMT 12:E000AA01.THF\nCSET 03:IRV\n\nRTYSA03:GTS\nRIDSA10:SUPPORT_01\n\nAUTST04:DEMO\nVERST03:1.0\nTRLST02:01
EDNSN01:1\nTDASD08:20240101\n\nRTYSA03:GTL\nRIDSA06:EDAA01\n\nLONSA06:EDAA01\nGNNSA02:XX\nGNISA04:SeGN\nGONSA02:XX
GOISA04:SeGO\nQANSA02:XX\nQAISA04:SeQL\nDINSA02:XX\nDIISA04:SeNM\nSCNSA02:XX\nSCISA04:SeSD\nGDCSN01:1\nGDNSA02:XX
GDISA07:SeTOP_1\n\nEOMT 00:\n"""
_GEO = """BOMT 12:EDAA01XX.GEO\nCSET 03:IRV\n\nRTYSA03:GEO\nRIDSA10:GEODESIE_1\n\nRETSA03:MAP\nRELSA06:LAMB93\nDIMSN01:2
ALSSN01:2\nUNHST01:m\n\nEOMT 00:\n"""
_GEN = """BOMT 12:EDAA01XX.GEN\nCSET 03:IRV\n\nRTYSA03:DEG\nRIDSA09:EMPRISE_1\n\nCM1CC24:+0894000.00;+6145000.00;
CM2CC24:+1016000.00;+6880000.00;\n\nRTYSA03:GSE\nRIDSA07:SeTOP_1\n\nSTRSN01:1\n\nEOMT 00:\n"""
_DIC = """BOMT 12:EDAA01XX.DIC\nCSET 03:IRV\n\nRTYSA03:DID\nRIDSA16:ID_N_OBJ_I_2_4_0\n\nLABSA07:I_2_4_0\nORIST04:CNIG

RTYSA03:DIA\nRIDSA12:ID_N_ATT_TEX\n\nLABSA03:TEX\nCATSA01:G\nTYPSA01:T\nAVCSN01:0\n\nEOMT 00:\n"""
_SCD = """BOMT 12:EDAA01XX.SCD\nCSET 03:IRV\n\nRTYSA03:OBJ\nRIDSA08:BORNE_id\n\nDIPCP32:EDAA01;SeNM;DID;ID_N_OBJ_I_2_4_0
KNDSA03:PCT\nAACSN01:1\nAAPCP22:EDAA01;SeSD;ATT;TEX_id\nQACSN01:0\n\nRTYSA03:OBJ\nRIDSA11:BATIMENT_id

DIPCP32:EDAA01;SeNM;DID;ID_N_OBJ_I_2_4_0\nKNDSA03:ARE\nAACSN01:0\nQACSN01:0\n\nRTYSA03:ATT\nRIDSA06:TEX_id

DIPCP28:EDAA01;SeNM;DIA;ID_N_ATT_TEX\nCANSN03:255\n\nEOMT 00:\n"""


def _edigeo_objects() -> str:
    nodes = [("Noeud_1", 951400.0), ("Noeud_2", 951410.0)]
    text = "BOMT 12:EDAA01XX.VEC\nCSET 03:IRV\n"
    for name, x in nodes:
        text += (
            f"\nRTYSA03:PNO\nRIDSA07:{name}\n\nSCPCP28:EDAA01;SeSD;PGE;ID_S_PRI_NOD\nTYPSN01:1\n"
            f"CORCC23:+{x:.2f};+6701567.10;\nATCSN01:0\nQACSN01:0\n"
        )
    corners = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    text += (
        "\nRTYSA03:PAR\nRIDSA05:Arc_1\n\nSCPCP28:EDAA01;SeSD;PGE;ID_S_PRI_ARC\nTYPSN01:1\nPTCSN01:5\n"
        + "".join(f"CORCC23:+{951400 + x}.00;+{6701560 + y}.00;\n" for x, y in corners)
        + "ATCSN01:0\nQACSN01:0\n\nRTYSA03:PFE\nRIDSA06:Face_1\n\nSCPCP28:EDAA01;SeSD;PGE;ID_S_PRI_FAC\n"
        + "ATCSN01:0\nQACSN01:0\n"
    )
    for name, kind in (("Objet_1", "BORNE_id"), ("Objet_2", "BATIMENT_id")):
        text += f"\nRTYSA03:FEA\nRIDSA07:{name}\n\nSCPCP24:EDAA01;SeSD;OBJ;{kind}\n"
        if kind == "BORNE_id":
            text += "ATCSN01:1\nATPCP22:EDAA01;SeSD;ATT;TEX_id\nTEXT 06:8859-1\nATVST02:é1\n"
        text += "QACSN01:0\n"
    for rank, (relation, one, other) in enumerate(
        (
            ("ID_S_RCO_BORNE_id", "FEA;Objet_1", "PNO;Noeud_1"), ("ID_S_RCO_BATIMENT_id", "FEA;Objet_2", "PFE;Face_1"),
            ("ID_S_RCO_FAC_GCHE", "PAR;Arc_1", "PFE;Face_1"), ("ID_S_RCO_NOD_INI", "PAR;Arc_1", "PNO;Noeud_1"),
        )
    ):  # fmt: skip
        text += (
            f"\nRTYSA03:LNK\nRIDSA06:Lien_{rank}\n\nSCPCP33:EDAA01;SeSD;REL;{relation}\nFTCSN01:2\n"
            f"FTPCP32:EDAA01;SeTOP_1;{one}\nFTPCP32:EDAA01;SeTOP_1;{other}\nATCSN01:0\nQACSN01:0\n"
        )
    return text + "\nEOMT 00:\n"


def edigeo() -> Iterator[bytes]:
    """An exchange of a mark and a building."""
    texts = dict(
        zip(
            EDIGEO,
            (_THF, _GEO, _GEN, _DIC, _SCD, "BOMT 12:EDAA01XX.QAL\nCSET 03:IRV\n\nEOMT 00:\n", _edigeo_objects()),
            strict=True,
        )
    )
    yield pack({name: text.replace("\n", "\r\n").encode("latin-1") for name, text in texts.items()}, EDIGEO)
