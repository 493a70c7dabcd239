"""Changes of XML that stay well-formed: elements dropped, doubled, moved, renamed; attributes and texts altered."""

from __future__ import annotations

import copy
from random import Random

from lxml import etree

from .values import change_bytes, change_text

#: Encodings that an XML may come in.
_ENCODINGS = ("UTF-8", "UTF-8", "UTF-8", "UTF-16", "ISO-8859-1", "windows-1252", "US-ASCII")
#: Attributes that geometries look at, and values that mean something there.
_ATTRIBUTES = ("srsName", "srsDimension", "orientation", "uom", "decimal", "cs", "ts")
_SIGNS = ("", "2", "3", "-", "+", "m", "deg", ",", ".", ";", " ")
#: Levels of nesting, and copies, that one change may make.
_NESTED, _COPIES = (2, 5, 30, 150), (1, 2, 20, 300)
#: Elements of the largest tree that copies are added to.
_MANY = 5000


def change_xml(data: bytes, random: Random, tokens: tuple[bytes, ...] = ()) -> bytes:
    """An XML with a change or two of its tree; bytes that are none, or once in a while, changed as such."""
    if random.randrange(8) == 0:
        return change_bytes(data, random, tokens)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return change_bytes(data, random, tokens)
    words = tuple(token.decode("utf-8", "replace") for token in tokens)
    for _ in range(random.choice((1, 1, 2, 3))):
        _change_tree(root, random, words)
    encoding = random.choice(_ENCODINGS) if random.randrange(10) == 0 else "UTF-8"
    try:
        return etree.tostring(root, encoding=encoding, xml_declaration=encoding != "UTF-8" or None)
    except (ValueError, LookupError, UnicodeError):
        return change_bytes(data, random, tokens)


def _change_tree(root: etree._Element, random: Random, words: tuple[str, ...]) -> None:
    elements = list(root.iter(etree.Element))
    element = random.choice(elements)
    parent = element.getparent()
    how = random.randrange(10)
    try:
        if how == 0 and parent is not None:
            _remove(parent, element)
        elif how == 1 and parent is not None and len(elements) < _MANY:
            for _ in range(random.choice(_COPIES)):
                parent.insert(parent.index(element), copy.deepcopy(element))
        elif how == 2 and parent is not None:
            other = random.choice(elements)
            if element not in other.iterancestors() and other is not element:
                _remove(parent, element)
                other.insert(random.randrange(len(other) + 1), element)
        elif how == 3:
            element.tag = random.choice(elements).tag
        elif how == 4:
            _change_attribute(element, elements, random, words)
        elif how in (5, 6):
            element.text = change_text(element.text or "", random, words)
        elif how == 7 and parent is not None:
            element.tail = change_text(element.tail or "", random, words)
        elif how == 8 and parent is not None:
            inner, at = element, parent.index(element)
            for _ in range(random.choice(_NESTED)):
                outer = etree.Element(random.choice((element.tag, parent.tag)))
                outer.append(inner)
                inner = outer
            parent.insert(at, inner)
        else:
            kind = random.choice((etree.Comment("c"), etree.ProcessingInstruction("p", "x"), etree.Element("autre")))
            element.insert(random.randrange(len(element) + 1), kind)
    except ValueError:  # a text that no XML holds, a name that is none
        return


def _remove(parent: etree._Element, element: etree._Element) -> None:
    element.tail = None
    parent.remove(element)


def _change_attribute(
    element: etree._Element, others: list[etree._Element], random: Random, words: tuple[str, ...]
) -> None:
    name = random.choice(list(element.attrib) or ["srsName"])
    how = random.randrange(4)
    if how == 0 and name in element.attrib:
        del element.attrib[name]
    elif how == 1:
        element.attrib.update(random.choice(others).attrib)
    elif how == 2:
        element.set(random.choice(_ATTRIBUTES), random.choice((*_SIGNS, *words)))
    else:
        element.set(name, change_text(element.get(name) or "", random, words))
