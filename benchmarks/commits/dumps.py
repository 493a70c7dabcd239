"""What a file holds, as lines that can be compared: a part of it (a table, a key, the whole) and its lines in order."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from os.path import commonprefix
from pathlib import Path
from typing import Any

#: Lines of each part of a file.
Dump = dict[str, list[str]]


@dataclass(frozen=True)
class Normalisation:
    """What must differ from run to run and is not compared: a key of reports, a column of GeoPackages, an order."""

    kind: str
    part: str
    reason: str


NORMALISED = (
    Normalisation("report", "seconds", "how long the run took"),
    Normalisation("report", "peak_mb", "how much memory the run took"),
    Normalisation("report", "versions", "libraries of the environment, and the version of each commit"),
    Normalisation("geopackage", "gpkg_contents.last_change", "the machine's clock, when a layer is made"),
    Normalisation("geopackage", "layer_styles.update_time", "the machine's clock, when a style is kept"),
    Normalisation("geopackage", "lineage.id", "until lately, a removal wrote the lines of a run in the order of a set"),
    Normalisation("drawing", "CLASSES", "ezdxf declares the classes in use in the order of a set: compared sorted"),
)
#: Tables that an index keeps for itself: the index is compared by what it answers.
_SHADOW = re.compile(r"rtree_.*_(node|parent|rowid)")


def dump_file(path: Path) -> Dump:
    """Parts of a file: tables of a GeoPackage, keys of a report, lines of any other."""
    if path.suffix == ".gpkg":
        return dump_geopackage(path)
    if path.suffix == ".json" and _is_report(path):
        return dump_report(json.loads(path.read_text("utf-8")))
    if path.suffix == ".html":
        return dump_page(path.read_text("utf-8"))
    if path.suffix == ".dxf":
        return dump_drawing(path.read_text("utf-8"))
    return {"": [repr(line)[2:-1] for line in path.read_bytes().split(b"\n")]}


def dump_geopackage(path: Path) -> Dump:
    """Every table of a GeoPackage, its rows in the order of their values, and what makes its schema."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        dump = {name: _rows(connection, name) for name in sorted(names) if not _SHADOW.fullmatch(name)}
        for kind in ("table", "view", "index", "trigger"):
            made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = ? AND sql > ''", (kind,))
            dump[f"({kind})"] = sorted(f"{name}: {sql}" for name, sql in made)
        pragmas = ("application_id", "user_version")
        dump["(pragma)"] = [f"{name}: {connection.execute(f'PRAGMA {name}').fetchone()[0]}" for name in pragmas]
    return dump


def _rows(connection: sqlite3.Connection, table: str) -> list[str]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')
    left_out = [f"{table}.{column[0]}" in _columns_left_out for column in cursor.description]
    return sorted(
        " | ".join(
            "-" if out else value.hex() if isinstance(value, bytes) else repr(value)
            for value, out in zip(row, left_out, strict=True)
        )
        for row in cursor
    )


_columns_left_out = {rule.part for rule in NORMALISED if rule.kind == "geopackage"}


def dump_page(text: str) -> Dump:
    """A page as a browser reads it, a line an element or a text without its line breaks, and as its lines stand."""
    reader = _PageReader()
    reader.feed(text)
    reader.close()
    return {"(page)": reader.lines, "(layout)": text.split("\n")}


