"""Drawings in DXF: every entity is read as it is drawn, or counted as unread."""

from __future__ import annotations

import math
from pathlib import Path
from types import SimpleNamespace

import ezdxf
import numpy as np
import pytest
from ezdxf.audit import Auditor
from ezdxf.entities import DXFGraphic, factory

from mutualgeo_plugin.engine.formats.page import Request, Unread
from mutualgeo_plugin.engine.formats.sources import dxf
from tests.engine.run import run
from tests.engine.small_lot import X, Y
from tests.engine.stored import shapes, table


def drawing(path: Path, units: int = 6) -> Path:
    """A drawing with each kind of entity that is read, and two that are not."""
    document = ezdxf.new("R2010")
    document.header["$INSUNITS"] = units
    document.blocks.new("TAMPON")
    space = document.modelspace()
    kerb, wall = {"layer": "LimiteVoiriePCRS"}, {"layer": "MurPCRS"}
    space.add_lwpolyline([(X, Y, 0), (X + 2, Y, 1), (X + 4, Y, 0), (X + 6, Y, 0)], format="xyb", dxfattribs=kerb)
    space.add_line((X, Y, 10), (X + 1, Y, 11), dxfattribs=kerb)
    space.add_arc((X, Y), 5, 0, 90, dxfattribs=kerb)
    space.add_polyline3d([(X, Y, 1), (X + 1, Y, 2), (X + 2, Y, 0)], dxfattribs=wall)
    space.add_polyline2d([(X, Y), (X + 1, Y), (X + 1, Y + 1)], close=True, dxfattribs=wall)
    space.add_circle((X + 9, Y), 1, dxfattribs={"layer": "AffleurantPCRS"})
    space.add_blockref("TAMPON", (X + 9, Y + 9, 5), dxfattribs={"layer": "AffleurantPCRS"})
    space.add_text("Rue É", dxfattribs={"layer": "NomVoiriePCRS", "height": 0.5, "rotation": 30}).set_placement((X, Y))
    space.add_ellipse((X, Y), (2, 0), 0.5, dxfattribs=kerb)
    space.add_hatch(dxfattribs=wall)
    space.add_point((X, Y), dxfattribs={"layer": "0"})
    space.add_arc((X, Y), 5, 0, 90, dxfattribs={**kerb, "extrusion": (0, 1, 0)})
    document.saveas(path)
    return path


@pytest.fixture
def drawn(tmp_path):
    source = drawing(tmp_path / "plan.dxf")
    given = {"PROFILE": "dxf_classes", "SOURCE_CRS": "EPSG:3946", "STORE": tmp_path / "s.gpkg"}
    ran = run(tmp_path, "receivelot", INPUT=[source], **given)
    assert ran.exit == 0, ran.texts()
    return ran, tmp_path / "s.gpkg"


def test_drawing_is_read_whole_or_counted(drawn):
    ran, _store = drawn
    (lot,) = ran.report["lots"]
    assert lot["objects"] == {
        "LimiteVoiriePCRS": 3, "MurPCRS": 2, "AffleurantPCRS": 2, "AffleurantGeometriquePCRS": 2,
        "AffleurantLignesPCRS": 1, "AffleurantPointPCRS": 1, "NomVoiriePCRS": 1,
    }  # fmt: skip
    assert lot["mapping"]["unmapped_layers"] == {"0 (POINT)": 1}
    assert lot["mapping"]["unread"] == {
        "entity ARC in a tilted plane": {"LimiteVoiriePCRS": 1},
        "entity ELLIPSE": {"LimiteVoiriePCRS": 1},
        "entity HATCH": {"MurPCRS": 1},
    }
    assert lot["arcs"] == 1 + 1 + 2


def test_bulge_is_the_half_circle_on_the_right_side(drawn):
    """Bulge 1 from (2, 0) to (4, 0): a half circle turning left, through (3, -1)."""
    _ran, store = drawn
    kind, parts = shapes(store, "LimiteVoiriePCRS")[0]
    assert (kind, [p[0] for p in parts]) == ("compound", ["line", "arc", "line"])
    assert np.allclose(parts[1][1] - (X, Y), [(2, 0), (3, -1), (4, 0)], atol=1e-9)


