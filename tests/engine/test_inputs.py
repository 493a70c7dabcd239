"""What a parameter names to be read is looked at before a run begins, in every job, needed or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS
from mutualgeo_plugin.engine.model.specification import Job, Kind, Parameter
from tests.engine.run import Ran, run
from tests.engine.small_lot import kerb, write
from tests.portal_fixture import make_territory

READ = {Kind.FILE, Kind.FOLDER, Kind.PLACE, Kind.LAYER}
GEOJSON = '{"type": "FeatureCollection", "features": []}'
VRT = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>b.shp</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"


def cases(*kinds: Kind) -> list:
    return [
        pytest.param(job, name, id=f"{job.name}-{name}")
        for job in ENGINE_JOBS.values()
        for name, parameter in job.parameters.items()
        if parameter.kind in kinds
    ]


def usable(parameter: Parameter, folder: Path, name: str) -> object:
    """A value that is right by itself; a base is never reached."""
    if parameter.kind is Kind.LAYER:
        (folder / "right.geojson").write_text(GEOJSON)
        return folder / "right.geojson"
    if parameter.kind in (Kind.FILE, Kind.PLACE):
        (folder / "right.toml").write_text("")
        return folder / "right.toml"
    if parameter.kind in (Kind.NEW_FILE, Kind.NEW_PLACE):
        return folder / f"{name.lower()}{parameter.endings[0]}"
    words = {Kind.DAY: "2024-01-31", Kind.AMOUNT: "12", Kind.INTEGER: 1}
    return parameter.words[0] if parameter.words else words.get(parameter.kind, str(folder / "base.gpkg"))


def start(job: Job, folder: Path, language: str = "en", **given: object) -> Ran:
    """The run of a job with what it needs and what is given."""
    values = {name: usable(p, folder, name) for name, p in job.parameters.items() if p.required}
    for name in given:
        for other, words in list(job.parameters[name].goes_with.items())[:1]:
            values[other] = words[0] if words else usable(job.parameters[other], folder, other)
    return run(folder, job.name, language=language, **values | given)


def codes(ran: Ran) -> list[str]:
    return [message["code"] for message in ran.report["messages"]]


@pytest.mark.parametrize(("job", "name"), cases(*READ))
def test_what_is_not_there_is_refused_at_the_start(tmp_path, job, name):
    absent = tmp_path / "absent.gpkg"
    ran = start(job, tmp_path, **{name: absent})
    assert (ran.status, codes(ran)) == ("refused", ["input_absent"])
    assert ran.report["message"] == f"{name} = {absent}: nothing is there. Check the path."


@pytest.mark.parametrize(("job", "name"), cases(Kind.BASE, Kind.CHANGED_BASE))
def test_a_base_that_is_not_there_is_refused(tmp_path, job, name):
    source = write(tmp_path / "lot.gml", kerb("k1", (0, 0), (5, 0)))
    more = {
        "updatebase": {"INPUT": source}, "declareexception": {"FINDING": ["T5-1"]},
        "extractportal": {"TERRITORY": make_territory(tmp_path / "demo")},
    }.get(job.name, {})  # fmt: skip
    ran = start(job, tmp_path, **{name: tmp_path / "absent.gpkg"}, **more)
    assert (ran.status, codes(ran)) == ("refused", ["store_missing"])
    assert "absent.gpkg" in ran.report["message"]
    assert not (tmp_path / "absent.gpkg").exists()


@pytest.mark.parametrize(("job", "name"), cases(Kind.FOLDER))
def test_a_file_is_no_folder(tmp_path, job, name):
    (tmp_path / "file.txt").write_text("x")
    ran = start(job, tmp_path, language="fr", **{name: tmp_path / "file.txt"})
    assert codes(ran) == ["input_other"]
    assert ran.report["message"] == f"{name} = {tmp_path}/file.txt est un fichier ; il faut un dossier."


@pytest.mark.parametrize(
    ("job", "name"), [case for case in cases(Kind.FILE) if not case.values[0].parameters[case.values[1]].several]
)
def test_a_folder_is_no_file(tmp_path, job, name):
    ran = start(job, tmp_path, **{name: tmp_path})
    assert codes(ran) == ["input_other"]
    assert ran.report["message"] == f"{name} = {tmp_path} is a folder; a file is expected."


@pytest.mark.parametrize(("job", "name"), cases(Kind.LAYER))
def test_what_is_no_layer_is_refused_under_the_parameters_name(tmp_path, job, name):
    """A virtual layer under another name, and a text that no one reads as a layer."""
    (tmp_path / "virtual.shp").write_text(VRT)
    (tmp_path / "some.pdf").write_bytes(b"%PDF-1.7")
    other, none = "is not what its name says", "is of no format that is read as a layer"
    for file, words in (("virtual.shp", other), ("some.pdf", none)):
        ran = start(job, tmp_path, **{name: tmp_path / file})
        assert codes(ran) == ["layer_refused"]
        assert ran.report["message"].startswith(f"Parameter {name}: {tmp_path / file} {words}")


@pytest.mark.parametrize(("job", "name"), cases(Kind.LAYER, Kind.SUBJECT))
def test_options_of_a_source_that_are_not_honoured(tmp_path, job, name):
    source = str(usable(Parameter(kind=Kind.LAYER), tmp_path, ""))
    for option, sentence in (
        ("subset=a=1", "only |layername=layer may follow the file; “subset=a=1” would not be honoured. Save what is "
         "wanted as a layer and name that."),
        ("layerid=0", "only |layername=layer may follow the file; “layerid=0” would not be honoured. Save what is "
         "wanted as a layer and name that."),
        ("layername=", "one layer is named, not several or none (“”)."),
        ("layername=a|layername=b", "one layer is named, not several or none (“a”, “b”)."),
    ):  # fmt: skip
        ran = start(job, tmp_path, **{name: f"{source}|{option}"})
        assert codes(ran) == ["layer_refused"]
        assert ran.report["message"] == f"Parameter {name}: {source}|{option}: {sentence}"


def test_a_base_and_a_lot_are_checked_in_their_own_system(tmp_path):
    """A CRS that says the same is no contradiction."""
    lot, base = write(tmp_path / "lot.gml", kerb("k1", (0, 0), (5, 0))), tmp_path / "base.gpkg"
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=base).status == "done"
    for source in (lot, base):
        ran = run(tmp_path, "checkquality", language="en", INPUT=source, CRS="EPSG:2154")
        assert codes(ran)[-1] == "check_other_crs"
        sentence = "CRS = EPSG:2154: a base or a lot is checked in its own system, EPSG:3946. Leave CRS out."
        assert ran.report["message"] == sentence
        assert codes(run(tmp_path, "checkquality", INPUT=source, CRS="Lambert"))[-1] == "parameter_wrong"
        same = run(tmp_path, "checkquality", INPUT=source, CRS="EPSG:3946")
        assert same.status in ("done", "done_with_findings")


def test_a_file_that_is_no_lot_is_told_for_what_it_is(tmp_path):
    (tmp_path / "x.mif").write_text('Version 300\nCharset "Neutral"\n')
    (tmp_path / "x.ods").write_bytes(b"\0\1\2")
    write(tmp_path / "lot.gml", kerb("k1", (0, 0), (5, 0))).rename(tmp_path / "lot.pcrs")
    for name, ending, found in (("x.mif", ".mif", "MapInfo MIF"), ("x.ods", ".ods", "?")):
        ran = run(tmp_path, "receivelot", language="en", INPUT=[tmp_path / name], STORE=tmp_path / "b.gpkg")
        told = ran.report["lots"][0]
        assert (ran.status, told["code"]) == ("refused", "lot_format_unread")
        assert told["message"].startswith(
            f"{name} is of no format that a lot may have (ending {ending}; it holds: {found}). A lot is PCRS GML"
        )
        assert "GeoPackage (.gpkg)" in told["message"] and "Shapefile (.shp)" in told["message"]
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.pcrs"], STORE=tmp_path / "c.gpkg")
    assert ran.status == "done"  # GML under another name is GML


def test_tables_of_places_are_layers_where_the_specification_says_so(tmp_path):
    """What is wrong with their content is said by who reads them."""
    (tmp_path / "points.csv").write_text("x\n")
    write(tmp_path / "lot.gml", kerb("k1", (0, 0), (5, 0)))
    ran = run(tmp_path, "checkquality", INPUT=tmp_path / "lot.gml", CONTROL=tmp_path / "points.csv")
    assert "layer_refused" not in codes(ran)
    ran = run(tmp_path, "checkquality", INPUT=tmp_path / "lot.gml", BUILDINGS=tmp_path / "points.csv")
    assert codes(ran) == ["layer_refused"]
