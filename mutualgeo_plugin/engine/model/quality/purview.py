"""What each check looks at: where there is none of it, the check has looked at nothing and speaks for no criterion."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from ..pcrs import AFFLEURANT, CLASSES, FeatureClass

#: What an object must say to be looked at: a date, a producer, a planimetric precision; or have: coordinates as they
#: were delivered.
DATE, PRODUCER, PRECISION, DELIVERED = "date", "producer", "precision", "delivered"
#: What the base as a whole must hold: altitudes, arcs, links, emprises.
ALTITUDES, ARCS, LINKS, EMPRISES = HELD = ("altitudes", "arcs", "links", "emprises")

_POINT, _LINE, _SURFACE = 0, 1, 2
#: Dimensions that the geometries of a class can have, by the kind that the standard gives it.
_DIMENSIONS: Mapping[str | None, frozenset[int]] = {
    None: frozenset(),
    "any": frozenset({_POINT, _LINE, _SURFACE}),
    **dict.fromkeys(("point", "multipoint"), frozenset({_POINT})),
    **dict.fromkeys(("curve", "multicurve"), frozenset({_LINE})),
    **dict.fromkeys(("polygon", "surface", "multisurface"), frozenset({_SURFACE})),
}


@dataclass(frozen=True)
class Purview:
    """What a check looks at.

    classes : names of PCRS classes.
    dimensions : of the objects of layers outside the base: 0 points, 1 lines, 2 surfaces.
    said : what such an object must say.
    held : what the base must hold.
    """

    classes: frozenset[str]
    dimensions: frozenset[int] = frozenset()
    said: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()

    def holds(self, name: str, dimensions: Collection[int]) -> bool:
        """Whether objects of a class, or of a layer whose geometries have these dimensions, are looked at."""
        return name in self.classes or not self.dimensions.isdisjoint(dimensions)

    def add_needs(self, *needs: str) -> Purview:
        """The same, but only objects that say something, in a base that holds something."""
        held = self.held.union(HELD) & set(needs)
        return replace(self, said=self.said | set(needs) - held, held=self.held | held)


def rule_purview(rule: Callable[[FeatureClass], bool]) -> Purview:
    """Objects of the classes that a rule picks."""
    return Purview(frozenset(name for name, feature in CLASSES.items() if rule(feature)))


def class_purview(*names: str) -> Purview:
    """Objects of these classes."""
    return rule_purview(lambda feature: feature.name in names)


def property_purview(*names: str) -> Purview:
    """Objects of the classes that have one of these properties."""
    return rule_purview(lambda feature: any(p.name in names for p in feature.properties))


def dimension_purview(*dimensions: int, families: Collection[str] = ("vecteur", "habillage", "affleurant")) -> Purview:
    """Objects that stand for the field or draw it, and those of layers, whose geometries have one of the dimensions."""
    wanted = frozenset(dimensions)

    def rule(feature: FeatureClass) -> bool:
        return feature.family in families and not wanted.isdisjoint(_DIMENSIONS[feature.geometry])

    return replace(rule_purview(rule), dimensions=wanted)


_ANY_DIMENSION = frozenset({_POINT, _LINE, _SURFACE})
#: Objects of the standard, whatever they are: also the lots, files and links that hold them.
STANDARD = Purview(frozenset(CLASSES))
DRAWN = Purview(frozenset(n for n, c in CLASSES.items() if c.geometry is not None), _ANY_DIMENSION)
LINES, LINES_AND_SURFACES = dimension_purview(_LINE), dimension_purview(_LINE, _SURFACE)
#: What stands for the field or draws it, whatever its dimension.
FIELD = dimension_purview(_POINT, _LINE, _SURFACE)
#: Frames of the exchange with them.
ALL_LINES_AND_SURFACES = dimension_purview(_LINE, _SURFACE, families=tuple({c.family for c in CLASSES.values()}))
#: What can have a duplicate, as a user sees it; what is surveyed in altitude.
THINGS = Purview(
    frozenset(n for n, c in CLASSES.items() if c.family in ("vecteur", "habillage") and c.is_drawn), _ANY_DIMENSION
)
LEVELLED = Purview(
    frozenset(n for n, c in CLASSES.items() if c.geometry is not None and c.family != "cadre" and n != AFFLEURANT),
    _ANY_DIMENSION,
).add_needs(ALTITUDES)
#: Lines that go on from lot to lot, and lines of layers alone.
BORDER_LINES = replace(dimension_purview(_LINE, families=("vecteur", "habillage")), dimensions=frozenset())
LAYER_LINES, LAYER_SURFACES = Purview(frozenset(), frozenset({_LINE})), Purview(frozenset(), frozenset({_SURFACE}))
