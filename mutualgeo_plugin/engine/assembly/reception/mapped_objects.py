"""Source features turned into rows of PCRS classes under a mapping profile; everything done is counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

from ...formats.mapping import LayerRule, Mapping
from ...formats.page import Page, Unread
from ...formats.pcrs.batch import Batch, Census
from ...geometry.class_geometry import fit_to_kind, is_empty
from ...geometry.wkb import Shape, leaves
from ...model.days import read_day_in_format, span_of_days
from ...model.pcrs import AFFLEURANT, CLASSES, FeatureClass
from ...model.synonyms import recode

#: Objects handed over at a time.
BATCH_SIZE = 2000

_HUB = "AffleurantGeometriquePCRS"
_SYMBOL = "AffleurantSymbolePCRS"
#: Kind of geometry of an affleurant → link of its hub, class that holds it, kind of that class's geometry.
_DRAWN = {
    "polygon": ("enveloppe", "AffleurantEnveloppePCRS", "polygon"),
    "multisurface": ("enveloppe", "AffleurantEnveloppePCRS", "polygon"),
    "point": ("point", "AffleurantPointPCRS", "point"),
    "multipoint": ("point", "AffleurantPointPCRS", "point"),
    "line": ("ligne", "AffleurantLignesPCRS", "multicurve"),
    "arc": ("ligne", "AffleurantLignesPCRS", "multicurve"),
    "compound": ("ligne", "AffleurantLignesPCRS", "multicurve"),
    "multicurve": ("ligne", "AffleurantLignesPCRS", "multicurve"),
}
_DATES = frozenset({"dateLeve", "datePublication", "dateCreation", "dateAcquisition", "dateRecette", "horodatage"})
_NOT_A_NAME = re.compile(r"[^\w.-]+")


class SourceFeature(NamedTuple):
    """A feature of a source layer.

    source_id : number or name of the feature in its layer.
    fields : source field → text; fields without a value are absent.
    entity : kind of drawing entity (DXF), "" elsewhere.
    """

    layer: str
    source_id: str
    fields: dict[str, str]
    shape: Shape | None
    entity: str


@dataclass
class Applied:
    """What a profile did to a lot, for the report; every figure is a number of objects or values.

    constants : "class.attribute = value" → number.
    recoded : "attribute: source value → code" → number.
    unmapped_layers : layer → features left out for want of a rule; ignored_layers : left out by the profile.
    unfit : "layer: geometry" → features whose geometry cannot be that of the class.
    unmapped_fields : "layer.field" → values that no attribute takes.
    split : objects made of the parts of a multi-geometry beyond the first; composed : parts made for affleurants.
    missing : "class.attribute" → objects without a mandatory attribute.
    """

    constants: Counter[str] = field(default_factory=Counter)
    recoded: Counter[str] = field(default_factory=Counter)
    unmapped_layers: Counter[str] = field(default_factory=Counter)
    ignored_layers: Counter[str] = field(default_factory=Counter)
    unfit: Counter[str] = field(default_factory=Counter)
    unmapped_fields: Counter[str] = field(default_factory=Counter)
    split: Counter[str] = field(default_factory=Counter)
    composed: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    unread: Unread = field(default_factory=Unread)
    features: int = 0

    def as_json(self) -> dict[str, object]:
        """Figures in a stable order; empty ones are left out, the number of source features stays."""
        names = ("constants", "recoded", "unmapped_layers", "ignored_layers", "unfit", "unmapped_fields", "split")
        found = {name: dict(sorted(getattr(self, name).items())) for name in (*names, "composed")}
        unread = {reason: dict(sorted(counts.items())) for reason, counts in sorted(self.unread.counts.items())}
        return {"features": self.features} | {k: v for k, v in {**found, "unread": unread}.items() if v}

    def omissions(self) -> int:
        """Features and entities that are not in the base."""
        unread = sum(n for reason, c in self.unread.counts.items() if reason.startswith("entity") for n in c.values())
        return self.unmapped_layers.total() + self.ignored_layers.total() + self.unfit.total() + unread


#: Entities of a drawing that are texts, and the attribute of the classes that are texts themselves: of another class
#: they are no object, unless the profile names them.
_LABELS, _LABEL = ("TEXT", "MTEXT"), "libelle"


class Objects:
    """Builds batches of PCRS objects out of source features."""

    def __init__(self, mapping: Mapping, deliver: Callable[[Batch], None]) -> None:
        self._mapping = mapping
        self._deliver = deliver
        self._batch = Batch()
        self._order = 0
        self._dates: set[str] = set()
        self.census = Census()
        self.applied = Applied()

    def take(self, page: Page) -> None:
        """Take the features of a page; each becomes objects, or is counted as left out.

        Raises
        ------
        EngineError
            As `Page.texts`.
        """
        unread = self.applied.unread
        unread.merge(page.unread)
        texts = page.texts(unread)
        rows = zip(*texts.values(), strict=True) if texts else repeat((), len(page))
        kinds = page.kinds or repeat("")
        for name, kind, row, shape in zip(page.names, kinds, rows, page.shapes(unread), strict=False):
            fields = {field: text for field, text in zip(texts, row, strict=True) if text is not None}
            self._take(SourceFeature(page.layer, name, fields, shape, kind))

    def _take(self, feature: SourceFeature) -> None:
        applied = self.applied
        applied.features += 1
        if self._mapping.is_ignored(feature.layer):
            applied.ignored_layers[_place(feature)] += 1
            return
        rule = self._mapping.rule(feature.layer, feature.entity)
        if rule is None:
            applied.unmapped_layers[_place(feature)] += 1
            return
        target = CLASSES[rule.class_of(feature.layer) or ""]
        if feature.entity in _LABELS and not rule.entities and _LABEL not in target.columns:
            applied.unfit[f"{_place(feature)}: {feature.entity}"] += 1  # beside an object stands what is said of it
            return
        shape = None if feature.shape is None or is_empty(feature.shape) else feature.shape
        if target.name == AFFLEURANT:
            self._take_affleurant(rule, target, feature, shape)
        else:
            shapes = self._fit(target, feature, shape)
            for rank, one in enumerate(shapes or ()):
                self._add(target, self._gml_id(rule, feature, rank), self._texts(rule, target, feature, rank), one)
            applied.split[target.name] += max(0, len(shapes or ()) - 1)
        if self._batch.size >= BATCH_SIZE:
            self.flush()

    def flush(self) -> None:
        """Hand over what was taken so far."""
        self._deliver(self._batch)
        self._batch = Batch()
        self.census.dates = span_of_days(self._dates)
        self.applied.split = +self.applied.split

    # -- geometry -----------------------------------------------------------------------------------------------

    def _fit(self, target: FeatureClass, feature: SourceFeature, shape: Shape | None) -> list[Shape | None] | None:
        if target.geometry is None or shape is None:
            return [None]
        shapes = fit_to_kind(shape, target.geometry)
        if not shapes or any(_has_mixed_dimensions(one) for one in shapes):
            self.applied.unfit[f"{_place(feature)}: {shape[0]}"] += 1
            return None
        return list(shapes)

    def _add(self, target: FeatureClass, gml_id: str, texts: list[str | None], shape: Shape | None) -> int:
        """Keep an object; returns its place in the lot."""
        self._order += 1
        place = -1
        if shape is not None:
            place = len(self._batch.shapes)
            parts = list(leaves(shape))
            self._batch.shapes.append(shape)
            self._batch.leaves.append(parts)
            vertices = sum(len(points) for _kind, points in parts)
            self.census.vertices += vertices
            self.census.vertices_z += vertices if parts[0][1].shape[1] == 3 else 0
            self.census.arcs += sum((len(points) - 1) // 2 for kind, points in parts if kind == "arc")
        elif target.geometry is not None:
            self.census.empty_geometries += 1
        self._batch.tables.setdefault(target.name, []).append((self._order, gml_id, place, *texts, None, None))
        self._batch.size += 1
        self.census.objects[target.name] += 1
        self.census.attributes += sum(text is not None for text in texts)
        self.census.last_object = gml_id
        return self._order

    def _link(self, owner: tuple[str, str, int], name: str, rank: int, target: str) -> None:
        """Link an object (class, gml:id, place in the lot) to another."""
        self._batch.links.append((*owner, name, rank, f"#{target}", 0, None))

    def _take_affleurant(
        self, rule: LayerRule, target: FeatureClass, feature: SourceFeature, shape: Shape | None
    ) -> None:
        """An affleurant with the chain that leads to its geometry, which flat sources do not have."""
        drawn = _DRAWN.get(shape[0]) if shape is not None else None
        shapes = fit_to_kind(shape, drawn[2]) if shape is not None and drawn else None
        if not shapes or drawn is None or any(_has_mixed_dimensions(one) for one in shapes):
            self.applied.unfit[f"{_place(feature)}: {shape[0] if shape else '-'}"] += 1
            return
        gml_id = self._gml_id(rule, feature, 0)
        order = self._add(target, gml_id, self._texts(rule, target, feature, 0), None)
        owner = (AFFLEURANT, gml_id, order)
        hub = f"geom.{gml_id}"
        rank = 1
        if rule.symbol and shapes[0][0] == "point":
            self._add(CLASSES[_SYMBOL], f"symb.{gml_id}", self._symbol_texts(rule, feature), shapes[0])
            self._link(owner, "symbolisation", rank, f"symb.{gml_id}")
            self.applied.composed[_SYMBOL] += 1
            rank += 1
        self._link(owner, "representation", rank, hub)
        middle = (_HUB, hub, self._add(CLASSES[_HUB], hub, [], None))
        self.applied.composed[_HUB] += 1
        link, holder, _kind = drawn
        for part, one in enumerate(shapes, 1):
            self._add(CLASSES[holder], f"{link}{part}.{gml_id}", [], one)
            self._link(middle, link, part, f"{link}{part}.{gml_id}")
            self.applied.composed[holder] += 1

    # -- attributes ---------------------------------------------------------------------------------------------

    def _gml_id(self, rule: LayerRule, feature: SourceFeature, rank: int) -> str:
        given = feature.fields.get(rule.identifier or "") or feature.source_id
        name = _NOT_A_NAME.sub("_", given)
        if not name[:1].isalpha() and name[:1] != "_":
            name = f"{_NOT_A_NAME.sub('_', feature.layer)}.{name}"
            if not name[:1].isalpha() and name[:1] != "_":
                name = f"_{name}"
        return f"{name}.{rank}" if rank else name

    def _source_fields(self, rule: LayerRule, target: FeatureClass, feature: SourceFeature) -> dict[str, str]:
        """Attribute → source field that is there: the rule's, the attribute's own name, a known synonym."""
        folded = {name.casefold(): name for name in feature.fields}
        out = {}
        for attribute in target.columns:
            wanted = (rule.fields[attribute],) if attribute in rule.fields else (
                attribute, *self._mapping.synonyms.get(attribute, ())
            )  # fmt: skip
            found = next((folded[w.casefold()] for w in wanted if w.casefold() in folded), None)
            if found is not None:
                out[attribute] = found
        return out

    def _texts(self, rule: LayerRule, target: FeatureClass, feature: SourceFeature, rank: int) -> list[str | None]:
        sources = self._source_fields(rule, target, feature)
        if not rank:
            used = {*sources.values(), rule.identifier, *rule.symbol.values()}
            for name in feature.fields:
                if name not in used:
                    self.applied.unmapped_fields[f"{feature.layer}.{name}"] += 1
        out: list[str | None] = []
        for prop in target.properties:
            if prop.kind not in ("text", "texts"):
                continue
            value = self._value(rule, prop.name, prop.codes, feature.fields.get(sources.get(prop.name, "")))
            if value is None and prop.name in rule.constants:
                value = rule.constants[prop.name]
                self.applied.constants[f"{target.name}.{prop.name} = {value}"] += 1
            if value is None and prop.required:
                self.applied.missing[f"{target.name}.{prop.name}"] += 1
            if rank and value is not None and prop.name == target.identifier:
                value = f"{value}.{rank}"
            if value and prop.name == "producteur":
                self.census.producers.add(value)
            if value and prop.name == "dateLeve":
                self._dates.add(value)
            out.append(json.dumps([value], ensure_ascii=False) if value is not None and prop.kind == "texts" else value)
        return out

    def _symbol_texts(self, rule: LayerRule, feature: SourceFeature) -> list[str | None]:
        columns = CLASSES[_SYMBOL].columns
        texts = [feature.fields.get(rule.symbol.get(column, "")) for column in columns]
        for column, text in zip(columns, texts, strict=True):
            if text is None:
                self.applied.missing[f"{_SYMBOL}.{column}"] += 1
        return texts

    def _value(self, rule: LayerRule, attribute: str, codes: str | None, given: str | None) -> str | None:
        if given is None:
            return None
        value = rule.values.get(attribute, {}).get(given)
        if value is None:
            value = recode(codes, given) if codes else given
            if attribute in _DATES and self._mapping.date_format:
                value = _iso(given, self._mapping.date_format)
        if value != given:
            self.applied.recoded[f"{attribute}: {given} → {value}" if codes else f"{attribute}: …"] += 1
        return value


def _iso(text: str, date_format: str) -> str:
    """A date in the profile's format as ISO 8601; as it stands where it is not in that format."""
    day = read_day_in_format(text, date_format)
    return text if day is None else day.isoformat()


def _place(feature: SourceFeature) -> str:
    return f"{feature.layer} ({feature.entity})" if feature.entity else feature.layer


def _has_mixed_dimensions(shape: Shape) -> bool:
    return len({points.shape[1] for _kind, points in leaves(shape)}) != 1
