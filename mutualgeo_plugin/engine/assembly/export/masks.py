"""What part of the base an export takes: an extent, polygons of a layer, couloirs along axes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ... import parameters as take
from ...context import Json
from ...formats.geopackage import Box
from ...geometry.corridor import corridor
from ...geometry.tangles import valid_areas
from ...model.errors import EngineError

if TYPE_CHECKING:
    from ...formats.layer import Layer


@dataclass(frozen=True)
class NamedMask:
    """A polygon to export; `name` is for people, `slug` for identifiers, `stem` for files."""

    name: str
    slug: str
    polygon: shapely.Geometry
    stem: str

    @classmethod
    def from_box(cls, name: str, box: Box) -> NamedMask:
        """Mask of an extent, named after its corners."""
        west, south, east, north = box
        return cls(name, f"{west:.0f}-{south:.0f}-{east:.0f}-{north:.0f}", shapely.box(*box), name)


def slug_of(name: str) -> str:
    """A name without accents, spaces or signs, as files of the standard should be called (A.5-10)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]+", "_", plain).strip("_") or "mask"


def unique_slugs(names: Iterable[str]) -> list[str]:
    """A slug for each name; those that would be one, whatever their case, are numbered."""
    taken: set[str] = set()
    slugs = []
    for name in names:
        slug, number = slug_of(name), 2
        while slug.lower() in taken:
            slug, number = f"{slug_of(name)}_{number}", number + 1
        taken.add(slug.lower())
        slugs.append(slug)
    return slugs


def masks_of(parameters: Json, crs: int) -> list[NamedMask]:
    """Masks that EXTENT, MASK or CORRIDOR ask for, in order of name; none where no one is given.

    Raises
    ------
    EngineError
        ``export_two_choices`` where several are given; what `read_shapes` says of a layer.
    """
    extent, mask = take.box(parameters, "EXTENT"), take.optional_text(parameters, "MASK")
    axes = take.optional_text(parameters, "CORRIDOR")
    if sum(map(bool, (extent, mask, axes, parameters.get("LOT")))) > 1:
        raise EngineError("export_two_choices")
    if extent:
        return [NamedMask.from_box("extent", extent)]
    source = mask or axes
    if source is None:
        return []
    from ...formats.layer import read_shapes  # an export without a layer does without GDAL: 0.3 s to import

    field = take.optional_text(parameters, "FIELD")
    layer = read_shapes(source, crs, "polygon" if mask else "line", [field] if field else [])
    if mask:
        valid = valid_areas(layer.geometry)
        polygons = {name: shapely.union_all(valid[rows]) for name, rows in layer.groups(field).items()}
    else:
        polygons = corridors(layer, field, parameters)
    return _named_masks(polygons, source)


def corridors(layer: Layer, field: str | None, parameters: Json) -> dict[str, shapely.Geometry]:
    """Couloirs of the axes of a layer: one for each value of the field, the other axes being its side streets."""
    side = take.number(parameters, "WIDTH")
    side_street = take.number(parameters, "SIDE_STREET")
    found = {}
    for name, rows in layer.groups(field).items():
        others = np.delete(layer.geometry, rows)
        found[name] = corridor(layer.geometry[rows], others, side=side, side_street=side_street)
    return found


def _named_masks(polygons: dict[str, shapely.Geometry], source: str) -> list[NamedMask]:
    """Masks with a surface, each under a slug of its own."""
    masks = []
    for (name, polygon), slug in zip(polygons.items(), unique_slugs(polygons), strict=True):
        parts = shapely.get_parts(polygon)
        surfaces = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
        if surfaces.is_empty:
            continue
        masks.append(NamedMask(name, slug, shapely.normalize(surfaces), slug))
    if not masks:
        raise EngineError("mask_empty", source=source)
    return masks
