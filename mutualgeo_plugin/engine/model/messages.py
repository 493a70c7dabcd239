"""Every sentence the engine says, once, in English and in French.

Messages are split by subject in ``messages_*.py``; each maps a code to ``(english, french)``.
A sentence says what happened, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping

from .checks import SENTENCES
from .messages_accuracy import ACCURACY
from .messages_assembly import ASSEMBLY
from .messages_care import CARE
from .messages_delivery import DELIVERY
from .messages_edges import EDGES
from .messages_exceptions import EXCEPTIONS
from .messages_export import EXPORT
from .messages_fixes import FIXES
from .messages_keep_best import KEEP_BEST
from .messages_lot import LOT
from .messages_portal import PORTAL
from .messages_quality import QUALITY
from .messages_reception import RECEPTION
from .messages_reconciliation import RECONCILIATION
from .messages_run import RUN
from .messages_territory import TERRITORY
from .messages_toml import TOML

MESSAGES: dict[str, tuple[str, str]] = {
    **RUN,
    **LOT,
    **ASSEMBLY,
    **KEEP_BEST,
    **EDGES,
    **CARE,
    **QUALITY,
    **FIXES,
    **SENTENCES,
    **ACCURACY,
    **DELIVERY,
    **EXCEPTIONS,
    **EXPORT,
    **RECONCILIATION,
    **PORTAL,
    **TERRITORY,
    **TOML,
    **RECEPTION,
}

LANGUAGES = ("en", "fr")


def render(code: str, fields: Mapping[str, object], language: str = "en") -> str:
    """Sentence of `code` with its `fields` filled in; a field that is a phrase (it has a `text`) is said in `language`.

    Raises
    ------
    KeyError
        When the code is unknown: a defect of the program, not of its input.
    """
    template = MESSAGES[code][LANGUAGES.index(language)]
    said = {name: value.text(language) if hasattr(value, "text") else value for name, value in fields.items()}
    return template.format_map(said)
