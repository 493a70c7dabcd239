"""XML that the standard does not know, kept as it stands: taken from the parser's events, written back as text."""

from __future__ import annotations

from collections.abc import Callable

from .. import xml_text
from ..xml_text import escape, quoteattr

#: No legal PCRS nests deeper (an arc of a ring of a multi-surface of an inline object: about 20).
MAX_DEPTH = 100
#: Longest text of one attribute or of XML kept as it stands, in characters.
MAX_TEXT = 1_000_000


class RawXml:
    """Handlers of a parser while it goes through an element to keep.

    Parameters
    ----------
    text : list
        Where the parser leaves character data.
    refuse : callable
        Called with a message code when the element is too deep or too long; raises.
    seen : callable
        Told of each element: (expat name, attributes).
    """

    def __init__(self, text: list[str], refuse: Callable[[str], None], seen: Callable[[str, list[str]], None]) -> None:
        self._text = text
        self._refuse = refuse
        self._seen = seen
        self._pieces: list[str] = []
        self._namespaces: list[str] = []
        self._size = 0
        self._name = ""
        self._end: Callable[[str, str], None] = lambda name, xml: None

    def begin(self, name: str, attributes: list[str], end: Callable[[str, str], None]) -> None:
        """Start of the element; `end` receives its expat name and its XML."""
        self._pieces, self._namespaces, self._size = [], [], 0
        self._name, self._end = name, end
        self._text.clear()
        self.start(name, attributes)

    def start(self, name: str, attributes: list[str]) -> None:
        """Start of this element or of one inside."""
        self._take_text()
        if len(self._namespaces) >= MAX_DEPTH:
            self._refuse("xml_too_deep")
        self._seen(name, attributes)
        namespace, _, local = name.rpartition(" ")
        tag = [f"<{local}"]
        if not self._namespaces or namespace != self._namespaces[-1]:
            tag.append(f" xmlns={quoteattr(namespace)}")
        self._namespaces.append(namespace)
        tag.append(xml_text.attributes(zip(attributes[::2], attributes[1::2], strict=True)))
        self._pieces.append("".join(tag) + ">")

    def end(self, name: str) -> None:
        """End of an element; after the last one the caller's function is called."""
        self._take_text()
        self._pieces.append(f"</{name.rpartition(' ')[2]}>")
        self._namespaces.pop()
        if not self._namespaces:
            self._end(self._name, "".join(self._pieces))

    def _take_text(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        self._size += len(text)
        if self._size > MAX_TEXT:
            self._refuse("xml_text_too_long")
        if self._pieces and text:
            self._pieces.append(escape(text))
