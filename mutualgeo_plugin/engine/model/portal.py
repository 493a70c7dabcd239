"""What both sides of publication agree on: the engine that extracts, QGIS that makes projects and serves them."""

from __future__ import annotations

#: Files of a release, under ``PORTAL/<code>/releases/<n>/``.
DATA_FILE, RELEASE_FILE, SITE_FOLDER = "data.gpkg", "release.json", "site"
#: What is served: under ``PORTAL/<code>/`` and under ``PORTAL/``.
PROJECT_FILE, PORTAL_FILE = "project.qgs", "portal.json"
RELEASE_SCHEMA, PORTAL_SCHEMA = "mutualgeo-release/1", "mutualgeo-portal/1"

#: The greatest number of a port.
MOST_PORT = 65535
#: Most objects of one WFS answer: the bound of QGIS Server's own OGC API.
MAX_FEATURES = 10_000
#: Widest and highest picture of a WMS answer, in pixels: 4096 × 4096 takes about 4 s and 12 MB.
MAX_PIXELS = 4096
