"""Parts of the base in three formats: whole or cut, valid, counted, read back by other programs."""

from __future__ import annotations

import dataclasses
import math
import re
import sqlite3
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from mutualgeo_plugin.engine.formats.geopackage import wkb_of
from mutualgeo_plugin.engine.geometry import wkb as native
from mutualgeo_plugin.engine.geometry.arcs import circles
from mutualgeo_plugin.engine.geometry.cutting import elements_of
from mutualgeo_plugin.engine.geometry.linear import linearise
from mutualgeo_plugin.engine.model.export import FORMATS
from tests.engine import small_lot as small
from tests.engine.run import run
from tests.gml_truth import read_things
from tests.schemas import SCHEMAS, validate_pcrs

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ezdxf")

#: The eight tiles, and one box across the border of two of them.
LYON_COUNT = 1083
X, Y = small.X, small.Y


@pytest.fixture(scope="module")
def lyon_store(lyon, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("lyon")
    received = run(folder, "receivelot", FOLDER=lyon, STORE=folder / "s.gpkg")
    assert received.exit == 0, received.texts()
    return folder / "s.gpkg"


def tile_mask(store: Path, shrink: float = 10.0) -> shapely.Geometry:
    """A mask that crosses objects: the emprise of a tile with arcs, made smaller."""
    with sqlite3.connect(store) as connection:
        (geometry,) = connection.execute(
            "SELECT e.geom FROM EmpriseEchangePCRS e JOIN lot l USING (lot_id) WHERE l.name LIKE '%L260_C341%'"
        ).fetchone()
    return linearise(wkb_of(geometry)).buffer(-shrink)


def layer(path: Path, geometries, crs: int = 3946, **columns) -> Path:
    geopandas.GeoDataFrame(columns, geometry=list(geometries), crs=crs).to_file(path, driver="GPKG")
    return path


def blobs(path: Path, name: str) -> dict[str, bytes]:
    with sqlite3.connect(path) as connection:
        return {uid: wkb_of(g) for uid, g in connection.execute(f'SELECT uid, geom FROM "{name}"')}


def listed(things, prop: str) -> set[str]:
    (emprise,) = [t for (name, _), t in things.items() if name == "EmpriseEchangePCRS"]
    return {href.removeprefix("#") for p, href in emprise.links if p == prop}


def assert_complete(things) -> None:
    """The lists of the emprise name all objects of the file and nothing else; every link resolves."""
    from mutualgeo_plugin.engine.model.pcrs import CLASSES

    for prop, family in (("objet", "vecteur"), ("habillage", "habillage")):
        assert listed(things, prop) == {i for (name, i) in things if CLASSES[name].family == family}
    ids = {i for _, i in things}
    assert [h for t in things.values() for _, h in t.links if h.removeprefix("#") not in ids] == []


# --- GML ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [False, True])
def test_a_mask_of_lyon(tmp_path, lyon_store, cut):
    polygon = tile_mask(lyon_store)
    mask = layer(tmp_path / "m.gpkg", [polygon])
    ran = run(tmp_path, "exportpcrs", STORE=lyon_store, MASK=mask, OUTPUT=tmp_path / "o.gml", CUT=cut, DECIMALS=-1)
    assert ran.exit == 0, ran.texts()
    things = read_things(tmp_path / "o.gml")
    assert len(things) == sum(ran.report["counts"]["out"].values())
    assert_complete(things)
    for key in ("arcs", "vertices", "vertices_z"):
        assert ran.report[key]["in"] == ran.report[key]["out"] > 0
    if SCHEMAS.is_dir():
        assert validate_pcrs(tmp_path / "o.gml") == []
    cuttable = {"LimiteVoiriePCRS", "FacadePCRS", "MurPCRS", "SeuilPCRS", "HabillageLignesPCRS"}
    outside = shapely.buffer(polygon, 0.002)
    beyond = [
        key
        for key, thing in things.items()
        if key[0] in cuttable
        for kind, points in thing.pieces
        if not shapely.covers(outside, shapely.LineString(points[:, :2]))
    ]
    if cut:
        assert beyond == []
        assert ran.report["export"]["cut"]["objects"] > 0
        assert ran.report["export"]["cut"]["left_whole"] == []
    else:
        assert beyond
        assert "cut" not in ran.report["export"]


def test_two_halves_of_the_base_hold_all_of_it(tmp_path, lyon_store):
    """Cut at a line through all tiles: lengths add up to those of the base, and the arcs are those of the base."""
    tables = ("LimiteVoiriePCRS", "FacadePCRS", "HabillageLignesPCRS")
    bounds = [b for t in tables for w in blobs(lyon_store, t).values() for b in [native.bounds_of(w)]]
    west, south = np.min([b[:2] for b in bounds], axis=0) - 1
    east, north = np.max([b[2:] for b in bounds], axis=0) + 1
    middle = float(np.median([(b[0] + b[2]) / 2 for b in bounds])) + 0.0123
    mask = layer(
        tmp_path / "m.gpkg",
        [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)],
        side=["Ouest", "Est"],
    )
    ran = run(
        tmp_path, "exportpcrs", STORE=lyon_store, MASK=mask, FIELD="side", OUTPUT=tmp_path / "o", CUT=True,
        FORMAT="gpkg",
    )  # fmt: skip
    assert ran.exit == 0, ran.texts()
    assert [Path(f).name for f in ran.report["files"]] == ["Est.gpkg", "Ouest.gpkg"]
    assert ran.report["export"]["cut"]["objects"] > 0

    def total(paths, name) -> float:
        shapes = [native.decode(w) for p in paths for w in blobs(p, name).values()]
        lines = [c for s in shapes for c in (s[1] if s[0] == "multicurve" else [s])]
        return sum(e.length() for c in lines for e in elements_of(c))

    for name in tables:
        # a uid stands once a part: the tables are read by row here, so parts of one object all count
        halves = [_rows(tmp_path / "o" / f, name) for f in ("Est.gpkg", "Ouest.gpkg")]
        lines = [c for s in halves[0] + halves[1] for c in (s[1] if s[0] == "multicurve" else [s])]
        assert sum(e.length() for c in lines for e in elements_of(c)) == pytest.approx(
            total([lyon_store], name), abs=1e-4
        )


