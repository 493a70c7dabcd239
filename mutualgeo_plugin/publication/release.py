"""Putting a release in place: the page, then the project, each replaced in one step; the list of what is served."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from ..engine.model.errors import EngineFailure
from ..engine.model.legibility import json_text
from ..engine.model.portal import PORTAL_FILE, PORTAL_SCHEMA, PROJECT_FILE, RELEASE_FILE, SITE_FOLDER
from .project import write_project

Json = dict[str, Any]


def publish_release(root: Path, code: str, release: int) -> Json:
    """Make the project of a release, check it, and serve it in place of the release before.

    Parameters
    ----------
    root : Path
        Folder of all portals.
    code, release
        The portal and the number of its extracted release.

    Returns
    -------
    dict
        What is served now: ``code``, ``release``, ``project`` (relative to `root`) and ``layers``, each with ``name``,
        ``objects`` and ``columns``.

    Raises
    ------
    EngineError
        The release before stays published.
    """
    tenant = root / code
    folder = tenant / "releases" / str(release)
    try:
        manifest = json.loads((folder / RELEASE_FILE).read_text(encoding="utf-8"))
        project = write_project(tenant, manifest)
        for page in sorted((folder / SITE_FOLDER).iterdir()):
            _replace(shutil.copyfile(page, tenant / f".{page.name}"), tenant / page.name)
        _replace(project, tenant / PROJECT_FILE)
        _list_portal(root, manifest)
    except OSError as error:
        raise EngineFailure("path_unwritable", path=tenant, detail=error.strerror or error) from error
    layers = [
        {"name": layer["name"], "objects": layer["features"], "columns": layer["columns"]}
        for layer in manifest["layers"]
    ]
    return {"code": code, "release": release, "project": f"{code}/{PROJECT_FILE}", "layers": layers}


def _replace(new: Path, served: Path) -> None:
    """Put a finished file in the place of the served one, in one step."""
    os.replace(new, served)


def _list_portal(root: Path, manifest: Json) -> None:
    """Enter the portal into portal.json, which says what is served."""
    path = root / PORTAL_FILE
    listed = json.loads(path.read_text(encoding="utf-8"))["portals"] if path.is_file() else []
    layers = {layer["name"]: layer["features"] for layer in manifest["layers"]}
    entry = {**{key: manifest[key] for key in ("code", "name", "title", "release", "url")}, "layers": layers}
    portals = sorted((*(p for p in listed if p["code"] != manifest["code"]), entry), key=lambda portal: portal["code"])
    new = path.with_name(f".{PORTAL_FILE}")
    content = {"schema": PORTAL_SCHEMA, "portals": portals}
    new.write_text(json_text(content, indent=1) + "\n", encoding="utf-8")
    _replace(new, path)
