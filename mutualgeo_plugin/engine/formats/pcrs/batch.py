"""What the reader hands over: rows of tables, links, geometries; a batch at a time, so that memory stays flat."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...geometry.wkb import Shape

#: A row of a class table: (order in the file, gml:id, number of its geometry or -1, texts…, gml_head, extra).
Row = tuple[Any, ...]
#: A link: (class, gml:id and order of the object, property, rank in the object, href, inline, other attributes as
#: JSON); inline is the order of the object that stands inside, 0 for a link by href. A property that only carries
#: attributes has an empty href.
Link = tuple[str, str, int, str, int, str, int, str | None]
#: A member of a class that the standard does not have: (order in the file, name, XML).
UnknownMember = tuple[int, str, str]


@dataclass
class Batch:
    """Objects read since the last hand-over."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    shapes: list[Shape] = field(default_factory=list)
    #: Leaves of each shape: (kind, coordinates).
    leaves: list[list[tuple[str, NDArray[np.float64]]]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    unknown: list[UnknownMember] = field(default_factory=list)
    size: int = 0


@dataclass
class Census:
    """What was counted while reading: the figures that the store must give back."""

    objects: Counter[str] = field(default_factory=Counter)
    vertices: int = 0
    vertices_z: int = 0
    arcs: int = 0
    attributes: int = 0
    unknown_elements: Counter[str] = field(default_factory=Counter)
    empty_geometries: int = 0
    inline: int = 0
    last_object: str = ""
    producers: set[str] = field(default_factory=set)
    dates: tuple[str, str] | None = None

    def merge(self, other: Census) -> None:
        """Add what another part of the same file has counted."""
        self.objects += other.objects
        self.vertices += other.vertices
        self.vertices_z += other.vertices_z
        self.arcs += other.arcs
        self.attributes += other.attributes
        self.unknown_elements += other.unknown_elements
        self.empty_geometries += other.empty_geometries
        self.inline += other.inline
        self.last_object = other.last_object or self.last_object
        self.producers |= other.producers
        spans = [d for d in (self.dates, other.dates) if d]
        if spans:
            self.dates = (min(d[0] for d in spans), max(d[1] for d in spans))
