"""The territory file (TOML): who mutualises what, in which system, from which sources, for which portals.

Read with the standard library alone, so that QGIS's Python may read it too. Every problem of a file is told at once,
each with the path of its key (``portals[0].layers[1].name``). Described for users in docs/territory.md.
"""

from __future__ import annotations

import datetime
import difflib
import math
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .model.crs import LEGAL_CRS, LegalCrs
from .model.errors import EngineError
from .model.messages import render
from .model.pcrs import CLASSES, CODE_LISTS

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
_CREDENTIAL = r"pass(?:word|wd|phrase)|pwd|mot[ _-]?de[ _-]?passe|token|secret|api[ _-]?key"
_CREDENTIAL_KEY = re.compile(_CREDENTIAL, re.IGNORECASE)
_CREDENTIAL_VALUE = re.compile(rf"(?:{_CREDENTIAL})\s*[=:]|(?<!\w)(?!mailto:)[\w.+-]+:[^\s@/\\]+@[\w.-]", re.IGNORECASE)
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
    authcfg: str | None = None
    service: str | None = None


@dataclass(frozen=True)
class Referential:
    """A référentiel to attach to: `kind` is one of `REFERENTIAL_KINDS`; `date` is that of its edition."""

    kind: str
    path: str
    layer: str | None = None
    authcfg: str | None = None
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
    networks: tuple[NetworkSource, ...] = ()
    referentials: tuple[Referential, ...] = ()
    portals: tuple[Portal, ...] = ()

    def portal(self, code: str) -> Portal | None:
        """Portal of tenant `code`, or None."""
        return next((portal for portal in self.portals if portal.code == code), None)


def load_territory(path: str | Path, *, language: str = "fr") -> Territory:
    """Read and check a territory file.

    Parameters
    ----------
    path : str or Path
        TOML file; relative paths inside it are relative to its folder.
    language : str
        Language of the problems' sentences, "fr" or "en".

    Raises
    ------
    EngineError
        ``path_unreadable``, ``territory_unreadable`` (not TOML) or ``territory_wrong`` (all problems at once).
    """
    path = Path(path).resolve()
    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise EngineError("path_unreadable", path=path, detail=error.strerror or error) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        detail = error.reason if isinstance(error, UnicodeDecodeError) else error
        raise EngineError("territory_unreadable", path=path, detail=detail) from error
    problems = _Problems(language)
    _check_table(document, "", _TERRITORY, problems)
    _check_references(document, problems)
    if problems.sentences:
        raise EngineError("territory_wrong", path=path, problems=" ".join(problems.sentences))
    return _build(document, path)


