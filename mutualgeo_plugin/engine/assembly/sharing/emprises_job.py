"""Job ``makeemprises``: EmpriseEchangePCRS geometries by grid, commune, couloir or survey operation."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ... import parameters as take
from ...context import Context, Json, Result
from ...formats.layer import read_shapes
from ...formats.layer_file import LayerFile, write_layers
from ...geometry.tangles import valid_areas
from ...model.pcrs import EMPRISE
from ...store.store import Store, open_store
from ..export.masks import corridors, unique_slugs
from .emprises import Emprise, drawn_objects, emprises_with_counts, grid, operations

_COLUMNS = (
    ("gml_id", "TEXT NOT NULL"),
    ("fournisseur", "TEXT NOT NULL"),
    ("datePublication", "TEXT NOT NULL"),
    ("complement", "TEXT"),
    ("type", "TEXT"),
    ("idEmprise", "TEXT NOT NULL"),
    ("objects", "INTEGER NOT NULL"),
)


def run(parameters: Json, context: Context) -> Result:
    """Make emprises.

    Parameters: STORE; KIND (grid, commune, corridor, operation); SIZE of the grid in metres; LAYER (communes or
    axes), FIELD (one emprise for each of its values), WIDTH and SIDE_STREET of couloirs in metres; KEEP_EMPTY (also
    those without objects); OUTPUT (GeoPackage).
    """
    kind = take.text(parameters, "KIND")
    output = take.path(parameters, "OUTPUT")
    with open_store(take.path(parameters, "STORE")) as store:
        objects, _ = drawn_objects(store)
        context.progress(30)
        made = emprises_with_counts(_zones(store, kind, objects, parameters), objects)
        kept = [e for e in made if e.objects or take.flag(parameters, "KEEP_EMPTY")]
        code = store.info("territory_code") or "PCRS"
        supplier = store.info("territory_name") or "; ".join(
            sorted({p for lot in store.lots() for p in str(lot["producers"] or "").split("; ") if p})
        )
        identifiers = [f"{code}-{slug}" for slug in unique_slugs(e.name for e in kept)]
        day = context.now[:10]
        rows = [_row(e, kind, i, supplier or "-", day) for e, i in zip(kept, identifiers, strict=True)]
        write_layers(output, [LayerFile(EMPRISE, "MULTIPOLYGON", _COLUMNS, rows)], crs=store.crs, date=context.now[:10])
    context.info("emprises_made", count=len(kept), empty=len(made) - len(kept))
    context.report["emprises"] = [
        {"name": e.name, "objects": e.objects, "area": round(e.polygon.area, 2)} for e in kept
    ]
    return Result("done", {"OUTPUT": str(output), "EMPRISES": len(kept)})


def _zones(store: Store, kind: str, objects: NDArray[np.object_], parameters: Json) -> dict[str, shapely.Geometry]:
    if kind == "grid":
        return grid(objects, take.number(parameters, "SIZE"))
    if kind == "operation":
        return operations(store, store.lots())
    field = take.optional_text(parameters, "FIELD")
    layer = read_shapes(
        take.text(parameters, "LAYER"), store.crs, "line" if kind == "corridor" else "polygon", [field] if field else []
    )
    if kind == "corridor":
        return corridors(layer, field, parameters)
    valid = valid_areas(layer.geometry)
    return {name: shapely.union_all(valid[rows]) for name, rows in layer.groups(field).items()}


def _row(emprise: Emprise, kind: str, identifier: str, supplier: str, date: str) -> tuple[object, ...]:
    return (
        emprise.polygon, f"EMPRISE-{identifier}", supplier, date, emprise.name, kind, identifier, emprise.objects
    )  # fmt: skip
