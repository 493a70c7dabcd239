"""Changes of zip and gzip archives that stay archives: members, their names and contents; else bytes."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from random import Random

from .values import change_bytes, change_text
from .xml import change_xml

_NAMES = (
    "l.gml", "L.GML", "a/b/l.gml", "a\\l.gml", "../l.gml", "/l.gml", "C:l.gml", "__MACOSX/._l.gml", "l.gml/", "", ".",
    "é.gml", "\udcff.gml", "l.xml", "l.zip", "l.gml.gz", "a" * 260 + ".gml", "NUL.gml", "con.gml", "l.gml ",
    "metadata/l.xml",
)  # fmt: skip
#: Members that are copied into, of an archive of at most so many bytes.
_LARGEST_MEMBER = 200_000


def change_archive(data: bytes, random: Random, tokens: tuple[bytes, ...] = ()) -> bytes:
    """An archive with a change of its members; once in a while, or where it is none, of its bytes."""
    if random.randrange(4) == 0:
        return change_bytes(data, random, tokens)
    if data[:2] == b"\x1f\x8b":
        return _change_gzip(data, random, tokens)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [
                (one.filename, archive.read(one) if one.file_size < _LARGEST_MEMBER else b"")
                for one in archive.infolist()
            ]
    except Exception:  # noqa: BLE001 - whatever makes it no archive
        return change_bytes(data, random, tokens)
    members = _change_members(members or [("l.gml", b"")], random, tokens)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(out, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
            for name, content in members:
                archive.writestr(zipfile.ZipInfo(name), content)
    except (ValueError, UnicodeError):
        return change_bytes(data, random, tokens)
    return out.getvalue()


def _change_members(
    members: list[tuple[str, bytes]], random: Random, tokens: tuple[bytes, ...]
) -> list[tuple[str, bytes]]:
    at = random.randrange(len(members))
    name, content = members[at]
    how = random.randrange(6)
    if how == 0:
        del members[at]
    elif how == 1:
        members.insert(at, (name, content))
    elif how == 2:
        members[at] = (random.choice(_NAMES), content)
    elif how == 3:
        members[at] = (change_text(name, random), content)
    elif how == 4:
        members.append((random.choice(_NAMES), content))
    else:
        members[at] = (name, change_xml(content, random, tokens))
    return members


def _change_gzip(data: bytes, random: Random, tokens: tuple[bytes, ...]) -> bytes:
    try:
        content = zlib.decompressobj(31).decompress(data, _LARGEST_MEMBER)
    except zlib.error:
        return change_bytes(data, random, tokens)
    packed = gzip.compress(change_xml(content, random, tokens), mtime=0)
    return packed + random.choice((b"", b"", packed, b"\0" * 8, b"x"))