class _Problems:
    """Problems found so far, as sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.sentences: list[str] = []

    def add(self, code: str, key: str, **fields: object) -> None:
        self.sentences.append(render(f"territory_{code}", {"key": key, **fields}, self.language))


# --- what each table may hold -------------------------------------------------------------------------------------

Check = Callable[[Any], "tuple[str, dict[str, object]] | None"]


@dataclass(frozen=True)
class _Key:
    """One key: its kind (text, number, list, date, or a table's keys in `table`), and a check of its value."""

    kind: str = "text"
    required: bool = False
    check: Check | None = None
    table: dict[str, _Key] | None = None
    empty: bool = False


def _matches(pattern: re.Pattern[str], code: str) -> Check:
    return lambda value: None if pattern.fullmatch(value) else (code, {"value": value})


def _one_of(choices: Iterable[str]) -> Check:
    accepted = tuple(choices)
    return lambda value: None if value in accepted else ("choice", {"value": value, "choices": ", ".join(accepted)})


def _check_legal_crs(value: str) -> tuple[str, dict[str, object]] | None:
    legal = _EPSG.fullmatch(value) and int(value.removeprefix("EPSG:")) in LEGAL_CRS
    return None if legal else ("crs", {"value": value})


def _check_positive(value: float) -> tuple[str, dict[str, object]] | None:
    return None if 0 < value < math.inf else ("positive", {})


def _check_box(value: object) -> tuple[str, dict[str, object]] | None:
    numbers = isinstance(value, list) and len(value) == 4 and all(type(v) in (int, float) for v in value)
    return None if numbers and value[0] < value[2] and value[1] < value[3] else ("box", {})  # type: ignore[index]


def _check_source(value: str) -> tuple[str, dict[str, object]] | None:
    """Class names are known here; whether the network exists is seen once all tables are read."""
    return None if value in CLASSES or value.startswith(NETWORKS_PREFIX) else ("source", {"value": value})


_OPTIONAL = _Key()
_REQUIRED = _Key(required=True)
_CODE = _Key(required=True, check=_matches(re.compile(f"{_INSEE.pattern}|{_SIREN.pattern}"), "code"))
_NAME = _Key(required=True, check=_matches(_SHORT_NAME, "short_name"))

_COMMUNE = {"code": _Key(required=True, check=_matches(_INSEE, "insee")), "name": _REQUIRED}
_NETWORK = {
    "name": _NAME,
    "theme": _Key(required=True, check=_one_of(CODE_LISTS["NatureReseau"])),
    "path": _REQUIRED,
    "layer": _OPTIONAL,
    "owner": _OPTIONAL,
    "authcfg": _OPTIONAL,
    "service": _OPTIONAL,
}
_REFERENTIAL = {
    "kind": _Key(required=True, check=_one_of(REFERENTIAL_KINDS)),
    "path": _REQUIRED,
    "layer": _OPTIONAL,
    "authcfg": _OPTIONAL,
    "date": _Key("date"),
}
_LAYER = {
    "source": _Key(required=True, check=_check_source),
    "name": _NAME,
    "title": _REQUIRED,
    "columns": _Key("list", required=True, empty=True),
}
_COLOUR_KEY = _Key(check=_matches(_COLOUR, "colour"))
_PORTAL = {
    "code": _CODE,
    "name": _REQUIRED,
    "title": _REQUIRED,
    "abstract": _OPTIONAL,
    "contact_organisation": _REQUIRED,
    "contact_email": _Key(check=_matches(_EMAIL, "email")),
    "licence": _OPTIONAL,
    "fees": _OPTIONAL,
    "access_constraints": _OPTIONAL,
    "url": _Key(check=_matches(re.compile(r"https?://\S+"), "url")),
    "crs_list": _Key("list", check=_matches(_EPSG, "crs_code")),
    "colours": _Key("table", table={"primary": _COLOUR_KEY, "accent": _COLOUR_KEY}),
    "logo": _OPTIONAL,
    "layers": _Key("tables", required=True, table=_LAYER),
}
_TERRITORY_KEYS = {
    "name": _REQUIRED,
    "code": _CODE,
    "crs": _Key(required=True, check=_check_legal_crs),
    "vertical_datum": _OPTIONAL,
    "store": _REQUIRED,
    "quality_profile": _OPTIONAL,
    "max_transform_accuracy": _Key("number", check=_check_positive),
    "extent": _Key("box", check=_check_box),
    "producers": _Key("list"),
}
_TERRITORY = {
    "territory": _Key("table", required=True, table=_TERRITORY_KEYS),
    "communes": _Key("tables", required=True, table=_COMMUNE),
    "networks": _Key("tables", table=_NETWORK),
    "referentials": _Key("tables", table=_REFERENTIAL),
    "portals": _Key("tables", table=_PORTAL),
}


# --- checking -----------------------------------------------------------------------------------------------------


def _check_table(table: dict[str, Any], path: str, keys: dict[str, _Key], problems: _Problems) -> None:
    for name, value in table.items():
        key = f"{path}.{name}" if path else name
        if _CREDENTIAL_KEY.search(name):
            problems.add("secret", key)
        elif name in keys:
            _check_value(value, key, keys[name], problems)
        else:
            _tell_unknown(name, key, keys, problems)
            _check_secrets(value, key, problems)
    for name, rule in keys.items():
        if rule.required and name not in table:
            problems.add("key_missing", f"{path}.{name}" if path else name)


def _tell_unknown(name: str, key: str, keys: dict[str, _Key], problems: _Problems) -> None:
    close = difflib.get_close_matches(name, keys, n=1)
    if close:
        problems.add("key_misspelt", key, suggestion=close[0])
    else:
        problems.add("key_unknown", key, known=", ".join(keys))


def _check_secrets(value: Any, key: str, problems: _Problems) -> bool:
    """Tell the secrets of a value of any shape, never their text; whether there was one."""
    if isinstance(value, str):
        if _CREDENTIAL_VALUE.search(value):
            problems.add("secret", key)
            return True
        return False
    if isinstance(value, dict):
        named = [name for name in value if _CREDENTIAL_KEY.search(name)]
        for name in named:
            problems.add("secret", f"{key}.{name}")
        others = [_check_secrets(v, f"{key}.{n}", problems) for n, v in value.items() if n not in named]
        return bool(named) or any(others)
    if isinstance(value, list):
        told = [_check_secrets(item, f"{key}[{rank}]", problems) for rank, item in enumerate(value)]
        return any(told)
    return False


def _check_value(value: Any, key: str, rule: _Key, problems: _Problems) -> None:
    if rule.kind == "table":
        if isinstance(value, dict):
            _check_table(value, key, rule.table or {}, problems)
        elif not _check_secrets(value, key, problems):
            problems.add("type_table", key)
    elif rule.kind == "tables":
        _check_tables(value, key, rule, problems)
    elif not _check_secrets(value, key, problems):
        if rule.kind == "list":
            _check_list(value, key, rule, problems)
        elif not isinstance(value, _KINDS[rule.kind]) or isinstance(value, bool | datetime.datetime):
            problems.add(f"type_{rule.kind}", key)
        elif isinstance(value, str) and not value.strip():
            problems.add("empty", key)
        else:
            _apply(rule.check, value, key, problems)


_KINDS: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "number": (int, float),
    "date": datetime.date,
    "box": object,
}


