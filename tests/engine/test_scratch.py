"""What killed runs have left is taken away: theirs alone, by its age and by their process that is dead."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.compute.scratch import LEAST_AGE, sweep_scratch
from mutualgeo_plugin.engine.outputs import HOST_MARK, SCRATCH, scratch_path, scratch_prefix, temporary_output
from tests.conftest import ROOT
from tests.engine.run import run
from tests.engine.small_lot import kerb, write


@pytest.fixture
def dead() -> int:
    """Number of a process of this machine that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path / "tmp"


def left(folder: Path, name: str, *, age: float = LEAST_AGE + 60, inside: bool = False) -> Path:
    """A file, or a folder with a file in it, that was last written so long ago."""
    path = folder / name
    if inside:
        path.mkdir()
        (path / "a.txt").touch()
    else:
        path.touch()
    os.utime(path, (time.time() - age,) * 2)
    return path


def name_of(pid: int, *, host: str = HOST_MARK, ending: str = ".part") -> str:
    return f".base.gpkg.{SCRATCH}-{host}-{pid}{ending}"


def test_a_leftover_of_a_dead_run_is_taken_away(tmp_path: Path, own_temporary_folder: Path, dead: int) -> None:
    gone = [
        left(tmp_path, name_of(dead)),
        left(tmp_path, name_of(dead, ending="")),
        left(tmp_path, name_of(dead, ending=".part-journal")),
        left(tmp_path, name_of(dead, ending="-journal"), inside=True),
        left(own_temporary_folder, f"mutualgeo-lot-{SCRATCH}-{HOST_MARK}-{dead}-abc_12", inside=True),
    ]
    assert sweep_scratch([tmp_path, tmp_path]) == 5
    assert not any(path.exists() for path in gone)


def test_nothing_else_is_touched(tmp_path: Path, own_temporary_folder: Path, dead: int) -> None:
    kept = [
        left(tmp_path, name_of(dead), age=LEAST_AGE - 60),  # a run that ended today may be looked into
        left(tmp_path, name_of(os.getpid())),  # at work
        left(tmp_path, name_of(dead, host="0" * 8)),  # of another machine
        left(tmp_path, ".base.gpkg.part"),  # of another program
        left(tmp_path, f"base.gpkg.{SCRATCH}-{HOST_MARK}-{dead}.part"),  # a file of the user's
        left(tmp_path, f".base.gpkg.{SCRATCH}-{HOST_MARK}-x.part"),
        left(own_temporary_folder, "mutualgeo-lot-abc", inside=True),
        left(own_temporary_folder, f"mutualgeo-lot-{SCRATCH}-{HOST_MARK}-{os.getpid()}-abc", inside=True),
        left(own_temporary_folder, f"other-{SCRATCH}-{HOST_MARK}-{dead}-abc", inside=True),
    ]
    assert sweep_scratch([tmp_path, tmp_path / "none", tmp_path / kept[0].name]) == 0
    assert all(path.exists() for path in kept)


def test_a_link_is_taken_away_and_not_followed(tmp_path: Path, dead: int) -> None:
    target = left(tmp_path, "target", inside=True)
    link = tmp_path / name_of(dead)
    link.symlink_to(target)
    os.utime(link, (0, 0), follow_symlinks=False)
    assert sweep_scratch([tmp_path]) == 1
    assert not link.is_symlink()
    assert (target / "a.txt").exists()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files away")
def test_a_leftover_of_another_user_stays(tmp_path: Path, dead: int) -> None:
    theirs = left(tmp_path, name_of(dead))
    os.chown(theirs, 12345, 12345)
    assert sweep_scratch([tmp_path]) == 0
    assert theirs.exists()


def test_names_tell_whose_they_are(tmp_path: Path) -> None:
    assert scratch_path(tmp_path / "a.gml", ".part").name == f".a.gml.{SCRATCH}-{HOST_MARK}-{os.getpid()}.part"
    assert scratch_prefix("lot") == f"mutualgeo-lot-{SCRATCH}-{HOST_MARK}-{os.getpid()}-"
    with temporary_output(tmp_path / "a.txt") as temporary:
        temporary.write_text("a")
        assert temporary == scratch_path(tmp_path / "a.txt", ".part")
    assert re.fullmatch(r"[0-9a-f]{8}", HOST_MARK)


def test_every_temporary_folder_of_the_engine_bears_its_mark() -> None:
    """Those inside another one go with it."""
    for path in (ROOT / "mutualgeo_plugin" / "engine").rglob("*.py"):
        for found in re.findall(r"(?:TemporaryDirectory|mkdtemp|mkstemp)\((.*?)\)?\)", path.read_text("utf-8")):
            assert found.startswith(("prefix=scratch_prefix(", "dir=scratch")), (path, found)


def test_the_next_run_sweeps_what_a_killed_one_has_left(tmp_path, own_temporary_folder) -> None:
    """A process that is killed in the middle of an output and of a temporary folder."""
    code = (
        "import sys, tempfile, time; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from mutualgeo_plugin.engine.outputs import scratch_prefix, temporary_output\n"
        "with tempfile.TemporaryDirectory(prefix=scratch_prefix('lot'), dir=sys.argv[2]) as scratch:\n"
        "    with temporary_output(Path(sys.argv[3])) as temporary:\n"
        "        temporary.write_text('half'); (Path(scratch) / 'a').write_text('a')\n"
        "        print(temporary, scratch, sep='\\n', flush=True); time.sleep(60)\n"
    )
    arguments = [sys.executable, "-c", code, ROOT, own_temporary_folder, tmp_path / "old.csv"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        leftovers = [Path(process.stdout.readline().strip()) for _ in range(2)]
        process.kill()
    assert [path.exists() for path in leftovers] == [True, True]
    lot, base = write(tmp_path / "lot.gml", kerb("k", (0, 0), (5, 0))), tmp_path / "base.gpkg"
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=base).exit == 0
    assert [path.exists() for path in leftovers] == [True, True]  # it died today
    for path in leftovers:
        os.utime(path, (0, 0))
    ran = run(tmp_path, "basehistory", STORE=base, LOT="1", OUTPUT=tmp_path / "new.csv")
    assert [m["text"] for m in ran.report["messages"] if m["code"] == "scratch_swept"] == [
        "2 reste(s) de traitements interrompus il y a plus d’un jour ont été enlevés."
    ]
    assert [path.exists() for path in leftovers] == [False, False]
