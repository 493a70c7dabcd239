"""The receipt of a lot: verdict, what, why, how to mend, as JSON and as a page to send to the producer."""

from __future__ import annotations

import re
from pathlib import Path

from ...context import Context, Json
from ...model.legibility import json_text
from ...outputs import child_path, safe_file_name, temporary_output
from ...pages import render_template

_NOT_A_NAME = re.compile(r"[^\w.-]+")


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
    name = safe_file_name(_NOT_A_NAME.sub("_", str(row["name"]))[:80] or "lot")
    stem = "_".join(part for part in (name, str(row.get("sha256") or "")[:12]) if part)
    content = {"received": context.now, **row}
    texts = {
        f"{stem}.json": json_text(content, indent=1, sort_keys=True) + "\n",
        f"{stem}.html": _page(row, context),
    }
    written = {child_path(folder, file): text for file, text in texts.items()}
    for path, text in written.items():
        with temporary_output(path) as temporary:
            temporary.write_text(text, "utf-8")
    return [str(path) for path in written]


def _page(row: Json, context: Context) -> str:
    say = context.text
    facts = [("lot", row["name"]), ("file", row["file"]), ("sha256", row.get("sha256")), ("date", context.now)]
    return render_template(
        "assembly/receipt.html",
        language=context.language,
        title=f"{say('receipt_title')} : {row['name']}",
        verdict=say(f"verdict_state_{row['verdict']}"),
        facts=[(say(f"receipt_{key}"), value) for key, value in facts if value],
        remarks=[
            {**remark, "effect": say("receipt_refuses" if remark["refuses"] else "receipt_reserve")}
            for remark in row.get("remarks") or []
        ],
        message=row.get("message"),
    )
