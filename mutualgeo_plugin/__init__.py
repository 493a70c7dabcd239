"""mutualgeo: a shared PCRS base, reconciled networks, checked quality and published portals.

Importable without QGIS: the engine's processes import this package too.
"""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802 (name set by QGIS)
    """Give QGIS the plugin; `iface` is None in ``qgis_process``."""
    from .plugin import MutualgeoPlugin

    return MutualgeoPlugin(iface)
