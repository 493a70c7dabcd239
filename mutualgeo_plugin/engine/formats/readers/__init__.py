"""Formats of files that others make: a module each, which registers its format (``file_format.register_format``)."""
