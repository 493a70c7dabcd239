"""Endings of files that specifications name and readers know."""

from __future__ import annotations

#: Tables of control points.
CONTROL_TABLES = (".csv", ".txt", ".tsv")
#: Tables of addresses: those of the BAN come gzipped.
ADDRESS_TABLES = (".csv", ".txt", ".gz")
#: HTML pages.
PAGE_ENDINGS = (".html", ".htm")
