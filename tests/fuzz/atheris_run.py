"""One target under atheris, in a process of its own: coverage leads, what falls is noted and the run goes on.

    python -m tests.fuzz.atheris_run TARGET FOLDER SECONDS SEED

FOLDER receives ``corpus``, ``falls`` and what libFuzzer leaves of an input that ended the process.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["mutualgeo_plugin"]):
    from tests.fuzz.targets import TARGETS

from tests.fuzz.corpus import CORPUS, FALLEN, name_of
from tests.fuzz.verdict import Fall, Target, try_input

#: An input takes at most so many seconds, and the process so many megabytes, above what it has at the beginning.
MOST_SECONDS, MOST_MEGABYTES = 20, 2048
#: Bytes of an input.
LARGEST = 64 << 10
#: One change of so many is libFuzzer's own.
_OWN = 4


class Run:
    """Executions of one target."""

    def __init__(self, target: Target, folder: Path, scratch: Path) -> None:
        self._target = target
        self._folder = folder
        self._scratch = scratch
        self._known = {path.stem for path in (folder / "falls").glob("*.txt")}
        self._slowest = 0.0

    def execute(self, data: bytes) -> None:
        """Try one input; a fall that is new is written down."""
        begun = time.monotonic()
        outcome = try_input(self._target, data, self._scratch)
        seconds = time.monotonic() - begun
        if isinstance(outcome, Fall):
            self._note(outcome, data)
        if seconds > self._slowest:
            self._slowest = seconds
            (self._folder / "slowest").write_bytes(data)
            (self._folder / "slowest.txt").write_text(f"{seconds:.3f}\n")

    def _note(self, fall: Fall, data: bytes) -> None:
        name = name_of(fall.kind.encode())
        if name not in self._known:
            self._known.add(name)
            (self._folder / "falls" / name).write_bytes(data)
            (self._folder / "falls" / f"{name}.txt").write_text(f"{fall.kind}\n{fall.detail}", "utf-8")

    def change(self, data: bytes, largest: int, seed: int) -> bytes:
        """Another input: by the target's own changes, or by libFuzzer's."""
        random = Random(seed)
        if random.randrange(_OWN) == 0:
            return atheris.Mutate(data, largest)
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            data = self._target.change(data, random, self._target.tokens)
        return data[:largest]


def main() -> None:
    name, folder, seconds, seed = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    target = TARGETS[name]
    for part in ("corpus", "falls", "seeds"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for data in target.seeds():
        (folder / "seeds" / name_of(data)).write_bytes(data)
    tokens = folder / "tokens"
    written = ("".join(f"\\x{byte:02x}" for byte in token) for token in target.tokens if token)
    tokens.write_text("# pieces that mean something\n" + "".join(f'"{token}"\n' for token in written))
    begun = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (begun + (MOST_MEGABYTES << 20),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(dir=shared_memory()) as scratch:
        run = Run(target, folder, Path(scratch) / "input")
        options = [
            sys.argv[0], f"-max_total_time={seconds}", f"-timeout={MOST_SECONDS}", f"-rss_limit_mb={MOST_MEGABYTES}",
            f"-max_len={LARGEST}", f"-artifact_prefix={folder}/", f"-seed={seed}", "-print_final_stats=1",
            f"-report_slow_units={MOST_SECONDS}", str(folder / "corpus"), str(folder / "seeds"),
            *([f"-dict={tokens}"] if target.tokens else []),
            *(str(place) for place in (CORPUS / name, FALLEN / name) if place.is_dir()),
        ]  # fmt: skip
        atheris.Setup(options, run.execute, custom_mutator=run.change)
        atheris.Fuzz()


def shared_memory() -> str | None:
    """A folder in memory, where there is one: inputs are files thousands of times a second."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


if __name__ == "__main__":
    main()
