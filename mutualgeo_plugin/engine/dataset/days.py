"""Days of a column of texts, read once for each different text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas
from numpy.typing import NDArray

from ..model.days import read_day


def column_days(texts: NDArray[Any] | Sequence[Any] | pandas.Series) -> NDArray[np.datetime64]:
    """Days (datetime64[D]) of texts that may have a time or a zone; NaT for what is none."""
    place, known = pandas.factorize(np.asarray(texts, dtype=object), use_na_sentinel=False)
    days = [read_day(text, timed=True) for text in known.tolist()]
    read = np.array(["NaT" if day is None else day.isoformat() for day in days], dtype="datetime64[D]")
    return read[place] if len(read) else np.empty(0, dtype="datetime64[D]")
