"""Which checks have something to look at, in each group of objects: counted by class, never object by object."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas
from numpy.typing import NDArray

from ...model.checks import CHECKS
from .subjects import Subjects


def lookable_checks(
    subjects: Subjects, group: NDArray[np.intp], groups: int, checks: Sequence[str]
) -> NDArray[np.bool_]:
    """Whether each check has something to look at in each group, as a table (groups, checks).

    Parameters
    ----------
    group : group of each object, negative where it is in none.
    """
    place, names = pandas.factorize(subjects.name)
    dimensions = [subjects.dimensions.get(name, frozenset()) for name in names.tolist()]
    out = np.zeros((groups, len(checks)), dtype=bool)
    there: dict[frozenset[str], NDArray[np.bool_]] = {}
    for column, check in enumerate(checks):
        purview = CHECKS[check].purview
        if not purview.held <= subjects.held:
            continue
        if purview.said not in there:
            mine = np.logical_and.reduce([group >= 0, *(subjects.said_mask(what) for what in purview.said)])
            counts = np.bincount(group[mine] * len(names) + place[mine], minlength=groups * len(names))
            there[purview.said] = counts.reshape(groups, len(names)) > 0
        looked_at = [purview.holds(name, of) for name, of in zip(names.tolist(), dimensions, strict=True)]
        out[:, column] = there[purview.said][:, np.array(looked_at, dtype=bool)].any(axis=1)
    return out
