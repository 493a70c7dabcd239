"""XML that is legal and rare, or wrong and harmless: nothing of it is lost, nothing is made up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.biglot import write_big_lot
from mutualgeo_plugin.engine.formats.geopackage import box_of, connect, wkb_of
from mutualgeo_plugin.engine.geometry.wkb import decode, leaves
from mutualgeo_plugin.engine.model.pcrs import CLASSES
from tests.engine import small_lot as s
from tests.engine.run import run

END = "</PlanCorpsRueSimplifie>"


def document(*things: str) -> str:
    return s.ROOT + "".join(f"<featureMember>{t}</featureMember>" for t in things) + END


def there_and_back(tmp_path: Path, xml: str, encoding: str = "utf-8", reception: str = "reception"):
    """Written document, and the sentences said while receiving under a reception profile."""
    source = tmp_path / "lot.gml"
    source.write_bytes(xml.encode(encoding))
    received = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg", RECEPTION=reception)
    assert received.exit == 0, received.texts()
    written = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "out.gml", DECIMALS=-1)
    assert written.exit == 0, written.texts()
    return (tmp_path / "out.gml").read_text("utf-8"), received.texts()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(tmp_path, encoding):
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
    text, _ = there_and_back(tmp_path, declaration + document(s.tree("a", 1, 1, producteur="Métropole")), encoding)
    assert "<producteur>Métropole</producteur>" in text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("A&amp;B &lt;c&gt; &#xE9;", "A&amp;B &lt;c&gt; é"),
        ("  two \n lines ", "  two \n lines "),
        ("   ", "   "),
        ("a<!-- comment -->b<?pi x?>c", "abc"),
        ("<![CDATA[<x>&]]>", "&lt;x&gt;&amp;"),
        ("&#13;", "&#13;"),
    ],
)
def test_texts(tmp_path, written, kept):
    text, _ = there_and_back(tmp_path, document(s.tree("a", 1, 1, producteur=written)))
    assert f"<producteur>{kept}</producteur>" in text


def test_coordinates_with_comments(tmp_path):
    tree = s.tree("a", 1, 1).replace("<gml:pos>", "<gml:pos><!-- x --><![CDATA[").replace("</gml:pos>", "]]></gml:pos>")
    text, _ = there_and_back(tmp_path, document(tree))
    assert "<gml:pos>1723001.0 5214001.0 100.0</gml:pos>" in text


@pytest.mark.parametrize(
    ("find", "replace", "kept", "said"),
    [
        ("<producteur>", '<producteur xml:lang="fr" xmlns:q="urn:q" q:n="1">',
         '<producteur xml:lang="fr" xmlns:a1="urn:q" a1:n="1">P</producteur>', "producteur/@ (1)"),
        ("<geometrie>", '<geometrie owns="true">', '<geometrie owns="true"><gml:Point', ""),
        ("<producteur>P", "<producteur>P<b>q</b>r", "<producteur>Pr</producteur>", "b (1)"),
        ("<reference>", '<truc a="1"><b xmlns="">x</b> y</truc><reference>',
         '<truc xmlns="http://cnig.gouv.fr/pcrs" a="1"><b xmlns="">x</b> y</truc>', "truc (1)"),
        ("<producteur>", "<producteur>X</producteur><producteur>", '<producteur xmlns="http://cnig.gouv.fr/pcrs">P<',
         "producteur (1)"),
        ("<idObjet>", '<gml:name codeSpace="c">N</gml:name><idObjet>',
         '<name xmlns="http://www.opengis.net/gml/3.2" codeSpace="c">N</name>', ""),
        ("<idObjet>", "5 &lt; 6<idObjet>", "5 &lt; 6\n", "#text (1)"),
        ("</geometrie>", "</geometrie>ici", "ici\n", "#text (1)"),
        ("<producteur>P", "<producteur>P<thematique>09</thematique>",
         '<thematique xmlns="http://cnig.gouv.fr/pcrs">09</thematique>', "thematique (1)"),
        ("<idObjet>", '<pointLeve xlink:href="#p"><idObjet>other</idObjet>là</pointLeve><idObjet>',
         '<idObjet xmlns="http://cnig.gouv.fr/pcrs">other</idObjet>là', "#text (1), idObjet (1)"),
    ],
    ids=[
        "text attributes", "geometry attributes", "child of a text", "unknown element", "text twice", "name",
        "text before a property", "text after the geometry", "property in a text", "property and text in a link",
    ],
)  # fmt: skip
def test_what_the_standard_does_not_know_is_kept(tmp_path, find, replace, kept, said):
    text, sentences = there_and_back(tmp_path, document(s.tree("a", 1, 1).replace(find, replace, 1)))
    assert kept in text
    assert said in sentences


def test_a_property_inside_another_is_not_the_object_s(tmp_path):
    inside = '<pointLeve xlink:href="#p"><idObjet>other</idObjet></pointLeve><idObjet>'
    text, _ = there_and_back(tmp_path, document(s.tree("a", 1, 1).replace("<idObjet>", inside, 1)))
    assert "<idObjet>ido.a</idObjet>" in text


def test_text_between_members_is_told(tmp_path):
    members = document(s.tree("a", 1, 1)).replace("<featureMember>", "x<featureMember>y")
    assert "#text (2)" in there_and_back(tmp_path, members)[1]


def test_unknown_member(tmp_path):
    text, said = there_and_back(tmp_path, document(s.tree("a", 1, 1), '<ChosePCRS gml:id="c"><x>1</x></ChosePCRS>'))
    assert "<x>1</x></ChosePCRS></featureMember>" in text
    assert "ChosePCRS (1)" in said


def test_same_id_twice_inside(tmp_path):
    """Two affleurants that each hold a representation of the same id: each keeps its own."""

    def nested(gml_id: str, x: float) -> str:
        ring = s.envelope("v", (x, 10), (x + 1, 10), (x + 1, 11), (x, 10))
        inner = s.representation("r").replace("</Aff", f"<enveloppe>{ring}</enveloppe></Aff")
        return s.affleurant(gml_id, "#r").replace(
            '<representation xlink:href="#r"/>', f'<representation owns="true">{inner}</representation>'
        )

    text, _ = there_and_back(tmp_path, document(nested("a", 10), nested("b", 20)), reception="reception_ouverte")
    rings = re.findall(r"<gml:posList>(\S+)", text)
    assert rings == ["1723010.0", "1723020.0"]
    assert text.count('<representation owns="true">') == 2


def test_same_id_twice_by_reference(tmp_path):
    things = [s.affleurant("a", "#r"), s.affleurant("a", "#q"), s.representation("r"), s.representation("q")]
    text, _ = there_and_back(tmp_path, document(s.tree("t", 1, 1), *things), reception="reception_ouverte")
    assert re.findall(r'<representation xlink:href="(.*?)"/>', text) == ["#r", "#q"]


def dump(path: Path) -> dict[str, list]:
    connection = connect(path, readonly=True)
    out = {
        name: connection.execute(f'SELECT * FROM "{name}" ORDER BY ord').fetchall()
        for name in CLASSES
        if connection.execute("SELECT 1 FROM gpkg_contents WHERE table_name = ?", (name,)).fetchone()
    }
    out["link"] = connection.execute("SELECT class, gml_id, ord, property, rank, href, inline FROM link").fetchall()
    return out


def test_two_processes_read_what_one_reads(tmp_path, monkeypatch):
    """Comments that look like the end of a member stand where the file is cut: the same store comes out."""
    source = tmp_path / "lot.gml"
    write_big_lot(source, 14_000, seed=3)
    text = source.read_bytes()
    assert len(text) > 13 << 20
    dumps = []
    for processes in ("1", "2"):
        monkeypatch.setenv("MUTUALGEO_PROCESSES", processes)
        store = tmp_path / f"{processes}.gpkg"
        assert run(tmp_path, "receivelot", INPUT=[source], STORE=store).exit == 0
        dumps.append(dump(store))
    assert dumps[0].keys() == dumps[1].keys()
    for name, rows in dumps[0].items():
        assert rows == dumps[1][name], name


def test_a_comment_where_the_file_is_cut(tmp_path):
    """A cut inside a comment cannot be parsed in parts: the file is read as a whole then."""
    source = tmp_path / "lot.gml"
    write_big_lot(source, 14_000, seed=3)
    text = source.read_bytes()
    middle = text.index(b"</featureMember>", len(text) // 2 - 60_000) + len(b"</featureMember>")
    comment = b"<!-- " + b"</featureMember> " * 10_000 + b"-->"
    source.write_bytes(text[:middle] + comment + text[middle:])
    ran = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg")
    assert ran.exit == 0, ran.texts()
    plain = tmp_path / "plain.gml"
    plain.write_bytes(text)
    other = run(tmp_path, "receivelot", INPUT=[plain], STORE=tmp_path / "t.gpkg")
    assert ran.report["counts"]["out"] == other.report["counts"]["out"]


def affleurant_with(*envelopes: str, lines: str = "") -> list[str]:
    ids = [f"v{rank}" for rank in range(len(envelopes))]
    return [
        s.affleurant("a", "#r"),
        s.representation("r", *(f"#{i}" for i in ids)).replace("</Aff", f"{lines}</Aff"),
        *(e.replace('"v"', f'"{i}"') for e, i in zip(envelopes, ids, strict=True)),
    ]


RING = ((10, 10), (11, 10), (11, 11), (10, 10))
FLAT = s.envelope("v", *RING).replace('srsDimension="3"', 'srsDimension="2"').replace(s.at(*RING), s.flat(*RING))


@pytest.mark.parametrize("order", [1, -1])
def test_envelopes_of_two_dimensions(tmp_path, order):
    """The geometry of the affleurant is flat then, and whole; the envelopes keep their own dimension."""
    things = affleurant_with(*[s.envelope("v", *RING), FLAT][::order])
    there_and_back(tmp_path, document(*things))
    (blob,) = connect(tmp_path / "s.gpkg", readonly=True).execute("SELECT geom FROM AffleurantPCRS").fetchone()
    kinds = [(kind, points.shape) for kind, points in leaves(decode(wkb_of(blob)))]
    assert kinds == [("line", (4, 2)), ("line", (4, 2))]
    assert run(tmp_path, "checkquality", INPUT=tmp_path / "s.gpkg").report["findings"]["S5"] == 0


def test_arcs_in_several_lines_and_in_a_collection(tmp_path):
    """Checks and assembly read arcs wherever they stand."""
    curve = s.arc((0, 0), (1, 1), (2, 0))
    lines = [
        f'<AffleurantLignesPCRS gml:id="l{i}"><geometrie><gml:MultiCurve gml:id="m" srsName="EPSG:3946" '
        f'srsDimension="3"><gml:curveMember>{curve}</gml:curveMember></gml:MultiCurve></geometrie>'
        "</AffleurantLignesPCRS>"
        for i in (1, 2)
    ]
    links = '<ligne xlink:href="#l1"/><ligne xlink:href="#l2"/>'
    mixed = (
        '<gml:MultiGeometry gml:id="g" srsName="EPSG:3946" srsDimension="3"><gml:geometryMember>'
        f"{curve}</gml:geometryMember><gml:geometryMember>{s.point(5, 5)}</gml:geometryMember></gml:MultiGeometry>"
    )
    there_and_back(
        tmp_path, document(*affleurant_with(lines=links), *lines, s.surveyed("ObjetGeneriquePCRS", "o", mixed))
    )
    for job, parameters in (
        ("checkquality", {"INPUT": tmp_path / "s.gpkg"}),
        ("assemblebase", {"STORE": tmp_path / "s.gpkg"}),
    ):
        assert run(tmp_path, job, **parameters).exit == 0


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (document(s.drawing("h", (0, 0), (1, 0)).replace(
            "</gml:curveMember>", '</gml:curveMember><gml:curveMember xlink:href="#c2"/>')), "gml_reference"),
        (document(s.tree("a", 1, 1)).replace(END, '<featureMember xlink:href="#b"/>' + END), "gml_reference"),
        (document(s.tree("a", 1, 1).replace("<reference>", f"<geometrie>{s.point(2, 2)}</geometrie><reference>")),
         "gml_several_geometries"),
    ],
    ids=["curveMember", "featureMember", "two geometries"],
)  # fmt: skip
def test_what_would_be_lost_is_refused(tmp_path, xml, code):
    (tmp_path / "lot.gml").write_text(xml)
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=tmp_path / "s.gpkg")
    assert (ran.exit, ran.report["lots"][0]["code"]) == (1, code)


def test_an_object_of_another_class_inside(tmp_path):
    inner = f'<AffleurantPointPCRS gml:id="q"><geometrie>{s.point(3, 3)}</geometrie></AffleurantPointPCRS>'
    wrong = s.representation("r").replace("</Aff", f"<enveloppe>{inner}</enveloppe></Aff")
    text, _ = there_and_back(tmp_path, document(wrong))
    assert '<AffleurantPointPCRS gml:id="q">' in text


@pytest.mark.parametrize("processes", ["1", "2", "12"])
def test_affleurants_without_ids_keep_their_own_geometry(tmp_path, monkeypatch, processes):
    """Inner objects without gml:id, in a file that is cut in parts: each affleurant has its own envelope."""
    monkeypatch.setenv("MUTUALGEO_PROCESSES", processes)
    count = 17_500

    def nested(rank: int) -> str:
        x, y = rank % 200, rank // 200
        ring = s.envelope("v", (x, y), (x + 0.5, y), (x + 0.5, y + 0.5), (x, y)).replace(' gml:id="v"', "")
        inner = s.representation("r").replace(' gml:id="r"', "").replace("</Aff", f"<enveloppe>{ring}</enveloppe></Aff")
        return s.affleurant(f"a{rank}", "#").replace(
            '<representation xlink:href="#"/>', f"<representation>{inner}</representation>"
        )

    source = s.write(tmp_path / "lot.gml", *map(nested, range(count)))
    assert source.stat().st_size > 12 << 20
    ran = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg")
    assert ran.exit == 0, ran.texts()
    rows = connect(tmp_path / "s.gpkg", readonly=True).execute("SELECT gml_id, geom FROM AffleurantPCRS").fetchall()
    assert len(rows) == count
    for gml_id, blob in rows:
        rank = int(gml_id[1:])
        assert box_of(blob)[:2] == (s.X + rank % 200, s.Y + rank // 200), gml_id
