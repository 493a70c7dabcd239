"""Seeds that are other files: drawings, archives, tables, records, images, answers of services, jobs, texts."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator

import numpy as np

from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS
from mutualgeo_plugin.engine.model.specification import Kind
from tests.engine.small_lot import X, Y, kerb, tree
from tests.fuzz.files import SERVICE
from tests.fuzz.mutation.parts import pack
from tests.fuzz.seeds_gml import lot


def drawings() -> Iterator[bytes]:
    """A drawing with every kind of entity that is read, one in binary, one by hand."""
    import ezdxf

    ezdxf.options.write_fixed_meta_data_for_testing = True  # no day, no new name each time
    for version in ("R12", "R2010"):
        document = ezdxf.new(version)
        space = document.modelspace()
        space.add_line((X, Y, 1), (X + 1, Y, 1), dxfattribs={"layer": "Mur"})
        space.add_point((X, Y), dxfattribs={"layer": "Arbre"})
        space.add_circle((X, Y), 2.0)
        space.add_arc((X, Y), 2.0, 10, 100)
        space.add_text("Rue %%d é \\U+00E9", dxfattribs={"layer": "Texte", "insert": (X, Y), "rotation": 30})
        block = document.blocks.new("B")
        block.add_line((0, 0), (1, 1))
        block.add_attdef("TAG", (0, 0))
        reference = space.add_blockref("B", (X, Y), dxfattribs={"column_count": 2, "column_spacing": 5})
        reference.add_attrib("TAG", "v", (X, Y))
        if version != "R12":
            space.add_lwpolyline([(X, Y, 0.0), (X + 1, Y, 0.5), (X + 1, Y + 1, 0.0)], format="xyb", close=True)
            space.add_mtext("{\\fArial;a}\\Pb^J %%c", dxfattribs={"insert": (X, Y), "layer": "Texte"})
            space.add_spline([(X, Y, 0), (X + 1, Y, 0), (X + 2, Y + 1, 0)])
            space.add_hatch()
        space.add_polyline2d([(X, Y), (X + 1, Y), (X + 1, Y + 2)], format="xy")
        space.add_polyline3d([(X, Y, 1), (X + 1, Y, 2)])
        text = io.StringIO()
        document.write(text)
        yield text.getvalue().encode("cp1252", "replace") if version == "R12" else text.getvalue().encode()
        if version != "R12":
            binary = io.BytesIO()
            document.write(binary, fmt="bin")
            yield binary.getvalue()
    pairs = [
        (0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, "AC1009"), (9, "$INSUNITS"), (70, 4), (0, "ENDSEC"),
        (0, "SECTION"), (2, "ENTITIES"), (0, "LINE"), (8, "Mur"), (10, X), (20, Y), (11, X + 1), (21, Y),
        (0, "TEXT"), (8, "Texte"), (10, X), (20, Y), (40, 1.0), (1, "a%%u\\M+1E9"), (0, "ENDSEC"), (0, "EOF"),
    ]  # fmt: skip
    yield "".join(f"{code}\n{value}\n" for code, value in pairs).encode()


def archives() -> Iterator[bytes]:
    """Zips of a lot, of a lot with what stands beside it, of nothing; a lot in gzip."""
    content = lot(kerb("a", (0, 0), (5, 0)), tree("t", 1, 1))
    for names in (("l.gml",), ("d/l.gml", "d/l.xml", "__MACOSX/d/._l.gml", "lisez-moi.txt"), ("a.shp", "a.dbf"), ()):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(zipfile.ZipInfo(name), content if name.endswith(".gml") else b"<a/>")
        yield out.getvalue()
    yield gzip.compress(content, mtime=0)


def tables_of_points() -> Iterator[bytes]:
    """Control points as surveyors write them."""
    rows = (f"A1;{X};{Y};100,5;ArbrePCRS;t;", f"A2;{X + 1};{Y};101;LimiteVoirie;;2")
    yield "\n".join(("matricule;x;y;z;classe;objet;sommet", *rows, "")).encode()
    yield f'Nom,X,Y\n"A 1",{X},{Y}\nA2,{X + 2},{Y}\n'.encode("cp1252")
    yield f"id\tx\ty\tz\né1\t{X}\t{Y}\t0\n".encode("cp1252")


def tables_of_addresses() -> Iterator[bytes]:
    """Addresses of the BAN and of a BAL."""
    yield b"id;numero;lon;lat\na;1;4.83;45.75\nb;2;4.84;45.76\n"
    yield 'cle,long,lat,voie\na,"4.83",45.75,"Rue é"\n'.encode()


def records() -> Iterator[bytes]:
    """Metadata records, bare and wrapped."""
    names = 'xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"'
    body = (
        "<gmd:language><gmd:LanguageCode codeListValue='fre'/></gmd:language><gmd:contact><gmd:CI_ResponsibleParty>"
        "<gmd:organisationName><gco:CharacterString>Commune</gco:CharacterString></gmd:organisationName>"
        "</gmd:CI_ResponsibleParty></gmd:contact><gmd:identificationInfo><gmd:MD_DataIdentification>"
        "<gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:useLimitation><gco:CharacterString>Libre"
        "</gco:CharacterString></gmd:useLimitation></gmd:MD_LegalConstraints></gmd:resourceConstraints>"
        "</gmd:MD_DataIdentification></gmd:identificationInfo>"
    )
    yield f"<gmd:MD_Metadata {names}>{body}</gmd:MD_Metadata>".encode()
    answer = '<c:GetRecordByIdResponse xmlns:c="http://www.opengis.net/cat/csw/2.0.2">'
    yield f"{answer}<gmd:MD_Metadata {names}>{body}</gmd:MD_Metadata></c:GetRecordByIdResponse>".encode()


def images() -> Iterator[bytes]:
    """Small tiles: three bands, one with a palette, one compressed; a JPEG 2000."""
    import rasterio
    from rasterio.io import MemoryFile
    from rasterio.transform import from_origin

    place = from_origin(X, Y, 0.05, 0.05)
    pixels = np.arange(3 * 8 * 8, dtype=np.uint8).reshape(3, 8, 8)
    for options in (
        {"driver": "GTiff", "count": 3}, {"driver": "GTiff", "count": 3, "compress": "deflate", "nodata": 0},
        {"driver": "GTiff", "count": 1}, {"driver": "JP2OpenJPEG", "count": 3},
    ):  # fmt: skip
        with MemoryFile() as memory:
            with memory.open(width=8, height=8, dtype="uint8", crs="EPSG:3946", transform=place, **options) as tile:
                tile.write(pixels[: options["count"]])
                if options == {"driver": "GTiff", "count": 1}:
                    tile.write_colormap(1, {0: (0, 0, 0, 255), 1: (9, 9, 9, 255)})
            yield memory.read()
    assert rasterio


def schemas() -> Iterator[bytes]:
    """A schema that goes on in another, in itself, elsewhere."""
    head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:gml="http://www.opengis.net/gml/3.2">'
    yield f'{head}<xs:import schemaLocation="CNIG_PCRS_v2.0.xsd"/></xs:schema>'.encode()
    yield f'{head}<xs:include schemaLocation="http://schemas.opengis.net/gml/3.2.1/gml.xsd"/></xs:schema>'.encode()


def answers() -> Iterator[bytes]:
    """Capabilities of a WFS with a count, and of a WMS."""
    wfs = (
        '<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs/2.0" version="2.0.0"><wfs:FeatureTypeList>'
        "<wfs:FeatureType><wfs:Name>limites</wfs:Name></wfs:FeatureType></wfs:FeatureTypeList></wfs:WFS_Capabilities>"
    )
    hits = '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" numberMatched="12"/>'
    wms = '<WMS_Capabilities version="1.3.0"><Capability><Layer><Name>a</Name></Layer></Capability></WMS_Capabilities>'
    for first, second in ((wfs, hits), (wms, wms), ("<a/>", wms)):
        yield pack({"first": first.encode(), "second": second.encode()}, SERVICE)


def job_files() -> Iterator[bytes]:
    """A job of each algorithm with a value of the kind of each parameter."""
    values = {
        Kind.INTEGER: 1, Kind.NUMBER: 1.5, Kind.FLAG: True, Kind.BOX: [0, 0, 1, 1], Kind.DAY: "2024-01-01",
    }  # fmt: skip
    for name, job in ENGINE_JOBS.items():
        parameters = {
            key: parameter.default if parameter.default is not None else values.get(parameter.kind, "a.gpkg")
            for key, parameter in job.parameters.items()
        }
        rest = {"report": "report.json", "language": "fr", "now": "2024-06-01T08:00:00Z", "host": {"qgis": "3.40"}}
        yield json.dumps(
            {"job": name, "algorithm": name, "parameters": parameters, "proj_paths": ["p"], **rest}
        ).encode()


def days() -> Iterator[bytes]:
    """Days and moments."""
    for text in (
        "2024-06-01", "2024-06-01Z", "2024-06-01+02:00", "2024-06-01T08:00:00Z", "2024-06-01T08:00:00.5+02:00",
        "01/06/2024", "20240601", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2024-W22-6",
    ):  # fmt: skip
        yield text.encode()


def system_names() -> Iterator[bytes]:
    """Spellings of systems."""
    import pyproj

    for text in (
        "EPSG:3946", "EPSG::2154", "urn:ogc:def:crs:EPSG::3946", "http://www.opengis.net/def/crs/EPSG/0/3946",
        "http://www.opengis.net/gml/srs/epsg.xml#3946", "EPSG:2154+5720", "EPSG:5698", "IGNF:RGF93CC46", "LAMB93",
        "urn:ogc:def:crs,crs:EPSG::3946,crs:EPSG::5720", pyproj.CRS.from_epsg(3946).to_wkt("WKT1_ESRI"),
    ):  # fmt: skip
        yield text.encode()


def texts() -> Iterator[bytes]:
    """Texts of several encodings, with what must not leave as it is."""
    for text in (
        "Érable d’été",
        "=1+1",
        "a\x07b\u202e",
        "https://u:secret@exemple.invalid/?token=abc&map=/a",
        "password = 'x'",
    ):
        yield text.encode()
        yield text.encode("cp1252", "replace")
        yield text.encode("utf-16")
