"""Reading one copy of a network: its lines in metres, and what cannot be compared, by number and identifier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from ..formats.vector_source import VectorSource, open_vector
from ..geometry.crs import PCRS_ACCURACY, Operation, operation
from ..geometry.linear import linearise
from ..geometry.wkb import is_curved
from ..model.errors import EngineError
from ..model.networks import IDENTIFIERS, NETWORK_ACCURACY

_LINE_TYPES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING, shapely.GeometryType.MULTILINESTRING)


@dataclass(frozen=True, eq=False)
class Ignored:
    """An object that cannot be compared; `reason` is the code of its sentence."""

    fid: int
    identifier: str
    reason: str


@dataclass(frozen=True, eq=False)
class Network:
    """Lines of one copy.

    `lines` are shapely LineStrings (Z kept; an object of several parts is compared part by part), `fids` and
    `identifiers` those of their objects; `ignored` tells the objects left out, `read` counts them all; `source` is
    the layer's EPSG code.
    """

    path: Path
    layer: str
    source: int
    lines: NDArray[np.object_]
    fids: NDArray[np.int64]
    identifiers: NDArray[np.object_]
    ignored: tuple[Ignored, ...]
    read: int

    @property
    def crs(self) -> CRS:
        return CRS.from_epsg(self.source)


def read_network(path: Path, layer: str | None) -> Network:
    """Read the lines of a layer.

    Geometries are read as WKB one by one: a line of one point would make a whole table unreadable.

    Raises
    ------
    EngineError
        ``network_layer_missing``, ``network_layer_choose``, what `open_vector` raises,
        ``network_empty``, ``network_no_crs``, ``network_not_lines``.
    """
    opened = open_vector(path)
    layer = _choose_layer(opened, layer)
    fields = list(opened.info(layer)["fields"])
    identifier = next((name for name in IDENTIFIERS if name in fields), None)
    meta, fids, wkb, data = opened.read(layer, [identifier] if identifier else [], return_fids=True)
    if not len(fids):
        raise EngineError("network_empty", path=path, layer=layer)
    source = _epsg(meta["crs"])
    if source is None:
        raise EngineError("network_no_crs", path=path, layer=layer)
    identifiers = _identifiers(data[0] if identifier else None, fids)
    geometries = _geometries(wkb)
    reasons = _reasons(wkb, geometries)
    usable = reasons == ""
    if not usable.any():
        raise EngineError("network_not_lines", path=path, layer=layer, detail=meta["geometry_type"])
    ignored = tuple(Ignored(int(fids[rank]), identifiers[rank], reasons[rank]) for rank in np.flatnonzero(~usable))
    lines, parent = shapely.get_parts(geometries[usable], return_index=True)
    return Network(path, layer, source, lines, fids[usable][parent], identifiers[usable][parent], ignored, len(fids))


def _choose_layer(opened: VectorSource, layer: str | None) -> str:
    path, known = opened.path, opened.layers()
    if layer is None:
        if len(known) != 1:
            raise EngineError("network_layer_choose", path=path, known=", ".join(known))
        return known[0]
    if layer not in known:
        raise EngineError("network_layer_missing", path=path, layer=layer, known=", ".join(known))
    return layer


def _epsg(text: str | None) -> int | None:
    try:
        return CRS.from_user_input(text).to_epsg() if text else None
    except CRSError:
        return None


def _identifiers(column: NDArray[np.object_] | None, fids: NDArray[np.int64]) -> NDArray[np.object_]:
    """Business identifiers as text; the fid where there is none."""
    if column is None:
        return fids.astype(str).astype(object)
    return np.array(
        [str(fid) if value in (None, "") else str(value) for value, fid in zip(column, fids, strict=True)], object
    )


def _geometries(wkb: NDArray[np.object_]) -> NDArray[np.object_]:
    """Geometries, arcs linearised by chord; None where the WKB cannot be read."""
    geometries = shapely.from_wkb(wkb, on_invalid="ignore")
    for rank in np.flatnonzero(shapely.is_missing(geometries)):
        if wkb[rank] is not None and is_curved(bytes(wkb[rank])):
            geometries[rank] = linearise(bytes(wkb[rank]))
    return geometries


def _reasons(wkb: NDArray[np.object_], geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Why each object cannot be compared; "" where it can. The last rule that fits wins."""
    reasons = np.full(len(wkb), "", object)
    reasons[shapely.length(geometries) == 0] = "ignored_zero_length"
    reasons[~np.isin(shapely.get_type_id(geometries), _LINE_TYPES)] = "ignored_not_a_line"
    reasons[shapely.is_missing(geometries)] = "ignored_unreadable"
    nothing = np.fromiter((item is None for item in wkb), bool, len(wkb)) | shapely.is_empty(geometries)
    reasons[nothing] = "ignored_no_geometry"
    return reasons


# --- one metric system for both -----------------------------------------------------------------------------------


def common_crs(a: Network, b: Network, territory: int | None) -> int:
    """EPSG code of the system to compare in: the territory's, else A's or B's, the first that is in metres.

    Raises
    ------
    EngineError
        ``network_no_metres``.
    """
    if territory is not None:
        return territory
    for network in (a, b):
        if network.crs.is_projected and all(axis.unit_name == "metre" for axis in network.crs.axis_info):
            return network.source
    raise EngineError("network_no_metres", a=f"EPSG:{a.source}", b=f"EPSG:{b.source}")


def to_crs(network: Network, target: int) -> tuple[NDArray[np.object_], Operation | None]:
    """Lines of a network in another system, Z as it was; and the operation, None where none was needed.

    Raises
    ------
    EngineError
        ``transform_none`` or ``transform_coarse`` (see `geometry.crs.operation`).
    """
    if network.source == target:
        return network.lines, None
    found = operation(network.source, target, NETWORK_ACCURACY)

    def moved(xyz: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([found.apply(xyz[:, :2]), xyz[:, 2:]])

    return shapely.transform(network.lines, moved, include_z=bool(shapely.has_z(network.lines).all())), found


def is_coarse(found: Operation) -> bool:
    """Whether an operation is worse than what PCRS data would accept."""
    return found.accuracy > PCRS_ACCURACY


def counted(ignored: tuple[Ignored, ...]) -> Iterator[tuple[str, list[Ignored]]]:
    """Ignored objects by reason."""
    for reason in sorted({item.reason for item in ignored}):
        yield reason, [item for item in ignored if item.reason == reason]