def test_arc_and_altitudes(drawn):
    _ran, store = drawn
    _line, line, arc = shapes(store, "LimiteVoiriePCRS")
    assert line[1].shape == (2, 3)
    half = 5 * math.sqrt(0.5)
    assert arc[0] == "arc" and np.allclose(arc[1] - (X, Y), [(5, 0), (half, half), (0, 5)], atol=1e-9)
    high, closed = shapes(store, "MurPCRS")
    assert high[1].shape == (3, 3)
    assert closed[1].shape == (4, 2) and np.array_equal(closed[1][0], closed[1][-1])


def test_texts_of_a_drawing(drawn):
    _ran, store = drawn
    row = table(store, "NomVoiriePCRS").iloc[0]
    assert (row["libelle"], row["angleRotation"], row["taille"], row["justification"]) == ("Rue É", "330", "1", "G")


def test_mirrored_block_plane_keeps_its_place(tmp_path):
    """An extrusion of -Z mirrors the drawing's plane: positions are put back into the world."""
    document = ezdxf.new("R2010")
    mirrored = {"layer": "LimiteVoiriePCRS", "extrusion": (0, 0, -1)}
    document.modelspace().add_lwpolyline([(-X, Y, 1), (-X - 2, Y, 0)], format="xyb", dxfattribs=mirrored)
    document.saveas(tmp_path / "p.dxf")
    given = {"PROFILE": "dxf_classes", "SOURCE_CRS": "EPSG:3946", "STORE": tmp_path / "s.gpkg"}
    assert run(tmp_path, "receivelot", INPUT=[tmp_path / "p.dxf"], **given).exit == 0
    (arc,) = shapes(tmp_path / "s.gpkg", "LimiteVoiriePCRS")
    # in the mirrored plane the arc turns left through (-X - 1, Y + 1); x changes sign in the world
    assert np.allclose(arc[1] - (X, Y), [(0, 0), (1, 1), (2, 0)], atol=1e-9)


def line_in(path: Path, units: int, scale: float) -> Path:
    """A kerb and a stray point at the origin, the coordinates in metres times `scale`."""
    document = ezdxf.new("R2010")
    document.header["$INSUNITS"] = units
    space = document.modelspace()
    space.add_point((0, 0), dxfattribs={"layer": "0"})
    for at in (X, X + 20):
        space.add_line((at * scale, Y * scale), ((at + 9) * scale, Y * scale), dxfattribs={"layer": "LimiteVoiriePCRS"})
    document.saveas(path)
    return path


@pytest.mark.parametrize("units", [1, 2, 4, 5, 7, 11, 21])
def test_coordinates_are_metres_though_the_header_says_otherwise(tmp_path, units):
    source = line_in(tmp_path / "plan.dxf", units, 1)
    given = {"PROFILE": "dxf_classes", "SOURCE_CRS": "EPSG:3946", "STORE": tmp_path / "s.gpkg"}
    ran = run(tmp_path, "receivelot", INPUT=[source], language="en", **given)
    assert (ran.exit, ran.report["lots"][0]["objects"]) == (0, {"LimiteVoiriePCRS": 2}), ran.texts()
    assert f"($INSUNITS = {units})" in ran.texts() and "they are taken as metres" in ran.texts()
    first = shapes(tmp_path / "s.gpkg", "LimiteVoiriePCRS")[0]
    assert np.allclose(first[1], [(X, Y), (X + 9, Y)], atol=1e-9)


def test_a_drawing_in_metres_is_told_nothing_of_its_units(tmp_path):
    given = {"PROFILE": "dxf_classes", "SOURCE_CRS": "EPSG:3946", "STORE": tmp_path / "s.gpkg"}
    ran = run(tmp_path, "receivelot", INPUT=[line_in(tmp_path / "plan.dxf", 6, 1)], **given)
    assert (ran.exit, "$INSUNITS" in ran.texts()) == (0, False)


def test_drawing_in_millimetres_or_damaged_is_refused(tmp_path):
    line_in(tmp_path / "mm.dxf", 4, 1000)
    line_in(tmp_path / "local.dxf", 4, 0.001)
    (tmp_path / "bad.dxf").write_bytes(b"no drawing")
    (tmp_path / "empty.dxf").write_bytes(b"")
    for name, code in (
        ("mm", "dxf_units"),
        ("local", "dxf_units"),
        ("bad", "format_other_content"),
        ("empty", "file_empty"),
    ):
        given = {"PROFILE": "dxf_classes", "SOURCE_CRS": "EPSG:3946", "STORE": tmp_path / "s.gpkg"}
        ran = run(tmp_path, "receivelot", INPUT=[tmp_path / f"{name}.dxf"], **given)
        assert (ran.exit, ran.report["lots"][0]["code"]) == (1, code), ran.texts()


