"""What a portal's gateway lets through: services, requests, parameters and values, all by allow-list.

QGIS Server answers far more than a portal promises (printing, filters, styles and projects fetched from outside,
``MAP=``): everything that is not named here is refused, after one percent-decoding. Standard library only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from ...engine.model.portal import MAX_FEATURES, MAX_PIXELS

#: Longest query taken, in bytes: a GetMap of a whole portal is well below.
MAX_QUERY = 4096
#: Finest picture, in dots per inch.
MAX_DPI = 300
#: Most objects of a GetFeatureInfo.
MAX_INFO = 100
#: Furthest first object of a GetFeature.
MAX_START = 100_000_000
#: The system that WMS 1.3.0 always has.
ALWAYS_CRS = frozenset({"CRS:84"})

WMS_VERSIONS = ("1.3.0", "1.1.1")
WFS_VERSIONS = ("1.1.0", "1.0.0")


class Refused(Exception):
    """A request that is not let through: its HTTP status and OGC code; the text never repeats the request."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


@dataclass(frozen=True)
class Offer:
    """What a portal offers: short names of its layers and its coordinate systems (``EPSG:2154``)."""

    layers: frozenset[str]
    crs: frozenset[str]


#: Takes a value and the offer, gives what is handed to QGIS Server (None: nothing), or raises Refused.
Rule = Callable[[str, Offer], "str | None"]


def _refusal(code: str = "InvalidParameterValue") -> Refused:
    """Refusal of a value, by an OGC code."""
    return Refused(400, code, "A parameter's value is not accepted.")


def _matching(pattern: str) -> Rule:
    """A parameter that is handed on as it came where it fits a pattern whole."""
    compiled = re.compile(pattern, re.ASCII | re.IGNORECASE)

    def rule(value: str, _offer: Offer) -> str:
        if not compiled.fullmatch(value):
            raise _refusal()
        return value

    return rule


def _ignored_parameter(pattern: str) -> Rule:
    """A parameter that clients send and that changes nothing here: checked, then left out."""
    check = _matching(pattern)

    def rule(value: str, offer: Offer) -> None:
        check(value, offer)

    return rule


def _whole_number(least: int, most: int) -> Rule:
    """A whole number within limits."""

    def rule(value: str, _offer: Offer) -> str:
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not least <= int(value) <= most:
            raise _refusal()
        return str(int(value))

    return rule


def _layers(value: str, offer: Offer) -> str:
    """Layers of the portal, no more of them than there are."""
    names = value.split(",")
    if not set(names) <= offer.layers or len(names) > len(offer.layers):
        raise _refusal("LayerNotDefined")
    return value


def _type_names(value: str, offer: Offer) -> str:
    """Layers as WFS names them, with or without QGIS's prefix; handed on without it."""
    return _layers(",".join(name.removeprefix("qgs:") for name in value.split(",")), offer)


_CRS = re.compile(
    r"(?:EPSG:|urn:ogc:def:crs:EPSG:[\d.]*:|http://www\.opengis\.net/def/crs/EPSG/0/"
    r"|http://www\.opengis\.net/gml/srs/epsg\.xml#)(\d{4,5})",
    re.ASCII | re.IGNORECASE,
)


def _crs(value: str, offer: Offer) -> str:
    """A system that the portal offers, in any of the ways in which it is written."""
    found = _CRS.fullmatch(value)
    if value not in ALWAYS_CRS and (found is None or f"EPSG:{found[1]}" not in offer.crs):
        raise _refusal("InvalidCRS")
    return value


def _numbers(values: list[str]) -> None:
    """Refuse what is no finite number."""
    try:
        numbers = [float(value) for value in values]
    except ValueError:
        raise _refusal() from None
    if not all(map(math.isfinite, numbers)):
        raise _refusal()


def _bbox(value: str, _offer: Offer) -> str:
    """A box of four numbers."""
    values = value.split(",")
    if len(values) != 4:
        raise _refusal()
    _numbers(values)
    return value