def _rows(path: Path, name: str) -> list:
    with sqlite3.connect(path) as connection:
        return [native.decode(wkb_of(g)) for (g,) in connection.execute(f'SELECT geom FROM "{name}"')]


def lot(folder: Path) -> Path:
    """A kerb through the mask twice (two parts inside), one inside, an affleurant across, one kerb outside."""
    folder.mkdir(parents=True, exist_ok=True)
    return small.write(
        folder / "lot.gml",
        small.kerb("twice", (-5, 1), (5, 1), (15, 1), (15, 3), (-5, 3)),
        small.kerb("inside", (1, 5), (2, 6)),
        small.kerb("outside", (50, 5), (60, 6)),
        small.tree("t", 5, 5),
        small.affleurant("a", "r"),
        small.representation("r", "e"),
        small.envelope("e", (-1, 7), (1, 7), (1, 8), (-1, 8), (-1, 7)),
        small.emprise("emp", -10, -10, 70, 20),
    )


@pytest.fixture
def store(tmp_path) -> Path:
    assert run(tmp_path, "receivelot", INPUT=[lot(tmp_path / "in")], STORE=tmp_path / "s.gpkg").exit == 0
    return tmp_path / "s.gpkg"


def test_parts_have_names_of_their_own(tmp_path, store):
    extent = [X, Y, X + 10, Y + 10]
    ran = run(tmp_path, "exportpcrs", STORE=store, EXTENT=extent, CUT=True, OUTPUT=tmp_path / "o.gml")
    assert ran.exit == 0, ran.texts()
    things = read_things(tmp_path / "o.gml")
    kerbs = {i: t for (name, i), t in things.items() if name == "LimiteVoiriePCRS"}
    assert kerbs.keys() == {"twice", "twice_p2", "inside"}
    assert [dict(kerbs[i].texts)["idObjet"] for i in ("twice", "twice_p2")] == ["ido.twice", "ido.twice_p2"]
    assert_complete(things)
    assert ran.report["export"]["cut"] == {"objects": 1, "parts": 2, "left_whole": []}
    (envelope,) = [t for (name, _), t in things.items() if name == "AffleurantEnveloppePCRS"]
    assert len(envelope.pieces[0][1]) == 5  # across the mask, and whole
    # a name that a lot has taken already is not given twice
    again = small.write(tmp_path / "again.gml", small.kerb("twice_p2", (1, 9), (2, 9)))
    assert run(tmp_path, "receivelot", INPUT=[again], STORE=store).exit == 0
    ran = run(tmp_path, "exportpcrs", STORE=store, EXTENT=extent, CUT=True, OUTPUT=tmp_path / "o.gml")
    assert ran.exit == 0, ran.texts()
    kerbs = {i for name, i in read_things(tmp_path / "o.gml") if name == "LimiteVoiriePCRS"}
    assert kerbs == {"twice", "twice_p2", "twice_p2_", "inside"}


