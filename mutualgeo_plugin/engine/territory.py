"""The territory file (TOML): who mutualises what, in which system, from which sources, for which portals.

Read with the standard library alone, so that QGIS's Python may read it too. Described for users in docs/territory.md.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .model.credentials import holds_credential
from .model.crs import LEGAL_CRS, LegalCrs
from .model.pcrs import CLASSES, CODE_LISTS
from .model.sources import STATUSES, UNKNOWN, DeclaredSource
from .model.stewards import Stewards
from .toml.document import read_toml
from .toml.problems import Problems
from .toml.roles import STEWARDS_KEY
from .toml.spec import LINES, OPTIONAL, REQUIRED, Fault, Key, Spec, bounded_number, choice_key, matching
from .toml.validation import tables_of, texts_of

DEFAULT_PROFILE = "pcrs_reception"
#: Coarsest coordinate operation accepted for PCRS data, in metres (the 10 cm class that DT-DICT maps need).
DEFAULT_TRANSFORM_ACCURACY = 0.10
#: What portals offer beside the territory's own system: Lambert-93, web maps, longitude and latitude.
PORTAL_CRS = ("EPSG:2154", "EPSG:3857", "EPSG:4326")
REFERENTIAL_KINDS = ("cadastre", "ban", "bdtopo", "rge")
NETWORKS_PREFIX = "networks."

_INSEE = re.compile(r"(\d\d|2[AB])\d{3}")
_SIREN = re.compile(r"\d{9}")
_EPSG = re.compile(r"EPSG:\d{4,5}")
_SHORT_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_EMAIL = re.compile(r"[^@\s:]+@[^@\s]+\.[^@\s]+")
_NOT_A_FILE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(?://|\s*\w+=)|PG:|\w+\s*=")


@dataclass(frozen=True)
class Commune:
    code: str
    name: str


@dataclass(frozen=True)
class NetworkSource:
    """A network to reconcile. `path` is a file, resolved against the territory's folder, or a connection string."""

    name: str
    theme: str
    path: str
    layer: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Referential:
    """A référentiel to attach to: `kind` is one of `REFERENTIAL_KINDS`; `date` is that of its edition."""

    kind: str
    path: str
    layer: str | None = None
    date: datetime.date | None = None


@dataclass(frozen=True)
class Colours:
    primary: str = "#1F4E79"
    accent: str = "#C8551B"


@dataclass(frozen=True)
class PortalLayer:
    """A published layer: only `columns` are ever published beside the geometry."""

    source: str
    name: str
    title: str
    columns: tuple[str, ...]

    @property
    def network(self) -> str | None:
        """Name of the network behind the layer, or None for a PCRS class."""
        return self.source.removeprefix(NETWORKS_PREFIX) if self.source.startswith(NETWORKS_PREFIX) else None


@dataclass(frozen=True)
class Portal:
    """One collectivité's white-label portal; `code` is its tenant key."""

    code: str
    name: str
    title: str
    contact_organisation: str
    layers: tuple[PortalLayer, ...]
    crs_list: tuple[str, ...]
    abstract: str | None = None
    contact_email: str | None = None
    licence: str | None = None
    fees: str | None = None
    access_constraints: str | None = None
    url: str | None = None
    colours: Colours = field(default_factory=Colours)
    logo: Path | None = None


@dataclass(frozen=True)
class Territory:
    """A territory file, read and checked; file paths are absolute."""

    path: Path
    name: str
    code: str
    crs: LegalCrs
    store: Path
    communes: tuple[Commune, ...]
    vertical_datum: str | None = None
    quality_profile: str = DEFAULT_PROFILE
    max_transform_accuracy: float = DEFAULT_TRANSFORM_ACCURACY
    #: (minx, miny, maxx, maxy) in metres of `crs`: what lies outside is not of this territory.
    extent: tuple[float, float, float, float] | None = None
    #: Producers in the order of the convention: of two versions that are equally good, the first one's stays.
    producers: tuple[str, ...] = ()
    sources: tuple[DeclaredSource, ...] = ()
    stewards: Stewards = Stewards()
    networks: tuple[NetworkSource, ...] = ()
    referentials: tuple[Referential, ...] = ()
    portals: tuple[Portal, ...] = ()

    def portal(self, code: str) -> Portal | None:
        """Portal of tenant `code`, or None."""
        return next((portal for portal in self.portals if portal.code == code), None)


