"""Mapping profiles: which class and attributes the layers and fields of a delivery that is not PCRS GML stand for.

A profile is a TOML file; docs/manuel/reception.md describes it. Shipped ones stand in ``profiles/``.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..model.pcrs import CLASSES
from ..toml.problems import Problems
from ..toml.profiles import read_profile, shipped_names
from ..toml.spec import Fault, Key, Spec, choice_key
from ..toml.validation import table_of, tables_of
from .file_format import lot_formats
from .srs_name import parse_srs_name

_FOLDER = Path(__file__).parent / "profiles"

#: Formats that a profile may name, with the endings of their files.
FORMATS = {one.name: one.endings for one in lot_formats()}

#: Class of a layer rule that stands for "the class that the layer is named after".
SAME_NAME = "*"

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

    def is_ignored(self, layer: str) -> bool:
        """Whether the profile says that a layer is not for the base."""
        return any(_fits(pattern, layer) for pattern in self.ignore)


def _fits(pattern: str, layer: str) -> bool:
    return fnmatch.fnmatchcase(layer.casefold(), pattern.casefold())


def _check_crs(value: str) -> Fault:
    return None if parse_srs_name(value) is not None else ("mapping_crs", {"value": value})


_TEXT = Key(empty=True)
_TEXTS = Key("list", empty=True)
_NAMES = Key("map", each=Key())
_VALUES = Key("map", each=Key("map", each=_TEXT))
_LAYER = {
    "source": Key(required=True),
    "class": Key(required=True, check=choice_key((SAME_NAME, *CLASSES))),
    "entities": _TEXTS,
    "id": Key(),
    "fields": _NAMES,
    "constants": Key("map", each=_TEXT),
    "values": _VALUES,
    "symbol": _NAMES,
}


def _check_attributes(document: dict[str, Any], problems: Problems) -> None:
    """The attributes that a layer speaks of are those of its class, those of its symbol AffleurantSymbolePCRS's."""
    for rank, layer in enumerate(tables_of(document, "layer")):
        tables = {"symbol": "AffleurantSymbolePCRS"}
        if layer.get("class") != SAME_NAME:
            tables |= dict.fromkeys(("fields", "constants", "values"), str(layer.get("class")))
        for name, feature_class in tables.items():
            known = CLASSES[feature_class].columns if feature_class in CLASSES else None
            for attribute in table_of(layer, name):
                if known is not None and attribute not in known:
                    problems.add(
                        "mapping_attribute",
                        f"layer[{rank}].{name}.{attribute}",
                        value=attribute,
                        feature_class=feature_class,
                        choices=list(known),
                    )


MAPPING = Spec(
    "mapping_wrong",
    {
        "title": _TEXT,
        "formats": Key("list", required=True, check=choice_key(FORMATS)),
        "together": Key("flag"),
        "crs": Key(check=_check_crs, empty=True),
        "vertical_datum": _TEXT,
        "date_format": _TEXT,
        "ignore": _TEXTS,
        "synonyms": Key("map", each=_TEXTS),
        "values": _VALUES,
        "layer": Key("tables", required=True, keys=_LAYER),
    },
    (_check_attributes,),
)


def shipped_mappings() -> list[str]:
    """Names of the mapping profiles that come with mutualgeo."""
    return shipped_names(_FOLDER)


def load_mapping(name: str) -> Mapping:
    """A shipped mapping by its name, or any other by its path.

    Raises
    ------
    EngineError
        ``mapping_unknown``, ``mapping_wrong`` (a key, class, attribute or format that does not exist).
    """
    stem, document = read_profile(name, _FOLDER, "mapping_unknown", MAPPING)
    crs = parse_srs_name(document["crs"]) if document.get("crs") else None
    return Mapping(
        name=stem,
        title=document.get("title", stem),
        endings=tuple(ending for wanted in document["formats"] for ending in FORMATS[wanted]),
        together=document.get("together", False),
        crs=crs.code if crs else None,
        vertical_datum=document.get("vertical_datum"),
        date_format=document.get("date_format"),
        ignore=tuple(document.get("ignore", [])),
        synonyms={key: tuple(names) for key, names in document.get("synonyms", {}).items()},
        layers=tuple(_build_rule(entry, document.get("values", {})) for entry in document["layer"]),
    )


def _build_rule(entry: dict[str, Any], values: dict[str, Texts]) -> LayerRule:
    """A rule; `values` are those of the whole profile, over which the layer's own go."""
    return LayerRule(
        entry["source"],
        entry["class"],
        tuple(entry.get("entities", [])),
        entry.get("id"),
        entry.get("fields", {}),
        entry.get("constants", {}),
        {**values, **entry.get("values", {})},
        entry.get("symbol", {}),
    )