def test_a_corridor_takes_both_sides_and_a_little_of_side_streets(tmp_path, store):
    axes = layer(
        tmp_path / "axes.gpkg",
        [
            shapely.LineString([(X, Y), (X + 100, Y)]),
            shapely.LineString([(X + 50, Y), (X + 50, Y + 100)]),
            shapely.LineString([(X, Y + 22), (X + 100, Y + 22)]),  # parallel: joins nothing
        ],
        nom=["Rue de l'Église", "Impasse", "Parallèle"],
    )
    ran = run(tmp_path, "exportpcrs", STORE=store, CORRIDOR=axes, FIELD="nom", OUTPUT=tmp_path / "o", FORMAT="gpkg")
    assert ran.exit == 0, ran.texts()
    names = [Path(f).name for f in ran.report["files"]]
    assert names == ["Impasse.gpkg", "Parallele.gpkg", "Rue_de_l_Eglise.gpkg"]
    (emprise,) = _rows(tmp_path / "o" / "Rue_de_l_Eglise.gpkg", "EmpriseEchangePCRS")
    polygon = linearise(native.encode(emprise))
    # 15 m each side of 100 m, and the side street: 30 m wide, 10 m beyond the limit
    assert polygon.area == pytest.approx(100 * 30 + 30 * 10, rel=1e-3)
    assert polygon.bounds == pytest.approx((X, Y - 15, X + 100, Y + 25))


def test_a_mask_in_lambert_93_is_brought_to_the_store(tmp_path, store):
    box = geopandas.GeoSeries([shapely.box(X, Y, X + 10, Y + 10)], crs=3946).to_crs(2154)
    mask = layer(tmp_path / "m.gpkg", box, crs=2154)
    ran = run(tmp_path, "exportpcrs", STORE=store, MASK=mask, OUTPUT=tmp_path / "o")
    assert ran.report["files"] == [str(tmp_path / "o" / "m.gml")]
    assert ran.report["counts"]["out"]["LimiteVoiriePCRS"] == 2


# --- GeoPackage ---------------------------------------------------------------------------------------------------


def test_geopackage_holds_the_bytes_of_the_base(tmp_path, lyon_store):
    out = tmp_path / "o.gpkg"
    ran = run(tmp_path, "exportpcrs", STORE=lyon_store, OUTPUT=out, FORMAT="gpkg")
    assert ran.exit == 0, ran.texts()
    # all but the eight emprises, which a new extract does not have
    assert ran.report["outputs"]["OBJECTS"] == LYON_COUNT - 8
    assert ran.report["arcs"] == {"in": 158, "out": 158}
    curved = 0
    for name in ("LimiteVoiriePCRS", "FacadePCRS", "AffleurantEnveloppePCRS", "HabillageLignesPCRS", "ArbrePCRS"):
        before, after = blobs(lyon_store, name), blobs(out, name)
        assert before == after
        curved += sum(native.has_arcs(native.decode(w)) for w in after.values())
    assert curved == 36 + 16 + 5
    with sqlite3.connect(out) as connection:
        styled = {t for (t,) in connection.execute("SELECT f_table_name FROM layer_styles WHERE useAsDefault")}
        links = connection.execute("SELECT COUNT(*) FROM link").fetchone()[0]
    assert {"LimiteVoiriePCRS", "AffleurantPCRS"} <= styled
    assert links > 0
    assert geopandas.read_file(out, layer="ArbrePCRS").crs.to_epsg() == 3946
    second = tmp_path / "again.gpkg"
    assert run(tmp_path, "exportpcrs", STORE=lyon_store, OUTPUT=second, FORMAT="gpkg").exit == 0
    assert second.read_bytes() == out.read_bytes()


# --- DXF ----------------------------------------------------------------------------------------------------------


def bulge_points(a, b, bulge: float, n: int = 20) -> np.ndarray:
    """Points along the arc of a bulge, by the definition of the DXF reference and nothing of ours."""
    a, b = np.array(a), np.array(b)
    chord = np.hypot(*(b - a))
    angle = 4 * math.atan(bulge)
    radius = chord / 2 / math.sin(angle / 2)
    normal = np.array([-(b - a)[1], (b - a)[0]]) / chord
    centre = (a + b) / 2 + normal * radius * math.cos(angle / 2)
    start = math.atan2(*(a - centre)[::-1])
    turn = start + angle * np.linspace(0, 1, n)
    return centre + abs(radius) * np.column_stack((np.cos(turn), np.sin(turn)))


