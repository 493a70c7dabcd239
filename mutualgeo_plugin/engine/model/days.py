"""Days and moments: the only place that reads them from texts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

#: xs:date: a day, which may bear its zone; and what an xs:dateTime has between the two.
_XS_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)


def read_day(text: object, *, timed: bool = False) -> date | None:
    """The day that a text stands for, as it is written there: its zone moves it nowhere.

    Parameters
    ----------
    text : object
        ``2023-05-04``, with ``Z`` or ``+02:00`` after it where its writer said so (xs:date).
    timed : bool
        Whether a time may follow the day (xs:dateTime), as in what programs hand over for a day.

    Returns
    -------
    date or None
        None where the text is no such date: nothing is guessed.
    """
    match = _XS_DATE.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None or (match[2] and not timed):
        return None
    try:
        return date.fromisoformat(match[1])
    except ValueError:  # the 30th of February is no day
        return None


def read_day_in_format(text: str, day_format: str) -> date | None:
    """The day that a text stands for in a format of ``strptime`` (``%d/%m/%Y``); None where it is not in it."""
    try:
        return datetime.strptime(text, day_format).date()
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """The moment of an ISO 8601 text, without zone where it says none; None where it is no moment.

    At the ends of the calendar a zone may lead beyond it: such a moment, which has no UTC, is none.
    """
    try:
        moment = datetime.fromisoformat(text)
        utc_text(moment)
    except (ValueError, OverflowError):
        return None
    return moment


def utc_text(moment: datetime) -> str:
    """A moment as the base and reports write it, so that the order of texts is that of time; without zone it is UTC."""
    placed = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return placed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def span_of_days(texts: set[str]) -> tuple[str, str] | None:
    """First and last day of texts, as ISO days; None where none of them is a day."""
    days = sorted(day for day in (read_day(text, timed=True) for text in texts) if day is not None)
    return (days[0].isoformat(), days[-1].isoformat()) if days else None
