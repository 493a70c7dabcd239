"""EDIGEO exchanges (cadastre): the THF file names those that stand beside it."""

from __future__ import annotations

from ..file_format import FileFormat, register_format

#: First line of a THF (beginning of transmission), AFNOR NF Z 52-000.
_BEGINNING = b"BOMT "

EDIGEO = register_format(
    FileFormat(
        "edigeo",
        "EDIGEO",
        (".thf",),
        lambda head: head.startswith(_BEGINNING),
        "EDIGEO",
        has_arcs=False,
        profile="parcellaire",  # the cadastre's: its lines are symbols and borders
    )
)
