"""QGIS projects that a server publishes: made for a release, scanned, opened again, and only then put in place."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProject,
    QgsProjectMetadata,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..engine.model.errors import EngineError, EngineFailure
from ..engine.model.portal import DATA_FILE, MAX_PIXELS
from ..engine.resources import resource_folder
from ..geopackages import open_layer
from .colours import network_colour

Json = dict[str, Any]

#: Digits after the point in WFS answers: millimetres, as in PCRS deliveries.
WFS_PRECISION = 3
#: Width of network lines and size of network points on paper, in millimetres.
NETWORK_LINE, NETWORK_POINT = "0.5", "1.8"

#: Where QGIS writes who made a project and when: attributes of its root, elements of the metadata (which elements it
#: fills by itself depends on its version).
_MAKER_ATTRIBUTES = re.compile(r'\s(?:saveUser|saveUserFull|saveDateTime)="[^"]*"')
_MAKER_ELEMENTS = re.compile(r"(?<=<author>)[^<]+|(?<=<creation>)[^<]+|<date\s[^>]*/>")

#: Name of each layer's style in the services, whatever the publisher's language.
STYLE_NAME = "default"


def write_project(tenant: Path, manifest: Json) -> Path:
    """Write the project of a release beside the one that is served, under a name of its own.

    Parameters
    ----------
    tenant : Path
        Folder of the portal; the release's data is in ``releases/<n>/data.gpkg`` under it.
    manifest : dict
        Content of the release's release.json.

    Returns
    -------
    Path
        The project, checked: it opens, every layer shows as many objects as the release has, and its bytes hold no
        user name, no absolute path and no credential.
    """
    path = tenant / f"project.{manifest['release']}.qgs"
    project = QgsProject()
    project.setFileName(str(path))
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    project.setMetadata(QgsProjectMetadata())
    project.setCrs(QgsCoordinateReferenceSystem(manifest["crs"]))
    for described in manifest["layers"]:
        project.addMapLayer(_layer(tenant, manifest, described))
    _describe_service(project, manifest)
    written = project.write()
    detail = project.error()
    project.clear()
    if not written:
        raise EngineFailure("project_unwritten", portal=manifest["code"], detail=detail)
    path.with_name(f"{path.stem}_attachments.zip").unlink(missing_ok=True)
    path.write_text(strip_maker(path.read_text(encoding="utf-8")), encoding="utf-8")
    try:
        refuse_leaks(path, manifest["code"])
        verify_project(path, manifest)
    except EngineError:
        path.unlink()
        raise
    return path


def _layer(tenant: Path, manifest: Json, described: Json) -> QgsVectorLayer:
    """A layer of the release as the services name and attribute it."""
    data = tenant / "releases" / str(manifest["release"]) / DATA_FILE
    layer = open_layer(f"{data}|layername={described['name']}", described["title"])
    if not layer.isValid():
        raise EngineFailure("project_layer_invalid", portal=manifest["code"], name=described["name"])
    server = layer.serverProperties()
    server.setShortName(described["name"])
    server.setTitle(described["title"])
    server.setAttribution(manifest["contact_organisation"])
    _style(layer, described)
    return layer


def _style(layer: QgsVectorLayer, described: Json) -> None:
    """The style of the layer's class, or the colour of its network."""
    if described["theme"]:
        layer.setRenderer(QgsSingleSymbolRenderer(_network_symbol(layer, described["theme"])))
        return
    source, geometry = described["source"], layer.geometryType().name.lower()
    path = resource_folder("styles") / f"{source}.{geometry}.qml"
    if not path.is_file():
        path = resource_folder("styles") / f"{source}.qml"
    if not path.is_file():
        return
    message, loaded = layer.loadNamedStyle(str(path))
    if not loaded:
        raise EngineError("project_style_wrong", path=path, detail=message)
    styles = layer.styleManager()
    if styles.currentStyle() != STYLE_NAME:  # QGIS names it in its user's language: clients keep the name
        styles.renameStyle(styles.currentStyle(), STYLE_NAME)


def _network_symbol(layer: QgsVectorLayer, theme: str) -> QgsSymbol:
    """Symbol of a network by its theme's colour, whatever its geometry."""
    colour = network_colour(theme)
    if layer.geometryType() == Qgis.GeometryType.Point:
        outline = QColor(colour).darker(150).name()
        return QgsMarkerSymbol.createSimple({"color": colour, "outline_color": outline, "size": NETWORK_POINT})
    if layer.geometryType() == Qgis.GeometryType.Polygon:
        return QgsFillSymbol.createSimple({"color": colour, "outline_color": colour})
    return QgsLineSymbol.createSimple({"line_color": colour, "line_width": NETWORK_LINE, "capstyle": "round"})


