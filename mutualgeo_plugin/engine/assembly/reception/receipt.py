"""The receipt of a lot: verdict, what, why, how to mend, as JSON and as a page to send to the producer."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

from ...context import Context, Json
from ...outputs import written_beside

_NOT_A_NAME = re.compile(r"[^\w.-]+")
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}"
    "th{text-align:left;padding-right:1rem;vertical-align:top}li{margin-bottom:.6rem}"
)


def write_receipt(folder: Path, row: Json, context: Context) -> list[str]:
    """Write the receipt of a lot; returns the files' paths.

    Parameters
    ----------
    row : the lot's row of the report (name, file, sha256, verdict, remarks or message).

    Raises
    ------
    EngineFailure
        ``path_unwritable``.
    """
    name = _NOT_A_NAME.sub("_", str(row["name"]))[:80] or "lot"
    stem = "_".join(part for part in (name, str(row.get("sha256") or "")[:12]) if part)
    content = {"received": context.now, **row}
    texts = {
        f"{stem}.json": json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
        f"{stem}.html": _page(row, context),
    }
    for file, text in texts.items():
        with written_beside(folder / file) as temporary:
            temporary.write_text(text, "utf-8")
    return [str(folder / file) for file in texts]


def _page(row: Json, context: Context) -> str:
    say = context.text
    facts = [("lot", row["name"]), ("file", row["file"]), ("sha256", row.get("sha256")), ("date", context.now)]
    rows = "".join(
        f"<tr><th scope='row'>{html.escape(say(f'receipt_{key}'))}</th><td>{html.escape(str(value))}</td></tr>"
        for key, value in facts
        if value
    )
    remarks = row.get("remarks") or []
    items = "".join(
        f"<li><strong>{html.escape(say('receipt_refuses' if r['refuses'] else 'receipt_reserve'))}</strong> "
        f"{html.escape(r['what'])} <em>{html.escape(r['mend'])}</em></li>"
        for r in remarks
    )
    if not items and row.get("message"):
        items = f"<li>{html.escape(str(row['message']))}</li>"
    title = html.escape(f"{say('receipt_title')} : {row['name']}")
    verdict = html.escape(say(f"verdict_state_{row['verdict']}"))
    return (
        f"<!DOCTYPE html>\n<html lang='{context.language}'><head><meta charset='utf-8'><title>{title}</title>"
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1><p><strong>{verdict}</strong></p>"
        f"<table>{rows}</table><ul>{items}</ul></body></html>\n"
    )
