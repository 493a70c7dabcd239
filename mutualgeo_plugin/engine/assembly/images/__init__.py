"""Ortho tiles: checked, registered, joined in a mosaic."""