def _check_tables(value: Any, key: str, rule: _Key, problems: _Problems) -> None:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        if not _check_secrets(value, key, problems):
            problems.add("type_tables", key, name=re.sub(r"\[\d+\]", "", key))
        return
    if rule.required and not value:
        problems.add("empty", key)
    for rank, item in enumerate(value):
        _check_table(item, f"{key}[{rank}]", rule.table or {}, problems)


def _check_list(value: Any, key: str, rule: _Key, problems: _Problems) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        problems.add("type_list", key)
        return
    if not value and not rule.empty:
        problems.add("empty", key)
    _tell_duplicates([(f"{key}[{rank}]", item) for rank, item in enumerate(value)], problems)
    for rank, item in enumerate(value):
        if item.strip():
            _apply(rule.check, item, f"{key}[{rank}]", problems)
        else:
            problems.add("empty", f"{key}[{rank}]")


def _apply(check: Check | None, value: Any, key: str, problems: _Problems) -> None:
    problem = check(value) if check else None
    if problem:
        problems.add(problem[0], key, **problem[1])


def _tables(parent: Any, name: str) -> list[dict[str, Any]]:
    """The well-formed tables of a list, others being told elsewhere; ranks stay those of the file."""
    tables = parent.get(name, []) if isinstance(parent, dict) else []
    return [item if isinstance(item, dict) else {} for item in tables] if isinstance(tables, list) else []


def _tell_duplicates(named: Iterable[tuple[str, Any]], problems: _Problems) -> None:
    first: dict[str, str] = {}
    for key, value in named:
        if not isinstance(value, str) or _CREDENTIAL_VALUE.search(value):
            continue
        if value in first:
            problems.add("duplicate", key, value=value, first=first[value])
        else:
            first[value] = key


def _check_references(document: dict[str, Any], problems: _Problems) -> None:
    """What concerns several tables: unique names, networks that layers speak of."""
    for name, unique in (("communes", "code"), ("networks", "name"), ("portals", "code")):
        tables = _tables(document, name)
        _tell_duplicates([(f"{name}[{rank}].{unique}", item.get(unique)) for rank, item in enumerate(tables)], problems)
    networks = [item.get("name") for item in _tables(document, "networks")]
    for rank, portal in enumerate(_tables(document, "portals")):
        layers = [(f"portals[{rank}].layers[{n}]", layer) for n, layer in enumerate(_tables(portal, "layers"))]
        _tell_duplicates([(f"{key}.name", layer.get("name")) for key, layer in layers], problems)
        for key, layer in layers:
            source = layer.get("source")
            if not isinstance(source, str) or _CREDENTIAL_VALUE.search(source):
                continue
            if source.startswith(NETWORKS_PREFIX) and source.removeprefix(NETWORKS_PREFIX) not in networks:
                problems.add("source", f"{key}.source", value=source)


# --- building -----------------------------------------------------------------------------------------------------


def _build(document: dict[str, Any], path: Path) -> Territory:
    head = dict(document["territory"])
    store, extent = head.pop("store"), head.pop("extent", None)
    producers = tuple(head.pop("producers", ()))
    crs = LEGAL_CRS[int(head.pop("crs").removeprefix("EPSG:"))]
    return Territory(
        path=path,
        crs=crs,
        store=(path.parent / store).resolve(),
        extent=tuple(map(float, extent)) if extent else None,  # type: ignore[arg-type]
        producers=producers,
        communes=tuple(Commune(**item) for item in document["communes"]),
        networks=tuple(NetworkSource(**_located(item, path.parent)) for item in document.get("networks", ())),
        referentials=tuple(Referential(**_located(item, path.parent)) for item in document.get("referentials", ())),
        portals=tuple(_build_portal(item, crs, path.parent) for item in document.get("portals", ())),
        **head,
    )


def _located(item: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The table with its file path made absolute; connection strings and addresses stay as they are."""
    return {**item, "path": item["path"] if _NOT_A_FILE.match(item["path"]) else str((folder / item["path"]).resolve())}


def _build_portal(item: dict[str, Any], crs: LegalCrs, folder: Path) -> Portal:
    values = dict(item)
    values["layers"] = tuple(PortalLayer(**{**layer, "columns": tuple(layer["columns"])}) for layer in item["layers"])
    values["crs_list"] = tuple(item.get("crs_list") or dict.fromkeys((f"EPSG:{crs.plane}", *PORTAL_CRS)))
    values["colours"] = Colours(**item.get("colours", {}))
    values["logo"] = (folder / item["logo"]).resolve() if "logo" in item else None
    return Portal(**values)
