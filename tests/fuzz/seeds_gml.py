"""Seeds that are GML: lots of few objects in the spellings that the standard allows, and flat members."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from mutualgeo_plugin.engine.demo.gml import Encoding, write_pcrs
from tests.engine import small_lot as small
from tests.specimens import specimens

_X, _Y = small.X, small.Y
END = "</PlanCorpsRueSimplifie>"


def lot(*things: str, head: str = "") -> bytes:
    """A lot of these objects."""
    members = "".join(f"<featureMember>{thing}</featureMember>" for thing in things)
    return f"{small.ROOT}{head}{members}{END}".encode()


def _kerb(geometry: str, gml_id: str = "k") -> str:
    return small.surveyed("LimiteVoiriePCRS", gml_id, geometry)


def _geometry(name: str, inner: str) -> str:
    return f'<gml:{name} gml:id="g" srsName="EPSG:3946" srsDimension="3">{inner}</gml:{name}>'


def _curves() -> Iterator[str]:
    """A curve of each kind."""
    three = small.at((0, 0), (1, 1), (2, 0))
    segment = f"<gml:LineStringSegment><gml:posList>{small.at((2, 0), (3, 0))}</gml:posList></gml:LineStringSegment>"
    for name in ("Arc", "Circle", "ArcString"):
        yield _geometry(
            "Curve", f"<gml:segments><gml:{name}><gml:posList>{three}</gml:posList></gml:{name}></gml:segments>"
        )
    yield _geometry(
        "Curve", f"<gml:segments><gml:Arc><gml:posList>{three}</gml:posList></gml:Arc>{segment}</gml:segments>"
    )
    centred = f'<gml:pos>{small.at((0, 0))}</gml:pos><gml:radius uom="m">2</gml:radius>'
    angles = '<gml:startAngle uom="deg">0</gml:startAngle><gml:endAngle uom="gon">100</gml:endAngle>'
    yield _geometry(
        "Curve", f"<gml:segments><gml:CircleByCenterPoint>{centred}</gml:CircleByCenterPoint></gml:segments>"
    )
    yield _geometry(
        "Curve", f"<gml:segments><gml:ArcByCenterPoint>{centred}{angles}</gml:ArcByCenterPoint></gml:segments>"
    )
    line = small.line((0, 0), (1, 0))
    yield _geometry("CompositeCurve", f"<gml:curveMember>{line}</gml:curveMember>")
    yield (
        '<gml:OrientableCurve orientation="-" srsName="EPSG:3946"><gml:baseCurve>'
        + line
        + "</gml:baseCurve></gml:OrientableCurve>"
    )
    yield _geometry("LineString", f"<gml:pos>{small.at((0, 0))}</gml:pos><gml:pos>{small.at((1, 0))}</gml:pos>")
    tuples = f"{_X},{_Y},1 {_X + 1},{_Y},1"
    yield _geometry("LineString", f'<gml:coordinates decimal="." cs="," ts=" ">{tuples}</gml:coordinates>')
    place = f"<gml:pointProperty>{small.point(0, 0)}</gml:pointProperty>"
    yield _geometry("LineString", f"{place}<gml:pos>{small.at((5, 0))}</gml:pos>")


def lots() -> Iterator[bytes]:
    """Lots in which each construct of the reader stands once."""
    yield lot(small.kerb("a", (0, 0), (5, 0)), small.tree("t", 1, 1), small.emprise("e", 0, 0, 9, 9))
    for curve in _curves():
        yield lot(_kerb(curve))
    yield lot(
        small.affleurant("a", "#r", "#s"), small.representation("r", "#n"),
        small.envelope("n", (0, 0), (1, 0), (1, 1), (0, 0)), small.symbol("s", 0, 0),
        small.point_leve("p", 1, 1), small.drawing("d", (0, 0), (2, 1)),
    )  # fmt: skip
    inline = small.affleurant("a", "#r").replace(
        '<representation xlink:href="#r"/>', f"<representation>{small.representation('r', '#n')}</representation>"
    )
    yield lot(inline)
    ring = f"<gml:LinearRing><gml:posList>{small.at((0, 0), (4, 0), (4, 4), (0, 0))}</gml:posList></gml:LinearRing>"
    hole = f"<gml:LinearRing><gml:posList>{small.at((1, 1), (2, 1), (2, 2), (1, 1))}</gml:posList></gml:LinearRing>"
    surface = f"<gml:exterior>{ring}</gml:exterior><gml:interior>{hole}</gml:interior>"
    pier = _geometry("Surface", f"<gml:patches><gml:PolygonPatch>{surface}</gml:PolygonPatch></gml:patches>")
    yield lot(small.surveyed("PilePontPCRS", "p", pier))
    envelope = (
        '<gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::3946" srsDimension="3"><gml:lowerCorner>0 0 0'
        "</gml:lowerCorner><gml:upperCorner>1 1 1</gml:upperCorner></gml:Envelope></gml:boundedBy>"
    )
    bare = small.tree("t", 1, 1).replace(' srsName="EPSG:3946" srsDimension="3"', "")
    yield lot(bare, head=envelope)
    odd = bare.replace("<idObjet>", "<gml:name>n</gml:name><inconnu a='1'>x<y/></inconnu><idObjet>")
    yield lot(odd, "<AutreClasse><a>1</a></AutreClasse>", head=envelope)
    values = "<dateLeve>2023-06-15</dateLeve><dateLeve>2023-06-16+02:00</dateLeve>"
    yield lot(small.kerb("a", (0, 0), (5, 0)).replace("<idObjet>", f"{values}<idObjet>"))
    yield small.ROOT.encode() + END.encode()


def written_lots() -> Iterator[bytes]:
    """Specimens of every class, some at a time, in several encodings."""
    things = specimens()
    encodings = (
        Encoding(),
        Encoding(inline=True, arc="ArcString", hash=False),
        Encoding(coordinates="coordinates"),
        Encoding(srs="urn", srs_on="envelope", coordinates="pos", dimension=2),
        Encoding(prefix="pcrs", bom=True),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lot.gml"
        for rank in range(0, len(things) - 1, 6):
            write_pcrs(path, things[rank : rank + 6], encoding=encodings[rank // 6 % len(encodings)])
            yield path.read_bytes()


MAPPING = (
    'title = "t"\nformats = ["gml", "gpkg", "shp", "dxf"]\ncrs = "EPSG:3946"\nignore = ["ignore*"]\n'
    '[values.justification]\n"0" = "G"\n[[layer]]\nsource = "Arbre*"\nclass = "ArbrePCRS"\nid = "no"\n'
    'fields = { reference = "espece", dateLeve = "jour" }\n'
    'constants = { idObjet = "i", reference = "r", thematique = "06", qualiteCategorisation = "01", '
    'precisionPlanimetrique = "005", precisionAltimetrique = "005", producteur = "P" }\n'
    '[[layer]]\nsource = "Texte*"\nclass = "HabillageTextePCRS"\n'
    'fields = { libelle = "text", angleRotation = "angle" }\n'
    'constants = { idHabillage = "i", thematique = "00", libelle = "l", angleRotation = "0", '
    'justification = "G", taille = "1" }\n'
    '[[layer]]\nsource = "*"\nclass = "LimiteVoiriePCRS"\n'
    'constants = { idObjet = "i", thematique = "03", qualiteCategorisation = "01", precisionPlanimetrique = "005", '
    'precisionAltimetrique = "005", producteur = "P" }\n'
)
_FLAT = (
    '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:o="http://www.opengis.net/gml">'
)


def flat_gml() -> Iterator[bytes]:
    """Members of the answer of a WFS, and of GML 2."""
    tree = (
        f'<wfs:member><Arbre gml:id="a1"><no>1</no><espece>Érable</espece><jour>2023-05-04</jour><g><gml:Point '
        f'srsName="EPSG:3946"><gml:pos>{_X} {_Y}</gml:pos></gml:Point></g><vide/><n><m x="1">2</m></n>'
        "</Arbre></wfs:member>"
    )
    line = (
        f'<o:featureMember><Bordure fid="b"><o:LineString srsName="EPSG:3946"><o:coordinates>{_X},{_Y} {_X + 1},{_Y}'
        "</o:coordinates></o:LineString></Bordure></o:featureMember>"
    )
    box = (
        f'<gml:boundedBy><gml:Envelope srsName="EPSG:3946"><gml:lowerCorner>{_X} {_Y}</gml:lowerCorner>'
        f"<gml:upperCorner>{_X + 9} {_Y + 9}</gml:upperCorner></gml:Envelope></gml:boundedBy>"
    )
    yield f"{_FLAT}{tree}</wfs:FeatureCollection>".encode()
    yield f"{_FLAT}{box}{tree}{line}</wfs:FeatureCollection>".encode()
    curve = small.arc((0, 0), (1, 1), (2, 0))
    yield f"{_FLAT}<wfs:member><Mur gml:id='m'><g>{curve}</g></Mur></wfs:member></wfs:FeatureCollection>".encode()
    wall = f"<Mur gml:id='m'><g>{small.polygon((0, 0), (1, 0), (1, 1), (0, 0))}</g></Mur>"
    several = f"<gml:featureMembers>{wall}</gml:featureMembers>"
    yield f"{_FLAT}{several}</wfs:FeatureCollection>".encode()


TOKENS = tuple(
    word.encode()
    for word in (
        "gml:pos", "gml:posList", "gml:coordinates", "gml:Point", "gml:LineString", "gml:Curve", "gml:segments",
        "gml:Arc",
        "gml:Circle", "gml:LineStringSegment", "gml:Polygon", "gml:exterior", "gml:interior", "gml:LinearRing",
        "gml:Ring",
        "gml:curveMember", "gml:Surface", "gml:patches", "gml:MultiSurface", "gml:MultiPoint", "gml:MultiGeometry",
        "gml:boundedBy", "gml:Envelope", "gml:metaDataProperty", "gml:name", "srsName", "srsDimension", "featureMember",
        "geometrie", "idObjet", "xlink:href", "gml:id", "<![CDATA[x]]>", "<!-- c -->", "<?p x?>", "<!DOCTYPE a>",
        "&amp;",
        "&#0;", "&#xD800;", "&e;", "xsi:nil", 'xmlns:a="u"', "ArbrePCRS", "LimiteVoiriePCRS", "AffleurantPCRS",
        "EmpriseEchangePCRS", "HabillageTextePCRS", "EPSG:2154", "urn:ogc:def:crs:EPSG::3946", "EPSG:4326",
    )
)  # fmt: skip
