"""L1 and L4 of the catalogue: metadata, personal data, name and encoding of what was delivered."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import numpy as np

from ....dataset.findings import Finding
from ....formats.metadata import neighbouring_records, read_metadata
from ....model.pcrs import CLASSES
from ....model.personal_data import IN_IDENTIFIERS, PATTERNS
from ....store.objects import KEPT_XML, find_suspect_texts
from ...base import Reason
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check

#: Columns whose digits are numbers of things.
_NUMBERED = re.compile(r"(?:^id|^reference$|^numero|immatriculation|^codeINSEE$|^nomImage$)")
#: Characters of a value that are looked at.
_LOOKED_AT = 10_000
#: Findings of one lot and class on personal data that are told one by one.
_MOST_TOLD = 100

_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
#: Bytes of a file within which the encoding is declared.
_HEAD = 256


@base_check("L1")
def l1_metadata_and_personal_data(base: StoreBase, profile: Profile) -> list[Finding]:
    """Lots without a metadata record, or whose record is silent; texts that look like personal data."""
    out = [*_personal_data_findings(base), *_personal_heads(base)]
    for lot, path in _files(base, "L1", without="no_files_no_metadata"):
        record = next(filter(None, map(read_metadata, neighbouring_records(path))), None)
        if record is None:
            out.append(base.make_lot_finding(lot, "L1", "warning"))
            continue
        for code, said in (
            ("L1_licence", record.licence),
            ("L1_contact", record.contact),
            ("L1_language", record.language),
        ):
            if not said:
                out.append(base.make_lot_finding(lot, code, "warning"))
    return out


def _files(base: StoreBase, check: str, *, without: str) -> list[tuple[int, Path]]:
    """The delivered file of each lot; what is not at hand is said of the check."""
    delivered = base.delivered_files
    if not delivered.given:
        base.partly[check] = Reason(without)
    elif delivered.absent:
        base.partly[check] = delivered.missing_files(delivered.absent)
    return sorted(delivered.files.items())


def _personal_data_findings(base: StoreBase) -> list[Finding]:
    out = []
    for name in base.classes:
        columns = {column: _NUMBERED.search(column) is not None for column in (*CLASSES[name].columns, *KEPT_XML)}
        numbers = {column for column, numbered in columns.items() if numbered}
        found: dict[tuple[str, str, int], list[int]] = {}
        for fid, uid, delivered, texts in find_suspect_texts(base.store, name, list(columns), numbers):
            lot = base.deliveries(uid, delivered)[0]
            for (column, numbered), text in zip(columns.items(), texts, strict=True):
                for kind, pattern in (IN_IDENTIFIERS if numbered else PATTERNS).items():
                    if text and pattern.search(text[:_LOOKED_AT]):
                        found.setdefault((column, kind, lot), []).append(fid)
        for (column, kind, lot), fids in found.items():
            out += _attribute_findings(base, name, column, kind, lot, fids)
    return out


def _attribute_findings(base: StoreBase, name: str, column: str, kind: str, lot: int, fids: list[int]) -> list[Finding]:
    told = fids[:_MOST_TOLD]
    fields: list[dict[str, object]] = [{"property": column}] * len(told)
    out = base.part(name, told).make_findings(name, np.arange(len(told)), f"L1_{kind}", "warning", fields=fields)
    left = len(fids) - len(told)
    if left and lot in base.lots:
        out.append(
            base.make_lot_finding(
                lot, f"L1_{kind}_more", "warning", feature_class=name, property=column, count=left, measured=left
            )
        )
    return out


def _personal_heads(base: StoreBase) -> list[Finding]:
    """Personal data in what stands before the objects of a document."""
    return [
        base.make_lot_finding(lot, f"L1_{kind}", "warning", object=base.lots[lot], property="boundedBy, description…")
        for lot, row in base.lot_rows.items()
        for kind, pattern in PATTERNS.items()
        if pattern.search(str(row["document_head"] or "")[:_LOOKED_AT])
    ]


@base_check("L4")
def l4_file_names_and_encodings(base: StoreBase, profile: Profile) -> list[Finding]:
    """Names that other systems do not take, files that are not in UTF-8."""
    out = []
    for lot, row in base.lot_rows.items():
        name = PurePosixPath(str(row["file"])).name
        bare = name.removesuffix(".gz")
        ending = bool(row["profile"]) or bare.lower().endswith(".gml")  # other formats have endings of their own
        if not _PLAIN_NAME.fullmatch(bare) or not ending:
            out.append(base.make_lot_finding(lot, "L4", "warning", file=name))
    for lot, path in _files(base, "L4", without="no_files_no_encoding"):
        if base.lot_rows[lot]["profile"]:
            continue
        encoding = _encoding(path)
        if encoding.lower() not in _UTF8:
            out.append(base.make_lot_finding(lot, "L4_encoding", "warning", encoding=encoding))
    return out


def _encoding(path: Path) -> str:
    """Encoding of an XML file: what its byte order mark says, else what it declares, else UTF-8."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:2] in (b"<\0", b"\0<"):
        return "UTF-16"
    declared = _DECLARED.search(head)
    return declared.group(1).decode("ascii") if declared else "UTF-8"
