"""L3 of the catalogue: what a lot should hold, by its addresses and by the other lots."""

from __future__ import annotations

from collections import Counter

import numpy as np
import shapely
from numpy.typing import NDArray

from ....dataset.findings import Finding
from ....formats.addresses import read_addresses
from ....model.pcrs import CLASSES
from ...base import NotRun, Reason
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check

ROAD = "LimiteVoiriePCRS"
#: What names a street and numbers it.
LABELS = ("NomVoiriePCRS", "NumeroVoiriePCRS")
Floats = NDArray[np.float64]


@base_check("L3")
def l3_content_balance(base: StoreBase, profile: Profile) -> list[Finding]:
    """Lots with addresses and no street names or numbers; classes out of proportion with those of the other lots."""
    counts = {name: _count_per_lot(base, name) for name in base.classes}
    enough = int(profile.value("L3", "lots"))
    kilometres = {lot: km for lot, km in _roads(base).items() if lot in base.lots}
    compared = {lot: km for lot, km in kilometres.items() if km >= profile.value("L3", "roads")}
    addresses, few = base.inputs.addresses, len(compared) < enough
    if addresses is None and few:
        raise NotRun("no_addresses_few_lots", lots=enough)
    if addresses is None:
        base.partly["L3"] = Reason("no_addresses")
    elif few:
        base.partly["L3"] = Reason("few_lots", {"lots": enough})
    out = [] if addresses is None else _unnamed_streets(base, counts, addresses)
    return out if few else out + _disproportionate_classes(base, compared, counts, profile.value("L3", "spread"))


def _count_per_lot(base: StoreBase, name: str) -> Counter[int]:
    found: Counter[int] = Counter()
    for lot, _, count in base.tally(name, "state"):
        found[lot] += count
    return found


def _unnamed_streets(base: StoreBase, counts: dict[str, Counter[int]], source: str) -> list[Finding]:
    places = shapely.points(read_addresses(source, base.crs))
    lots = [lot for lot in base.emprises if lot in base.lots]
    shapes = np.array([base.emprises[lot] for lot in lots], dtype=object)
    inside, _ = shapely.STRtree(places).query(shapes, predicate="intersects")
    number = np.bincount(inside, minlength=len(lots))
    return [
        base.make_lot_finding(
            lot, "L3", "warning", feature_class=name, count=there, measured=there, value=_class_label(name)
        )
        for lot, there in zip(lots, number.tolist(), strict=True)
        for name in LABELS
        if there and not counts.get(name, Counter())[lot]
    ]


def _disproportionate_classes(
    base: StoreBase, kilometres: dict[int, float], counts: dict[str, Counter[int]], spread: float
) -> list[Finding]:
    """Classes of which a lot has far fewer or far more for its roads than the lots usually have.

    Numbers of things along a road vary as their square root: twice the root has the same dispersion whatever the
    number (Anscombe 1948), 1 where nothing but chance is at work. Lots differ by more than chance; the dispersion is
    therefore measured (median of deviations), never below 1.
    """
    lots = sorted(kilometres)
    km = np.array([kilometres[lot] for lot in lots])
    out = []
    for name in (n for n in counts if n != ROAD and CLASSES[n].family in ("vecteur", "habillage")):
        number = np.array([counts[name][lot] for lot in lots], dtype=np.float64)
        usual = float(np.median(number / km))
        if usual <= 0.0:
            continue  # most lots have none: a class that only some places have
        deviation = 2.0 * (np.sqrt(number) - np.sqrt(usual * km))
        centre = float(np.median(deviation))
        dispersion = max(1.0, 1.4826 * float(np.median(np.abs(deviation - centre))))
        for k in np.flatnonzero(np.abs(deviation - centre) > spread * dispersion).tolist():
            out.append(
                base.make_lot_finding(
                    lots[k],
                    "L3_density",
                    "warning",
                    feature_class=name,
                    measured=number[k] / km[k],
                    tolerance=usual,
                    density=f"{number[k] / km[k]:.1f}",
                    value=_class_label(name),
                    expected=f"{usual:.1f}",
                )
            )
    return out


def _roads(base: StoreBase) -> dict[int, float]:
    """Kilometres of road edges of each lot."""
    if ROAD not in base.classes:
        return {}
    table = base.standing_objects(ROAD)
    length = np.nan_to_num(shapely.length(table.geometry.to_numpy()))
    lots, rank = np.unique(table["lot_id"].to_numpy(), return_inverse=True)
    totals: Floats = np.bincount(rank, weights=length, minlength=len(lots)) / 1000.0
    return dict(zip(lots.tolist(), totals.tolist(), strict=True))


def _class_label(name: str) -> str:
    return name.removesuffix("PCRS")