def test_real_drawing(tmp_path, data_folder):
    source = data_folder / "dxf" / "VLR.dxf"
    given = {"PROFILE": "dxf_topojis", "SOURCE_CRS": "EPSG:3946", "STORE": tmp_path / "s.gpkg"}
    ran = run(tmp_path, "receivelot", INPUT=[source], **given)
    (lot,) = ran.report["lots"]
    assert lot["objects"] == {"LimiteVoiriePCRS": 2, "NomVoiriePCRS": 1, "NumeroVoiriePCRS": 1}
    assert lot["mapping"]["unmapped_layers"] == {
        "TOPOJIS (INSERT)": 1, "VOIE_L_BORDURE (POINT)": 2, "VOIE_L_BORDURE (TEXT)": 1,
    }  # fmt: skip
    assert lot["mapping"]["ignored_layers"] == {"CAD_F_PARCELLE (LWPOLYLINE)": 1}
    assert table(tmp_path / "s.gpkg", "NomVoiriePCRS")["libelle"].tolist() == ["Rue des Roseaux"]


def read_drawing(tmp_path, draw):
    """Features and what was not read of a drawing."""
    document = ezdxf.new("R2000")
    draw(document)
    document.saveas(tmp_path / "d.dxf")
    unread = Unread()
    found = []
    for page in dxf.read_pages(tmp_path / "d.dxf", Request()):
        unread.merge(page.unread)
        rows = zip(*page.values.values(), strict=True)
        for name, row, shape in zip(page.names, rows, page.shapes(unread), strict=True):
            fields = {field: text for field, text in zip(page.values, row, strict=True) if text is not None}
            found.append(SimpleNamespace(source_id=name, fields=fields, shape=shape))
    return found, unread.counts


#: Every kind of entity that a drawing may hold.
KINDS = sorted(
    name
    for name, one in factory.ENTITY_CLASSES.items()
    if issubclass(one, DXFGraphic) and name not in ("VERTEX", "ATTRIB")  # parts of others
)
#: Those of them that are read, as they are without a word of their own; an INSERT lacks its block.
READ = ("LINE", "POINT", "TEXT", "MTEXT", "ARC", "CIRCLE")


@pytest.mark.parametrize("kind", KINDS)
def test_an_entity_of_any_kind_is_read_or_counted_and_stops_nothing(tmp_path, monkeypatch, kind):
    """An entity that says no more than its kind and layer, before a line."""
    document = ezdxf.new("R2010")
    if kind == "IMAGE":  # the library makes none without its file
        image = document.add_image_def("ortho.jpg", (100, 100))
        document.modelspace().add_image(image, (X, Y), (10, 10), dxfattribs={"layer": "MurPCRS"})
    else:
        document.modelspace().new_entity(kind, {"layer": "MurPCRS"})
    document.modelspace().add_line((X, Y), (X + 1, Y))
    (tmp_path / "d.dxf").write_text("EOF")
    monkeypatch.setattr(dxf.recover, "readfile", lambda path: (document, Auditor(document)))
    drawn, told = kinds_of(tmp_path / "d.dxf")
    assert drawn == [*[("MurPCRS", kind)] * (kind in READ), ("0", "LINE")]
    assert [reason for reason in told if kind in reason] == told and len(told) == (kind not in READ)


@pytest.mark.parametrize("kind", ["ACME_KERB", "AEC_WALL", "3DFACE", "XLINE"])
def test_a_kind_that_no_one_knows_is_counted(tmp_path, kind):
    document = ezdxf.new("R2010")
    document.modelspace().add_line((X, Y), (X + 1, Y))
    document.saveas(tmp_path / "d.dxf")
    text, owner = (tmp_path / "d.dxf").read_text("utf-8"), document.modelspace().layout_key
    bare = f"  0\n{kind}\n  5\nFFF1\n330\n{owner}\n100\nAcDbEntity\n  8\nMurPCRS\n"
    (tmp_path / "d.dxf").write_text(text.replace("  0\nLINE\n", f"{bare}  0\nLINE\n", 1), "utf-8")
    assert kinds_of(tmp_path / "d.dxf") == ([("0", "LINE")], [f"entity {kind}"])
    (page,) = dxf.read_pages(tmp_path / "d.dxf", Request(crs=3946))
    assert page.unread.counts == {f"entity {kind}": {"MurPCRS": 1}}


