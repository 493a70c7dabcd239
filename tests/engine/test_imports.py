"""A run imports what it uses: heavy libraries come only into the jobs that need them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Libraries that take more than 0.02 s to import.
HEAVY = ("ezdxf", "geopandas", "jinja2", "pandas", "pyogrio", "scipy.sparse")
#: Job → the heavy libraries that its module imports before it runs.
IMPORTED = {
    "exportpcrs": set(),
    "receivelot": set(),
    "assemblebase": {"geopandas", "pandas"},
    "checkquality": {"geopandas", "pandas"},
}


@pytest.mark.parametrize("job", IMPORTED)
def test_a_job_begins_without_what_it_may_not_need(job):
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        f"from mutualgeo_plugin.engine.jobs import _function\n_function({job!r})\n"
        f"print(*(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == IMPORTED[job]