def _bbox_with_crs(value: str, offer: Offer) -> str:
    """A box of four numbers, and perhaps the system that they are in."""
    values = value.split(",")
    if len(values) == 5:
        _crs(values[4], offer)
    elif len(values) != 4:
        raise _refusal()
    _numbers(values[:4])
    return value


_FLAG = _matching("true|false")
_PICTURES = _matching(r"image/(png|jpeg|jpg)(; ?mode=(1bit|8bit|16bit))?")
_STYLES = _matching(r"[\w ,é-]{0,400}")
_CAPABILITIES = _ignored_parameter(r"[\w.,/;=+ -]{0,100}")
_DPI = _whole_number(1, MAX_DPI)
_PIXELS = _whole_number(1, MAX_PIXELS)
_TOLERANCE = _whole_number(0, 100)

#: Parameters of every request; the service, the request and the version are seen to apart.
_COMMON: Mapping[str, Rule] = {"EXCEPTIONS": _ignored_parameter(r"[\w./ +-]{0,60}")}
_MAP: Mapping[str, Rule] = {
    "LAYERS": _layers,
    "STYLES": _STYLES,
    "CRS": _crs,
    "SRS": _crs,
    "BBOX": _bbox,
    "WIDTH": _PIXELS,
    "HEIGHT": _PIXELS,
    "FORMAT": _PICTURES,
    "TRANSPARENT": _FLAG,
    "BGCOLOR": _matching(r"(0x|#)[0-9a-f]{6}"),
    "TILED": _FLAG,
    "DPI": _DPI,
    "MAP_RESOLUTION": _DPI,
    "FORMAT_OPTIONS": _ignored_parameter(r"dpi:([1-9]\d?|[12]\d\d|300)"),
}
_INFO: Mapping[str, Rule] = {
    **_MAP,
    "QUERY_LAYERS": _layers,
    "INFO_FORMAT": _matching(r"text/(plain|html|xml)|application/(json|geo\+json|vnd\.ogc\.gml(/3\.1\.1)?)"),
    "FEATURE_COUNT": _whole_number(1, MAX_INFO),
    **{name: _whole_number(0, MAX_PIXELS) for name in ("I", "J", "X", "Y")},
    **{f"FI_{kind}_TOLERANCE": _TOLERANCE for kind in ("POINT", "LINE", "POLYGON")},
}
_LEGEND: Mapping[str, Rule] = {
    "LAYER": _layers,
    "LAYERS": _layers,
    "STYLE": _STYLES,
    "STYLES": _STYLES,
    "FORMAT": _PICTURES,
    "TRANSPARENT": _FLAG,
    "DPI": _DPI,
    "WIDTH": _PIXELS,
    "HEIGHT": _PIXELS,
    "CRS": _crs,
    "SRS": _crs,
    "BBOX": _bbox,
    "LAYERTITLE": _FLAG,
    "RULELABEL": _matching("true|false|auto"),
    "SLD_VERSION": _ignored_parameter(r"1\.[01]\.0"),
}
_NAMESPACE = _ignored_parameter(r"xmlns\(\w{1,20}[,=]http://www\.qgis\.org/gml\)")
_TYPES: Mapping[str, Rule] = {"TYPENAME": _type_names, "NAMESPACE": _NAMESPACE, "NAMESPACES": _NAMESPACE}
_FEATURES: Mapping[str, Rule] = {
    **_TYPES,
    "MAXFEATURES": _whole_number(0, MAX_FEATURES),
    "STARTINDEX": _whole_number(0, MAX_START),
    "BBOX": _bbox_with_crs,
    "SRSNAME": _crs,
    "OUTPUTFORMAT": _matching(
        r"GML[23]|text/xml; ?subtype=gml/(2\.1\.2|3\.1\.1)|application/(json|vnd\.geo\+json)|geojson"
    ),
    "PROPERTYNAME": _matching(r"[\w:,*()-]{1,1000}"),
    "FEATUREID": _matching(r"[a-z0-9_.,]{1,2000}"),
    "RESULTTYPE": _matching("hits|results"),
}

