"""The algorithms as Processing sees them: names, help, French, declared outputs."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsProcessingContext  # noqa: E402
from qgis.PyQt.QtCore import QCoreApplication, QTranslator  # noqa: E402

from tests.algorithms import NAMES  # noqa: E402

from .conftest import PLUGINS  # noqa: E402

#: Help shorter than this says nothing.
LEAST_HELP = 100


def classes():
    from mutualgeo_plugin.processing_algorithms.provider import find_algorithms

    return find_algorithms()


@pytest.fixture
def algorithms(qgis_app):
    return {algorithm.name(): algorithm for algorithm in (kind().create() for kind in classes())}


@pytest.fixture
def french(qgis_app):
    translator = QTranslator()
    assert translator.load(str(PLUGINS / "mutualgeo_plugin" / "i18n" / "mutualgeo_fr.qm"))
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def sentences(algorithm) -> dict[str, str]:
    """Everything of an algorithm that a user reads."""
    said = {
        "name": algorithm.displayName(),
        "group": algorithm.group(),
        "help": algorithm.shortHelpString(),
        "description": algorithm.shortDescription(),
    }
    said |= {f"parameter {p.name()}": p.description() for p in algorithm.parameterDefinitions()}
    said |= {f"output {o.name()}": o.description() for o in algorithm.outputDefinitions()}
    return said


def test_the_provider_offers_every_algorithm(algorithms):
    assert set(algorithms) == NAMES


def test_ids_and_groups_are_stable_ascii(algorithms):
    for name, algorithm in algorithms.items():
        assert re.fullmatch("[a-z]+", name)
        assert re.fullmatch("[a-z]+", algorithm.groupId())
        assert algorithm.tags()


def test_every_algorithm_explains_itself_and_reports(algorithms):
    for name, algorithm in algorithms.items():
        said = sentences(algorithm)
        assert len(said["help"]) > LEAST_HELP, name
        assert all(said.values()), (name, said)
        assert algorithm.parameterDefinition("REPORT") and algorithm.outputDefinition("REPORT"), name


def test_every_algorithm_gives_a_result(algorithms):
    for name, algorithm in algorithms.items():
        assert len(algorithm.outputDefinitions()) > 1, name


def test_every_algorithm_speaks_french(qgis_app, french, algorithms):
    in_french = {name: sentences(algorithm) for name, algorithm in algorithms.items()}
    same = {"Lot"}
    QCoreApplication.instance()  # the translator stays installed until the fixture ends
    for kind in classes():
        english = english_sentences(kind)
        for key, text in in_french[kind().name()].items():
            assert text != english[key] or text in same, (kind.__name__, key, text)


def english_sentences(kind) -> dict[str, str]:
    """What `kind` says when nothing is translated."""
    plain = type(kind.__name__, (kind,), {"tr": lambda self, text: text})()
    plain.initAlgorithm()
    return sentences(plain)


def test_wrong_parameters_are_refused_without_an_exception(algorithms):
    context = QgsProcessingContext()
    for algorithm in algorithms.values():
        for junk in ({}, {p.name(): object() for p in algorithm.parameterDefinitions()}, {"REPORT": 3}):
            fits, _ = algorithm.checkParameterValues(junk, context)
            assert isinstance(fits, bool)


def test_the_command_of_many_files_replays_them_all_and_leaves_nothing_behind(algorithms, tmp_path):
    files = [tmp_path / "un lot.gml", tmp_path / "b.gml"]
    for path in files:
        path.write_text("<?xml version='1.0'?><a xmlns:gml='http://www.opengis.net/gml/3.2'><gml:x/></a>")
    command, _ = algorithms["receivelot"].asQgisProcessCommand(
        {"INPUT": [str(path) for path in files], "STORE": str(tmp_path / "s.gpkg")}, QgsProcessingContext()
    )
    assert f"--INPUT='{files[0]}' --INPUT={files[1]}" in command
    assert f"--STORE='{tmp_path}/s.gpkg'" in command or f"--STORE={tmp_path}/s.gpkg" in command
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.gml", "un lot.gml"]