def test_dxf_arcs_are_bulges(tmp_path, lyon_store):
    import ezdxf

    names = tmp_path / "calques.toml"
    names.write_text('[layers]\nLimiteVoiriePCRS = "VOI_BORDURE"\n')
    out = tmp_path / "o.dxf"
    ran = run(tmp_path, "exportpcrs", STORE=lyon_store, OUTPUT=out, FORMAT="dxf", DXF_LAYERS=names)
    assert ran.exit == 0, ran.texts()
    document = ezdxf.readfile(out)
    assert document.audit().errors == []
    lines = document.modelspace().query("LWPOLYLINE")
    assert sum(bool(b) for line in lines for *_, b in line.get_points("xyb")) == 158 == ran.report["export"]["dxf_arcs"]
    layers = {line.dxf.layer for line in lines}
    assert "VOI_BORDURE" in layers and "LimiteVoiriePCRS" not in layers and "FacadePCRS" in layers
    compared, farthest = 0, 0.0
    with sqlite3.connect(lyon_store) as connection:
        rows = connection.execute("SELECT gml_id, geom FROM LimiteVoiriePCRS").fetchall()
    drawn = {line.get_xdata("MUTUALGEO")[-1].value: line for line in lines if line.dxf.layer == "VOI_BORDURE"}
    z_points = document.modelspace().query('POINT[layer=="VOI_BORDURE_Z"]')
    assert drawn.keys() == {gml_id for gml_id, _ in rows}
    z_of = {}
    for point in z_points:
        z_of.setdefault(point.get_xdata("MUTUALGEO")[-1].value, []).append(tuple(point.dxf.location))
    for gml_id, geometry in rows:
        shape = native.decode(wkb_of(geometry))
        exact = linearise(native.encode(shape), 1e-6)
        points = drawn[gml_id].get_points("xyb")
        for (x, y, bulge), (x2, y2, _) in zip(points, points[1:], strict=False):
            along = bulge_points((x, y), (x2, y2), bulge) if bulge else np.array([(x, y), (x2, y2)])
            farthest = max(farthest, shapely.distance(shapely.points(along), exact).max())
            compared += bool(bulge)
        control = np.concatenate([p for _, p in native.leaves(shape)])
        assert set(z_of[gml_id]) == {tuple(p) for p in control.tolist()}
    assert compared == 34
    assert farthest <= 0.001
    lost = ran.report["export"]["dxf_lost"]
    assert lost["attributes"] > 0 and lost["links"] == _links_but_emprise(lyon_store) > 0
    assert any("attributs" in m["text"] for m in ran.report["messages"])


def _links_but_emprise(store: Path) -> int:
    with sqlite3.connect(store) as connection:
        return connection.execute("SELECT COUNT(*) FROM link WHERE class <> 'EmpriseEchangePCRS'").fetchone()[0]


def test_dxf_in_3d_is_within_one_millimetre(tmp_path, lyon_store):
    import ezdxf

    out = tmp_path / "o.dxf"
    ran = run(tmp_path, "exportpcrs", STORE=lyon_store, OUTPUT=out, FORMAT="dxf", DXF_3D=True)
    assert ran.exit == 0, ran.texts()
    assert ran.report["export"]["dxf_lost"]["arcs_as_chords"] == 158
    document = ezdxf.readfile(out)
    assert len(document.modelspace().query("LWPOLYLINE")) == 0
    with sqlite3.connect(lyon_store) as connection:
        exact = {
            i: linearise(wkb_of(g), 1e-6) for i, g in connection.execute("SELECT gml_id, geom FROM LimiteVoiriePCRS")
        }
    lines = document.modelspace().query('POLYLINE[layer=="LimiteVoiriePCRS"]')
    assert len(lines) == len(exact)
    for line in lines:
        points = [tuple(p) for p in line.points()]
        truth = exact[line.get_xdata("MUTUALGEO")[-1].value]
        assert shapely.hausdorff_distance(shapely.LineString([p[:2] for p in points]), truth) <= 0.001 + 1e-6
        assert min(p[2] for p in points) > 100


