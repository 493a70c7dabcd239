"""The catalogue of checks: from it come the help, the documentation and the profiles.

Definitions and defaults follow the project's catalogue of PCRS checks; a parameter states its unit and its source.
"""

from __future__ import annotations

from .quality import (
    altitude,
    attributes,
    borders,
    coverage,
    delivery,
    geometry,
    networks,
    precision,
    structure,
    topology,
)
from .quality.kinds import CRITERIA, FIXES, SEVERITIES, Check, Parameter, Sentences

__all__ = ["CHECKS", "CRITERIA", "FAMILIES", "FIXES", "SENTENCES", "SEVERITIES", "TITLES", "Check", "Parameter"]

_MODULES = {
    "Structure": structure,
    "Attributs": attributes,
    "Géométrie": geometry,
    "Topologie": topology,
    "Altitude": altitude,
    "Limites de lots": borders,
    "Précision": precision,
    "Livraison": delivery,
    "Réseaux": networks,
    "Couvertures": coverage,
}

#: Checks of each family, by its French name.
FAMILIES: dict[str, tuple[Check, ...]] = {name: module.CHECKS for name, module in _MODULES.items()}
CHECKS: dict[str, Check] = {check.id: check for checks in FAMILIES.values() for check in checks}
#: What findings say: code → (English, French); a code is its check's id, with a suffix where it says several things.
SENTENCES: Sentences = {code: pair for module in _MODULES.values() for code, pair in module.SENTENCES.items()}
#: What checks and criteria are called.
TITLES: Sentences = {
    **{f"title_{check.id}": check.title for check in CHECKS.values()},
    **{f"criterion_{code}": names for code, names in CRITERIA.items()},
}
