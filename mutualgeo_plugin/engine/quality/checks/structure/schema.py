"""S1 of the catalogue: the delivered file against the schema of the standard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from lxml import etree

from ....dataset.findings import NOWHERE, Finding, object_label
from ....formats.pcrs.schema_check import Checked, SchemaError, validate
from ....formats.schema_files import load_schema
from ....model.errors import EngineError
from ....model.pcrs import CLASSES
from ....store.objects import find_in_lot
from ...base import NotRun, Reason
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check

#: Sentence of each kind of error, where it is not the kind's own.
_CODES = {"other": "S1"}
#: Sentence of a value of the wrong type, by the end of the type's name.
_TYPES = (
    ("double", "S1_number"),
    ("doubleList", "S1_number"),
    ("decimal", "S1_number"),
    ("float", "S1_number"),
    ("nteger", "S1_whole"),
    (":date", "S1_date"),
    (":dateTime", "S1_date"),
    (":ID", "S1_id"),
    ("TypeType", "S1_open"),
)


@base_check("S1")
def s1_schema_errors(base: StoreBase, profile: Profile) -> list[Finding]:
    """Each delivered PCRS file is valid; lots delivered in another format are not meant."""
    if base.inputs.schemas is None:
        raise NotRun("no_schemas")
    pcrs = {lot for lot, row in base.lot_rows.items() if not row["profile"]}
    if not pcrs:
        raise NotRun("no_pcrs_file")
    delivered = base.delivered_files
    files = {lot: path for lot, path in delivered.files.items() if lot in pcrs}
    if not files:
        why = (
            delivered.missing_files([base.lots[lot] for lot in sorted(pcrs)])
            if delivered.unread
            else Reason("no_files")
        )
        raise NotRun(why.code, **why.fields)
    try:
        schema = load_schema(Path(base.inputs.schemas))
    except EngineError as error:
        raise NotRun(error.code, **error.fields) from error
    left = [base.lots[lot] for lot in sorted(pcrs - files.keys())]
    out: list[Finding] = []
    for lot, path in sorted(files.items()):
        checked = _validate_file(path, schema)
        out += _findings(base, lot, checked)
        if checked.skipped:
            left.append(base.lots[lot])
    if left:
        base.partly["S1"] = delivered.missing_files(left)
    return out


def _validate_file(path: Path, schema: etree.XMLSchema) -> Checked:
    try:
        return validate(path, schema)
    except EngineError as error:
        line = error.fields.get("line")
        detail = str(error.fields.get("detail") or error.code)
        return Checked([SchemaError("other", "", "", "", line if isinstance(line, int) else 1, "", message=detail)])


def _findings(base: StoreBase, lot: int, checked: Checked) -> list[Finding]:
    out = []
    errors = sorted(checked.errors, key=lambda e: e.feature_class)
    for name, group in groupby(errors, key=lambda e: e.feature_class):
        those = list(group)
        known = _known_objects(base, lot, name, those)
        out += [_finding(base, lot, error, *known.get(error.gml_id, (None, NOWHERE))) for error in those]
    more = checked.more.total()
    if more:
        out.append(base.make_lot_finding(lot, "S1_more", "error", count=more, measured=more))
    return out


def _known_objects(
    base: StoreBase, lot: int, name: str, errors: Sequence[SchemaError]
) -> dict[str, tuple[str | None, tuple[float, float]]]:
    """Uid and place of the current objects behind errors, by gml:id."""
    if name not in base.classes:
        return {}
    fids = find_in_lot(base.store, name, lot, {error.gml_id for error in errors})
    part = base.part(name, fids)
    table = part.table(name)
    rows = zip(table["gml_id"], table["uid"], part.places(name).tolist(), strict=True)
    return {gml_id: (uid, (place[0], place[1])) for gml_id, uid, place in rows}


def _finding(base: StoreBase, lot: int, error: SchemaError, uid: str | None, place: tuple[float, float]) -> Finding:
    fields: dict[str, object] = {
        "lot": base.lots[lot],
        "line": error.line,
        "property": "/".join(filter(None, (error.where, error.element))),
        "element": error.element,
        "value": error.value,
        "expected": error.expected or "-",
        "sentence": error.message,
    }
    if error.feature_class:
        fields["object"] = object_label(error.feature_class, error.gml_id or "-")
    else:
        fields["object"] = base.lots[lot]
    producer = base.lot_rows[lot]["producers"] or None
    return Finding(
        _code(error),
        "error",
        error.feature_class if error.feature_class in CLASSES else "",
        (error.gml_id,) if error.gml_id else (),
        (uid,) if uid else (),
        (lot,),
        place,
        producer=producer,
        fields=fields,
    )


def _code(error: SchemaError) -> str:
    """Sentence of an error."""
    if error.kind == "type":
        return next((code for end, code in _TYPES if error.expected.endswith(end)), "S1_type")
    return _CODES.get(error.kind, f"S1_{error.kind}")