def test_dxf_of_a_full_circle_holes_and_texts(tmp_path):
    """What is drawn by hand: a circle is two bulges of a half circle; a text has its place, height and turn."""
    import ezdxf

    from mutualgeo_plugin.engine.formats.dxf_writer import DxfWriter
    from mutualgeo_plugin.engine.model.pcrs import CLASSES

    writer = DxfWriter(layers={"NomVoiriePCRS": "NOMS"})
    circle = ("arc", np.array([[2.0, 0, 5], [0, 0, 5], [2, 0, 5]]))
    square = ("line", np.array([[-9.0, -9, 5], [9, -9, 5], [9, 9, 5], [-9, 9, 5], [-9, -9, 5]]))
    pile, name = CLASSES["PilePontPCRS"], CLASSES["NomVoiriePCRS"]
    writer.add(pile, "p", [None] * len(pile.columns), ("polygon", [square, circle]))
    texts = {"libelle": "Rue Haute", "angleRotation": "30", "justification": "C", "taille": "2"}
    writer.add(name, "n", [texts.get(c) for c in name.columns], ("point", np.array([[1.0, 2, 3]])))
    writer.save(tmp_path / "o.dxf")
    space = ezdxf.readfile(tmp_path / "o.dxf").modelspace()
    outline, hole = space.query("LWPOLYLINE")
    assert outline.closed and hole.closed
    assert [abs(b) for *_, b in hole.get_points("xyb")] == pytest.approx([1.0, 1.0])
    (text,) = space.query("TEXT")
    assert (text.dxf.text, text.dxf.layer, text.dxf.rotation, text.dxf.height) == ("Rue Haute", "NOMS", 330.0, 1.0)
    assert tuple(text.get_placement()[1]) == (1.0, 2.0, 3.0)
    assert writer.lost["holes"] == 1


def test_dxf_twice_is_the_same(tmp_path, store):
    made = []
    for name in ("a.dxf", "b.dxf"):
        assert run(tmp_path, "exportpcrs", STORE=store, OUTPUT=tmp_path / name, FORMAT="dxf").exit == 0
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


# --- metadata -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_each_file_has_a_valid_record(tmp_path, store, name):
    from lxml import etree

    out = tmp_path / "out" / f"extrait.{name}"
    ran = run(tmp_path, "exportpcrs", STORE=store, EXTENT=[X, Y, X + 10, Y + 10], OUTPUT=out, FORMAT=name)
    assert ran.exit == 0, ran.texts()
    record = out.parent / "metadata" / f"{out.name}.xml"
    tree = etree.parse(str(record))
    space = {"gmd": "http://www.isotc211.org/2005/gmd", "gco": "http://www.isotc211.org/2005/gco"}
    text = "".join(tree.getroot().itertext())
    assert "PCRS extrait (P)" in text and "EPSG:3946" in text and "2024-06-01" in text
    assert re.search(r"lot \(P, -, sha256 [0-9a-f]{12}\)", text)
    west, east = (
        float(tree.findtext(f".//gmd:{s}BoundLongitude/gco:Decimal", namespaces=space)) for s in ("west", "east")
    )
    assert 3 < west < east < 5.5
    gmd = SCHEMAS / "ogc" / "iso" / "19139" / "20070417" / "gmd" / "gmd.xsd"
    if gmd.is_file():
        from tests.schemas import _Offline

        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(_Offline())
        schema = etree.XMLSchema(etree.parse(str(gmd), parser))
        assert schema.validate(tree), schema.error_log


# --- refusals -----------------------------------------------------------------------------------------------------


def test_refusals_say_what_to_do(tmp_path, store):
    points = layer(tmp_path / "points.gpkg", [shapely.Point(X, Y)])
    area = layer(tmp_path / "area.gpkg", [shapely.box(X, Y, X + 1, Y + 1)], code=["1"])
    axes = layer(tmp_path / "axes.gpkg", [shapely.LineString([(X, Y), (X + 1, Y)])])
    bad = tmp_path / "bad.toml"
    bad.write_text('[layers]\nLimiteVoirie = "X"\n')
    out = tmp_path / "o.gml"
    for code, more in (
        ("export_two_choices", {"EXTENT": [X, Y, X + 1, Y + 1], "MASK": area}),
        ("layer_empty", {"MASK": points}),
        ("layer_field_missing", {"MASK": area, "FIELD": "nom"}),
        ("input_absent", {"MASK": tmp_path / "absent.gpkg"}),
        ("parameter_wrong", {"FORMAT": "dwg"}),
        ("parameter_wrong", {"CORRIDOR": axes, "WIDTH": "wide"}),
        ("parameter_wrong", {"CORRIDOR": axes, "WIDTH": 0}),
        ("dxf_mapping_wrong", {"FORMAT": "dxf", "DXF_LAYERS": bad, "OUTPUT": tmp_path / "o.dxf"}),
        ("moment_wrong", {"ASOF": "yesterday"}),
        ("asof_needs_extent", {"ASOF": "2024-01-01", "LOT": "lot"}),
    ):
        ran = run(tmp_path, "exportpcrs", **{"STORE": store, "OUTPUT": out, **more})
        assert (ran.exit, [m["code"] for m in ran.report["messages"]]) == (1, [code]), (code, ran.texts())
        assert not out.exists()


