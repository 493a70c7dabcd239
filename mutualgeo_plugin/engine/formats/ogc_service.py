"""What a published WMS or WFS says of itself: layers, and how many objects a WFS counts in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from ..model.errors import EngineError
from ..model.whole_numbers import whole_number
from .download import PATIENCE, Patience, download

#: Bytes of an answer: capabilities of thousands of layers have some megabytes.
LARGEST_ANSWER = 32 << 20
#: A service of an intranet may do without TLS.
SCHEMES = ("http", "https")
#: Parameters that the engine sets itself, whatever the address says.
_OURS = frozenset({"service", "request", "version", "typename", "typenames", "resulttype"})
_WFS, _WMS = "WFS", "WMS"
#: Versions asked for, and how each one names its layers and counts its objects.
_TYPE_NAMES = {"2.0.0": "TYPENAMES", "1.1.0": "TYPENAME"}
_COUNTS = ("numberMatched", "numberOfFeatures")


@dataclass(frozen=True)
class Service:
    """A service that answers: its kind, its version, the names of its layers; what is left of the time for it."""

    address: str
    kind: str
    version: str
    layers: tuple[str, ...]
    patience: Patience = field(default_factory=Patience, compare=False)


def read_service(address: str) -> Service:
    """Ask a service for its capabilities: as a WFS, else as a WMS; the address may say which.

    Raises
    ------
    EngineError
        ``address_refused``, ``address_unreachable``, ``download_too_large``, ``service_not_understood``.
    """
    asked = {k.lower(): v.upper() for k, v in parse_qsl(urlsplit(address).query)}.get("service")
    kinds = (asked,) if asked in (_WFS, _WMS) else (_WFS, _WMS)
    failure: EngineError | None = None
    patience = Patience(PATIENCE)
    for kind in kinds:
        try:
            root = _request_xml(address, {"SERVICE": kind, "REQUEST": "GetCapabilities"}, patience)
        except EngineError as error:
            if error.code not in ("address_unreachable", "service_not_understood"):
                raise
            failure = failure or error
            continue
        name = _local_name(root)
        if kind == _WFS and name == "WFS_Capabilities":
            return Service(address, kind, root.get("version") or "", _names(root, "FeatureType"))
        if kind == _WMS and name in ("WMS_Capabilities", "WMT_MS_Capabilities"):
            return Service(address, kind, root.get("version") or "", _names(root, "Layer"))
    raise failure or EngineError("service_not_understood", address=address, detail=", ".join(kinds))


def count_objects(service: Service, layer: str) -> int:
    """Objects that a WFS counts in a layer, without sending them.

    Raises
    ------
    EngineError
        As `read_service`; ``service_not_understood`` where the answer counts nothing.
    """
    version = service.version if service.version in _TYPE_NAMES else next(iter(_TYPE_NAMES))
    root = _request_xml(
        service.address,
        {
            "SERVICE": _WFS,
            "VERSION": version,
            "REQUEST": "GetFeature",
            _TYPE_NAMES[version]: layer,
            "RESULTTYPE": "hits",
        },
        service.patience,
    )
    said: Mapping[str, str] = {str(k).rpartition("}")[2]: str(v) for k, v in root.attrib.items()}
    for name in _COUNTS:
        count = whole_number(said.get(name, ""))
        if count is not None:
            return count
    raise EngineError("service_not_understood", address=service.address, detail=f"hits {layer}: <{_local_name(root)}>")


def _request_xml(address: str, query: Mapping[str, str], patience: Patience) -> etree._Element:
    parts = urlsplit(address)
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k.lower() not in _OURS]
    full = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*kept, *query.items()]), ""))
    content = download(full, largest=LARGEST_ANSWER, schemes=SCHEMES, patience=patience.seconds_left())
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EngineError("service_not_understood", address=address, detail=str(error)) from error


def _names(root: etree._Element, element: str) -> tuple[str, ...]:
    """Names of the layers of a capabilities document, whatever its version's namespace."""
    found = []
    for layer in root.iter(f"{{*}}{element}"):
        name = layer.find("{*}Name")
        if name is not None and name.text and name.text.strip():
            found.append(name.text.strip())
    return tuple(dict.fromkeys(found))


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
