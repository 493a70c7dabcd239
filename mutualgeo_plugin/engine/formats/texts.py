"""Bytes of others as texts: the one decoder there is. What is assumed is told by whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..context import Context

UTF_8 = "UTF-8"
#: What French producers write where it is not UTF-8. Its few bytes without a letter are taken as Latin-1 has them.
WINDOWS = "windows-1252"
_LONGEST_LETTER = 4
#: Letters and signs of French names that are not ASCII.
_FRENCH = frozenset("àâäçéèêëîïôöùûüÿæœÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒ°²³«»’–—€")


#: Why a text is taken to be in an encoding: codes of the sentences that tell it.
DECLARED, ASSUMED, BELIED, UNKNOWN = (f"text_encoding_{why}" for why in ("declared", "assumed", "belied", "unknown"))


@dataclass(frozen=True)
class TextEncoding:
    """Encoding of the texts of a file, the code of the sentence that says why, and what the file says of it."""

    name: str
    why: str
    said: str = ""

    def tell(self, context: Context, path: str) -> None:
        """Say how the texts of a file were read; what was not declared is to be looked at."""
        tell = context.info if self.why == DECLARED else context.warning
        tell(self.why, path=path, encoding=self.name, **({"said": self.said} if self.said else {}))


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


def decode_name(content: bytes) -> str:
    """Name of a file that an archive keeps without saying its encoding.

    Programs write UTF-8, or the code page of their system (MS-DOS, Windows): what makes a French name of it was meant.
    """
    decoded = decode_text(content)
    if not decoded.assumed:
        return decoded.text
    readings = [content.decode(codec, "replace") for codec in ("cp437", "cp850")] + [decoded.text]
    return next((name for name in readings if all(sign.isascii() or sign in _FRENCH for sign in name)), readings[0])


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
