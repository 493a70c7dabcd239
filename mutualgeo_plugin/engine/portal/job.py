"""Job ``extractportal``: what a portal will show, extracted from the base into a new release.

A release is a folder that is written once: ``PORTAL/<code>/releases/<n>/`` holds ``data.gpkg``, ``release.json``
(what the QGIS side needs to make the project) and ``site/``. Nothing is served before the QGIS side has made the
project of the release and put it in place.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .. import parameters as take
from ..context import Context, Result
from ..formats.feature_file import new_feature_file
from ..formats.layer import read_fields, read_layer
from ..formats.layer_remarks import tell_skipped
from ..formats.sqlite_errors import sqlite_errors
from ..geometry.systems import box_to_system
from ..model.credentials import redact_content
from ..model.errors import EngineError, EngineFailure
from ..model.legibility import json_text
from ..model.portal import DATA_FILE, RELEASE_FILE, RELEASE_SCHEMA, SITE_FOLDER
from ..outputs import child_path, refuse_unreadable
from ..store.objects import class_columns
from ..store.store import Store, open_store
from ..territory import Portal, PortalLayer, Territory, load_territory
from . import extract, screening, site

#: Names that the published file keeps for itself.
RESERVED_COLUMNS = frozenset({"fid", "geom"})
#: A published file is never written again.
READ_ONLY = 0o444

Json = dict[str, Any]


def run(parameters: Json, context: Context) -> Result:
    """Extract a new release of each portal of a territory.

    Parameters
    ----------
    parameters : dict
        ``TERRITORY`` (file), ``STORE`` (base; default the territory's), ``PORTAL`` (folder), ``CODE`` (one portal;
        default all).

    Returns
    -------
    Result
        Output ``releases``: a list of ``{"code", "release", "folder"}``.
    """
    territory = load_territory(take.text(parameters, "TERRITORY"))
    path = Path(take.text(parameters, "STORE", str(territory.store)))
    portals = _chosen_portals(territory, take.optional_text(parameters, "CODE"))
    releases = []
    with open_store(path) as store:
        for rank, portal in enumerate(portals):
            context.progress(100 * rank / len(portals))
            releases.append(_extract_portal(territory, portal, store, take.path(parameters, "PORTAL"), context))
    context.progress(100)
    return Result("done", {"releases": releases})


def _chosen_portals(territory: Territory, code: str | None) -> tuple[Portal, ...]:
    if not territory.portals:
        raise EngineError("portal_none", path=territory.path)
    if not code:
        return territory.portals
    portal = territory.portal(code)
    if portal is None:
        raise EngineError("portal_unknown", portal=code, known=", ".join(p.code for p in territory.portals))
    return (portal,)


def _extract_portal(territory: Territory, portal: Portal, store: Store, root: Path, context: Context) -> Json:
    """Extract one portal; a release that could not be finished is taken away."""
    number, folder = _new_release(child_path(root, portal.code))
    try:
        layers = _write_data(territory, portal, store, folder / DATA_FILE, context)
        (folder / DATA_FILE).chmod(READ_ONLY)
        manifest = _manifest(territory, portal, number, layers)
        (folder / RELEASE_FILE).write_text(json_text(redact_content(manifest), indent=1) + "\n", encoding="utf-8")
        refuse_unreadable(folder / RELEASE_FILE, folder / RELEASE_FILE)
        site.write_site(folder / SITE_FOLDER, manifest, portal.logo, _key(territory, portal))
    except OSError as error:
        shutil.rmtree(folder)
        raise EngineFailure("path_unwritable", path=folder, detail=error) from error
    except BaseException:
        shutil.rmtree(folder)
        raise
    objects = sum(layer["features"] for layer in layers)
    context.info("portal_extracted", portal=portal.code, release=number, layers=len(layers), objects=objects)
    return {"code": portal.code, "release": number, "folder": str(folder)}


def _new_release(tenant: Path) -> tuple[int, Path]:
    """The next release's number and folder; two publishers at once get two numbers."""
    releases = tenant / "releases"
    try:
        releases.mkdir(parents=True, exist_ok=True)
        number = max((int(path.name) for path in releases.iterdir() if path.name.isdecimal()), default=0)
        while True:
            number += 1
            try:
                (releases / str(number)).mkdir()
            except FileExistsError:
                continue
            return number, releases / str(number)
    except OSError as error:
        raise EngineError("path_unwritable", path=releases, detail=error.strerror or error) from error


def _key(territory: Territory, portal: Portal, layer: PortalLayer | None = None) -> str:
    """Path of a portal or of one of its layers in the territory file."""
    key = f"portals[{territory.portals.index(portal)}]"
    return f"{key}.layers[{portal.layers.index(layer)}]" if layer else key


