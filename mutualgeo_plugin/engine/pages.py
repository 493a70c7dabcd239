"""HTML pages made of templates (``resources/templates``): whatever is put into one is escaped unless it is `Markup`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from .model.credentials import redact
from .model.legibility import legible_text
from .outputs import temporary_output
from .resources import resource_folder

if TYPE_CHECKING:
    from jinja2 import Environment

#: Characters from which a cell may break inside a word (identifiers are long and have no space).
_LONG = 30


@cache
def page_environment() -> Environment:
    """The one environment: a value that a template names and nobody gives is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # a run without a page does without it

    environment = Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do"],
    )
    environment.filters |= {"cell": cell, "kind": cell_kind, "column_kind": column_kind, "decimal": decimal}
    return environment


def render_template(template: str, **values: Any) -> str:
    """The page of a template (its path below ``resources/templates``): every reader takes it, no password is in it."""
    return redact(legible_text(page_environment().get_template(template).render(values)))


def write_page(path: Path, page: str) -> None:
    """Write a page; an older one is replaced only when the new one is whole.

    Raises
    ------
    EngineFailure
        ``path_unwritable``.
    """
    with temporary_output(path) as temporary:
        temporary.write_text(page, "utf-8")


def trusted_markup(text: str) -> Markup:
    """SVG or HTML that the engine has drawn: the texts of others in it are escaped where they are put in."""
    return Markup(text)  # nosec B704


def cell(value: object) -> Markup:
    """A value as the content of a cell: numbers in French, "–" for nothing."""
    if isinstance(value, Markup):
        return value
    if value is None or value == "":
        return Markup("–")
    if isinstance(value, bool):
        return Markup("oui") if value else Markup("non")
    return escape(decimal(value) if isinstance(value, int | float) else str(value))


def cell_kind(value: object) -> str:
    """Class of a cell: number, text, or wide text."""
    shown = value.striptags() if isinstance(value, Markup) else str(value)
    return "n" if _is_number(value) else "w" if len(shown) > _LONG else "t"


def column_kind(values: Iterable[object]) -> str:
    """Class of the heading of a column: number where all its values are."""
    return "n" if all(map(_is_number, values)) else "t"


def decimal(value: float) -> str:
    """A number as French writes it, without zeros at the end."""
    text = f"{value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text.replace(",", "\u202f").replace(".", ",")


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
