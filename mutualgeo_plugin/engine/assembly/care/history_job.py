"""Job ``basehistory``: the story of one object, of a lot's objects or of all, as CSV or JSON."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from ... import parameters as take
from ...context import Context, Json, Result
from ...model.errors import EngineError
from ...model.legibility import csv_cell, json_text
from ...outputs import temporary_output
from ...store.history import Story, object_histories, resolve_moment
from ...store.store import open_store

#: Columns of the lot that a story names.
_LOT = ("name", "file", "sha256", "producers", "received")
_HEAD = ("uid", "class", "gml_id", "source_id", "state", "state_then")
_EVENT = ("happened", "job", "run_id", "action", "state_from", "state_to", "competitor", "detail")


def run(parameters: Json, context: Context) -> Result:
    """Tell the history.

    Parameters: STORE, UID or LOT (else all objects), ASOF (a moment: what came later is left out), OUTPUT (.csv, a
    line for each event, or .json).
    """
    output = take.path(parameters, "OUTPUT")
    uid, lot_name, asof = (take.optional_text(parameters, name) for name in ("UID", "LOT", "ASOF"))
    with open_store(take.path(parameters, "STORE")) as store:
        past = resolve_moment(store, asof) if asof else None
        lot_id = int(store.find_lot(lot_name, kind=None)["lot_id"]) if lot_name else None
        told = _Counted(object_histories(store, uid=uid, lot_id=lot_id, past=past))
        _write(output, told, uid)
        context.report_unchanged(told.classes, store.measures())
    context.info("history_told", objects=told.objects, events=told.events)
    return Result("done", {"OUTPUT": str(output), "OBJECTS": told.objects, "EVENTS": told.events})


class _Counted:
    """Stories, counted while they pass."""

    def __init__(self, told: Iterable[Story]) -> None:
        self._told = told
        self.objects = self.events = 0
        self.classes: dict[str, int] = {}

    def rows(self) -> Iterable[dict[str, Any]]:
        for story in self._told:
            self.objects += 1
            self.events += len(story.events)
            self.classes[story.feature_class] = self.classes.get(story.feature_class, 0) + 1
            head = (story.uid, story.feature_class, story.gml_id, story.source_id, story.state, story.state_then)
            yield {
                **dict(zip(_HEAD, head, strict=True)),
                "lot": {key: story.lot[key] for key in _LOT},
                "events": [{key: event[key] for key in _EVENT} for event in story.events],
            }


def _write(output: Path, told: _Counted, uid: str | None) -> None:
    with temporary_output(output) as temporary:
        with temporary.open("w", encoding="utf-8", newline="") as stream:
            (_write_json if output.suffix.lower() == ".json" else _write_csv)(stream, told)
        if uid and not told.objects:
            raise EngineError("history_object_unknown", uid=uid)


def _write_json(stream: TextIO, told: _Counted) -> None:
    stream.write("[")
    for rank, row in enumerate(told.rows()):
        stream.write(("," if rank else "") + "\n" + json_text(row))
    stream.write("\n]\n")


def _write_csv(stream: TextIO, told: _Counted) -> None:
    table = csv.writer(stream, lineterminator="\n")
    table.writerow([*_HEAD, *(f"lot_{key}" for key in _LOT), *_EVENT])
    for row in told.rows():
        head = [*(row[key] for key in _HEAD), *(row["lot"][key] for key in _LOT)]
        table.writerows(map(csv_cell, [*head, *event.values()]) for event in row["events"] or [dict.fromkeys(_EVENT)])
