"""The backports entry of `make setup`, derived from a machine's own apt sources; the options of fresh.sh."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ONE_LINE = """\
# a comment
deb-src http://mirror.example/debian bookworm main
deb [signed-by=/keys/debian.gpg arch=amd64] http://mirror.example/debian bookworm main contrib
deb http://mirror.example/security bookworm-security main
"""

DEB822 = """\
Types: deb
URIs: http://mirror.example/security
Suites: bookworm-security
Components: main

# the archive
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc
 -----END PGP PUBLIC KEY BLOCK-----
"""


@pytest.fixture
def apt(tmp_path: Path) -> Path:
    (tmp_path / "sources.list.d").mkdir()
    return tmp_path


def derive(checkout: Path, apt: Path) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(checkout / "tools" / "backports.sh"), str(apt), "bookworm"]
    return subprocess.run(command, capture_output=True, text=True)


def written(apt: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (apt / "sources.list.d").glob("mutualgeo-backports.*")}


def test_one_line_sources(checkout: Path, apt: Path) -> None:
    (apt / "sources.list").write_text(ONE_LINE)
    assert derive(checkout, apt).returncode == 0
    entry = "deb [signed-by=/keys/debian.gpg arch=amd64] http://mirror.example/debian bookworm-backports main contrib\n"
    assert written(apt) == {"mutualgeo-backports.list": entry}


def test_deb822_sources_keep_their_key(checkout: Path, apt: Path) -> None:
    (apt / "sources.list.d" / "debian.sources").write_text(DEB822)
    assert derive(checkout, apt).returncode == 0
    stanza = DEB822.split("\n\n")[1].removeprefix("# the archive\n")
    stanza = stanza.replace("Types: deb deb-src", "Types: deb")
    stanza = stanza.replace("Suites: bookworm bookworm-updates", "Suites: bookworm-backports")
    assert written(apt) == {"mutualgeo-backports.sources": stanza}


def test_disabled_stanza_is_not_taken(checkout: Path, apt: Path) -> None:
    (apt / "sources.list.d" / "debian.sources").write_text("Enabled: no\n" + DEB822.split("\n\n")[1])
    assert derive(checkout, apt).returncode == 1
    assert written(apt) == {}


def test_no_source_of_the_suite_is_told(checkout: Path, apt: Path) -> None:
    (apt / "sources.list").write_text(ONE_LINE.replace("bookworm main", "trixie main"))
    answer = derive(checkout, apt)
    assert answer.returncode == 1
    assert "bookworm-backports" in answer.stderr
    assert written(apt) == {}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--suite",), "--suite wants a codename"),
        (("--suite", "../elsewhere"), "../elsewhere is no codename"),
        (("--suite", ""), "is no codename"),
        (("--sweet", "trixie"), "usage: fresh.sh [--suite CODENAME] [--again] [VERB]..."),
    ],
)
def test_fresh_roots_refuse_what_they_do_not_know(checkout: Path, tmp_path: Path, arguments, said: str) -> None:
    command = ["sh", str(checkout / "tests" / "e2e" / "fresh.sh"), *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "FRESH": str(tmp_path)})
    assert answer.returncode == 2 and said in answer.stderr
    assert list(tmp_path.iterdir()) == []
