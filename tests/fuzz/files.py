"""Targets that are other files: archives, tables, records, settings, images, answers of services, jobs, texts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from mutualgeo_plugin.engine import jobs
from mutualgeo_plugin.engine.assembly.reception.lot_files import find_deliveries, neighbouring_files, unpack
from mutualgeo_plugin.engine.context import Result
from mutualgeo_plugin.engine.dataset.days import column_days
from mutualgeo_plugin.engine.formats import ogc_service
from mutualgeo_plugin.engine.formats.addresses import read_addresses
from mutualgeo_plugin.engine.formats.archives import unpack_all
from mutualgeo_plugin.engine.formats.control_points import read_control_points
from mutualgeo_plugin.engine.formats.delivery_content import identify_content
from mutualgeo_plugin.engine.formats.metadata import read_metadata
from mutualgeo_plugin.engine.formats.raster import empty_border, read_tile
from mutualgeo_plugin.engine.formats.schema_files import gather
from mutualgeo_plugin.engine.formats.srs_name import parse_srs_name
from mutualgeo_plugin.engine.formats.texts import decode_beginning, decode_text, find_encoding
from mutualgeo_plugin.engine.geometry.systems import code_of_system
from mutualgeo_plugin.engine.model import days
from mutualgeo_plugin.engine.model.credentials import redact
from mutualgeo_plugin.engine.model.legibility import ILLEGIBLE, csv_cell, legible_text
from mutualgeo_plugin.engine.toml.text_encoding import likely_encoding
from tests.fuzz.mutation.parts import unpack as take_apart
from tests.fuzz.verdict import Lost

SERVICE = ("first", "second")
_FORMATS = ("%d/%m/%Y", "%Y%m%d", "%d-%m-%y")


def read_archive(data: bytes, folder: Path) -> None:
    """An archive as a delivery of lots, and as one of files that belong together; nothing lands outside its folder."""
    path = folder / ("d.gz" if data[:2] == b"\x1f\x8b" else "d.zip")
    path.write_bytes(data)
    deliveries = find_deliveries([str(path)], None)
    neighbouring_files(deliveries, None, (".gml", ".xml"))
    for rank, door in enumerate((unpack, unpack_all)):
        scratch = folder / "scratch" / str(rank)
        scratch.mkdir(parents=True)
        for lot in door(path, scratch):
            place = getattr(lot, "path", lot)
            if not place.resolve().is_relative_to(scratch.resolve()):
                raise Lost(f"place: {place}")
            identify_content(place)
    if {own.name for own in folder.iterdir()} != {path.name, "scratch"}:
        raise Lost("place: beside the folder")


def read_points(data: bytes, folder: Path) -> None:
    """A table of control points: as many points as it has rows with a cell."""
    path = folder / "points.csv"
    path.write_bytes(data)
    points = read_control_points(str(path), 3946)
    for remark in points.remarks:
        remark.text("fr")
    if not len(points.names) == len(points.xyz) == len(points.vertex) == len(set(points.names.tolist())):
        raise Lost("points: not as many as names")


def read_places(data: bytes, folder: Path) -> None:
    """A table of addresses."""
    path = folder / "addresses.csv"
    path.write_bytes(data)
    read_addresses(str(path), 3946)


def read_record(data: bytes, folder: Path) -> None:
    """A metadata record, and what the file is taken for."""
    path = folder / "lot.xml"
    path.write_bytes(data)
    identify_content(path)
    read_metadata(path)


def settings_door(load: Callable[[str], object]) -> Callable[[bytes, Path], None]:
    """What reads one kind of TOML file."""

    def read(data: bytes, folder: Path) -> None:
        path = folder / "settings.toml"
        path.write_bytes(data)
        load(str(path))

    return read


def read_image(data: bytes, folder: Path) -> None:
    """Header and edges of an image."""
    path = folder / "tile.tif"
    path.write_bytes(data)
    read_tile(path)
    empty_border(path)


def read_schemas(data: bytes, folder: Path) -> None:
    """An XML schema, wherever it says that it goes on."""
    for _ in gather(lambda place: data):
        pass


def ask_service(data: bytes, folder: Path) -> None:
    """A service whose two answers are given; the network is not met."""
    answers = take_apart(data, SERVICE)
    given = iter([answers.get("first", b""), *[answers.get("second", b"")] * 4])
    with mock.patch.object(ogc_service, "download", lambda *_, **__: next(given)):
        service = ogc_service.read_service("https://exemple.invalid/ows")
        for layer in service.layers[:2]:
            ogc_service.count_objects(service, layer)


def run_job_file(data: bytes, folder: Path) -> None:
    """A job's file, up to where its function would begin: `internal` is a fall; nothing is written elsewhere."""
    if _writes_elsewhere(data):
        return
    path = folder / "job.json"
    path.write_bytes(data)
    events: list[dict[str, Any]] = []
    before = os.getcwd()
    os.chdir(folder)
    known = set(jobs.ENGINE_JOBS)

    def function(name: str) -> Callable[..., Result]:
        if name not in known:
            raise jobs.EngineError("job_unknown", job=name, known="")
        return lambda parameters, context: Result()

    try:
        with (
            mock.patch.object(jobs, "_function", function),
            mock.patch.object(jobs, "sweep_scratch", lambda places: 0),
            mock.patch.object(jobs, "_use_proj_paths", lambda paths: [os.path.isdir(place) for place in paths]),
        ):
            jobs.run_job(path, lambda event: events.append(json.loads(jobs.to_json_line(event))))
    finally:
        os.chdir(before)
    for event in events:
        if event.get("code") == "internal":
            raise Lost(f"internal {str(event['text'])[:200]}")


def _writes_elsewhere(data: bytes) -> bool:
    """Whether a job names a place outside its folder: none is run that could write there."""
    try:
        texts = json.dumps(json.loads(data))
    except (ValueError, RecursionError):
        return False
    return '"/' in texts or ".." in texts or '"~' in texts or "\\\\" in texts or "file:" in texts


def read_days(data: bytes, folder: Path) -> None:
    """Days and moments: a day or none, never an error, and what is a day is written so."""
    text = data.decode("utf-8", "surrogateescape")
    for timed in (False, True):
        day = days.read_day(text, timed=timed)
        if day is not None and not text.strip().startswith(day.isoformat()):
            raise Lost(f"day: {text!r} → {day}")
    for written in _FORMATS:
        days.read_day_in_format(text, written)
    moment = days.read_moment(text)
    if moment is not None and days.read_day(text, timed=True) is not None:
        days.utc_text(moment)
    days.span_of_days({text})
    column_days([text, None, "2024-06-01"])


def read_names(data: bytes, folder: Path) -> None:
    """Names of systems: a code or none, never an error."""
    text = data.decode("utf-8", "replace")
    found = parse_srs_name(text)
    if (
        found is not None
        and str(found.code) not in text
        and not text.strip().upper().endswith(("B93", *map(str, range(42, 51))))
    ):
        if found.vertical is None:
            raise Lost(f"system: {text!r} → {found}")
    code_of_system(text)


def read_texts(data: bytes, folder: Path) -> None:
    """Bytes of any encoding: a text that every file holds, the same when it passes again."""
    text = decode_text(data).text
    decode_beginning(data)
    find_encoding([data, data[: len(data) // 2]])
    likely_encoding(data)
    clean = legible_text(text)
    clean.encode("utf-8")
    if ILLEGIBLE.search(clean) or legible_text(clean) != clean:
        raise Lost("legible: not twice the same")
    csv_cell(clean)
    redact(clean)
