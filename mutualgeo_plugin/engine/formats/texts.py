"""Bytes of others as texts: the one decoder there is. What is assumed is told by whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

UTF_8 = "UTF-8"
#: What French producers write where it is not UTF-8. Its few bytes without a letter are taken as Latin-1 has them.
WINDOWS = "windows-1252"
_LONGEST_LETTER = 4


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding that it was in, and whether that was assumed, for want of a mark or a declaration."""

    text: str
    encoding: str
    assumed: bool


def decode_text(content: bytes) -> Decoded:
    """A file's bytes as text: UTF-8 where they are (its mark is no part of the text), else windows-1252, assumed."""
    try:
        return Decoded(content.decode("utf-8-sig"), UTF_8, False)
    except UnicodeDecodeError:
        return Decoded(_decode_windows(content), WINDOWS, True)


def decode_beginning(content: bytes) -> str:
    """The beginning of a file as text, of which the last letter may be cut."""
    for end in range(len(content), max(len(content) - _LONGEST_LETTER, -1), -1):
        decoded = decode_text(content[:end])
        if not decoded.assumed:
            return decoded.text
    return decode_text(content).text


def find_encoding(samples: Iterable[bytes]) -> str | None:
    """Encoding of texts that declare none: UTF-8 where all of them are, else windows-1252; None where they are ASCII.

    A sample may be cut inside its last letter, as the fields of a table are.
    """
    found = None
    for sample in samples:
        if sample.isascii():
            continue
        found = UTF_8
        try:
            sample.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.reason != "unexpected end of data":
                return WINDOWS
    return found


def _decode_windows(content: bytes) -> str:
    return content.decode("latin-1").translate(_LETTERS)


#: Characters of Latin-1 for which windows-1252 has another one.
_LETTERS = {
    code: letter for code in range(0x80, 0xA0) if (letter := bytes([code]).decode("cp1252", "ignore"))
}  # fmt: skip
