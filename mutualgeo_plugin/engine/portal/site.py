"""Landing page of a portal: three files and a logo, no outside resource, every text escaped."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlencode

from ..model.credentials import redact
from ..model.errors import EngineError
from ..model.legibility import legible_text
from ..model.portal import MAX_FEATURES
from ..outputs import refuse_unreadable
from ..resources import resource_folder

Json = dict[str, Any]

#: First picture of the map, in pixels; the page replaces it by one of its own size where scripts run.
MAP_SIZE = (860, 520)
#: Room around the whole, as a factor, and metres per pixel below which a view does not go.
MARGIN, FINEST = 1.05, 0.01
#: Contrast that WCAG 2.2 asks of text (1.4.3).
MINIMUM_CONTRAST = 4.5

#: Beginnings of the picture files accepted as logos.
_LOGOS = {".png": b"\x89PNG\r\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".svg": b"<"}


def write_site(folder: Path, manifest: Json, logo: Path | None, key: str) -> None:
    """Write index.html, portail.css, portail.js and the logo of a release.

    Parameters
    ----------
    manifest : dict
        Content of the release's release.json.
    key : str
        The portal's path in the territory file, for the sentence about its logo.
    """
    folder.mkdir()
    logo_name = _copy_logo(folder, logo, key)
    templates = resource_folder("templates") / "portal"
    page = Template((templates / "index.html").read_text(encoding="utf-8"))
    index = folder / "index.html"
    index.write_text(page.substitute(_page_texts(manifest, logo_name)), encoding="utf-8")
    refuse_unreadable(index, index)
    style = Template((templates / "portail.css").read_text(encoding="utf-8"))
    colours = manifest["colours"]
    texts = {**colours, "on_primary": readable_colour(colours["primary"])}
    (folder / "portail.css").write_text(style.substitute(texts), encoding="utf-8")
    shutil.copyfile(templates / "portail.js", folder / "portail.js")


def _copy_logo(folder: Path, logo: Path | None, key: str) -> str | None:
    if logo is None:
        return None
    begin = _LOGOS.get(logo.suffix.lower())
    try:
        content = logo.read_bytes()
    except OSError as error:
        raise EngineError("portal_logo_unreadable", key=f"{key}.logo", path=logo) from error
    if begin is None or not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(begin):
        raise EngineError("portal_logo_unreadable", key=f"{key}.logo", path=logo)
    name = f"logo{logo.suffix.lower()}"
    (folder / name).write_bytes(content)
    return name


def readable_colour(colour: str) -> str:
    """White or near-black, whichever is read better on a background ``#RRGGBB``; white where it is enough."""
    return "#ffffff" if contrast("#ffffff", colour) >= MINIMUM_CONTRAST else "#111111"


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours ``#RRGGBB`` (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _page_texts(manifest: Json, logo: str | None) -> dict[str, str]:
    """Values of the page's placeholders; everything that people wrote goes through `_escape_text`."""
    layers = manifest["layers"]
    extent = manifest["extent"] or [0, 0, 1, 1]
    view = _whole_view(manifest["crs"], extent)
    texts = {name: _escape_text(manifest[name] or "") for name in ("name", "title", "licence")}
    return {
        **texts,
        "description": _escape_text(manifest["abstract"] or manifest["title"]),
        "abstract": f'<p class="abstract">{_escape_text(manifest["abstract"])}</p>' if manifest["abstract"] else "",
        "logo": _logo(manifest["name"], logo),
        "licence": texts["licence"] or "Non précisée",
        "conditions": _conditions(manifest),
        "contact": _contact(manifest),
        "crs": _escape_text(manifest["crs"]),
        "crs_list": ", ".join(map(_escape_text, manifest["crs_list"])),
        "extent": ",".join(f"{value:.3f}" for value in extent),
        "layer_names": ",".join(layer["name"] for layer in layers),
        "layer_titles": ", ".join(_escape_text(layer["title"]) for layer in layers),
        "layer_boxes": "\n        ".join(_layer_box(layer, view) for layer in layers),
        "layer_rows": "\n        ".join(map(_layer_row, layers)),
        "first_map": _escape_text(_first_map(layers, view)),
        "map_width": str(MAP_SIZE[0]),
        "map_height": str(MAP_SIZE[1]),
        "wms": _escape_text(_service(manifest, "wms")),
        "wfs": _escape_text(_service(manifest, "wfs")),
        "max_features": f"{MAX_FEATURES:,}".replace(",", "\u202f"),
        "release": str(manifest["release"]),
    }


