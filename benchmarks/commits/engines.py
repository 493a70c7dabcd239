"""The engine of a commit, run as the plugin runs it: its launcher, a job file, a report."""

from __future__ import annotations

import compileall
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
#: The clock that every job is given: what a run writes does not depend on the day.
NOW = "2024-06-01T08:00:00Z"


@dataclass(frozen=True)
class Run:
    """How a job ended: its report, and what the whole tree of its processes took, in seconds."""

    report: dict[str, Any]
    cpu: float
    wall: float

    @property
    def status(self) -> str:
        return str(self.report.get("status", "failed"))

    @property
    def message(self) -> str:
        return str(self.report.get("message", ""))


@dataclass(frozen=True)
class Engine:
    """A working copy of the project, run with the present Python environment."""

    name: str
    tree: Path

    def run(self, job: str, parameters: Mapping[str, Any], folder: Path, stem: str) -> Run:
        """Run a job in a folder, its report being `stem`.json there.

        Raises
        ------
        SystemExit
            Where the engine leaves no report.
        """
        report, request = folder / f"{stem}.json", folder / ".job.json"
        values = {name: _as_json(value) for name, value in parameters.items()}
        request.write_text(
            json.dumps({"job": job, "parameters": values, "report": str(report), "language": "fr", "now": NOW})
        )
        command = [sys.executable, "-I", str(self.tree / "mutualgeo_plugin" / "engine_main.py"), str(request)]
        begun = time.perf_counter()
        with (folder / ".errors.txt").open("wb") as errors:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, cwd=folder)
            _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if not report.is_file():
            raise SystemExit(f"{self.name}: {job} left no report: {(folder / '.errors.txt').read_text()[-500:]}")
        for passing in (request, folder / ".errors.txt"):
            passing.unlink()
        return Run(json.loads(report.read_text("utf-8")), usage.ru_utime + usage.ru_stime, wall)


def _as_json(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    return [_as_json(each) for each in value] if isinstance(value, list | tuple) else value


@contextmanager
def checkout(commit: str) -> Iterator[Engine]:
    """A commit in a working tree of its own, for as long as it is needed.

    Raises
    ------
    SystemExit
        Where git does not know the commit.
    """
    with tempfile.TemporaryDirectory(prefix="mutualgeo-commit-") as scratch:
        tree = Path(scratch) / "tree"
        _git("worktree", "add", "--detach", str(tree), commit)
        try:
            yield compile_modules(Engine(commit, tree))
        finally:
            _git("worktree", "remove", "--force", str(tree))


def compile_modules(engine: Engine) -> Engine:
    """The engine, its modules compiled, so that neither of two is slower for being new."""
    compileall.compile_dir(engine.tree / "mutualgeo_plugin", quiet=2)
    return engine


def _git(*arguments: str) -> None:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"git {arguments[0]} {arguments[1]}: {done.stderr.strip()}")
