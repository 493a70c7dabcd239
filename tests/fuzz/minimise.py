"""The smallest inputs of some folders that cover what all of them cover, for the corpus that the project keeps.

python -m tests.fuzz.minimise TARGET CHOSEN FOLDER...
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mutualgeo_plugin"]):
    from tests.fuzz.targets import TARGETS

from tests.fuzz.atheris_run import MOST_MEGABYTES, MOST_SECONDS, shared_memory
from tests.fuzz.corpus import LARGEST
from tests.fuzz.verdict import try_input


def main() -> None:
    name, chosen, *folders = sys.argv[1:]
    scratch = Path(tempfile.mkdtemp(dir=shared_memory()))
    options = [
        sys.argv[0], "-merge=1", f"-max_len={LARGEST}", f"-timeout={MOST_SECONDS}", f"-rss_limit_mb={MOST_MEGABYTES}",
        chosen, *(folder for folder in folders if Path(folder).is_dir()),
    ]  # fmt: skip
    atheris.Setup(options, lambda data: try_input(TARGETS[name], data, scratch / "input"))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
