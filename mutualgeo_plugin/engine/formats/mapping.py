"""Mapping profiles: which class and attributes the layers and fields of a delivery that is not PCRS GML stand for.

A profile is a TOML file; docs/manuel/reception.md describes it. Shipped ones stand in ``profiles/``.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..model.errors import EngineError
from ..model.pcrs import CLASSES
from ..profiles import read_profile, shipped
from .srs_name import parse_srs_name

_FOLDER = Path(__file__).parent / "profiles"

#: Formats that a profile may name, with the endings of their files.
FORMATS = {"gpkg": (".gpkg",), "shp": (".shp",), "dxf": (".dxf",), "gml": (".gml", ".xml")}

#: Class of a layer rule that stands for "the class that the layer is named after".
SAME_NAME = "*"

_KEYS = (
    "title",
    "formats",
    "together",
    "crs",
    "vertical_datum",
    "date_format",
    "ignore",
    "synonyms",
    "values",
    "layer",
)
#: Types of the keys that hold one value or a table.
_KINDS: dict[str, type] = {
    "title": str, "together": bool, "crs": str, "vertical_datum": str, "date_format": str, "synonyms": dict,
    "values": dict, "layer": list,
}  # fmt: skip
_LAYER_KEYS = ("source", "class", "entities", "id", "fields", "constants", "values", "symbol")

Texts = dict[str, str]


@dataclass(frozen=True)
class LayerRule:
    """How the objects of a source layer become objects of a class.

    source : name of the layer; ``*`` and ``?`` stand for any text, case does not matter.
    entities : kinds of drawing entities that the rule is for (DXF); empty for all.
    identifier : source field that gives the gml:id, None for the source's own number.
    fields : attribute → source field.
    constants : attribute → value where the source gives none.
    values : attribute → source value → value.
    symbol : attribute of AffleurantSymbolePCRS → source field, where the object also has a symbol.
    """

    source: str
    feature_class: str
    entities: tuple[str, ...] = ()
    identifier: str | None = None
    fields: Texts = field(default_factory=dict)
    constants: Texts = field(default_factory=dict)
    values: dict[str, Texts] = field(default_factory=dict)
    symbol: Texts = field(default_factory=dict)

    def class_of(self, layer: str) -> str | None:
        """Class of the objects of a layer; None where the layer's own name is none."""
        if self.feature_class != SAME_NAME:
            return self.feature_class
        return next((name for name in CLASSES if name.casefold() == layer.casefold()), None)


@dataclass(frozen=True)
class Mapping:
    """A mapping profile that has been checked: every class and attribute in it is known."""

    name: str
    title: str
    endings: tuple[str, ...]
    together: bool
    crs: int | None
    vertical_datum: str | None
    date_format: str | None
    ignore: tuple[str, ...]
    synonyms: dict[str, tuple[str, ...]]
    layers: tuple[LayerRule, ...]

    def rule(self, layer: str, entity: str = "") -> LayerRule | None:
        """First rule for a layer and a kind of entity, None where the profile has none."""
        for rule in self.layers:
            if _fits(rule.source, layer) and (not rule.entities or entity in rule.entities):
                return rule if rule.class_of(layer) else None
        return None

    def ignored(self, layer: str) -> bool:
        """Whether the profile says that a layer is not for the base."""
        return any(_fits(pattern, layer) for pattern in self.ignore)


def _fits(pattern: str, layer: str) -> bool:
    return fnmatch.fnmatchcase(layer.casefold(), pattern.casefold())


def shipped_mappings() -> list[str]:
    """Names of the mapping profiles that come with mutualgeo."""
    return shipped(_FOLDER)


def load_mapping(name: str) -> Mapping:
    """A shipped mapping by its name, or any other by its path.

    Raises
    ------
    EngineError
        ``mapping_unknown``, ``mapping_wrong`` (a key, class, attribute or format that does not exist).
    """
    return _checked(*read_profile(name, _FOLDER, "mapping"))


