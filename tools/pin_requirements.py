"""Pin the requirements: what each ``.in`` file names and all that it needs, with the hashes of every platform's wheels.

    python tools/pin_requirements.py        (the engine's environment: it has `packaging`)

pip resolves; whatever a package needs on any platform of TARGETS is pinned for all of them. The hashes are those that
the indexes of pip's configuration state (the simple API, PEP 691). A pin that lacks a wheel for a platform is refused:
choose another in the ``.in`` file.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.tags import Tag
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]

#: What is named, what is written, and whose pins hold for it too.
FILES = (
    ("requirements.in", "mutualgeo_plugin/requirements.txt", ()),
    ("requirements-dev.in", "requirements-dev.txt", ("mutualgeo_plugin/requirements.txt",)),
    ("requirements-bench.in", "requirements-bench.txt", ("mutualgeo_plugin/requirements.txt", "requirements-dev.txt")),
    ("requirements-fuzz.in", "requirements-fuzz.txt", ("mutualgeo_plugin/requirements.txt", "requirements-dev.txt")),
)

#: CPython 3.x that the engine runs on.
MINORS = (11, 12, 13, 14)

#: What the markers of a requirement see of each system.
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
}

#: Of each platform: its system, its machine, the tags of its wheels.
PLATFORMS = (
    ("linux", "x86_64", re.compile(r"manylinux.*_x86_64")),
    ("linux", "aarch64", re.compile(r"manylinux.*_aarch64")),
    ("windows", "AMD64", re.compile(r"win_amd64")),
    ("macos", "x86_64", re.compile(r"macosx_.*_(x86_64|universal2)")),
    ("macos", "arm64", re.compile(r"macosx_.*_(arm64|universal2)")),
)

SIMPLE_JSON = "application/vnd.pypi.simple.v1+json"


class PinError(Exception):
    """Requirements that cannot be pinned."""


@dataclass(frozen=True)
class Target:
    """A Python on a platform."""

    minor: int
    system: str
    machine: str
    wheels: re.Pattern[str]

    def __str__(self) -> str:
        return f"Python 3.{self.minor} on {self.system} {self.machine}"

    def takes_tag(self, tag: Tag) -> bool:
        """Whether a wheel of this tag can be installed."""
        if tag.platform != "any" and not self.wheels.fullmatch(tag.platform):
            return False
        if re.fullmatch(r"py3\d*", tag.interpreter):
            return tag.abi == "none"
        own = re.fullmatch(r"cp3(\d+)", tag.interpreter)
        if own is None:
            return False
        if tag.abi == "abi3":
            return int(own[1]) <= self.minor
        return int(own[1]) == self.minor and tag.abi in ("none", tag.interpreter)

    def meets_marker(self, requirement: Requirement) -> bool:
        """Whether a requirement's marker holds here; none of an extra does."""
        values = {
            **SYSTEMS[self.system],
            "python_version": f"3.{self.minor}",
            "python_full_version": f"3.{self.minor}.0",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "extra": "",
        }
        return requirement.marker is None or requirement.marker.evaluate(values)


TARGETS = tuple(Target(minor, *platform) for minor, platform in product(MINORS, PLATFORMS))

#: Where what a file names is used, where that is not everywhere: atheris is made for these alone.
SOME_TARGETS = {
    "requirements-fuzz.in": tuple(
        one for one in TARGETS if (one.system, one.machine) == ("linux", "x86_64") and one.minor < 14
    )
}