def _write_data(territory: Territory, portal: Portal, store: Store, path: Path, context: Context) -> list[Json]:
    described: list[Json] = []
    with new_feature_file(path, territory.crs.code) as data:
        for layer in portal.layers:
            context.progress(0, context.text("portal_extracting", portal=portal.code, name=layer.name))
            key = _key(territory, portal, layer)
            rows = _read_layer(territory, layer, store, key, context)
            if rows is None or not rows.rows:
                context.warning("portal_layer_empty", key=key, source=layer.source)
                continue
            rows, replaced = extract.legible_rows(rows)
            if replaced:
                context.warning(
                    "text_replaced", name=layer.source, count=len(replaced), fields=key, first=f"fid {replaced[0]}"
                )
            _screen(rows, key, context)
            parts = extract.split(layer.source, layer.name, rows)
            _count(context, layer, rows, list(parts.values()), key)
            for name, part in parts.items():
                if name != layer.name and name in {other.name for other in portal.layers}:
                    raise EngineError("portal_name_taken", key=key, name=name, base=layer.name)
                title = layer.title + extract.TITLES.get(name.removeprefix(layer.name), "")
                data.write(extract.published_table(name, title, part))
                described.append(_describe(territory, layer, name, title, part))
    if not described:
        raise EngineError("portal_nothing", portal=portal.code)
    return described


def _read_layer(
    territory: Territory, layer: PortalLayer, store: Store, key: str, context: Context
) -> extract.Rows | None:
    """Objects of a layer with its listed columns; None when the base has no object of its class yet."""
    if layer.network is None:
        with sqlite_errors(store.path):
            known = class_columns(store, layer.source)
            if not known:
                return None
            _check_columns(layer, known, key)
            return extract.read_class(store, layer.source, {name: known[name] for name in layer.columns})
    network = next(n for n in territory.networks if n.name == layer.network)
    path, name = Path(network.path), network.layer
    with _network_errors(network.name, key, context):
        fields = read_fields(path, name)
    _check_columns(layer, dict.fromkeys(fields), key)
    with _network_errors(network.name, key, context):
        table = read_layer(path, name, fields=layer.columns)
        rows = extract.rows_of_layer(table, layer.columns)
    tell_skipped(table, context)
    return rows


@contextmanager
def _network_errors(name: str, key: str, context: Context) -> Iterator[None]:
    """Say of a network that cannot be published where the territory names it."""
    try:
        yield
    except EngineError as error:
        # a path that is no file may be a connection string: it is not repeated
        detail = context.text("file_absent") if error.code == "path_unreadable" else error.text(context.language)
        raise EngineError("portal_network_unreadable", key=f"{key}.source", name=name, detail=detail) from error


def _check_columns(layer: PortalLayer, known: dict[str, Any], key: str) -> None:
    for rank, column in enumerate(layer.columns):
        if column.lower() in RESERVED_COLUMNS:
            raise EngineError("portal_column_reserved", key=f"{key}.columns[{rank}]", column=column)
        if column not in known:
            raise EngineError(
                "portal_column_unknown",
                key=f"{key}.columns[{rank}]",
                source=layer.source,
                column=column,
                known=", ".join(known),
            )


def _screen(rows: extract.Rows, key: str, context: Context) -> None:
    for rank, (column, _kind) in enumerate(rows.columns):
        found = screening.count_personal(row[2 + rank] for row in rows.rows)
        for kind, count in found.items():
            what = context.text(f"portal_personal_{kind}")
            context.warning("portal_personal", key=f"{key}.columns[{rank}]", column=column, count=count, kind=what)


def _describe(territory: Territory, layer: PortalLayer, name: str, title: str, rows: extract.Rows) -> Json:
    theme = next((n.theme for n in territory.networks if n.name == layer.network), None)
    return {
        "name": name,
        "title": title,
        "source": layer.source,
        "theme": theme,
        "geometry": rows.geometry,
        "crs": f"EPSG:{rows.epsg}",
        "columns": [column for column, _kind in rows.columns],
        "features": len(rows.rows),
        "extent": rows.extent,
    }


def _count(context: Context, layer: PortalLayer, read: extract.Rows, parts: Sequence[extract.Rows], key: str) -> None:
    """Count objects and arcs as they were read and as they are published, and say what has no place on a portal."""
    arcs = context.report.setdefault("arcs", {"in": 0, "out": 0})
    for way, tables in (("in", [read]), ("out", parts)):
        counts = context.report["counts"][way]
        counts[layer.source] = counts.get(layer.source, 0) + sum(len(rows.rows) for rows in tables)
        arcs[way] += sum(rows.arcs for rows in tables)
    left = len(read.rows) - sum(len(rows.rows) for rows in parts)
    if left:
        context.warning("portal_left_out", key=key, source=layer.source, count=left)


def _manifest(territory: Territory, portal: Portal, number: int, layers: list[Json]) -> Json:
    """All that the QGIS side and the landing page need to know of a release: no path, no credential."""
    texts = ("code", "name", "title", "abstract", "contact_organisation", "contact_email", "licence", "fees")
    crs = f"EPSG:{territory.crs.code}"
    return {
        "schema": RELEASE_SCHEMA,
        "release": number,
        **{text: getattr(portal, text) for text in (*texts, "access_constraints", "url")},
        "crs": crs,
        "crs_list": list(portal.crs_list),
        "colours": asdict(portal.colours),
        "extent": _extent(layers, crs),
        "layers": layers,
    }


def _extent(layers: list[Json], crs: str) -> list[float] | None:
    """Box of all layers in the territory's system."""
    boxes = [box_to_system(layer["extent"], layer["crs"], crs) for layer in layers if layer["extent"]]
    if not boxes:
        return None
    minx, miny, maxx, maxy = zip(*boxes, strict=True)
    return [min(minx), min(miny), max(maxx), max(maxy)]
