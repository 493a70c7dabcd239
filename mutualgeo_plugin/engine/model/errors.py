"""What the engine raises: one exception, one code, one sentence in each language (see messages.py)."""

from __future__ import annotations

from collections.abc import Sequence

from .messages import render

#: Code of an error that nobody has foreseen; its sentence says that the report holds the technical details.
DEFECT = "internal"
#: Code of the refusal of a file of others, whose reading met such an error; its sentence says so too.
UNFORESEEN = "file_unforeseen"


class Phrase:
    """A part of a sentence that has to be said in the user's language too."""

    def __init__(self, code: str, **fields: object) -> None:
        self.code = code
        self.fields = fields

    def text(self, language: str) -> str:
        """The phrase in `language`."""
        return render(self.code, self.fields, language)


class Phrases(Phrase):
    """Phrases one after another."""

    between = "; "

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = tuple(phrases)

    def text(self, language: str) -> str:
        """All of them in `language`."""
        return self.between.join(phrase.text(language) for phrase in self.phrases)


class Sentences(Phrases):
    """Whole sentences one after another."""

    between = " "


class Names(Phrases):
    """Names in a row."""

    between = ", "


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
        super().__init__(self.text("en"))

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes."""
        return _rebuild_error, (type(self), self.code, self.fields)

    def text(self, language: str = "fr") -> str:
        """Sentence in `language` ("fr" or "en"); a field that is a `Phrase` is said in it too."""
        said = {k: v.text(language) if isinstance(v, Phrase) else v for k, v in self.fields.items()}
        return render(self.code, said, language)


class EngineFailure(EngineError):
    """The run could not be carried out (disk full, damaged store…): status ``failed``."""

    status = "failed"


class Cancelled(EngineError):
    """The run was cancelled by its user or its scheduler: status ``cancelled``."""

    status = "cancelled"

    def __init__(self) -> None:
        super().__init__("cancelled")


def follows_cancel(error: BaseException | None) -> bool:
    """Whether an error came while a cancel was under way: a pool cut off while it starts cannot be closed in order."""
    while error is not None and not isinstance(error, Cancelled):
        error = error.__context__
    return error is not None


def _rebuild_error(kind: type[EngineError], code: str, fields: dict[str, object]) -> EngineError:
    error = kind.__new__(kind)
    EngineError.__init__(error, code, **fields)
    return error
