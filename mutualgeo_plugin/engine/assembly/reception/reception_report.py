"""What a reception says of each lot: messages, rows of the report, figures, receipts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from ...context import MEASURES, Context, Json
from ...model.crs import LEGAL_CRS
from ...model.errors import EngineError
from ...store.lots import LotRecord
from .lot_reader import Read
from .precision_effect import count_finer
from .receipt import write_receipt
from .verdict import REFUSED, RESERVES, Sentences, Verdict


def remarks(verdict: Verdict, language: str) -> list[Json]:
    """Remarks of a verdict as rows."""
    return [
        {
            "rule": remark.rule,
            "refuses": remark.refuses,
            "count": remark.count,
            "what": remark.phrase.text(language),
            "mend": remark.mend.text(language),
        }
        for remark in verdict.remarks
    ]


def note_verdict(lot: LotRecord, verdict: Verdict, read: Read, language: str) -> None:
    """Put the verdict, and what the operation does to precision, into the lot's row of the store."""
    lot.verdict = verdict.state
    if verdict.remarks:
        lot.reserves = json.dumps(remarks(verdict, language), ensure_ascii=False)
    if lot.operation_accuracy:
        effect = count_finer(read.stagings, list(read.census.objects), lot.operation_accuracy)
        if effect:
            lot.precision_effect = json.dumps(effect)


def report_lot(context: Context, lot: LotRecord, read: Read, verdict: Verdict, receipts: Path | None) -> None:
    """Say what was received, and add it to the report's figures."""
    census = read.census
    context.info("lot_received", name=lot.name, objects=lot.objects, arcs=lot.arcs, vertices_z=lot.vertices_z)
    if lot.operation:
        context.warning(
            "lot_transformed",
            name=lot.name,
            source=f"EPSG:{lot.source_crs}",
            target=f"EPSG:{lot.store_crs}",
            operation=lot.operation,
            accuracy=f"{lot.operation_accuracy:g}",
        )
    if read.placement.swapped:
        context.warning("gml_axes_swapped", crs=read.head.srs or f"EPSG:{lot.source_crs}")
    if census.unknown_elements:
        elements = ", ".join(f"{k} ({n})" for k, n in sorted(census.unknown_elements.items()))
        context.warning("lot_unknown_elements", name=lot.name, elements=elements)
    if census.empty_geometries:
        context.warning("lot_without_geometry", name=lot.name, count=census.empty_geometries)
    for name, encoding in read.applied.unread.encodings.items() if read.applied else ():
        encoding.tell(context, name)
    if read.applied and (replaced := read.applied.unread.replaced_texts):
        context.warning(
            "text_replaced", name=lot.name, count=replaced.total(), first=read.applied.unread.first_replaced or "-",
            fields=", ".join(f"{field} ({n})" for field, n in sorted(replaced.items())),
        )  # fmt: skip
    for name, units in read.applied.unread.belied.items() if read.applied else ():
        context.warning("dxf_units_belied", path=name, units=units, crs=f"EPSG:{lot.source_crs}")
    _tell_precision(context, lot)
    _tell_mapping(context, lot, read)
    if verdict.state == RESERVES:
        said = Sentences([phrase for r in verdict.remarks for phrase in (r.phrase, r.mend)])
        context.warning("lot_reserves", name=lot.name, reserves=said.text(context.language))
    _count(context, lot, read)
    row = _row(context, lot, read, verdict)
    if receipts is not None:
        row["receipt"] = write_receipt(receipts, row, context)
    context.report["lots"].append(row)


def tell_refusal(
    context: Context,
    lot: tuple[str, str, str | None],
    error: EngineError,
    verdict: Verdict | None,
    receipts: Path | None,
) -> str:
    """Leave a receipt of a lot (name, file, hash) that was refused: what, why, how to mend. Returns the reason."""
    name, source, digest = lot
    reason = error.text(context.language)
    context.error("lot_refused", name=name, reason=reason)
    row: Json = {
        "name": name,
        "file": source,
        **({"sha256": digest} if digest else {}),
        "status": "refused",
        "verdict": REFUSED,
        "code": error.code,
        "message": reason,
        "remarks": remarks(verdict, context.language) if verdict else [],
    }
    if receipts is not None:
        row["receipt"] = write_receipt(receipts, row, context)
    context.report["lots"].append(row)
    return reason


def _tell_precision(context: Context, lot: LotRecord) -> None:
    if not lot.precision_effect:
        return
    effect = json.loads(lot.precision_effect)
    context.warning(
        "lot_precision_effect",
        name=lot.name,
        accuracy=f"{lot.operation_accuracy:g}",
        count=sum(effect.values()),
        classes=", ".join(effect),
    )


def _tell_mapping(context: Context, lot: LotRecord, read: Read) -> None:
    applied = read.applied
    if applied is None:
        return
    context.warning(
        "mapping_applied",
        name=lot.name,
        features=applied.features,
        profile=lot.profile,
        constants=applied.constants.total(),
        recoded=applied.recoded.total(),
        left_out=applied.omissions(),
    )


def _count(context: Context, lot: LotRecord, read: Read) -> None:
    counts = Counter(context.report["counts"]["in"]) + read.census.objects
    context.report["counts"]["in"] = dict(sorted(counts.items()))
    for key in MEASURES:
        value = getattr(lot, key)
        figures = context.report[key]
        figures["in"] += value
        figures["out"] += value  # counted again in the store before the lot was committed, see store/lots.py


def _row(context: Context, lot: LotRecord, read: Read, verdict: Verdict) -> Json:
    row: Json = {
        "name": lot.name,
        "file": lot.file,
        "sha256": lot.sha256,
        "status": "received",
        "producers": lot.producers,
        "crs": f"EPSG:{lot.source_crs}",
        "crs_name": LEGAL_CRS[lot.source_crs].name,
        "operation": lot.operation,
        "objects": dict(sorted(read.census.objects.items())),
        "arcs": lot.arcs,
        "vertices": lot.vertices,
        "vertices_z": lot.vertices_z,
        "vertical_datum": lot.vertical_datum,
        "verdict": verdict.state,
        "remarks": remarks(verdict, context.language),
    }
    if lot.precision_effect:
        row["precision_effect"] = json.loads(lot.precision_effect)
    if read.applied is not None:
        row["mapping"] = {"profile": lot.profile, **read.applied.as_json()}
    return row
