"""File geodatabases: a folder of tables."""

from __future__ import annotations

from ..file_format import FileFormat, register_format

GEODATABASE = register_format(
    FileFormat("gdb", "File Geodatabase", (".gdb",), lambda head: False, "OpenFileGDB", is_folder=True)
)