#: All that a portal answers: (service, request) -> parameters.
REQUESTS: Mapping[tuple[str, str], Mapping[str, Rule]] = {
    ("WMS", "GETCAPABILITIES"): {"FORMAT": _CAPABILITIES, "UPDATESEQUENCE": _CAPABILITIES},
    ("WMS", "GETMAP"): _MAP,
    ("WMS", "GETFEATUREINFO"): _INFO,
    ("WMS", "GETLEGENDGRAPHIC"): _LEGEND,
    ("WMS", "GETLEGENDGRAPHICS"): _LEGEND,
    ("WFS", "GETCAPABILITIES"): dict.fromkeys(
        ("ACCEPTVERSIONS", "ACCEPTFORMATS", "SECTIONS", "UPDATESEQUENCE"), _CAPABILITIES
    ),
    ("WFS", "DESCRIBEFEATURETYPE"): {
        **_TYPES,
        "OUTPUTFORMAT": _ignored_parameter(r"XMLSCHEMA|text/xml; ?subtype=gml/[\d.]{3,5}"),
    },
    ("WFS", "GETFEATURE"): _FEATURES,
}
_NEEDED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("WMS", "GETMAP"): ("LAYERS", "BBOX", "WIDTH", "HEIGHT"),
    ("WMS", "GETFEATUREINFO"): ("QUERY_LAYERS", "BBOX", "WIDTH", "HEIGHT"),
}


def screen(query: str, service: str, offer: Offer) -> dict[str, str]:
    """Parameters handed to QGIS Server for a query, built anew from what is allowed.

    Parameters
    ----------
    query : str
        Query string as received.
    service : str
        "WMS" or "WFS", from the path.
    offer : Offer
        What the portal of the path offers.

    Raises
    ------
    Refused
        With the status that HTTP gives it; the text never repeats the query.
    """
    received = _parse(query)
    if received.pop("SERVICE", service).upper() != service:
        raise Refused(400, "InvalidParameterValue", "This address serves another service.")
    request = received.pop("REQUEST", "")
    rules = REQUESTS.get((service, request.upper()))
    if rules is None:
        raise Refused(400, "OperationNotSupported", "This request is not offered.")
    version = _version(received.pop("VERSION", ""), service, request.upper())
    handed = {"SERVICE": service, "REQUEST": request, "VERSION": version}
    for name, value in received.items():
        rule = rules.get(name) or _COMMON.get(name)
        if rule is None:
            raise Refused(400, "InvalidParameterValue", "A parameter is not offered by this request.")
        kept = rule(value, offer)
        if kept is not None:
            handed[name] = kept
    if not all(name in handed for name in _NEEDED.get((service, request.upper()), ())):
        raise Refused(400, "MissingParameterValue", "A parameter is missing.")
    if (service, request.upper()) == ("WFS", "GETFEATURE"):
        _bound_features(handed)
    return handed


def _parse(query: str) -> dict[str, str]:
    """Parameters by upper-case name, decoded once; twice the same name is refused."""
    if len(query) > MAX_QUERY:
        raise Refused(414, "InvalidParameterValue", "The query is too long.")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise Refused(400, "InvalidParameterValue", "The query cannot be read.") from None
    received = {name.upper(): value for name, value in pairs}
    if len(received) != len(pairs):
        raise Refused(400, "InvalidParameterValue", "A parameter is given twice.")
    if any(ord(character) < 32 for value in received.values() for character in value):
        raise _refusal()
    return received


def _version(version: str, service: str, request: str) -> str:
    """Version handed on; GetCapabilities negotiates: what is not known is answered in the newest one there is."""
    known = WMS_VERSIONS if service == "WMS" else WFS_VERSIONS
    if version in known:
        return version
    if version and request != "GETCAPABILITIES":
        raise Refused(400, "VersionNegotiationFailed", f"{service} is served in versions {' and '.join(known)}.")
    return known[0]


def _bound_features(handed: dict[str, str]) -> None:
    """Give every GetFeature a bound, and refuse one that names nothing."""
    if "TYPENAME" not in handed and "FEATUREID" not in handed:
        raise Refused(400, "MissingParameterValue", "TYPENAME is missing.")
    handed.setdefault("MAXFEATURES", str(MAX_FEATURES))
