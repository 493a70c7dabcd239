"""S7, S8 and S9 of the catalogue: codes of the lists, coordinate system, dimension."""

from __future__ import annotations

import re

import numpy as np
import shapely

from ....dataset.findings import Finding
from ....dataset.grouping import group_by_object
from ....model.crs import LEGAL_CRS
from ....model.pcrs import AFFLEURANT, CLASSES, CODE_LISTS, OPEN_LISTS
from ...base import SENTINELS, Base
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check, tile_check

#: What an open list takes besides its codes (CNIG_PCRS_v2.0.xsd: ``other: \w{2,}``).
_OTHER = re.compile(r"other: \w{2,}")
#: A code whose leading zeros a software has taken for those of a number.
_NUMBER = re.compile(r"(\d+)(?:\.0+)?")


@tile_check("S7")
def s7_unknown_codes(base: Base, profile: Profile) -> list[Finding]:
    """Coded values that are in no list."""
    out: list[Finding] = []
    for name in (n for n in base.classes if n in CLASSES):
        table = base.table(name)
        for prop in (p for p in CLASSES[name].properties if p.codes):
            codes = str(prop.codes)
            values = table[prop.name].fillna("").astype(str)
            rows = np.flatnonzero(~values.isin([*CODE_LISTS[codes], ""]).to_numpy())
            said = values.to_numpy()[rows].tolist()
            meant = {value: _meant_code(value, codes) for value in set(said)}
            wrong = [k for k, value in enumerate(said) if meant[value] != value]
            for code, kept in (
                ("S7", [k for k in wrong if meant[said[k]] is None]),
                ("S7_zero", [k for k in wrong if meant[said[k]] is not None]),
            ):
                fields: list[dict[str, object]] = [
                    {"property": prop.name, "value": said[k], "code": meant[said[k]], "codes": codes} for k in kept
                ]
                out += base.make_findings(name, rows[kept], code, fields=fields)
    return out


def _meant_code(value: str, codes: str) -> str | None:
    """The code that a value stands for: itself where it is right, None where there is none."""
    if codes in OPEN_LISTS and _OTHER.fullmatch(value):
        return value
    number = _NUMBER.fullmatch(value)
    if number is None:
        return None
    for width in sorted({len(code) for code in CODE_LISTS[codes] if code.isdigit()}):
        code = number.group(1).zfill(width)
        if code in CODE_LISTS[codes]:
            return code
    return None


@tile_check("S8")
def s8_outlying_coordinates(base: Base, profile: Profile) -> list[Finding]:
    """Objects outside the area of the system, or whose altitudes are in no metres."""
    highest, lowest = profile.value("S8", "highest"), -profile.value("S8", "depth")
    minx, miny, maxx, maxy = LEGAL_CRS[base.crs].bounds if base.crs in LEGAL_CRS else (-np.inf, -np.inf, np.inf, np.inf)
    out: list[Finding] = []
    for name in base.spatial_classes:
        box = shapely.bounds(base.geometry(name))
        with np.errstate(invalid="ignore"):
            outside = (box[:, 0] < minx) | (box[:, 1] < miny) | (box[:, 2] > maxx) | (box[:, 3] > maxy)
        out += base.make_findings(name, np.flatnonzero(outside), "S8", fields=[{"crs": base.crs}] * int(outside.sum()))
        if name == AFFLEURANT:
            continue  # its geometry is that of its representation, which is looked at itself
        vertices = base.vertices(name)
        z = vertices.xyz[:, 2]
        with np.errstate(invalid="ignore"):
            beyond = np.isfinite(z) & ((z > highest) | (z < lowest)) & ~np.isin(z, SENTINELS)
        at = np.flatnonzero(beyond)
        if len(at):
            groups = group_by_object(vertices.owner[at], np.abs(z[at]))
            worst = at[groups.worst]
            out += base.make_findings(
                name, groups.objects, "S8_unit", "warning", places=vertices.xyz[worst], measured=z[worst],
                tolerance=np.where(z[worst] > 0, highest, lowest),
            )  # fmt: skip
    return out


@base_check("S8")
def s8_transformed_lots(base: StoreBase, profile: Profile) -> list[Finding]:
    """Lots that were delivered in another system than the base's, with their operation."""
    return [
        base.make_lot_finding(
            lot,
            "S8_transformed",
            "info",
            source=row["source_crs"],
            crs=row["store_crs"],
            operation=row["operation"] or "-",
            accuracy="-" if row["operation_accuracy"] is None else f"{row['operation_accuracy']:g}",
            measured=row["operation_accuracy"],
        )
        for lot, row in base.lot_rows.items()
        if row["source_crs"] != row["store_crs"]
    ]


@tile_check("S9")
def s9_missing_altitudes(base: Base, profile: Profile) -> list[Finding]:
    """Objects that declare an altimetric precision and have no altitudes at all."""
    out: list[Finding] = []
    for name in base.classes:
        table = base.table(name)
        if "precisionAltimetrique" not in table:
            continue
        geometry = base.geometry(name)
        declared = table["precisionAltimetrique"].fillna("").astype(str).str.strip() != ""
        flat = ~shapely.is_missing(geometry) & ~shapely.is_empty(geometry) & ~shapely.has_z(geometry)
        out += base.make_findings(name, np.flatnonzero(declared.to_numpy() & flat), "S9")
    return out
