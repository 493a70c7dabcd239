"""What the tests of the engine share."""

from __future__ import annotations

import geopandas  # noqa: F401 - tests write layers with it: it is there before the engine keeps it from pyogrio
