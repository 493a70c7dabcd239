"""The quality report to read and print: one HTML page, French, no network."""

from __future__ import annotations

from .page import render_page, write_html

__all__ = ["render_page", "write_html"]