def load_territory(path: str | Path) -> Territory:
    """Read and check a territory file.

    Parameters
    ----------
    path : str or Path
        TOML file; relative paths inside it are relative to its folder.

    Raises
    ------
    EngineError
        ``path_unreadable`` or ``territory_wrong`` (all problems at once).
    """
    path = Path(path).resolve()
    return _build(read_toml(path, TERRITORY), path)


# --- what each table may hold -------------------------------------------------------------------------------------


def _check_legal_crs(value: str) -> Fault:
    legal = _EPSG.fullmatch(value) and int(value.removeprefix("EPSG:")) in LEGAL_CRS
    return None if legal else ("territory_crs", {"value": value})


def _check_source(value: str) -> Fault:
    """Class names are known here; whether the network exists is seen once all tables are read."""
    known = value in CLASSES or value.startswith(NETWORKS_PREFIX)
    return None if known else ("territory_source", {"value": value})


_CODE = Key(required=True, check=matching(re.compile(f"{_INSEE.pattern}|{_SIREN.pattern}"), "territory_code"))
_NAME = Key(required=True, check=matching(_SHORT_NAME, "territory_short_name"))
_AUTHCFG = Key("unread", instead="territory_authcfg")
_COLOUR_KEY = Key(check=matching(_COLOUR, "territory_colour"))

_COMMUNE = {"code": Key(required=True, check=matching(_INSEE, "territory_insee")), "name": REQUIRED}
_NETWORK = {
    "name": _NAME,
    "theme": Key(required=True, check=choice_key(CODE_LISTS["NatureReseau"])),
    "path": REQUIRED,
    "layer": OPTIONAL,
    "owner": OPTIONAL,
    "authcfg": _AUTHCFG,
    "service": Key("unread", instead="territory_service"),
}
_REFERENTIAL = {
    "kind": Key(required=True, check=choice_key(REFERENTIAL_KINDS)),
    "path": REQUIRED,
    "layer": OPTIONAL,
    "authcfg": _AUTHCFG,
    "date": Key("date"),
}
_SOURCE = {
    "producer": REQUIRED,
    "status": Key(required=True, check=choice_key([status for status in STATUSES if status != UNKNOWN])),
    "evidence": REQUIRED,
    "lots": Key("list", unique=True),
}
_LAYER = {
    "source": Key(required=True, check=_check_source),
    "name": _NAME,
    "title": REQUIRED,
    "columns": Key("list", required=True, empty=True, unique=True),
}
_PORTAL = {
    "code": _CODE,
    "name": REQUIRED,
    "title": REQUIRED,
    "abstract": LINES,
    "contact_organisation": REQUIRED,
    "contact_email": Key(check=matching(_EMAIL, "territory_email")),
    "licence": LINES,
    "fees": LINES,
    "access_constraints": LINES,
    "url": Key(check=matching(re.compile(r"https?://\S+"), "territory_url")),
    "crs_list": Key("list", unique=True, check=matching(_EPSG, "territory_crs_code")),
    "colours": Key("table", keys={"primary": _COLOUR_KEY, "accent": _COLOUR_KEY}),
    "logo": OPTIONAL,
    "layers": Key("tables", required=True, keys=_LAYER),
}
_HEAD = {
    "name": REQUIRED,
    "code": _CODE,
    "crs": Key(required=True, check=_check_legal_crs),
    "vertical_datum": OPTIONAL,
    "store": REQUIRED,
    "quality_profile": OPTIONAL,
    "max_transform_accuracy": Key("number", check=bounded_number(0, above=True)),
    "extent": Key("box"),
    "producers": Key("list", unique=True),
}