def _checked(name: str, document: AnyMapping[str, Any]) -> Mapping:
    _only(name, "", document, _KEYS)
    for key, kind in _KINDS.items():
        if key in document and not isinstance(document[key], kind):
            raise EngineError("mapping_wrong", name=name, detail=f"{key} = {document[key]!r}")
    for key in ("formats", "ignore"):
        _all_texts(name, key, document.get(key, []))
    for key, names in document.get("synonyms", {}).items():
        _all_texts(name, f"synonyms.{key}", names)
    formats = document.get("formats", [])
    for wanted in formats:
        if wanted not in FORMATS:
            raise EngineError("mapping_wrong", name=name, detail=f"formats: {wanted} ? ({', '.join(FORMATS)})")
    rules = tuple(_layer(name, entry, document) for entry in document.get("layer", []))
    if not formats or not rules:
        raise EngineError("mapping_wrong", name=name, detail="formats, layer")
    crs = None
    if document.get("crs"):
        parsed = parse_srs_name(str(document["crs"]))
        if parsed is None:
            raise EngineError("mapping_wrong", name=name, detail=f"crs = {document['crs']!r}")
        crs = parsed.code
    return Mapping(
        name,
        str(document.get("title", name)),
        tuple(ending for wanted in formats for ending in FORMATS[wanted]),
        bool(document.get("together", False)),
        crs,
        document.get("vertical_datum"),
        document.get("date_format"),
        tuple(document.get("ignore", [])),
        {key: tuple(names) for key, names in document.get("synonyms", {}).items()},
        rules,
    )


def _layer(name: str, entry: AnyMapping[str, Any], document: AnyMapping[str, Any]) -> LayerRule:
    if not isinstance(entry, dict):
        raise EngineError("mapping_wrong", name=name, detail=f"layer = {entry!r}")
    _only(name, "layer.", entry, _LAYER_KEYS)
    _all_texts(name, "layer.entities", entry.get("entities", []))
    if not isinstance(entry.get("values", {}), dict) or not isinstance(entry.get("id", ""), str):
        raise EngineError("mapping_wrong", name=name, detail="layer.values, layer.id")
    source, feature_class = str(entry.get("source", "")), str(entry.get("class", ""))
    if not source or (feature_class != SAME_NAME and feature_class not in CLASSES):
        raise EngineError("mapping_wrong", name=name, detail=f"layer: source = {source!r}, class = {feature_class!r}")
    tables = {key: _texts(name, key, entry.get(key, {})) for key in ("fields", "constants", "symbol")}
    if feature_class != SAME_NAME:
        known = CLASSES[feature_class].columns
        for attribute in (*tables["fields"], *tables["constants"], *entry.get("values", {})):
            if attribute not in known:
                raise EngineError("mapping_wrong", name=name, detail=f"{feature_class}: {attribute} ?")
    for attribute in tables["symbol"]:
        if attribute not in CLASSES["AffleurantSymbolePCRS"].columns:
            raise EngineError("mapping_wrong", name=name, detail=f"AffleurantSymbolePCRS: {attribute} ?")
    values = {a: _texts(name, a, t) for a, t in {**document.get("values", {}), **entry.get("values", {})}.items()}
    return LayerRule(
        source,
        feature_class,
        tuple(entry.get("entities", [])),
        entry.get("id"),
        tables["fields"],
        tables["constants"],
        values,
        tables["symbol"],
    )


def _all_texts(name: str, key: str, values: Any) -> None:
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise EngineError("mapping_wrong", name=name, detail=f"{key}: a list of texts is expected")


def _texts(name: str, key: str, table: Any) -> Texts:
    if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
        raise EngineError("mapping_wrong", name=name, detail=f"{key}: texts are expected")
    return dict(table)


def _only(name: str, prefix: str, table: AnyMapping[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            raise EngineError("mapping_wrong", name=name, detail=f"{prefix}{key} ? ({', '.join(known)})")
