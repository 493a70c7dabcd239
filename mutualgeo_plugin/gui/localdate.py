"""Moments of the base as the user writes them."""

from __future__ import annotations

from datetime import datetime

from qgis.PyQt.QtCore import QLocale


def local_date(moment: str) -> str:
    """`moment` (ISO 8601) in the user's time zone and manner; as it stands when it is no date."""
    try:
        local = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment
    return QLocale().toString(local.replace(tzinfo=None), QLocale.FormatType.ShortFormat)
