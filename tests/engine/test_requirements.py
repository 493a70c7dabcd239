"""Requirements: all that is installed is pinned, with the hashes of the wheels of every Python and platform."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.tags import parse_tag
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

spec = importlib.util.spec_from_file_location("pin_requirements", ROOT / "tools" / "pin_requirements.py")
pin = importlib.util.module_from_spec(spec)
sys.modules["pin_requirements"] = pin
spec.loader.exec_module(pin)

ENGINE = ("requirements.in", "mutualgeo_plugin/requirements.txt")
TXT = [target for _, target, _ in pin.FILES]
HASH = "0" * 64


def pins(path: str) -> dict[str, str]:
    return dict(line.split("==") for line in pin.read_pins(ROOT / path))


@pytest.mark.parametrize(("source", "path"), [(source, target) for source, target, _ in pin.FILES])
def test_pip_takes_nothing_but_wheels_with_these_hashes(source, path):
    lines = (ROOT / path).read_text("utf-8").splitlines()
    assert lines[1:3] == ["--only-binary :all:", "--require-hashes"]
    logical = re.sub(r" \\\n +", " ", "\n".join(lines[3:])).splitlines()
    assert len(logical) == len(pins(path)) >= len(pin.read_names(ROOT / source)) > 0
    for line in logical:
        assert re.fullmatch(r"[\w.-]+==[\w.]+( --hash=sha256:[0-9a-f]{64})+", line), line[:60]


@pytest.mark.parametrize(("source", "target"), [(source, target) for source, target, _ in pin.FILES])
def test_what_is_named_is_pinned_as_it_is_named(source, target):
    named = [Requirement(line) for line in pin.read_names(ROOT / source)]
    assert named
    for requirement in named:
        assert requirement.specifier.contains(pins(target)[canonicalize_name(requirement.name)]), str(requirement)


def test_files_agree_with_each_other():
    first = pins(TXT[0])
    for path in TXT[1:]:
        assert {name: version for name, version in pins(path).items() if first.get(name, version) != version} == {}


def test_all_that_the_engine_needs_here_is_pinned_and_installed():
    pinned = pins(ENGINE[1])
    waiting = [canonicalize_name(Requirement(line).name) for line in pin.read_names(ROOT / ENGINE[0])]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        assert importlib.metadata.version(name) == pinned[name], name
        needed = map(Requirement, importlib.metadata.requires(name) or ())
        waiting += [
            canonicalize_name(own.name) for own in needed if own.marker is None or own.marker.evaluate({"extra": ""})
        ]
    assert seen == set(pinned)


@pytest.mark.parametrize(
    ("tag", "takers"),
    [
        ("py3-none-any", 20),
        ("py2.py3-none-any", 20),
        ("cp311-abi3-manylinux_2_28_x86_64", 4),
        ("cp313-abi3-win_amd64", 2),
        ("cp312-cp312-manylinux2014_aarch64.manylinux_2_17_aarch64", 1),
        ("cp314-cp314-macosx_11_0_universal2", 2),
        ("cp314-cp314t-win_amd64", 0),
        ("cp310-cp310-win_amd64", 0),
        ("cp312-cp312-musllinux_1_2_x86_64", 0),
        ("cp312-cp312-win_arm64", 0),
        ("py2-none-any", 0),
    ],
)
def test_a_wheel_serves_the_platforms_that_its_tag_names(tag, takers):
    assert len([target for target in pin.TARGETS if any(map(target.takes_tag, parse_tag(tag)))]) == takers


def wheels(*tags: str) -> dict[str, str]:
    return {f"thing-1.0-{tag}.whl": f"{rank:064x}" for rank, tag in enumerate(tags)}


ALL_314 = ("manylinux_2_28_x86_64", "manylinux_2_28_aarch64", "win_amd64", "macosx_11_0_universal2")


def test_hashes_are_those_of_the_wheels_that_serve():
    listed = wheels(*(f"cp311-abi3-{platform}" for platform in ALL_314), "cp310-cp310-win_amd64")
    assert pin.fitting_hashes("thing==1.0", listed) == [f"{rank:064x}" for rank in range(4)]


def test_what_serves_on_some_platforms_is_asked_of_those_alone():
    assert pin.SOME_TARGETS.keys() <= {source for source, _, _ in pin.FILES}
    some = pin.SOME_TARGETS["requirements-fuzz.in"]
    assert sorted(map(str, some)) == [f"Python 3.{minor} on linux x86_64" for minor in (11, 12, 13)]
    listed = wheels(*(f"cp3{minor}-cp3{minor}-manylinux2014_x86_64" for minor in (11, 12, 13)))
    assert len(pin.fitting_hashes("thing==1.0", listed, some)) == 3
    with pytest.raises(pin.PinError):
        pin.fitting_hashes("thing==1.0", listed)


def test_a_pin_without_a_wheel_for_a_platform_is_refused():
    listed = wheels(*(f"cp311-abi3-{platform}" for platform in ALL_314 if platform != "win_amd64"))
    with pytest.raises(pin.PinError, match=r"^thing==1.0 has no wheel for Python 3.11 on windows AMD64, "):
        pin.fitting_hashes("thing==1.0", listed)


def entry(name: str, version: str, *needs: str) -> dict[str, object]:
    return {"name": name, "version": version, "requires_dist": list(needs)}


def test_what_another_platform_needs_is_asked_for(monkeypatch):
    asked = []

    def report(named, held):
        asked.append(list(named))
        found = {"a": entry("a", "1", "b; sys_platform == 'win32'", "c; python_version < '3.11'", "d; extra == 'x'")}
        return found | ({"b": entry("b", "2")} if "b" in named else {})

    monkeypatch.setattr(pin, "_report", report)
    assert set(pin.resolve(["a==1"], [])) == {"a", "b"}
    assert asked == [["a==1"], ["a==1", "b"]]


def test_a_version_that_another_python_refuses_is_told(monkeypatch):
    found = {"a": entry("a", "1", "b>=3; python_version >= '3.14'"), "b": entry("b", "2")}
    monkeypatch.setattr(pin, "_report", lambda named, held: found)
    with pytest.raises(pin.PinError, match="a needs b>=3"):
        pin.resolve(["a==1"], [])


def test_the_text_is_in_order_and_whole(tmp_path: Path):
    text = pin.requirements_text("r.in", {"b==2": [HASH], "a==1": ["1" * 64, "2" * 64]})
    (tmp_path / "r.txt").write_text(text)
    assert pin.read_pins(tmp_path / "r.txt") == ["a==1", "b==2"]
    assert text.count("--hash=sha256:") == 3 and text.endswith(f"b==2 \\\n    --hash=sha256:{HASH}\n")
