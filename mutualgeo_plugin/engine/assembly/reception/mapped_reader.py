"""Read a lot through a mapping profile: same staging, same counts, same refusals as a PCRS file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...formats.file_format import FileFormat, lot_format
from ...formats.file_sources import read_lot_pages
from ...formats.mapping import Mapping
from ...formats.pcrs.head import Head
from ...formats.sqlite_errors import sqlite_errors
from ...formats.srs_name import SrsName, parse_srs_name
from ...model.errors import EngineError
from ...store.staging import Staging
from .intake import Intake
from .lot_files import LotFile
from .lot_reader import Read, placement_of
from .mapped_objects import Objects

#: Missing attributes that a refusal names.
_NAMED = 12


def read_mapped(
    lot_file: LotFile,
    mapping: Mapping,
    *,
    source_crs: str | None,
    target: int | None,
    accuracy_limit: float,
    extent: tuple[float, float, float, float] | None,
    scratch: Path,
    progress: Callable[[float], None],
) -> Read:
    """Read and stage a lot of tables or drawings; parameters as `read_lot`.

    Parameters
    ----------
    source_crs : CRS that the user states for files that name none (DXF), else the profile's.

    Raises
    ------
    EngineError
        Whatever makes the lot unfit to be received; ``mapping_missing`` where mandatory attributes have neither
        source nor constant; ``mapping_nothing`` where the profile takes no object.
    """
    mains = [p for p in lot_file.parts or (lot_file.path,) if p.suffix.lower() in mapping.endings]
    formats = {main: lot_format(main) for main in mains}
    crs = _crs(formats, mapping, source_crs)
    position = next(filter(None, (own.read_position(main) for main, own in formats.items() if own.read_position)), None)
    head = Head(lot_file.path, lot_file.size(), crs=SrsName(crs, position is not None), first_position=position)
    place = placement_of(head, target, accuracy_limit, extent)
    path = scratch / "mapped.sqlite"
    with sqlite_errors(path):
        staging = Staging(path)
        try:
            objects = Objects(mapping, Intake(staging, place).take)
            for rank, (main, own) in enumerate(formats.items()):
                for page in read_lot_pages(main, own, crs):
                    objects.take(page)
                progress((rank + 1) / len(mains))
            objects.flush()
        finally:
            staging.close()
    applied = objects.applied
    if applied.missing:
        listed = ", ".join(f"{name} ({n})" for name, n in sorted(applied.missing.items())[:_NAMED])
        raise EngineError("mapping_missing", profile=mapping.name, attributes=listed)
    if not objects.census.objects:
        layers = ", ".join(sorted({*applied.unmapped_layers, *applied.ignored_layers, *applied.unfit})) or "-"
        raise EngineError("mapping_nothing", profile=mapping.name, layers=layers)
    return Read(head, place, objects.census, [path], "", applied)


def _crs(formats: dict[Path, FileFormat], mapping: Mapping, stated: str | None) -> int:
    """The one CRS of the files; what the user or the profile states serves files that name none."""
    fallback = mapping.crs
    if stated:
        parsed = parse_srs_name(stated)
        if parsed is None:
            raise EngineError("parameter_wrong", name="SOURCE_CRS", detail=stated)
        fallback = parsed.code
    found: dict[int, str] = {}
    for main, own in formats.items():
        for code in (own.read_systems(main) if own.read_systems else set()) or ({fallback} if fallback else set()):
            found.setdefault(code, main.name)
        if not found:
            raise EngineError("source_no_crs", path=main.name)
    if stated and fallback is not None and set(found) != {fallback}:
        found.setdefault(fallback, "SOURCE_CRS")
    if len(found) > 1:
        listed = ", ".join(f"EPSG:{code} ({name})" for code, name in sorted(found.items()))
        raise EngineError("source_crs_conflict", systems=listed)
    return next(iter(found))
