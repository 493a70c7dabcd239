"""The checks: a room a family of the catalogue (model/quality), which finds its modules by itself."""

from __future__ import annotations

import importlib
import pkgutil

for _module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(_module.name)
