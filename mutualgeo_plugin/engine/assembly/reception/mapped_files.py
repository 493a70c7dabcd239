"""The files of a delivery that is read through a mapping profile: which of them make one lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ...formats.archives import unpack_all
from ...formats.file_format import lot_formats
from ...formats.folders import list_files
from ...formats.mapping import Mapping
from ...model.errors import EngineError, Phrase
from .lot_files import LotFile, is_lot


def find_sources(inputs: Sequence[str], folder: str | None, mapping: Mapping) -> list[Path]:
    """Files to receive under a profile: those named, then those of the folder, in order of name.

    Raises
    ------
    EngineError
        A path that is not there, or nothing that the profile reads.
    """
    found = [Path(p) for p in inputs]
    if folder:
        root = Path(folder)
        if not root.is_dir():
            raise EngineError("path_unreadable", path=folder, detail=Phrase("folder_absent"))
        endings = (*mapping.endings, ".zip", ".gz")
        inside = (p for p in list_files(root, deep=False) if p.suffix.lower() in endings)
        found += sorted(p for p in inside if p.suffix.lower() != ".xml" or is_lot(p))
    if not found:
        if folder:
            raise EngineError("folder_without_source", path=folder, endings=", ".join(mapping.endings))
        raise EngineError("parameter_missing", name="INPUT")
    return list(dict.fromkeys(found))


def mapped_lots(sources: Sequence[Path], scratch: Path, mapping: Mapping, folder: str | None) -> Iterator[LotFile]:
    """Lots of a delivery: one for each file, or one for all where the profile says that they belong together."""
    if not mapping.together:
        for rank, source in enumerate(sources):
            mains = _mains(source, scratch / str(rank), mapping)
            for main, name in mains:
                yield LotFile(main.stem, name, main, _parts(main))
        return
    mains = [m for rank, source in enumerate(sources) for m in _mains(source, scratch / str(rank), mapping)]
    parts = tuple(part for main, _ in mains for part in _parts(main))
    first = sources[0]
    name = Path(folder).resolve().name if folder else first.stem if len(sources) == 1 else first.resolve().parent.name
    yield LotFile(name, ", ".join(source.name for source in sources), mains[0][0], parts)


def _mains(source: Path, scratch: Path, mapping: Mapping) -> list[tuple[Path, str]]:
    """Files of one delivered file that hold layers, with the name that the report gives them."""
    if source.suffix.lower() not in (".zip", ".gz"):
        if source.suffix.lower() not in mapping.endings:
            endings = ", ".join(mapping.endings)
            raise EngineError("source_other_format", path=source.name, profile=mapping.name, endings=endings)
        return [(source, source.name)]
    scratch.mkdir()
    inside = [p for p in unpack_all(source, scratch) if p.suffix.lower() in mapping.endings]
    if not inside:
        raise EngineError("folder_without_source", path=source.name, endings=", ".join(mapping.endings))
    packed = source.suffix.lower() == ".zip"
    return [(p, f"{source.name}/{p.relative_to(scratch)}" if packed else source.name) for p in inside]


def _parts(main: Path) -> tuple[Path, ...]:
    """A file, and those that belong to it."""
    ending = main.suffix.lower()
    endings = {own for one in lot_formats() if ending in one.endings for own in one.beside}
    beside = (
        [p for p in main.parent.iterdir() if p.stem == main.stem and p.suffix.lower() in endings] if endings else []
    )
    return (main, *sorted(beside))
