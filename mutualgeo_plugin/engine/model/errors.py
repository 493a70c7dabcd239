"""What the engine raises: one exception, one code, one sentence in each language (see messages.py)."""

from __future__ import annotations

from .messages import render


class EngineError(Exception):
    """A refusal or a failure that a user can act on.

    Parameters
    ----------
    code : str
        Key of ``messages.MESSAGES``.
    **fields
        Values of the sentence's placeholders.
    """

    #: Status written to the report: the input was refused, the base is as it was.
    status = "refused"

    def __init__(self, code: str, **fields: object) -> None:
        self.code = code
        self.fields = fields
        super().__init__(render(code, fields))

    def text(self, language: str = "fr") -> str:
        """Sentence in `language` ("fr" or "en")."""
        return render(self.code, self.fields, language)


class EngineFailure(EngineError):
    """The run could not be carried out (disk full, damaged store…): status ``failed``."""

    status = "failed"


class Cancelled(EngineError):
    """The run was cancelled by its user or its scheduler: status ``cancelled``."""

    status = "cancelled"

    def __init__(self) -> None:
        super().__init__("cancelled")
