"""Every algorithm declares what its job takes: names, what is needed, defaults, words, outputs."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsProcessingParameterDefinition  # noqa: E402

from mutualgeo_plugin.engine.model.jobs import JOBS  # noqa: E402
from mutualgeo_plugin.engine.model.specification import Kind  # noqa: E402
from tests.algorithms import NAMES  # noqa: E402

#: Types of QGIS's parameters that hold a value of each kind.
TYPES = {
    Kind.TEXT: {"string", "crs", "field"},
    Kind.PROFILE: {"string"},
    Kind.AMOUNT: {"string"},
    Kind.NUMBERS: {"string"},
    Kind.INTEGER: {"number"},
    Kind.NUMBER: {"number"},
    Kind.FLAG: {"boolean"},
    Kind.CHOICE: {"enum"},
    Kind.DAY: {"string", "datetime"},
    Kind.BOX: {"extent"},
    Kind.FILE: {"file", "multilayer"},
    Kind.FOLDER: {"file"},
    Kind.PLACE: {"file"},
    Kind.LAYER: {"source", "vector", "file", "string"},
    Kind.SUBJECT: {"file"},
    Kind.BASE: {"file"},
    Kind.CHANGED_BASE: {"file"},
    Kind.COMPLETED_BASE: {"fileDestination"},
    Kind.NEW_FILE: {"fileDestination", "vectorDestination"},
    Kind.NEW_PLACE: {"fileDestination"},
    Kind.NEW_FOLDER: {"folderDestination", "file"},
}
#: Parameters that a job takes and its algorithm does not offer, each with the reason.
NOT_OFFERED = {
    ("makedemo", "SCALE"): "large bases are made by tests and benchmarks",
    ("makedemo", "CLEAN"): "as above",
    ("comparenetworks", "A_LAYER"): "QGIS names the layer within the source",
    ("comparenetworks", "B_LAYER"): "as above",
    ("checkquality", "SCHEMAS"): "the folder of the profile, where fetchschemas has put them",
    **{
        ("fixproposals", name): "no check that can be mended needs it"
        for name in ("DATE", "COMMUNES", "ADDRESSES", "FILES", "SCHEMAS", "CONTROL", "SERVICE")
    },
}
#: Parameters that a job can do without and its algorithm wants, each with the reason; and the other way round.
NEEDED_OTHERWISE = {
    ("checkquality", "INPUT"): "or LAYERS",
}
#: Defaults that differ, each with the reason.
OTHER_DEFAULTS = {
    ("makeemprises", "KIND"): "a list of QGIS always has a choice",
    ("sharecosts", "KEY"): "as above",
    ("registerraster", "PRECISION"): "as above: that of the national image",
    ("fetchschemas", "FOLDER"): "the folder of the user's profile",
}


@pytest.fixture(scope="module")
def algorithms(qgis_app):
    from mutualgeo_plugin.processing_algorithms.provider import find_algorithms

    return {algorithm.name(): algorithm for algorithm in (kind().create() for kind in find_algorithms())}


def definitions(algorithm) -> dict:
    return {
        p.name(): p for p in algorithm.parameterDefinitions() if p.name() not in ("REPORT", *algorithm.OWN_PARAMETERS)
    }


def test_the_provider_finds_every_algorithm(algorithms):
    assert set(algorithms) == NAMES
    assert {algorithm.job().name for algorithm in algorithms.values()} == set(JOBS)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_algorithm_declares_what_its_job_takes(algorithms, name):
    algorithm = algorithms[name]
    specified = algorithm.job().parameters
    left_out = {parameter for job, parameter in NOT_OFFERED if job == name}
    assert set(definitions(algorithm)) == set(specified) - left_out
    assert set(algorithm.OWN_PARAMETERS) <= {p.name() for p in algorithm.parameterDefinitions()} - set(specified)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_kinds_needs_and_defaults_agree(algorithms, name):
    algorithm = algorithms[name]
    for parameter, definition in definitions(algorithm).items():
        specified = algorithm.job().parameters[parameter]
        place = (name, parameter)
        assert definition.type() in TYPES[specified.kind], place
        optional = bool(definition.flags() & QgsProcessingParameterDefinition.FlagOptional)
        if specified.required and place not in NEEDED_OTHERWISE:
            assert not optional, place
        default = definition.defaultValue()
        if definition.type() == "enum" and default is not None and not definition.usesStaticStrings():
            assert len(definition.options()) == len(specified.words), place
            default = specified.words[default]
        if definition.type() == "enum" and definition.usesStaticStrings():
            assert tuple(definition.options()) == specified.words, place
        if place in OTHER_DEFAULTS:
            assert specified.default is None and default is not None, place
        elif isinstance(specified.default, tuple):
            assert default == ",".join(specified.default), place
        else:
            assert default == specified.default or not (default or specified.default), place


@pytest.mark.parametrize("name", sorted(NAMES))
def test_qgis_offers_the_endings_that_are_written(algorithms, name):
    from mutualgeo_plugin.processing_algorithms.provider import MutualgeoProvider

    algorithm, layers = algorithms[name], MutualgeoProvider().supportedOutputVectorLayerExtensions()
    for parameter, definition in definitions(algorithm).items():
        endings = algorithm.job().parameters[parameter].endings
        if definition.type() == "vectorDestination":
            assert tuple(f".{ending}" for ending in layers) == endings
        elif definition.type() == "fileDestination":
            assert f".{definition.defaultFileExtension()}" in endings, parameter


@pytest.mark.parametrize("name", sorted(NAMES))
def test_outputs_are_those_of_the_job(algorithms, name):
    algorithm = algorithms[name]
    made = {"publishportal": {"PORTAL", "PORTALS", "LAYERS", "OBJECTS"}}.get(name, set(algorithm.job().outputs))
    declared = {output.name() for output in algorithm.outputDefinitions()} - {"REPORT"}
    # a folder or a base that is completed is an output of QGIS's as well
    assert declared <= made | set(algorithm.job().parameters), declared - made
