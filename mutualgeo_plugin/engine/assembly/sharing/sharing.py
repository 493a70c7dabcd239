"""Who has how much of the base and of the networks, and who pays what: amounts that add up to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import shapely
from numpy.typing import NDArray

from ...model.pcrs import CLASSES
from ...store.store import Store
from ...store.tables import read_class
from .financiers import Financier

#: Figures are kept to the centimetre and to the square decimetre: what is printed is what is shared by.
_CENT = Decimal("0.01")
#: Commune of what lies outside all of them.
OUTSIDE = "-"


@dataclass(frozen=True)
class Figure:
    """What a producer or a financier has in a commune."""

    who: str
    commune: str
    surface: Decimal
    length: Decimal
    objects: int


@dataclass(frozen=True)
class Share:
    """What a financier pays: its measure by the key, and its amount."""

    financier: str
    measure: Decimal
    amount: Decimal


def round_figure(value: float) -> Decimal:
    """A figure as it is printed."""
    return Decimal(repr(value)).quantize(_CENT, ROUND_HALF_UP)


def share(total: Decimal, measures: Mapping[str, Decimal]) -> list[Share]:
    """Amounts in proportion to measures, by largest remainder: they add up to the total, to the cent.

    The cents that rounding down leaves go to the largest remainders; where these are equal, by name.

    Raises
    ------
    ValueError
        Where no measure is above zero.
    """
    whole = sum(map(Fraction, measures.values()), Fraction(0))
    if whole <= 0:
        raise ValueError("nothing to share by")
    cents = int((total / _CENT).to_integral_exact())
    exact = {name: Fraction(measure) * cents / whole for name, measure in measures.items()}
    amounts = {name: int(value) for name, value in exact.items()}
    order = sorted(exact, key=lambda name: (amounts[name] - exact[name], name))
    for name in order[: cents - sum(amounts.values())]:
        amounts[name] += 1
    return [Share(name, measures[name], amounts[name] * _CENT) for name in sorted(measures)]


#: Metres by which the lengths of the parts of a line may differ from its own.
_HAIR = 1e-6


class _Communes:
    """Communes as arrays, in order of code."""

    def __init__(self, communes: Mapping[str, shapely.Geometry]) -> None:
        self.codes = sorted(communes)
        self.shapes = np.array([communes[code] for code in self.codes], dtype=object)
        shapely.prepare(self.shapes)
        self._tree = shapely.STRtree(self.shapes)

    def commune_ranks(self, geometries: NDArray[np.object_]) -> NDArray[np.intp]:
        """Commune that holds a point of each geometry, the first by code at a border; -1 outside."""
        home = np.full(len(geometries), -1, dtype=np.intp)
        points = shapely.point_on_surface(geometries)
        owner, commune = self._tree.query(points, predicate="intersects")
        order = np.lexsort((commune, owner))[::-1]
        home[owner[order]] = commune[order]
        return home

    def lengths(self, lines: NDArray[np.object_]) -> NDArray[np.float64]:
        """Metres of each line in each commune (n, communes); a stretch along a limit counts in the first by code."""
        out = np.zeros((len(lines), len(self.codes)))
        line, commune = self._tree.query(lines, predicate="intersects")
        out[line, commune] = shapely.length(shapely.intersection(lines[line], self.shapes[commune]))
        for shared in np.flatnonzero(out.sum(axis=1) > shapely.length(lines) + _HAIR):
            left = lines[shared]
            for rank in np.flatnonzero(out[shared]):
                out[shared, rank] = shapely.length(shapely.intersection(left, self.shapes[rank]))
                left = shapely.difference(left, self.shapes[rank])
        return out

    def surfaces(self, surface: shapely.Geometry) -> NDArray[np.float64]:
        """Square metres of a surface in each commune."""
        return np.asarray(shapely.area(shapely.intersection(self.shapes, surface)))


def producer_figures(
    store: Store, communes: Mapping[str, shapely.Geometry], emprises: Mapping[int, shapely.Geometry]
) -> list[Figure]:
    """Current surveyed objects by producer and commune.

    An object counts once, in the commune that holds a point of it; its length is shared between the communes that it
    runs through. The surface is that of the emprises of the lots that the producer's current objects come from.
    """
    places = _Communes(communes)
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    lengths: defaultdict[tuple[str, str], float] = defaultdict(float)
    lots: defaultdict[str, set[int]] = defaultdict(set)
    for name in store.class_names():
        if CLASSES[name].family != "vecteur":
            continue
        table = read_class(store, name)
        producers = np.array([text or OUTSIDE for text in table["producteur"]], dtype=object)
        geometries = table.geometry.to_numpy()
        home = places.commune_ranks(geometries)
        linear = CLASSES[name].geometry in ("curve", "multicurve")
        metres = places.lengths(geometries) if linear else np.zeros((len(table), len(places.codes)))
        for producer in sorted(set(producers)):
            mine = producers == producer
            lots[producer] |= set(table["lot_id"][mine].tolist())
            for commune in np.unique(home[mine]).tolist():
                code = places.codes[commune] if commune >= 0 else OUTSIDE
                counts[producer, code] += int((home[mine] == commune).sum())
            for rank, code in enumerate(places.codes):
                lengths[producer, code] += float(np.sort(metres[mine, rank]).sum())
            if linear:
                beyond = shapely.length(geometries[mine]) - metres[mine].sum(axis=1)
                lengths[producer, OUTSIDE] += float(np.sort(beyond[beyond > _HAIR]).sum())
    figures = []
    for producer in sorted(lots):
        zone = shapely.union_all([emprises[lot] for lot in sorted(lots[producer]) if lot in emprises])
        surfaces = dict(zip(places.codes, places.surfaces(zone).tolist(), strict=True))
        for code in [*places.codes, OUTSIDE]:
            row = Figure(
                producer,
                code,
                round_figure(surfaces.get(code, 0.0)),
                round_figure(lengths[producer, code]),
                counts[producer, code],
            )
            if row.objects or row.length or row.surface:
                figures.append(row)
    return figures


def financier_figures(
    financiers: Sequence[Financier],
    communes: Mapping[str, shapely.Geometry],
    emprises: Mapping[int, shapely.Geometry],
    objects: NDArray[np.object_],
) -> list[Figure]:
    """Metres of its networks, surface covered by the base and objects of the base, by financier and commune.

    A financier counts in the communes that it names, in all of them where it names none.
    """
    places = _Communes(communes)
    covered = places.surfaces(shapely.union_all([emprises[lot] for lot in sorted(emprises)]))
    home = places.commune_ranks(objects)
    figures = []
    for financier in sorted(financiers, key=lambda f: f.name):
        metres = places.lengths(financier.lines).sum(axis=0) if len(financier.lines) else np.zeros(len(places.codes))
        for rank, code in enumerate(places.codes):
            if financier.communes and code not in financier.communes:
                continue
            row = Figure(
                financier.name,
                code,
                round_figure(float(covered[rank])),
                round_figure(float(metres[rank])),
                int((home == rank).sum()),
            )
            figures.append(row)
    return figures


def measures(key: str, figures: Sequence[Figure], names: Sequence[str]) -> dict[str, Decimal]:
    """Measure of each financier by the key: the sum of its figures as printed; 1 each where all pay the same."""
    if key == "equal":
        return {name: Decimal(1) for name in names}
    totals = {name: Decimal(0) for name in names}
    for figure in figures:
        totals[figure.who] += figure.length if key == "length" else figure.surface
    return totals
