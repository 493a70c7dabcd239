"""Proposals as a GeoPackage: drawings before and after, and a table of texts before and after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...formats.layer_file import LayerFile, write_layers
from ...model.fixes import DROP, GEOMETRY
from ...model.messages import render
from .proposal import Proposal

BEFORE, AFTER, VALUES = LAYERS = ("fix_before", "fix_after", "fix_values")

_COMMON = (
    ("check_id", "TEXT NOT NULL"), ("title", "TEXT"), ("kind", "TEXT NOT NULL"), ("confidence", "TEXT NOT NULL"),
    ("state", "TEXT NOT NULL"), ("reason", "TEXT"), ("class", "TEXT"), ("gml_id", "TEXT"), ("uid", "TEXT"),
)  # fmt: skip
_DRAWN = (*_COMMON, ("dropped", "INTEGER"), ("straightened", "INTEGER"), ("competitor", "TEXT"))
_VALUES = (
    *_COMMON, ("attribute", "TEXT"), ("before", "TEXT"), ("after", "TEXT"), ("algorithm", "TEXT"), ("about", "TEXT"),
    ("x", "REAL"), ("y", "REAL"),
)  # fmt: skip

#: What has become of a proposal.
PROPOSED, APPLIED, LEFT_OUT = "proposed", "applied", "left out"


def write_proposals(
    path: Path, proposals: Sequence[tuple[Proposal, str]], *, crs: int, date: str, language: str
) -> None:
    """Write proposals with what has become of each.

    An object that is put aside stands in the layer before alone; what is no drawing (attributes, links, algorithms to
    run) stands in the table.
    """
    drawn = [(p, state) for p, state in proposals if p.kind in (GEOMETRY, DROP)]
    others = [(p, state) for p, state in proposals if p.kind not in (GEOMETRY, DROP)]
    layers = [
        LayerFile(
            BEFORE, "GEOMETRY", _DRAWN, [(p.thing and p.thing.wkb, *_drawing_columns(p, s, language)) for p, s in drawn]
        ),
        LayerFile(
            AFTER,
            "GEOMETRY",
            _DRAWN,
            [(p.wkb, *_drawing_columns(p, s, language)) for p, s in drawn if p.kind == GEOMETRY],
        ),
        LayerFile(VALUES, "", _VALUES, [_value(p, s, language) for p, s in others]),
    ]
    write_layers(path, layers, crs=crs, date=date)


def _common_columns(proposal: Proposal, state: str, language: str) -> tuple[object, ...]:
    thing = proposal.thing
    return (
        proposal.check, render(f"title_{proposal.check}", {}, language), proposal.kind, proposal.confidence, state,
        proposal.text(language), proposal.feature_class or None, thing and thing.gml_id, thing and thing.uid,
    )  # fmt: skip


def _drawing_columns(proposal: Proposal, state: str, language: str) -> tuple[object, ...]:
    edit = proposal.edit
    return (
        *_common_columns(proposal, state, language),
        edit and edit.dropped,
        edit and edit.straightened,
        proposal.competitor,
    )


def _value(proposal: Proposal, state: str, language: str) -> tuple[object, ...]:
    x, y = (None if v != v else v for v in proposal.place)
    about = proposal.fields.get("lot")
    return (
        *_common_columns(proposal, state, language),
        proposal.column,
        proposal.before,
        proposal.after,
        proposal.algorithm,
        None if about is None else str(about),
        x,
        y,
    )
