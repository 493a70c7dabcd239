"""Every legal encoding of the same objects gives the same store and comes back whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mutualgeo_plugin.engine.demo.gml import Encoding, write_pcrs
from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.model.pcrs import CLASSES
from tests.engine.run import run
from tests.engine.test_round_trip import assert_same, exported
from tests.gml_truth import read_things
from tests.schemas import SCHEMAS, validate_pcrs
from tests.specimens import specimens

PLAIN = Encoding()
VARIANTS = {
    "plain": PLAIN,
    "href without #": replace(PLAIN, hash=False),
    "inline": replace(PLAIN, inline=True),
    "bom, crlf": replace(PLAIN, bom=True, newline="\r\n"),
    "LineString": replace(PLAIN, line="LineString"),
    "ArcString": replace(PLAIN, arc="ArcString"),
    "circle as two arcs": replace(PLAIN, circle="arcs"),
    "pos": replace(PLAIN, coordinates="pos"),
    "coordinates": replace(PLAIN, coordinates="coordinates"),
    "wrapped coordinates": replace(PLAIN, coordinates="wrapped"),
    "urn": replace(PLAIN, srs="urn"),
    "http": replace(PLAIN, srs="http"),
    "envelope": replace(PLAIN, srs_on="envelope"),
    "urn on envelope": replace(PLAIN, srs_on="envelope", srs="urn"),
    "2D": replace(PLAIN, dimension=2),
    "2D on envelope": replace(PLAIN, dimension=2, srs_on="envelope", coordinates="coordinates"),
    "prefix": replace(PLAIN, prefix="pcrs"),
    "8 decimals": replace(PLAIN, decimals=8),
    "repeated namespaces": replace(PLAIN, repeated_namespaces=True),
    "all at once": Encoding(
        hash=False, inline=True, bom=True, newline="\r\n", line="LineString", arc="ArcString",
        coordinates="wrapped", srs="http", srs_on="envelope", prefix="p", decimals=6,
    ),
}  # fmt: skip


@pytest.mark.parametrize("encoding", VARIANTS.values(), ids=VARIANTS)
def test_round_trip(tmp_path, encoding):
    source = tmp_path / "lot.gml"
    write_pcrs(source, specimens(), encoding=encoding)
    (result,) = exported(tmp_path, [source], -1)
    before = read_things(source)
    assert assert_same(before, read_things(result), 0) > 40
    assert {name for name, _ in before} == set(CLASSES)


@pytest.mark.parametrize("encoding", VARIANTS.values(), ids=VARIANTS)
def test_same_store_whatever_the_encoding(tmp_path, encoding):
    """Objects, texts and geometry bytes are those of the plain encoding."""
    dumps = []
    for name, variant in (("plain", replace(PLAIN, dimension=encoding.dimension)), ("other", encoding)):
        folder = tmp_path / name
        folder.mkdir()
        write_pcrs(folder / "lot.gml", specimens(), encoding=replace(variant, decimals=3, z_decimals=3))
        received = run(folder, "receivelot", INPUT=[folder / "lot.gml"], STORE=folder / "s.gpkg")
        assert received.exit == 0, received.texts()
        dumps.append(_dump(folder / "s.gpkg", same_arcs=encoding.arc == "Arc" and encoding.circle == "Circle"))
    assert dumps[0] == dumps[1]


def _dump(path, *, same_arcs):
    connection = connect(path, readonly=True)
    out = {}
    for name, feature in CLASSES.items():
        geometry = ["geom"] if feature.geometry and same_arcs else []
        columns = ", ".join(f'"{c}"' for c in ["gml_id", *feature.columns, *geometry])
        out[name] = sorted(connection.execute(f'SELECT {columns} FROM "{name}"').fetchall(), key=str)
    return out


def test_affleurants_get_their_geometry(tmp_path):
    """Over two hops, by reference and inline alike."""
    for inline in (False, True):
        folder = tmp_path / str(inline)
        folder.mkdir()
        write_pcrs(folder / "lot.gml", specimens(), encoding=Encoding(inline=inline))
        assert run(folder, "receivelot", INPUT=[folder / "lot.gml"], STORE=folder / "s.gpkg").exit == 0
        connection = connect(folder / "s.gpkg", readonly=True)
        total, resolved = connection.execute("SELECT COUNT(*), COUNT(geom) FROM AffleurantPCRS").fetchone()
        assert total == resolved > 0


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason=f"schemas absent: {SCHEMAS}")
@pytest.mark.parametrize("name", ["plain", "inline", "ArcString", "2D", "all at once"])
def test_what_is_written_is_valid(tmp_path, name):
    source = tmp_path / "lot.gml"
    write_pcrs(source, specimens(), encoding=VARIANTS[name])
    assert validate_pcrs(source) == []
    for result in exported(tmp_path, [source], 3):
        assert validate_pcrs(result) == []
