"""Legal coordinate reference systems of French large-scale plans, as data.

Metropolitan France: Lambert-93 and the nine conic zones CC42–CC50, each in the three realisations of RGF93; overseas:
the UTM zone of each territory. Decree 2000-1276, as amended, names the systems; codes are EPSG's.
"""

from __future__ import annotations

from dataclasses import dataclass

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class LegalCrs:
    """A legal projected system.

    `bounds` is (minx, miny, maxx, maxy) in metres, in the system's own coordinates: EPSG's area of use, projected and
    rounded outward to 10 km. Coordinates outside it are not in that system. `vertical` tells a compound system, whose
    `plane` part has another code.
    """

    code: int
    name: str
    realisation: str
    bounds: Bounds
    vertical: bool = False

    @property
    def plane(self) -> int:
        return LAMBERT_93 if self.vertical else self.code

    @property
    def authority(self) -> str:
        """Code as written in files and settings: ``EPSG:3946``."""
        return f"EPSG:{self.code}"

    def holds(self, bounds: Bounds) -> bool:
        """Whether a box (minx, miny, maxx, maxy) lies wholly inside the area of use; false for NaN."""
        return (
            self.bounds[0] <= bounds[0]
            and self.bounds[1] <= bounds[1]
            and bounds[2] <= self.bounds[2]
            and bounds[3] <= self.bounds[3]
        )


#: Plane part of the compound systems.
LAMBERT_93 = 2154
LAMBERT_93_BOUNDS: Bounds = (-380_000, 6_000_000, 1_330_000, 7_240_000)

#: Bounds of CC42 to CC50; the three realisations differ by millimetres.
CC_BOUNDS: dict[int, Bounds] = {
    42: (1_360_000, 1_120_000, 2_260_000, 1_340_000),
    43: (1_300_000, 2_120_000, 2_090_000, 2_330_000),
    44: (1_300_000, 3_080_000, 2_090_000, 3_330_000),
    45: (1_340_000, 4_080_000, 2_080_000, 4_330_000),
    46: (1_280_000, 5_080_000, 2_030_000, 5_330_000),
    47: (1_090_000, 6_080_000, 2_060_000, 6_340_000),
    48: (1_100_000, 7_080_000, 2_100_000, 7_350_000),
    49: (1_110_000, 8_080_000, 2_100_000, 8_350_000),
    50: (1_330_000, 9_080_000, 2_080_000, 9_340_000),
}

#: Code of CC42 and of Lambert-93 in each realisation; CC43 is the next code, and so on.
REALISATIONS: dict[str, tuple[int, int]] = {
    "RGF93 v1": (3942, LAMBERT_93),
    "RGF93 v2": (9822, 9793),
    "RGF93 v2b": (9842, 9794),
}


def _metropolitan_systems() -> list[LegalCrs]:
    systems = []
    for realisation, (cc42, lambert) in REALISATIONS.items():
        systems.append(LegalCrs(lambert, f"{realisation} / Lambert-93", realisation, LAMBERT_93_BOUNDS))
        systems += [
            LegalCrs(cc42 + zone - 42, f"{realisation} / CC{zone}", realisation, bounds)
            for zone, bounds in CC_BOUNDS.items()
        ]
    return systems


#: Lambert-93 with a height system; the plane coordinates are those of 2154.
COMPOUND = [
    LegalCrs(5698, "RGF93 v1 / Lambert-93 + NGF-IGN69 height", "RGF93 v1", LAMBERT_93_BOUNDS, vertical=True),
    LegalCrs(5699, "RGF93 v1 / Lambert-93 + NGF-IGN78 height", "RGF93 v1", LAMBERT_93_BOUNDS, vertical=True),
]

OVERSEAS = [
    LegalCrs(5490, "RGAF09 / UTM zone 20N", "RGAF09", (420_000, 1_550_000, 830_000, 2_030_000)),
    LegalCrs(2972, "RGFG95 / UTM zone 22N", "RGFG95", (160_000, 230_000, 680_000, 990_000)),
    LegalCrs(2975, "RGR92 / UTM zone 40S", "RGR92", (180_000, 7_260_000, 640_000, 7_980_000)),
    LegalCrs(4471, "RGM04 / UTM zone 38S", "RGM04", (350_000, 8_390_000, 690_000, 8_750_000)),
    LegalCrs(4467, "RGSPM06 / UTM zone 21N", "RGSPM06", (490_000, 4_800_000, 590_000, 5_250_000)),
]

LEGAL_CRS: dict[int, LegalCrs] = {crs.code: crs for crs in [*_metropolitan_systems(), *COMPOUND, *OVERSEAS]}
