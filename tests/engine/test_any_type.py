"""Every key of every TOML file and of a job, given a value of every type: told or read, never an unexpected error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.assembly.export.dxf_layers import DXF_LAYERS, read_layer_names
from mutualgeo_plugin.engine.assembly.reception.reception_profile import RECEPTION, load_reception
from mutualgeo_plugin.engine.assembly.sharing.financiers import financiers_spec
from mutualgeo_plugin.engine.formats.mapping import MAPPING, load_mapping
from mutualgeo_plugin.engine.jobs import _JOB_KEYS, run_job
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS
from mutualgeo_plugin.engine.model.specification import Job, Kind
from mutualgeo_plugin.engine.quality.profile import PROFILE, load_profile
from mutualgeo_plugin.engine.territory import TERRITORY, load_territory
from mutualgeo_plugin.engine.toml.document import read_toml
from mutualgeo_plugin.engine.toml.spec import Key, Spec

#: A value of each type that TOML has; then what else is of one, of which each key is given a share.
TOML_TYPES = ("7", "1.5", "true", '"texte"', "2024-01-31", "[]", '["a"]', "{}", '""')
TOML_MORE = (
    "0", "-1", "9223372036854775807", "1" + "0" * 400, "-0.0", "1e308", "inf", "-inf", "nan", "false", '" "',
    '"\\u0000"', '"\\U0010FFFF"', '"' + "x" * 5000 + '"', "2024-01-31T08:00:00Z", "2024-01-31 08:00:00", "08:00:00",
    "[1]", "[true]", '["a", 1]', "[[]]", '[["a"]]', "[{}]", '[{name = "a"}]', "[2024-01-31]", "[1, 2, 3, 4]",
    "[nan, 0.0, 1.0, 2.0]", '{name = "a"}', "{name = 1}", "{name = {name = {}}}",
)  # fmt: skip
#: The same of JSON, with what a path, a number or a text may go wrong by.
JSON_TYPES = (None, 0, 1.5, 10**400, True, [], ["a", 1], {}, "a", "9" * 5000, "\ud800")
JSON_MORE = (
    -1, -(10**400), 1e308, False, [1], [[]], [None], [0, 0, 10**400, 1], {"a": 1}, "", " ", "\0", ["\ud800"],
    "\udce9.gml", "|", "://", "1e999", "nan", ".", "/dev/null", "2024-02-30",
)  # fmt: skip
#: Shares that the rest is dealt out in.
_SHARES = 4


def dealt(types: tuple, more: tuple, rank: int) -> tuple:
    """What the key of a rank is given: each type, and a share of the rest."""
    return (*types, *more[rank % _SHARES :: _SHARES])


KINDS = {
    "territory": (TERRITORY, load_territory),
    "mapping": (MAPPING, load_mapping),
    "quality": (PROFILE, load_profile),
    "reception": (RECEPTION, load_reception),
    "financiers": (financiers_spec(), lambda path: read_toml(Path(path), financiers_spec())),
    "dxf_layers": (DXF_LAYERS, lambda path: read_layer_names(Path(path))),
}


def places(keys: dict[str, Key], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Key]]:
    """Every key of a specification, by its names from the top; ``[]`` after that of a list of tables."""
    for name, key in keys.items():
        path = (*before, name)
        yield path, key
        inside = (*path, "[]") if key.kind == "tables" else path
        if key.kind in ("table", "tables"):
            yield from places(dict(key.keys), inside)
        if key.kind == "map" and key.each is not None:
            yield from places({"nom": key.each}, path)


def document(path: tuple[str, ...], value: str) -> str:
    """A file that says one value at one place, and nothing else: what is missing is told beside."""
    text = value
    for name in reversed(path):
        text = f"[{text}]" if name == "[]" else f"{{{name} = {text}}}"
    return f"{path[0]} = {text[len(path[0]) + 4 : -1]}"


def test_a_document_says_its_value_where_it_should():
    assert document(("a",), "1") == "a = 1"
    assert document(("a", "[]", "b", "c"), "1") == "a = [{b = {c = 1}}]"


#: Parameters of checks and their weights are hundreds of keys of one kind each: one of each table stands for its own.
def sampled(spec: Spec) -> list[tuple[str, ...]]:
    seen: dict[tuple[object, ...], tuple[str, ...]] = {}
    for path, key in places(dict(spec.keys)):
        few = path[:1] if len(spec.keys[path[0]].keys) > 20 else path
        seen.setdefault((few, len(path), key.kind, id(key.check)), path)
    return list(seen.values())


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_toml_file_takes_or_refuses_every_type(kind, tmp_path):
    spec, load = KINDS[kind]
    path, refused, asked = tmp_path / "essai.toml", 0, 0
    for rank, place in enumerate(sampled(spec)):
        for value in dealt(TOML_TYPES, TOML_MORE, rank):
            path.write_text(document(place, value), "utf-8")
            asked += 1
            try:
                load(str(path))
            except EngineError as error:
                assert error.code in (spec.wrong, "path_unreadable"), (place, value)
                assert all(len(error.text(language)) > 20 for language in ("en", "fr"))
                refused += 1
    assert asked >= len(TOML_TYPES) and refused > 0.5 * asked


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_file_with_one_value_of_another_type(kind, tmp_path):
    """Beside what makes a file whole the loader goes further: what it builds of a value is tried too."""
    from tests.engine.test_toml import KINDS as GOOD

    _spec, load = KINDS[kind]
    path, good = tmp_path / "essai.toml", GOOD[kind].good
    lines = good.splitlines()
    for rank, line in enumerate(lines):
        name, equals, _ = line.partition(" = ")
        for value in dealt(TOML_TYPES, TOML_MORE, rank) if equals else ():
            path.write_text("\n".join([*lines[:rank], f"{name} = {value}", *lines[rank + 1 :]]), "utf-8")
            try:
                load(str(path))
            except EngineError as error:
                assert error.code == GOOD[kind].wrong, (name, value)


# -- jobs --------------------------------------------------------------------------------------------------------------


def ran(folder: Path, text: str) -> tuple[int, list[str]]:
    """Exit status of a job file, and the codes of its errors."""
    (folder / "job.json").write_text(text, "utf-8")
    events: list[dict] = []
    status = run_job(folder / "job.json", events.append)
    return status, [event["code"] for event in events if event["type"] == "error"]


@pytest.mark.parametrize("key", [*_JOB_KEYS, "other"])
def test_every_key_of_a_job_takes_or_refuses_every_type(key, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for value in (*JSON_TYPES, *JSON_MORE):
        codes = ran(tmp_path, json.dumps({"job": "undorun", "parameters": {}} | {key: value}))[1]
        assert codes and "internal" not in codes, (key, value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", '"a"', "[" * 100_000, '{"job": NaN}', "\ufeff{}"])
def test_what_is_no_job_is_told(text, tmp_path):
    assert ran(tmp_path, text) == (1, ["job_unreadable"])


def needed(job: Job, folder: Path) -> dict:
    """What a job cannot do without, of a base and of files that are not there: it ends before it works."""
    words = {Kind.DAY: "2024-01-31", Kind.AMOUNT: "12", Kind.INTEGER: 1}
    return {
        name: one.words[0]
        if one.words
        else words.get(one.kind, str(folder / f"absent{(one.endings or ('.gpkg',))[0]}"))
        for name, one in job.parameters.items()
        if one.required
    }


@pytest.mark.parametrize("job", sorted(ENGINE_JOBS))
def test_every_parameter_takes_or_refuses_every_type(job, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    specified = ENGINE_JOBS[job]
    given = needed(specified, tmp_path)
    if job == "makedemo":
        given["FOLDER"] = str(tmp_path / "job.json")  # a file: no demonstration is written
    if job == "fetchschemas":
        given["SOURCE"] = str(tmp_path / "absent")  # nothing is asked of the network
    for rank, name in enumerate(specified.parameters):
        for value in dealt(JSON_TYPES, JSON_MORE, rank + len(job)):
            if (job, name) == ("fetchschemas", "SOURCE") and not value:
                continue
            if (job, name) == ("makedemo", "FOLDER") and value in ("a", " ", "|", "1e999", "nan", "2024-02-30"):
                continue  # a name as any other: half a minute each
            codes = ran(tmp_path, json.dumps({"job": job, "parameters": given | {name: value}}))[1]
            assert codes and not {"internal", "file_unforeseen"} & set(codes), (name, value)