class _PageReader(HTMLParser):
    """Elements with their attributes, and texts whose white space is one space each, as a browser shows them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.lines.append(f"<{tag} {dict(sorted(attributes))}>" if attributes else f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.lines.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if self.cdata_elem == "style":
            text = re.sub(r" ?([{};]) ?", r"\1", text)
        if text:
            self.lines.append(text)


def dump_drawing(text: str) -> Dump:
    """The sections of a DXF, line after line; the records of the classes in the order of their names."""
    dump: Dump = {}
    for section in text.split("  0\nSECTION\n")[1:]:
        name, records = section.split("\n", 2)[1], section.removesuffix("  0\nENDSEC\n").split("  0\nCLASS\n")
        dump[name] = [records[0], *sorted(records[1:])] if name == "CLASSES" else section.split("\n")
    return dump


def dump_report(report: dict[str, Any]) -> Dump:
    """Each key of a report with its values, one a line; what must differ is left out."""
    left_out = {rule.part for rule in NORMALISED if rule.kind == "report"}
    return {key: list(_leaves(value, "")) for key, value in report.items() if key not in left_out}


def _leaves(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(inner, f"{place}.{key}")
    elif isinstance(value, list) and value:
        for rank, inner in enumerate(value):
            yield from _leaves(inner, f"{place}[{rank}]")
    else:
        yield f"{place} = {value!r}"


def _is_report(path: Path) -> bool:
    return b'"schema": "mutualgeo-report/' in path.read_bytes()[:200]


@dataclass(frozen=True)
class Difference:
    """A part of an artefact that is not the same: the lines that went and those that came."""

    artefact: str
    part: str
    gone: tuple[str, ...]
    come: tuple[str, ...]

    @property
    def place(self) -> str:
        return f"{self.artefact}#{self.part}" if self.part else self.artefact

    def text(self) -> str:
        told = f"{self.place}: {len(self.gone)} lines gone, {len(self.come)} come"
        return "\n      ".join([told, *_first_lines(self.gone, self.come)])


def compare_folders(old: Path, new: Path) -> dict[str, list[Difference]]:
    """Differences of each file that either folder holds, by its path in it."""
    paths = {path.relative_to(folder) for folder in (old, new) for path in folder.rglob("*") if path.is_file()}
    return {path.as_posix(): compare_files(old / path, new / path, path.as_posix()) for path in sorted(paths)}


def compare_files(old: Path, new: Path, artefact: str) -> list[Difference]:
    """What differs between two files; one that is absent is one difference."""
    if not (old.is_file() and new.is_file()):
        here, absent = ("(the file)",), ()
        return [Difference(artefact, "(file)", *((here, absent) if old.is_file() else (absent, here)))]
    if old.read_bytes() == new.read_bytes():
        return []
    before, after = dump_file(old), dump_file(new)
    found = []
    for part in [*before, *(name for name in after if name not in before)]:
        gone, come = _unequal_lines(before.get(part), after.get(part))
        if gone or come:
            found.append(Difference(artefact, part, tuple(gone), tuple(come)))
    return found


def _unequal_lines(before: list[str] | None, after: list[str] | None) -> tuple[list[str], list[str]]:
    """Lines that only one side has, or that stand elsewhere; a part that a side lacks is told as such."""
    if before is None or after is None:
        return (["(the part)"] if before is not None else [], ["(the part)"] if after is not None else [])
    if sorted(before) != sorted(after):
        return _missing_lines(before, after), _missing_lines(after, before)
    moved = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    return [f"(order) {a}" for a, _ in moved], [f"(order) {b}" for _, b in moved]


def _missing_lines(lines: list[str], others: list[str]) -> list[str]:
    left: dict[str, int] = {}
    for line in others:
        left[line] = left.get(line, 0) + 1
    only = []
    for line in lines:
        if left.get(line, 0):
            left[line] -= 1
        else:
            only.append(line)
    return only


def _first_lines(gone: Sequence[str], come: Sequence[str], lines: int = 3, width: int = 160) -> tuple[str, ...]:
    """The first lines of each side, cut to where the first two part."""
    same = len(commonprefix([gone[0], come[0]])) if gone and come else 0
    start = max(0, same - width // 4)
    return tuple(
        f"{sign} {'…' if start else ''}{line[start : start + width]}"
        for sign, side in (("-", gone), ("+", come))
        for line in side[:lines]
    )


@dataclass(frozen=True)
class Intended:
    """A difference that is meant: which parts of which artefacts, which of their lines, and the reason.

    `*` stands for any text, in the path and in the lines.
    """

    path: str
    reason: str
    lines: tuple[str, ...] = ("*",)

    def covers(self, difference: Difference, dataset: str) -> bool:
        lines = (*difference.gone, *difference.come)
        return fits(f"{dataset}/{difference.place}", self.path) and all(
            any(fits(line, pattern) for pattern in self.lines) for line in lines
        )


def fits(text: str, pattern: str) -> bool:
    """Whether a text is as a pattern says, in which `*` stands for any text and every other sign for itself."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.DOTALL) is not None
