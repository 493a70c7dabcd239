"""Job ``coverage``: what the lots cover of each commune, as figures and as a layer of holes and overlaps."""

from __future__ import annotations

import shapely

from ... import parameters as take
from ...context import Context, Json, Result
from ...formats.communes import read_communes
from ...formats.layer_file import LayerFile, write_layers
from ...model.export import HOLE_WIDTH
from ...store.store import Store, open_store
from .coverage import Coverage, coverage
from .emprises import lot_emprises

LAYER, COMMUNES_LAYER = "coverage", "commune_coverage"
_COLUMNS = (
    ("kind", "TEXT NOT NULL"),
    ("commune", "TEXT NOT NULL"),
    ("lots", "TEXT"),
    ("area", "REAL NOT NULL"),
    ("width", "REAL NOT NULL"),
)
_COMMUNE_COLUMNS = (
    ("commune", "TEXT NOT NULL"),
    ("area", "REAL NOT NULL"),
    ("covered", "REAL NOT NULL"),
    ("overlapped", "REAL NOT NULL"),
    ("share", "REAL NOT NULL"),
)


def run(parameters: Json, context: Context) -> Result:
    """Measure coverage.

    Parameters: STORE; COMMUNES (polygon layer), FIELD (its field of codes; usual names are found); OUTPUT (GeoPackage
    of holes and overlaps, and of the communes with their covered share).
    """
    output = take.path(parameters, "OUTPUT")
    with open_store(take.path(parameters, "STORE")) as store:
        communes = read_communes(take.text(parameters, "COMMUNES"), store.crs, take.optional_text(parameters, "FIELD"))
        found = coverage(communes, emprises_with_warnings(store, context))
        names = {int(lot["lot_id"]): str(lot["name"]) for lot in store.lots(None)}
        write_layers(
            output,
            [
                LayerFile(LAYER, "MULTIPOLYGON", _COLUMNS, _rows(found, names)),
                LayerFile(COMMUNES_LAYER, "MULTIPOLYGON", _COMMUNE_COLUMNS, _commune_rows(found, communes)),
            ],
            crs=store.crs,
            date=context.now[:10],
        )
    report(found, context)
    holes, overlaps = sum(len(c.holes) for c in found), sum(len(c.overlaps) for c in found)
    status = "done_with_findings" if holes or overlaps else "done"
    return Result(status, {"OUTPUT": str(output), "HOLES": holes, "OVERLAPS": overlaps})


def emprises_with_warnings(store: Store, context: Context) -> dict[int, shapely.Geometry]:
    """Emprises of the lots; those without are told."""
    emprises = lot_emprises(store)
    without = [str(lot["name"]) for lot in store.lots() if int(lot["lot_id"]) not in emprises]
    if without:
        context.warning("no_emprise_lots", count=len(without), lots=", ".join(sorted(without)[:10]))
    return emprises


def _rows(found: list[Coverage], names: dict[int, str]) -> list[tuple[object, ...]]:
    return [
        (
            zone.polygon, zone.kind, zone.commune, "; ".join(sorted(names[lot] for lot in zone.lots)),
            round(zone.area, 3), round(zone.width, 3),
        )
        for commune in found
        for zone in (*commune.holes, *commune.overlaps)
    ]  # fmt: skip


def _commune_rows(found: list[Coverage], communes: dict[str, shapely.Geometry]) -> list[tuple[object, ...]]:
    return [
        (
            communes[c.commune], c.commune, round(c.area, 2), round(c.covered, 2), round(c.overlapped, 2),
            round(c.share, 2),
        )
        for c in found
    ]  # fmt: skip


def report(found: list[Coverage], context: Context) -> None:
    """Figures of each commune, in the report and in one sentence each."""
    context.report["commune_coverage"] = [
        {
            "commune": c.commune,
            "area": round(c.area, 2),
            "covered": round(c.covered, 2),
            "overlapped": round(c.overlapped, 2),
            "holes": len(c.holes),
            "overlaps": len(c.overlaps),
        }
        for c in found
    ]
    for c in found:
        context.info(
            "coverage",
            commune=c.commune,
            covered=f"{c.covered:.0f}",
            area=f"{c.area:.0f}",
            share=f"{c.share:.1f}",
            holes=len(c.holes),
            width=f"{HOLE_WIDTH:g}",
        )