def _check_names(document: dict[str, Any], problems: Problems) -> None:
    """Codes and names are unique, within each portal those of its layers."""
    for name, unique in (("communes", "code"), ("networks", "name"), ("portals", "code")):
        tables = tables_of(document, name)
        problems.add_duplicates((f"{name}[{rank}].{unique}", item.get(unique)) for rank, item in enumerate(tables))
    for rank, portal in enumerate(tables_of(document, "portals")):
        layers = enumerate(tables_of(portal, "layers"))
        problems.add_duplicates((f"portals[{rank}].layers[{n}].name", layer.get("name")) for n, layer in layers)


def _check_sources(document: dict[str, Any], problems: Problems) -> None:
    """Of a producer's lots one status is declared."""
    said: list[tuple[str, object]] = []
    for rank, source in enumerate(tables_of(document, "sources")):
        if isinstance(source.get("producer"), str):
            lots = texts_of(source, "lots") or [""]
            said += [(f"sources[{rank}].producer", f"{source['producer']} {lot}".strip()) for lot in lots]
    problems.add_duplicates(said)


def _check_networks(document: dict[str, Any], problems: Problems) -> None:
    """The networks that layers speak of are there."""
    networks = [item.get("name") for item in tables_of(document, "networks")]
    for rank, portal in enumerate(tables_of(document, "portals")):
        for n, layer in enumerate(tables_of(portal, "layers")):
            source = layer.get("source")
            if not isinstance(source, str) or holds_credential(source):
                continue
            if source.startswith(NETWORKS_PREFIX) and source.removeprefix(NETWORKS_PREFIX) not in networks:
                problems.add("territory_source", f"portals[{rank}].layers[{n}].source", value=source)


TERRITORY = Spec(
    "territory_wrong",
    {
        "territory": Key("table", required=True, keys=_HEAD),
        "communes": Key("tables", required=True, keys=_COMMUNE),
        "sources": Key("tables", keys=_SOURCE),
        "stewards": STEWARDS_KEY,
        "networks": Key("tables", keys=_NETWORK),
        "referentials": Key("tables", keys=_REFERENTIAL),
        "portals": Key("tables", keys=_PORTAL),
    },
    (_check_names, _check_sources, _check_networks),
)


# --- building -----------------------------------------------------------------------------------------------------


def _build(document: dict[str, Any], path: Path) -> Territory:
    head = dict(document["territory"])
    store, extent = head.pop("store"), head.pop("extent", None)
    producers = tuple(head.pop("producers", ()))
    crs = LEGAL_CRS[int(head.pop("crs").removeprefix("EPSG:"))]
    if head.get("quality_profile", "").endswith(".toml"):  # a file, else the name of a shipped profile
        head["quality_profile"] = str((path.parent / head["quality_profile"]).resolve())
    return Territory(
        path=path,
        crs=crs,
        store=(path.parent / store).resolve(),
        extent=tuple(map(float, extent)) if extent else None,  # type: ignore[arg-type]
        producers=producers,
        sources=tuple(
            DeclaredSource(**{**item, "lots": tuple(item.get("lots", ()))}) for item in document.get("sources", ())
        ),
        communes=tuple(Commune(**item) for item in document["communes"]),
        stewards=Stewards(document.get("stewards", {})),
        networks=tuple(NetworkSource(**_locate_source(item, path.parent)) for item in document.get("networks", ())),
        referentials=tuple(
            Referential(**_locate_source(item, path.parent)) for item in document.get("referentials", ())
        ),
        portals=tuple(_build_portal(item, crs, path.parent) for item in document.get("portals", ())),
        **head,
    )


def _locate_source(item: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The table with its file path made absolute; connection strings and addresses stay as they are."""
    return {**item, "path": item["path"] if _NOT_A_FILE.match(item["path"]) else str((folder / item["path"]).resolve())}


def _build_portal(item: dict[str, Any], crs: LegalCrs, folder: Path) -> Portal:
    values = dict(item)
    values["layers"] = tuple(PortalLayer(**{**layer, "columns": tuple(layer["columns"])}) for layer in item["layers"])
    values["crs_list"] = tuple(item.get("crs_list") or dict.fromkeys((f"EPSG:{crs.plane}", *PORTAL_CRS)))
    values["colours"] = Colours(**item.get("colours", {}))
    values["logo"] = (folder / item["logo"]).resolve() if "logo" in item else None
    return Portal(**values)