def _escape_text(text: str) -> str:
    return html.escape(redact(legible_text(text)), quote=True)


def _service(manifest: Json, kind: str) -> str:
    """Public address of a service, or its relative one that the page completes."""
    return f"{manifest['url'].rstrip('/')}/{manifest['code']}/{kind}" if manifest["url"] else kind


def _logo(name: str, logo: str | None) -> str:
    if logo:
        return f'<img class="logo" src="{logo}" alt="Logo : {_escape_text(name)}">'
    words = [word for word in re.split(r"[\s’'-]+", name) if word[:1].isupper()] or [name]
    initials = "".join(word[0] for word in (words[0], *words[-1:][: len(words) > 1]))
    return f'<div class="logo text" aria-hidden="true">{_escape_text(initials)}</div>'


def _conditions(manifest: Json) -> str:
    stated = (("Frais", manifest["fees"]), ("Contraintes d’accès", manifest["access_constraints"]))
    return "\n        ".join(f"<dt>{label}</dt><dd>{_escape_text(text)}</dd>" for label, text in stated if text)


def _contact(manifest: Json) -> str:
    organisation, address = _escape_text(manifest["contact_organisation"]), manifest["contact_email"]
    if not address:
        return organisation
    return f'{organisation}<br><a href="mailto:{_escape_text(address)}">{_escape_text(address)}</a>'


def _layer_box(layer: Json, view: dict[str, object]) -> str:
    """Switch and legend of a layer; the legend shows only what there is in `view`."""
    legend = {
        "SERVICE": "WMS",
        "VERSION": "1.1.1",
        "REQUEST": "GetLegendGraphic",
        "LAYER": layer["name"],
        "FORMAT": "image/png",
        "LAYERTITLE": "FALSE",
        "RULELABEL": "AUTO",
        "TRANSPARENT": "TRUE",
        **view,
    }
    title = _escape_text(layer["title"])
    return (
        f'<div><label><input type="checkbox" checked data-layer="{layer["name"]}" data-title="{title}">'
        f"<span>{title}</span></label>"
        f'<img src="wms?{_escape_text(urlencode(legend))}" alt="" loading="lazy"></div>'
    )


def _layer_row(layer: Json) -> str:
    columns = ", ".join(map(_escape_text, layer["columns"])) or "aucun"
    count = f"{layer['features']:,}".replace(",", "\u202f")
    return (
        f"<tr><td>{_escape_text(layer['title'])}</td><td><code>{layer['name']}</code></td>"
        f'<td class="number">{count}</td><td>{columns}</td></tr>'
    )


def _whole_view(crs: str, extent: list[float]) -> dict[str, object]:
    """View of the whole in the proportions of the map, for WMS 1.1.1: always east, then north."""
    width, height = MAP_SIZE
    minx, miny, maxx, maxy = extent
    resolution = MARGIN * max((maxx - minx) / width, (maxy - miny) / height, FINEST)
    x, y, dx, dy = (minx + maxx) / 2, (miny + maxy) / 2, width * resolution / 2, height * resolution / 2
    box = f"{x - dx:.3f},{y - dy:.3f},{x + dx:.3f},{y + dy:.3f}"
    return {"SRS": crs, "BBOX": box, "WIDTH": width, "HEIGHT": height}


def _first_map(layers: list[Json], view: dict[str, object]) -> str:
    """Address of a picture of the whole; the first layer of the list is drawn on top."""
    query = {
        "SERVICE": "WMS",
        "VERSION": "1.1.1",
        "REQUEST": "GetMap",
        "LAYERS": ",".join(layer["name"] for layer in reversed(layers)),
        "STYLES": "",
        "FORMAT": "image/png",
        "TRANSPARENT": "TRUE",
        **view,
    }
    return f"wms?{urlencode(query)}"
