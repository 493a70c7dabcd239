"""Inputs that are kept: the corpus of each target, and every input that fell once, with what must become of it now."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from tests.conftest import ROOT
from tests.fuzz.verdict import Target

CORPUS = ROOT / "tests" / "corpus"
#: Inputs that fell once; what must become of each stands in a table: target → file → `READ` or the code of the refusal.
FALLEN, OUTCOMES = CORPUS / "fallen", CORPUS / "fallen.toml"
#: Bytes and inputs that the corpus of one target may have, and bytes of one of them.
MOST_BYTES, MOST_INPUTS, LARGEST = 120_000, 60, 8_000


def kept_inputs(target: Target) -> list[bytes]:
    """Inputs of a target: its seeds, then its corpus in order of name."""
    return [*target.seeds(), *(path.read_bytes() for path in corpus_files(target.name))]


def corpus_files(name: str) -> list[Path]:
    """Files of a target's corpus, in order of name."""
    return sorted(path for path in (CORPUS / name).glob("*") if path.is_file())


def fallen_inputs() -> list[tuple[str, Path, str]]:
    """Target, file and outcome of every input that fell once."""
    tables = tomllib.loads(OUTCOMES.read_text("utf-8"))
    return [
        (target, FALLEN / target / name, outcome) for target, table in tables.items() for name, outcome in table.items()
    ]


def name_of(data: bytes) -> str:
    """Name of an input's file: the beginning of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]
