"""The checks, a family a file, as in the catalogue (model/quality).

Each file names its functions in two tables: ``LOCAL`` for what can be said tile by tile, with the surroundings of the
tile at hand, and ``WHOLE`` for what needs the base as a whole. A function takes the base and the profile and gives
findings; it raises ``NotRun`` where it cannot be carried out.
"""

from __future__ import annotations

from collections.abc import Callable

from ...dataset.findings import Finding
from ..base import Base
from ..profile import Profile
from ..store_base import StoreBase

LocalCheck = Callable[[Base, Profile], list[Finding]]
WholeCheck = Callable[[StoreBase, Profile], list[Finding]]
