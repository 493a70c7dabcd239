"""Passwords and keys of access: found and named in a file that goes round, hidden in what leaves, never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

#: What stands in the place of one.
HIDDEN = "***"

_WORDS = r"pass(?:word|wd|phrase)|pwd|mot[ _-]?de[ _-]?passe|token|secret|api[ _-]?key"
_KEY = re.compile(_WORDS, re.IGNORECASE)
_VALUE = re.compile(
    rf"(?:{_WORDS})\s{{0,20}}[=:]|(?<!\w)(?!mailto:)[\w.+-]{{1,100}}:[^\s@/\\]{{1,200}}@[\w.-]", re.IGNORECASE
)

#: Names of parameters of connections and addresses whose value gives access: GeoServer's and QGIS's keys of
#: authentication, signed addresses (S3, Azure, Google), sessions.
_OPENING = (
    rf"\w{{0,30}}?(?:{_WORDS}|authcfg|auth[_-]?key|access[_-]?key|(?:x[-_](?:amz|goog)[-_])?(?:signature|credential)|"
    r"session[_-]?id)\w{0,30}"
)
#: Names that do so in the query of an address alone: elsewhere they are words like any others.
_OPENING_IN_QUERY = r"(?:key|sig|auth|jwt)"
#: A quote as a shell, JSON, HTML or an address may write it: one within another is several.
_QUOTE = r"""(?:(?:\\*["']){1,5}|&\#3[49];|&quot;|&apos;|%2[27])"""
_REST = r"""(?:(?!&(?:amp|lt|gt|quot|apos|\#3[49]);)[^\s'"&;|<>\\])+"""
_HIDE = re.compile(
    rf"""
    (?P<address>://|:[/\\]{{1,2}}(?=[^\s/\\?\#"'<>:@]*:)) [^\s/?\#"'<>]* (?=@)  # name and password in an address
    | (?P<oracle>\bOCI:[^\s/"'<>]+/) [^\s@"'<>]+ (?=@)                     # OCI:user/password@instance
    | (?P<bearer>\b(?:Bearer|Basic)\s+) [\w.~+/=-]{{8,}}                   # of an Authorization header
    | (?P<name>(?:\b|_|-|%26|%3F)(?:{_OPENING})(?:{_QUOTE})?\s*(?:[=:]|%3D)\s*
       | (?:[?&]|&amp;|%26|%3F){_OPENING_IN_QUERY}(?:=|%3D))
      (?: (?P<quote>{_QUOTE}) .{{0,300}}? (?<!\\)(?P=quote) | {_QUOTE}[^\n]* | {_REST} )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE = ("address", "oracle", "bearer", "name")
#: One of these, in small letters, stands in every text that holds a credential: looking for them is quick.
_SIGNS = (
    "@", "bearer", "basic", "pass", "pwd", "token", "secret", "key", "auth", "sig", "credential", "session",
    "jwt",
)  # fmt: skip


def names_credential(name: str) -> bool:
    """Whether a key is named as what holds a password or a key of access."""
    return bool(_KEY.search(name))


def holds_credential(text: str) -> bool:
    """Whether a text holds one: ``password=…``, ``user:password@host``."""
    return bool(_VALUE.search(text))


def credential_paths(value: Any, key: str) -> Iterator[str]:
    """Paths of the keys that hold one, in a value of any shape that stands at `key`."""
    if isinstance(value, str):
        if holds_credential(value):
            yield key
    elif isinstance(value, dict):
        for name, item in value.items():
            if names_credential(name):
                yield f"{key}.{name}"
            else:
                yield from credential_paths(item, f"{key}.{name}")
    elif isinstance(value, list):
        for rank, item in enumerate(value):
            yield from credential_paths(item, f"{key}[{rank}]")


def redact(text: str) -> str:
    """A text that leaves, with what gives access in connection strings, addresses and headers hidden."""
    small = text.lower()
    if not any(sign in small for sign in _SIGNS):
        return text
    return _HIDE.sub(_hide, text)


def _hide(found: re.Match[str]) -> str:
    """What stands before a credential, and the sign in its place."""
    return f"{next(found[before] for before in _BEFORE if found[before])}{HIDDEN}"


def redact_content(content: Any) -> Any:
    """JSON that leaves: each of its texts redacted, and what stands under the name of a credential hidden."""
    if isinstance(content, str):
        return redact(content)
    if isinstance(content, dict):
        return {
            key: HIDDEN if isinstance(value, str) and value and names_credential(str(key)) else redact_content(value)
            for key, value in content.items()
        }
    if isinstance(content, list | tuple):
        return [redact_content(item) for item in content]
    return content
