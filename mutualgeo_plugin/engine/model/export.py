"""Numbers and names that exports, emprises and cost sharing use, each with its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExportFormat:
    """A format of exports: its name and version, as a metadata record gives them.

    endings : those that say that OUTPUT is a file and not a folder, the first being that of a file in a folder.
    """

    title: str
    version: str
    endings: tuple[str, ...]


#: Formats of an export, by the word of FORMAT.
FORMATS: dict[str, ExportFormat] = {
    "gml": ExportFormat("GML PCRS", "2.0", (".gml", ".xml")),
    "gpkg": ExportFormat("GeoPackage", "1.3", (".gpkg",)),
    "dxf": ExportFormat("DXF", "AC1024", (".dxf",)),
}

#: Endings of all of them.
EXPORT_ENDINGS = tuple(ending for one in FORMATS.values() for ending in one.endings)

#: Decimals of XY and Z in metres: the millimetre, finer than any precision class.
DECIMALS = 3
#: More decimals than a double holds at these magnitudes would be invented.
MOST_DECIMALS = 8
#: Number of decimals that writes each number so that it is read back to the last digit.
AS_READ = -1

#: Limits of a couloir: metres each side of the axis, and into side streets beyond that limit
#: (Veremes, "à adapter localement": pcrs_and_quality.md A.5-8).
CORRIDOR_SIDE = 15.0
CORRIDOR_SIDE_STREET = 10.0
#: A side street joins an axis where it comes within this distance, in metres: the accuracy of road axes (BD TOPO)
#: is metric, their topology is exact; half a metre lets hand-drawn axes join.
AXIS_JOINS = 0.5

#: Coarsest coordinate operation, in metres, of a mask, of communes or of axes: they are not PCRS objects.
MASK_ACCURACY = 1.0

#: Side in metres of the cells of a regular grid of emprises (200 m: the tiles of the national PCRS image).
GRID_SIZE = 200.0

#: A hole of coverage wider than this, in metres, is told (check E5 of pcrs_and_quality.md C.1).
HOLE_WIDTH = 1.0
#: Overlap of two lots narrower than this, in metres, is the blur of their limits: the 40 cm class and its double.
OVERLAP_WIDTH = 1.0

#: Fields that hold the INSEE code of communes (PCRS, BD TOPO, ADMIN EXPRESS, then habits), best first.
COMMUNE_FIELDS = ("codeINSEE", "code_insee", "insee_com", "INSEE_COM", "insee", "code", "nom")

#: Distance in metres over which objects of a lot without emprise count as one surveyed area: half a street each side.
SURVEYED_AROUND = CORRIDOR_SIDE

#: Height in metres, on the ground, of a text of size factor 1 in a DXF: 2.5 mm at 1/200, the scale of PCRS.
TEXT_HEIGHT = 0.5

#: Ways to share a cost.
SHARING_KEYS = ("length", "surface", "equal")
#: Kinds of emprises.
EMPRISE_KINDS = ("grid", "commune", "corridor", "operation")

#: Signs that the name of a DXF layer may not have (AutoCAD's rule for symbol names).
FORBIDDEN_IN_DXF_LAYER = frozenset('<>/\\":;?*|=`,')