def resolve(named: Sequence[str], held: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Metadata by name of what pip would install of `named`, `held` being versions that it keeps to.

    What a package needs on another platform than this one is asked for as well.
    """
    wanted = list(named)
    while True:
        found = _report(wanted, held)
        missing = sorted(set(_find_needs(found)))
        if not missing:
            return found
        wanted += missing


def _report(named: Sequence[str], held: Sequence[str]) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as scratch:
        constraints = Path(scratch) / "constraints.txt"
        constraints.write_text("\n".join(held) + "\n")
        answer = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-input",
             "--only-binary", ":all:", "--report", "-", "--constraint", str(constraints), *named],
            stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    entries = (entry["metadata"] for entry in json.loads(answer.stdout)["install"])
    return {canonicalize_name(entry["name"]): entry for entry in entries}


def _find_needs(found: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What a target needs and pip, on this one, has not chosen; a version that a target refuses is an error."""
    for entry in found.values():
        for requirement in map(Requirement, entry.get("requires_dist", ())):
            if not any(target.meets_marker(requirement) for target in TARGETS):
                continue
            chosen = found.get(canonicalize_name(requirement.name))
            if chosen is None:
                yield f"{requirement.name}{requirement.specifier}"
            elif not requirement.specifier.contains(chosen["version"], prereleases=True):
                raise PinError(f"{entry['name']} needs {requirement}, and {chosen['version']} is chosen")


def index_addresses() -> list[str]:
    """Addresses of the package indexes that pip asks over the network."""
    from pip._internal.configuration import Configuration
    from pip._internal.models.index import PyPI  # what pip asks where nothing is configured

    configuration = Configuration(isolated=False)
    configuration.load()
    said = {key.split(".", 1)[1]: value for key, value in configuration.items()}
    addresses = [said.get("index-url", PyPI.simple_url), *said.get("extra-index-url", "").split()]
    return [address.rstrip("/") for address in addresses if address.startswith("http")]


def wheel_hashes(name: str, version: str) -> dict[str, str]:
    """SHA-256 by file name of all wheels of a version that the indexes list, withdrawn ones left out."""
    found: dict[str, str] = {}
    for address in index_addresses():
        request = urllib.request.Request(f"{address}/{name}/", headers={"Accept": SIMPLE_JSON})
        with urllib.request.urlopen(request, timeout=120) as answer:
            listed = json.load(answer)["files"]
        for file in listed:
            if file["filename"].endswith(".whl") and not file.get("yanked"):
                if str(parse_wheel_filename(file["filename"])[1]) == version:
                    found[file["filename"]] = file["hashes"]["sha256"]
    return found


def fitting_hashes(pin: str, wheels: dict[str, str], targets: Sequence[Target] = TARGETS) -> list[str]:
    """Hashes of the wheels that some target takes; an error where a target has none."""
    tags = {name: parse_wheel_filename(name)[3] for name in wheels}
    takers = {name: {target for target in targets if any(map(target.takes_tag, tags[name]))} for name in wheels}
    without = [str(target) for target in targets if not any(target in own for own in takers.values())]
    if without:
        raise PinError(f"{pin} has no wheel for {', '.join(without)}")
    return sorted({wheels[name] for name, own in takers.items() if own})


def read_names(path: Path) -> list[str]:
    """Requirements that a file names, one a line."""
    lines = (line.split("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def read_pins(path: Path) -> list[str]:
    """Pins of a file that was written here: ``name==version`` each."""
    return re.findall(r"^([\w.-]+==[^\s\\]+)", path.read_text("utf-8"), re.MULTILINE)


def requirements_text(source: str, hashes: dict[str, list[str]]) -> str:
    """Content of a requirements file: options that pip obeys, and the pins with their hashes."""
    head = [
        f"# Made of {source} by tools/pin_requirements.py (make requirements): not written by hand.",
        "--only-binary :all:",
        "--require-hashes",
    ]
    pins = [" \\\n    ".join([pin, *(f"--hash=sha256:{value}" for value in hashes[pin])]) for pin in sorted(hashes)]
    return "\n".join([*head, *pins]) + "\n"


def main() -> int:
    os.environ.pop("PIP_REQUIRE_HASHES", None)  # nothing has any yet
    for source, target, others in FILES:
        held = [pin for other in others for pin in read_pins(ROOT / other)]
        try:
            found = resolve(read_names(ROOT / source), held)
            pins = {f"{name}=={entry['version']}": (name, entry["version"]) for name, entry in found.items()}
            targets = SOME_TARGETS.get(source, TARGETS)
            hashes = {pin: fitting_hashes(pin, wheel_hashes(*own), targets) for pin, own in pins.items()}
        except PinError as error:
            print(f"mutualgeo: {source}: {error}", file=sys.stderr)
            return 1
        (ROOT / target).write_text(requirements_text(source, hashes), "utf-8")
        print(f"{target}: {len(hashes)} packages, {sum(map(len, hashes.values()))} wheels")
    return 0


if __name__ == "__main__":
    sys.exit(main())
