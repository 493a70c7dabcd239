"""A minute of fuzzing: what is kept of every target, what fell once, and changed inputs, the same each time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from mutualgeo_plugin.engine.formats.file_format import all_formats
from tests.fuzz.corpus import CORPUS, FALLEN, MOST_BYTES, MOST_INPUTS, corpus_files, fallen_inputs, kept_inputs
from tests.fuzz.targets import TARGETS
from tests.fuzz.verdict import READ, Fall, Target, try_input

#: Seconds that one input may take.
LIMIT = 20.0
#: Bytes that the corpora may have in all.
LARGEST = 5 << 20

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(params=TARGETS)
def target(request: pytest.FixtureRequest) -> Target:
    return TARGETS[request.param]


def changed(target: Target) -> Iterator[bytes]:
    """Inputs changed from those that are kept; the same each time."""
    random = Random(target.name)
    kept = kept_inputs(target)
    for _ in range(target.tested):
        data = random.choice(kept)
        for _ in range(random.choice((1, 1, 2, 3))):
            data = target.change(data, random, target.tokens)
        yield data


def tried(target: Target, data: bytes, folder: Path) -> str | Fall:
    begun = time.process_time()
    outcome = try_input(target, data, folder)
    assert time.process_time() - begun < LIMIT
    return outcome


def test_every_input_is_read_or_refused(target: Target, tmp_path: Path) -> None:
    kept = kept_inputs(target)
    outcomes = [tried(target, data, tmp_path / "input") for data in kept]
    assert [outcome for outcome in outcomes if isinstance(outcome, Fall)] == []
    assert READ in outcomes
    for data in changed(target):
        outcome = tried(target, data, tmp_path / "input")
        if isinstance(outcome, Fall):
            (tmp_path / "fallen").write_bytes(data)
            pytest.fail(f"{outcome.kind}: {tmp_path / 'fallen'}\n{outcome.detail}")


@pytest.mark.parametrize(
    ("name", "path", "outcome"), fallen_inputs(), ids=[f"{name}-{path.name}" for name, path, _ in fallen_inputs()]
)
def test_what_fell_once_has_its_outcome(name: str, path: Path, outcome: str, tmp_path: Path) -> None:
    assert tried(TARGETS[name], path.read_bytes(), tmp_path / "input") == outcome


def test_every_format_of_layers_and_lots_is_a_target() -> None:
    formats = {one.name for one in all_formats() if one.driver or one.is_lot}
    assert formats == {"dxf", "edigeo", "fgb", "gdb", "geojson", "gml", "gpkg", "shp"}
    assert {"dxf", "edigeo", "flatgeobuf", "geojson", "gml_layer", "flat_gml", "gpkg", "gpkg_lot", "shapefile"} <= set(
        TARGETS
    )


def test_the_corpus_is_small_and_of_targets_alone() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < LARGEST
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} <= {*TARGETS, FALLEN.name}
    for name in TARGETS:
        kept = corpus_files(name)
        assert len(kept) <= MOST_INPUTS
        assert sum(path.stat().st_size for path in kept) <= MOST_BYTES
    assert {path for _, path, _ in fallen_inputs()} == {path for path in FALLEN.rglob("*") if path.is_file()}


def read_well(data: bytes, folder: Path) -> None:
    """A reader that falls over one input and takes long over none."""
    if data == b"bad":
        raise KeyError("x")


def test_a_fall_is_seen(tmp_path: Path) -> None:
    one = Target("one", read_well, lambda: [b"good"], lambda data, random, tokens: data)
    assert try_input(one, b"good", tmp_path / "i") == READ
    fall = try_input(one, b"bad", tmp_path / "i")
    assert isinstance(fall, Fall)
    assert fall.kind.startswith("KeyError test_fuzz.py:read_well")
