"""What a base says after a run, read by its class tables and its documented views alone."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyogrio
import shapely

#: What separates identifiers where several stand in one field.
SEPARATORS = re.compile(r"[\s;,|]+")


@dataclass(frozen=True)
class Held:
    """An object of the base: class, identifiers, state, producer, date, telling values, drawing (arcs as chords)."""

    cls: str
    uid: str
    gml_id: str
    state: str
    producer: str
    date: str
    telling: tuple[str, ...]
    shape: shapely.Geometry

    @property
    def is_current(self) -> bool:
        """Whether the base shows it."""
        return self.state == "current"


@dataclass
class Outcome:
    """The objects of a base, its open conflicts (sets of uids) and what else names objects together (gml:ids)."""

    objects: list[Held]
    conflicts: list[frozenset[str]] = field(default_factory=list)
    told: list[frozenset[str]] = field(default_factory=list)

    @cached_property
    def uid_index(self) -> dict[str, Held]:
        """Objects by the base's own identifier."""
        return {o.uid: o for o in self.objects}

    @cached_property
    def gml_id_index(self) -> dict[str, list[Held]]:
        """Objects by the identifier they were delivered with: what was made of one may bear it too."""
        out: dict[str, list[Held]] = defaultdict(list)
        for one in self.objects:
            out[one.gml_id].append(one)
        return out

    @cached_property
    def told_sets(self) -> list[frozenset[str]]:
        """Sets of gml:ids that a conflict, a band or a finding names together."""
        named = [frozenset(self.uid_index[u].gml_id for u in c if u in self.uid_index) for c in self.conflicts]
        return [*named, *self.told]

    @cached_property
    def told_pairs(self) -> frozenset[frozenset[str]]:
        """Pairs of gml:ids that are named together."""
        return frozenset(frozenset((a, b)) for names in self.told_sets for a in names for b in names if a < b)

    def is_current(self, gml_id: str) -> bool:
        """Whether an object of this identifier is current."""
        return any(o.is_current for o in self.gml_id_index.get(gml_id, ()))


def telling_values(cls: str, values: Mapping[str, str | None]) -> tuple[str, ...]:
    """What tells an object from another of its class that stands beside it: theme, kind of wall."""
    names = ("thematique", "typeMur") if cls == "MurPCRS" else ("thematique",)
    return tuple(str(values.get(name) or "") for name in names)


def read_objects(base: Path) -> list[Held]:
    """Every object of a base that has a drawing, whatever its state, but emprises."""
    out = []
    for cls in (name for name, _ in pyogrio.list_layers(base) if name.endswith("PCRS")):
        if cls == "EmpriseEchangePCRS":
            continue
        table = pyogrio.read_dataframe(base, layer=cls)
        for row in table.to_dict("records"):
            if row["geometry"] is not None:
                said = str(row.get("producteur") or ""), str(row.get("dateLeve") or "")
                telling = telling_values(cls, row)
                out.append(Held(cls, row["uid"], row["gml_id"], row["state"], *said, telling, row["geometry"]))
    return out


def read_conflicts(base: Path) -> list[frozenset[str]]:
    """Open conflicts: the uids that each names."""
    connection = sqlite3.connect(f"file:{base}?mode=ro", uri=True)
    try:
        rows = connection.execute("SELECT uid_a, uid_b FROM open_conflict").fetchall()
    finally:
        connection.close()
    return [frozenset(word for text in row if text for word in SEPARATORS.split(text) if word) for row in rows]


def read_band(path: Path, objects: list[Held]) -> list[frozenset[str]]:
    """What each row of each layer of a CONFLICTS file names: gml:ids of objects whose uid or gml:id it holds."""
    names = {o.uid: o.gml_id for o in objects} | {o.gml_id: o.gml_id for o in objects}
    out = []
    for layer, _ in pyogrio.list_layers(path) if path.exists() else ():
        for row in pyogrio.read_dataframe(path, layer=layer, read_geometry=False).to_dict("records"):
            words = {w for value in row.values() if isinstance(value, str) for w in SEPARATORS.split(value)}
            named = frozenset(names[w] for w in words if w in names)
            if len(named) > 1:
                out.append(named)
    return out
