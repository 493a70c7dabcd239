"""Read one lot: its head, its objects in one pass over one or more processes, staged and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ...compute.processes import cores, count_done, map_processes
from ...formats.pcrs.batch import Census
from ...formats.pcrs.head import LONGEST_TAG, PIECE, Head, Part, read_head, split
from ...formats.pcrs.reader import PcrsReader
from ...formats.sqlite_errors import sqlite_errors
from ...geometry.crs import operation
from ...model.crs import LEGAL_CRS
from ...model.errors import EngineError
from ...store.lots import LotRecord
from ...store.staging import Staging
from .intake import Intake, Placement
from .lot_files import LotFile
from .mapped_objects import Applied

#: Below this size a second process costs more than it brings (its start takes as long as reading 5 MB).
PARALLEL_FROM = 12 << 20

#: Parts of one file: SQLite attaches at most ten databases to a connection.
MOST_PARTS = 8


@dataclass(frozen=True)
class _Task:
    """A part of a file for one process."""

    head: Head
    part: Part
    last: bool
    placement: Placement
    staging: Path


@dataclass
class Read:
    """What reading a lot gave: staged rows and figures."""

    head: Head
    placement: Placement
    census: Census
    stagings: list[Path]
    document_head: str
    #: What a mapping profile did; None for a PCRS file.
    applied: Applied | None = None


def read_lot(
    path: Path,
    *,
    target: int | None,
    accuracy_limit: float,
    extent: tuple[float, float, float, float] | None,
    scratch: Path,
    progress: Callable[[float], None],
) -> Read:
    """Read and stage a lot.

    Parameters
    ----------
    target : int or None
        EPSG code of the store; None for a new store without a territory: the lot's own.
    extent : box of the territory in the store's system, None where it is not known.

    Raises
    ------
    EngineError
        Whatever makes the lot unfit to be received.
    """
    head = read_head(path)
    place = placement_of(head, target, accuracy_limit, extent)
    parts = split(head, min(cores(), MOST_PARTS) if head.size >= PARALLEL_FROM else 1)
    try:
        outcomes, stagings = _read_parts(head, parts, place, scratch, progress)
    except EngineError as error:
        if len(parts) == 1 or error.status != "refused":
            raise
        # the file is wrong, or was cut inside a comment that looks like members: read as a whole it tells which
        outcomes, stagings = _read_parts(head, split(head, 1), place, scratch, progress)
    census = Census()
    for part_census, _ in outcomes:
        census.merge(part_census)
    return Read(head, place, census, stagings, "".join(xml for _, xml in outcomes))


def _read_parts(
    head: Head, parts: list[Part], placement: Placement, scratch: Path, progress: Callable[[float], None]
) -> tuple[list[tuple[Census, str]], list[Path]]:
    tasks = [
        _Task(head, part, part is parts[-1], placement, scratch / f"{len(parts)}-{rank}.sqlite")
        for rank, part in enumerate(parts)
    ]
    if len(tasks) == 1:
        outcomes = [_read_part(tasks[0], progress)]
    else:
        outcomes = map_processes(_read_part, tasks, total=head.size, progress=progress)
    return outcomes, [task.staging for task in tasks]


def placement_of(
    head: Head, target: int | None, limit: float, extent: tuple[float, float, float, float] | None
) -> Placement:
    """From which system to which the coordinates of a lot go.

    Raises
    ------
    EngineError
        A system that is not legal; no operation, or one too coarse.
    """
    crs = head.crs
    if crs is None or crs.code not in LEGAL_CRS:
        raise EngineError("gml_crs_illegal", crs=f"EPSG:{crs.code}" if crs else "-")
    if target is None:
        target = crs.code
    if target != crs.code:
        operation(crs.code, target, limit)  # refused here, before anything is read
    swapped = crs.authority_order and head.first_position is not None and _fits_when_swapped(head)
    return Placement(crs.code, target, swapped, limit, extent)


def _fits_when_swapped(head: Head) -> bool:
    """Whether the first position fits its system only north first.

    The urn and http spellings bind the axis order to the registry's; lots are written both ways. In France the two
    readings never fit at once, so the order shows in the numbers; the short spelling is taken as it stands.
    """
    if head.crs is None or head.first_position is None:
        return False
    x, y = head.first_position
    crs = LEGAL_CRS[head.crs.code]
    return not crs.holds((x, y, x, y)) and crs.holds((y, x, y, x))


def _read_part(task: _Task, progress: Callable[[float], None] | None = None) -> tuple[Census, str]:
    """Parse one part of a file into a staging database; runs in a process of its own for large files."""
    with sqlite_errors(task.staging):
        return _stage_part(task, progress)


def _stage_part(task: _Task, progress: Callable[[float], None] | None) -> tuple[Census, str]:
    staging = Staging(task.staging)
    head, part = task.head, task.part
    try:
        reader = PcrsReader(
            Intake(staging, task.placement).take,
            crs=task.placement.source,
            srs=head.srs,
            dim=head.dim,
            line_offset=part.line - head.start.count(b"\n") if part.line else 0,
            byte_offset=part.start - len(head.start),
        )
        reader.feed(head.start)
        with head.path.open("rb") as stream:
            stream.seek(part.start)
            left = part.end - part.start
            while left > 0 and (piece := stream.read(min(PIECE, left))):
                reader.feed(piece)
                left -= len(piece)
                count_done(len(piece))
                if progress is not None:
                    progress(1 - left / max(1, part.end - part.start))
                if reader.count_unfinished_bytes() > LONGEST_TAG:
                    raise EngineError("xml_tag_too_long", path=head.path.name)
        if not task.last:
            reader.feed(f"</{head.root}>".encode())
        reader.close()
    finally:
        staging.close()
    return reader.census, "".join(reader.document_head)


def record(lot_file: LotFile, digest: str, read: Read, now: str, vertical_datum: str | None) -> LotRecord:
    """What the store keeps of a lot that was read."""
    census, place = read.census, read.placement
    lot = LotRecord(
        name=lot_file.name,
        file=lot_file.source,
        sha256=digest,
        size=read.head.size,
        received=now,
        source_crs=place.source,
        store_crs=place.target,
        producers="; ".join(sorted(census.producers)),
        vertical_datum=vertical_datum,
        root_id=read.head.root_attributes.get("id"),
        root_version=read.head.root_attributes.get("version"),
        document_head=read.document_head or None,
        objects=census.objects.total(),
        vertices=census.vertices,
        vertices_z=census.vertices_z,
        arcs=census.arcs,
        attributes=census.attributes,
    )
    if census.dates:
        lot.surveyed_from, lot.surveyed_to = census.dates
    if place.source != place.target:
        done = operation(place.source, place.target, place.accuracy_limit)
        lot.operation, lot.operation_definition, lot.operation_accuracy = done.name, done.definition, done.accuracy
    return lot
