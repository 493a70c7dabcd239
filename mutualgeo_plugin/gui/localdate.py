"""Moments of the base as the user writes them."""

from __future__ import annotations

from datetime import datetime

from qgis.PyQt.QtCore import QLocale

from ..engine.model.days import read_moment


def local_date(moment: str) -> str:
    """`moment` (ISO 8601) in the user's time zone and manner; as it stands when it is no date."""
    local = _local_moment(moment)
    return QLocale().toString(local, QLocale.FormatType.ShortFormat) if local else moment


def local_day(moment: str) -> str:
    """The day alone of `moment`."""
    local = _local_moment(moment)
    return QLocale().toString(local.date(), QLocale.FormatType.ShortFormat) if local else moment


def _local_moment(moment: str) -> datetime | None:
    read = read_moment(moment)
    return None if read is None else read.astimezone().replace(tzinfo=None)