def kinds_of(path: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Layer and kind of the entities that are read, and what is told of the others, once for each."""
    pages = list(dxf.read_pages(path, Request(crs=3946)))
    told = [reason for page in pages for reason, layers in page.unread.counts.items() for _ in layers.elements()]
    return [(page.layer, kind) for page in pages for kind in page.kinds], told


@pytest.mark.parametrize("form", ["asc", "bin"])
def test_a_drawing_cut_short_refuses_itself_alone(tmp_path, form):
    """Wherever it is cut, also between two groups, where what is left can be read."""
    good = line_in(tmp_path / "good.dxf", 6, 1)
    ezdxf.readfile(good).saveas(tmp_path / "whole.dxf", fmt=form)
    whole = (tmp_path / "whole.dxf").read_bytes()
    first, last = whole.index(b"ENTITIES"), whole.index(b"OBJECTS")
    places = [len(whole) // 50, first, *range(first + 20, last, 97), (last + len(whole)) // 2, len(whole) - 7]
    sources = [tmp_path / f"{place}.dxf" for place in places]
    for source, place in zip(sources, places, strict=True):
        source.write_bytes(whole[:place])
    given = {"PROFILE": "dxf_classes", "SOURCE_CRS": "EPSG:3946", "STORE": tmp_path / "s.gpkg", "ACCEPT_PARTIAL": True}
    ran = run(tmp_path, "receivelot", INPUT=[*sources, tmp_path / "whole.dxf"], **given)
    assert [lot.get("code") for lot in ran.report["lots"]] == [*["dxf_unreadable"] * len(places), None]
    assert (ran.exit, ran.report["lots"][-1]["objects"]) == (0, {"LimiteVoiriePCRS": 2})


def test_the_frame_of_a_spline_is_not_drawn(tmp_path):
    def draw(document):
        line = document.modelspace().add_polyline2d([(0, 0), (5, 10), (10, 0), (0, 0), (5, 5), (10, 0)])
        line.dxf.flags |= 4
        for rank, vertex in enumerate(line.vertices):
            vertex.dxf.flags |= 16 if rank < 3 else 8

    ((feature,), _) = read_drawing(tmp_path, draw)
    assert feature.shape[1].tolist() == [[0, 0], [5, 5], [10, 0]]


def test_the_level_of_a_flat_polyline_is_its_altitude(tmp_path):
    def draw(document):
        document.modelspace().add_polyline2d([(0, 0), (5, 0)], dxfattribs={"elevation": (0, 0, 123.5)})

    ((feature,), _) = read_drawing(tmp_path, draw)
    assert feature.shape[1].tolist() == [[0, 0, 123.5], [5, 0, 123.5]]


def test_a_block_in_rows_is_as_many_objects_and_a_lost_one_is_told(tmp_path):
    def draw(document):
        document.blocks.new("TREE").add_circle((0, 0), 1)
        space = document.modelspace()
        space.add_blockref("TREE", (0, 0, 1), dxfattribs={"column_count": 4, "column_spacing": 10})
        space.add_blockref("NOWHERE", (0, 0))

    features, unread = read_drawing(tmp_path, draw)
    assert [f.shape[1][0, 0] for f in features] == [0, 10, 20, 30]
    assert len({f.source_id for f in features}) == 4
    assert unread["drawing of block TREE"].total() == 4
    assert [n.total() for reason, n in unread.items() if reason.startswith("entity lost")] == [1]


def test_control_codes_of_texts_are_no_part_of_them(tmp_path):
    """TEXT and the attributes of blocks write signs and lines under texts as codes."""
    document = ezdxf.new("R2010")
    document.header["$INSUNITS"] = 6
    space = document.modelspace()
    for rank, text in enumerate(("Rue du G%%d14 Juillet", "%%uRue soulignée%%u", "Chemin 5%%%")):
        space.add_text(text, dxfattribs={"layer": "NomVoiriePCRS", "height": 0.5}).set_placement((X, Y + rank))
    document.saveas(tmp_path / "plan.dxf")
    given = {"PROFILE": "dxf_classes", "SOURCE_CRS": "EPSG:3946", "STORE": tmp_path / "s.gpkg"}
    assert run(tmp_path, "receivelot", INPUT=[tmp_path / "plan.dxf"], **given).exit == 0
    names = list(table(tmp_path / "s.gpkg", "NomVoiriePCRS")["libelle"])
    assert names == ["Rue du G°14 Juillet", "Rue soulignée", "Chemin 5%"]