def _describe_service(project: QgsProject, manifest: Json) -> None:
    """Titles, contact, licence, systems and extent of the services (white label: all are the portal's own)."""
    texts = {
        "WMSServiceTitle": manifest["title"],
        "WMSServiceAbstract": manifest["abstract"] or manifest["title"],
        "WMSContactOrganization": manifest["contact_organisation"],
        "WMSContactMail": manifest["contact_email"] or "",
        "WMSFees": " – ".join(filter(None, (manifest["fees"], manifest["licence"]))) or "None",
        "WMSAccessConstraints": manifest["access_constraints"] or manifest["licence"] or "None",
        "WMSRootName": f"portail_{manifest['code'].lower()}",
    }
    project.setTitle(manifest["title"])
    project.writeEntry("WMSServiceCapabilities", "/", True)
    for name, text in texts.items():
        project.writeEntry(name, "/", text)
    if manifest["url"]:
        set_service_addresses(project, f"{manifest['url'].rstrip('/')}/{manifest['code']}")
    project.writeEntry("WMSCrsList", "/", manifest["crs_list"])
    project.writeEntry("WMSMaxWidth", "/", MAX_PIXELS)
    project.writeEntry("WMSMaxHeight", "/", MAX_PIXELS)
    layers = list(project.mapLayers())
    project.writeEntry("WFSLayers", "/", layers)
    for layer in layers:
        project.writeEntry("WFSLayersPrecision", f"/{layer}", WFS_PRECISION)
    if manifest["extent"]:
        extent = QgsRectangle(*manifest["extent"])
        project.writeEntry("WMSExtent", "/", [str(value) for value in manifest["extent"]])
        project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, project.crs()))
        project.viewSettings().setPresetFullExtent(QgsReferencedRectangle(extent, project.crs()))


def set_service_addresses(project: QgsProject, root: str) -> None:
    """Have the project advertise the services of its portal at ``root/wms`` and ``root/wfs``."""
    project.writeEntry("WMSOnlineResource", "/", f"{root}/")
    project.writeEntry("WMSUrl", "/", f"{root}/wms")
    project.writeEntry("WFSUrl", "/", f"{root}/wfs")


def strip_maker(text: str) -> str:
    """The XML of a project without who made it and when."""
    return _MAKER_ELEMENTS.sub("", _MAKER_ATTRIBUTES.sub("", text))


def refuse_leaks(path: Path, code: str) -> None:
    """Refuse a project whose bytes say who made it, where, or how a source is reached.

    Raises
    ------
    EngineFailure
        ``project_leak``, with the kind of the leak and never its value.
    """
    text = path.read_text(encoding="utf-8")
    leaks = {
        "saveUser": "saveUser",
        str(path.parent): "/…/",
        f"{Path.home()}{os.sep}": "~/",
        "authcfg=": "authcfg",
        "password=": "password",  # pragma: allowlist secret
    }
    found = next((kind for leak, kind in leaks.items() if leak in text), None)
    if found is None and _MAKER_ELEMENTS.search(text):
        found = "author"
    if found:
        raise EngineFailure("project_leak", portal=code, what=found)


def verify_project(path: Path, manifest: Json) -> None:
    """Open a written project again: its layers are valid and hold what the release holds.

    Raises
    ------
    EngineFailure
        ``project_unwritten``, ``project_layer_invalid`` or ``project_count_wrong``.
    """
    code = manifest["code"]
    project = QgsProject()
    if not project.read(str(path), Qgis.ProjectReadFlag.ForceReadOnlyLayers | Qgis.ProjectReadFlag.DontLoadLayouts):
        raise EngineFailure("project_unwritten", portal=code, detail=project.error())
    layers = {layer.serverProperties().shortName(): layer for layer in project.mapLayers().values()}
    for described in manifest["layers"]:
        name = described["name"]
        layer = layers.get(name)
        if layer is None or not layer.isValid():
            raise EngineFailure("project_layer_invalid", portal=code, name=name)
        found = sum(1 for _feature in layer.getFeatures())
        if found != described["features"]:
            raise EngineFailure(
                "project_count_wrong", portal=code, name=name, found=found, expected=described["features"]
            )
    project.clear()