def test_the_base_as_it_was(tmp_path, store):
    """Before any lot came there is nothing; at the end of the day of reception, all of it."""
    ran = run(tmp_path, "exportpcrs", STORE=store, ASOF="2024-06-01", OUTPUT=tmp_path / "o.gml")
    assert ran.exit == 0, ran.texts()
    assert ran.report["counts"]["out"]["LimiteVoiriePCRS"] == 3
    ran = run(tmp_path, "exportpcrs", STORE=store, ASOF="2024-05-01", OUTPUT=tmp_path / "p.gml")
    assert [m["code"] for m in ran.report["messages"]] == ["export_nothing"]


def test_arcs_of_the_base_are_legal(lyon_store):
    """The radii that the cutting tests are made with are those of the tiles."""
    radii = []
    for wkb in blobs(lyon_store, "LimiteVoiriePCRS").values():
        for kind, points in native.leaves(native.decode(wkb)):
            if kind == "arc":
                radii += circles(native.arc_triples(points))[1].tolist()
    assert len(radii) == 34 and 0.1 < min(radii) and max(radii) < 1000


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("what", ["object", "arc"])
def test_a_planted_loss_fails_the_export(tmp_path, lyon_store, monkeypatch, name, what):
    """One kerb less, or one arc turned into chords, on its way out: nothing is written."""
    from mutualgeo_plugin.engine.assembly.export import dxf as export_dxf
    from mutualgeo_plugin.engine.assembly.export import geopackage as export_gpkg
    from mutualgeo_plugin.engine.assembly.export import pcrs_export as export
    from mutualgeo_plugin.engine.assembly.export import rows as export_rows

    def straightened(wkb):
        plain = wkb is not None and native.has_arcs(native.decode(wkb))
        return shapely.to_wkb(linearise(wkb), flavor="iso", byte_order=1) if plain else wkb

    rows, objects = export_rows.class_rows, export.Exporter._objects

    def bad_rows(*given):
        things = list(rows(*given))
        if what == "object":
            return things[1:]
        return [dataclasses.replace(t, wkb=straightened(t.wkb)) for t in things]

    def bad_objects(self, feature, row):
        for thing in objects(self, feature, row):
            if what == "arc":
                thing.wkb = straightened(thing.wkb)
            yield thing

    if name == "gml" and what == "object":
        monkeypatch.setattr(export.PcrsWriter, "write_member", lambda self, thing: None)
    elif name == "gml":
        monkeypatch.setattr(export.Exporter, "_objects", bad_objects)
    for module in (export_gpkg, export_dxf):
        monkeypatch.setattr(module, "class_rows", bad_rows)
    masks = [linearise(w) for w in blobs(lyon_store, "EmpriseEchangePCRS").values()]
    mask = layer(tmp_path / "m.gpkg", [shapely.union_all(masks)])
    out = tmp_path / f"o.{name}"
    ran = run(tmp_path, "exportpcrs", STORE=lyon_store, MASK=mask, OUTPUT=out, FORMAT=name)
    assert (ran.exit, ran.status) == (1, "failed")
    assert [m["code"] for m in ran.report["messages"] if m["level"] == "error"] == ["export_lost"]


def test_a_mask_is_never_written_over(tmp_path):
    """The mask stands where the export would go, under the name that the export takes from it."""
    source = small.write(tmp_path / "lot.gml", small.tree("a", 1, 1))
    assert run(tmp_path, "receivelot", INPUT=source, STORE=tmp_path / "s.gpkg").exit == 0
    mask = layer(tmp_path / "zone.gpkg", [shapely.box(X - 5, Y - 5, X + 5, Y + 5)])
    before = mask.read_bytes()
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", FORMAT="gpkg", MASK=mask, OUTPUT=tmp_path)
    assert [m["code"] for m in ran.report["messages"]] == ["output_harmful"], ran.texts()
    assert mask.read_bytes() == before
