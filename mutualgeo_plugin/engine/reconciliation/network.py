"""Reading one copy of a network: its lines in metres, and what cannot be compared, by number and identifier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ..formats.fitting_systems import misfit
from ..formats.layer import KINDS, Layer, read_fields, read_layer, system_of
from ..geometry.crs import Operation
from ..geometry.systems import geometries_to_system
from ..model.errors import EngineError
from ..model.networks import IDENTIFIERS, NETWORK_ACCURACY


@dataclass(frozen=True, eq=False)
class Ignored:
    """An object that cannot be compared; `reason` is the code of its sentence."""

    fid: int
    identifier: str
    reason: str


@dataclass(frozen=True, eq=False)
class Network:
    """Lines of one copy.

    `table` is the layer as it was read; `lines` are shapely LineStrings (Z kept; an object of several parts is compared
    part by part), `fids` and `identifiers` those of their objects; `ignored` tells the objects left out.
    """

    table: Layer
    lines: NDArray[np.object_]
    fids: NDArray[np.int64]
    identifiers: NDArray[np.object_]
    ignored: tuple[Ignored, ...]

    @property
    def layer(self) -> str:
        return self.table.name

    @property
    def source(self) -> int:
        """EPSG code of the layer's system."""
        return system_of(self.table)

    @property
    def read(self) -> int:
        """Objects of the layer."""
        return len(self.table)

    @property
    def crs(self) -> CRS:
        return CRS.from_epsg(self.source)


def read_network(path: Path, name: str | None) -> Network:
    """Read the lines of a layer, arcs drawn with chords within 1 mm.

    Raises
    ------
    EngineError
        What `formats.layer.read_layer` raises; ``layer_empty``, ``layer_crs_missing``.
    """
    fields = read_fields(path, name)
    identifier = next((name for name in IDENTIFIERS if name in fields), None)
    layer = read_layer(path, name, fields=[identifier] if identifier else [])
    system_of(layer)
    identifiers = _identifiers(layer.fields[identifier] if identifier else None, layer.fid)
    reasons = _reasons(layer)
    usable = reasons == ""
    if not usable.any():
        raise EngineError("layer_empty", path=str(path), layer=layer.name, kind="line")
    ignored = tuple(Ignored(int(layer.fid[rank]), identifiers[rank], reasons[rank]) for rank in np.flatnonzero(~usable))
    lines, parent = shapely.get_parts(layer.geometry[usable], return_index=True)
    return Network(layer, lines, layer.fid[usable][parent], identifiers[usable][parent], ignored)


def _identifiers(column: NDArray[np.object_] | None, fids: NDArray[np.int64]) -> NDArray[np.object_]:
    """Business identifiers as text; the fid where there is none."""
    if column is None:
        return fids.astype(str).astype(object)
    return np.array([text or str(fid) for text, fid in zip(column, fids.tolist(), strict=True)], object)


def _reasons(layer: Layer) -> NDArray[np.object_]:
    """Why each object cannot be compared; "" where it can. The last rule that fits wins."""
    reasons = np.full(len(layer), "", object)
    reasons[shapely.length(layer.geometry) == 0] = "ignored_zero_length"
    reasons[~np.isin(shapely.get_type_id(layer.geometry), KINDS["line"])] = "ignored_not_a_line"
    reasons[shapely.is_missing(layer.geometry)] = "ignored_unreadable"
    nothing = np.fromiter((wkb is None for wkb in layer.wkb), bool, len(layer)) | shapely.is_empty(layer.geometry)
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


def move_lines(network: Network, target: int) -> tuple[NDArray[np.object_], Operation | None]:
    """Lines of a network in another system, Z as it was; and the operation, None where none was needed.

    Raises
    ------
    EngineError
        ``transform_none`` or ``transform_coarse`` (see `geometry.crs.operation`); ``layer_misfit``.
    """
    straight = np.full(len(network.lines), None, dtype=object)
    lines, _, found = geometries_to_system(network.lines, straight, network.source, target, NETWORK_ACCURACY)
    if found is not None and not np.isfinite(shapely.get_coordinates(lines)).all():
        raise misfit(network.layer, network.table.source, network.source, shapely.bounds(network.lines))
    return lines, found


def group_by_reason(ignored: tuple[Ignored, ...]) -> Iterator[tuple[str, list[Ignored]]]:
    """Ignored objects by reason."""
    for reason in sorted({item.reason for item in ignored}):
        yield reason, [item for item in ignored if item.reason == reason]
