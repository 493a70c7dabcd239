"""What the sections of the page are written with: tables, marks of the severities, French numbers; all escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from ...model.quality.judging import ACCEPT, REFUSE, RESERVE

EXCUSED = "excused"
NAMES = {"error": "erreur", "warning": "avertissement", "info": "remarque", EXCUSED: "excusé"}
PLURALS = {"error": "erreurs", "warning": "avertissements", "info": "remarques", EXCUSED: "excusés"}
#: A shape besides the colour; the same shapes are drawn on the map and in QGIS.
MARKS = {"error": "◆", "warning": "▲", "info": "●", EXCUSED: "○"}
COLOURS = {"error": "#b3261e", "warning": "#8a5200", "info": "#1f5c99", EXCUSED: "#5d6b7a"}
#: Colour and mark of a verdict.
VERDICT_LOOKS = {ACCEPT: ("ok", "✔"), RESERVE: ("warning", "▲"), REFUSE: ("error", "✖")}
#: Characters from which a cell may break inside a word (identifiers are long and have no space).
_LONG = 30
_TAG = re.compile("<[^>]*>")
NOT_EVALUATED = "non évalué"


class Html(str):
    """A text that is HTML already."""


def cell(value: object) -> str:
    """A value as the content of a cell: numbers in French, "–" for nothing; escaped unless it is `Html`."""
    if isinstance(value, Html):
        return value
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "oui" if value else "non"
    return decimal(value) if isinstance(value, int | float) else escape(str(value))


def decimal(value: float) -> str:
    """A number as French writes it, without zeros at the end."""
    text = f"{value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text.replace(",", "\u202f").replace(".", ",")


def table(head: Sequence[str], rows: Sequence[Sequence[object]], caption: str = "", empty: str = "Aucun.") -> str:
    """A table with column headings; the first cell of each row is its heading."""
    if not rows:
        return f"<p>{escape(empty)}</p>"
    numeric = [all(_is_number(row[k]) for row in rows) for k in range(len(head))]
    heads = "".join(
        f"<th scope='col' class='{'n' if is_number else 't'}'>{escape(h)}</th>"
        for h, is_number in zip(head, numeric, strict=True)
    )
    lines = "".join(
        f"<tr><th scope='row' class='{_kind(row[0])}'>{cell(row[0])}</th>{''.join(map(_data, row[1:]))}</tr>"
        for row in rows
    )
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{told}<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def _data(value: object) -> str:
    return f"<td class='{_kind(value)}'>{cell(value)}</td>"


def _kind(value: object) -> str:
    """Class of a cell: number, text, or wide text."""
    shown = _TAG.sub("", value) if isinstance(value, Html) else str(value)
    return "n" if _is_number(value) else "w" if len(shown) > _LONG else "t"


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def section(title: str, content: str, name: str) -> str:
    """A section with its heading; `name` is its anchor."""
    return f"<section id='{name}'><h2>{escape(title)}</h2>{content}</section>"


def severity(code: str) -> Html:
    """A severity with its mark."""
    return Html(f"<span class='{code}'>{MARKS[code]} {NAMES[code]}</span>")


def verdict(code: str, text: str) -> Html:
    """A verdict with its mark."""
    look, mark = VERDICT_LOOKS[code]
    return Html(f"<span class='{look}'>{mark} {escape(text)}</span>")


def score(value: float | None) -> Html:
    """A score, or that there is none."""
    return Html(f"<b>{decimal(value)}</b>" if value is not None else f"<i>{NOT_EVALUATED}</i>")


def place(x: float | None, y: float | None) -> Html:
    """Coordinates, a line each."""
    return Html("–" if x is None or y is None else f"<span class='xy'>{x:.2f}<br/>{y:.2f}</span>")
