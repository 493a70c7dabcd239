"""Read a served portal back as a WMS and WFS client does, and print what was seen as JSON.

    readback.py URL      URL of one portal, as http://127.0.0.1:8080/00001

Ends with exit status 1, and a sentence, when the map is blank or a layer has no feature.
Needs OWSLib and PyQt, which come with QGIS's Python.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from xml.etree import ElementTree

from owslib.wfs import WebFeatureService
from owslib.wms import WebMapService
from qgis.PyQt.QtGui import QImage

WMS_VERSION = "1.3.0"
WFS_VERSION = "1.1.0"

#: x comes first in it, and every portal offers it: no question of axis order.
MAP_CRS = "EPSG:3857"
MAP_SIZE = (800, 600)

#: A map with lines on it has at least its ground and one ink.
FEWEST_COLOURS = 2

TIMEOUT = 60


def read_map(url: str) -> dict[str, Any]:
    """Ask the WMS for one map of all its layers.

    Raises
    ------
    ValueError
        When the map is blank.
    """
    service = WebMapService(f"{url}/wms", version=WMS_VERSION, timeout=TIMEOUT)
    leaves = {name: layer for name, layer in service.contents.items() if not layer.layers}
    names = list(leaves)
    boxes = [box[:4] for layer in leaves.values() for box in layer.crs_list if box[4] == MAP_CRS]
    west, south, east, north = (
        pick(values) for pick, values in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    answer = service.getmap(
        layers=names, styles=[""] * len(names), srs=MAP_CRS, bbox=(west, south, east, north), size=MAP_SIZE,
        format="image/png", transparent=False,
    )  # fmt: skip
    image = QImage.fromData(answer.read())
    if image.isNull():
        raise ValueError("GetMap gave no image")
    colours = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    if len(colours) < FEWEST_COLOURS:
        raise ValueError("GetMap gave a blank image")
    return {"version": service.version, "title": service.identification.title, "layers": names, "colours": len(colours)}


def read_features(url: str) -> dict[str, Any]:
    """Ask the WFS for every layer's features and count them.

    Raises
    ------
    ValueError
        When no layer has a feature.
    """
    service = WebFeatureService(f"{url}/wfs", version=WFS_VERSION, timeout=TIMEOUT)
    features = {name: count_features(service.getfeature(typename=[name]).read()) for name in service.contents}
    if not any(features.values()):
        raise ValueError("GetFeature gave no feature in any layer")
    return {"version": service.version, "features": features}


def count_features(answer: bytes) -> int:
    """Number of features in a WFS 1.1 answer."""
    members = ElementTree.fromstring(answer).iter("{http://www.opengis.net/gml}featureMember")
    return sum(1 for _ in members)


def main(url: str) -> int:
    try:
        seen = {"url": url, "wms": read_map(url), "wfs": read_features(url)}
    except ValueError as problem:
        print(f"{url}: {problem}", file=sys.stderr)
        return 1
    print(json.dumps(seen, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
