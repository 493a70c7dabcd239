"""Parcels and addresses of the commune, in the shape of the national registers (PCI by Etalab, BAN)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from pyproj import Transformer

from .geopackage import write_polygons
from .town import (
    BLOCK,
    COLUMNS,
    COMMUNE_CODE,
    COMMUNE_NAME,
    EPSG,
    cell_corner,
    house_number,
    street_code,
    street_name,
)

PARCEL_LAYER = "parcelles"
POSTCODE = "00000"
LAMBERT_93, WGS_84 = 2154, 4326
#: Columns of the BAN's CSV that the commune fills.
BAN_COLUMNS = (
    *("id", "id_fantoir", "numero", "rep", "nom_voie", "code_postal", "code_insee", "nom_commune", "x", "y", "lon"),
    *("lat", "type_position", "source_position", "source_nom_voie", "certification_commune", "cad_parcelles"),
)


def _houses(rows: int) -> list[tuple[int, int, int, bool]]:
    """Each house as (column, row, rank along the street, north side)."""
    return [
        (column, row, rank, north)
        for row in range(rows)
        for column in range(COLUMNS)
        for rank in range(3)
        for north in (False, True)
    ]


def _parcel_id(number: int) -> str:
    """14 characters: commune, prefix, section, number."""
    return f"{COMMUNE_CODE}0000A{number:04d}"


def write_parcels(path: Path, rows: int) -> int:
    """Write one parcel a house; return how many."""
    rings, records = [], []
    for number, (column, row, rank, north) in enumerate(_houses(rows), start=1):
        low = cell_corner(column, row) + np.array([BLOCK[0] / 3 * rank, BLOCK[1] / 2 if north else 0.0])
        width, depth = BLOCK[0] / 3, BLOCK[1] / 2
        rings.append(low + np.array([(0, 0), (width, 0), (width, depth), (0, depth), (0, 0)]))
        records.append(
            {
                "id": _parcel_id(number),
                "commune": COMMUNE_CODE,
                "prefixe": "000",
                "section": "A",
                "numero": str(number),
                "contenance": int(width * depth),
                "arpente": False,
                "created": "2019-01-01",
                "updated": "2023-01-01",
            }
        )
    write_polygons(path, PARCEL_LAYER, rings, records, EPSG)
    return len(records)


def write_addresses(path: Path, rows: int) -> int:
    """Write one address a house as the BAN does; return how many."""
    houses = _houses(rows)
    doors = np.array(
        [
            cell_corner(column, row) + (8.0 + 15.0 * rank, BLOCK[1] - 1.0 if north else 1.0)
            for column, row, rank, north in houses
        ]
    )
    plane = np.column_stack(Transformer.from_crs(EPSG, LAMBERT_93, always_xy=True).transform(*doors.T))
    globe = np.column_stack(Transformer.from_crs(EPSG, WGS_84, always_xy=True).transform(*doors.T))
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, BAN_COLUMNS, delimiter=";", lineterminator="\n")
        writer.writeheader()
        for order, (column, row, rank, north) in enumerate(houses):
            street = row + (1 if north else 0)
            number = house_number(column, rank) + (1 if north else 0)
            writer.writerow(
                {
                    "id": f"{street_code(street)}_{number:05d}",
                    "id_fantoir": street_code(street),
                    "numero": number,
                    "rep": "",
                    "nom_voie": street_name(street),
                    "code_postal": POSTCODE,
                    "code_insee": COMMUNE_CODE,
                    "nom_commune": COMMUNE_NAME,
                    "x": f"{plane[order, 0]:.2f}",
                    "y": f"{plane[order, 1]:.2f}",
                    "lon": f"{globe[order, 0]:.6f}",
                    "lat": f"{globe[order, 1]:.6f}",
                    "type_position": "entrée",
                    "source_position": "commune",
                    "source_nom_voie": "commune",
                    "certification_commune": 1,
                    "cad_parcelles": _parcel_id(order + 1),
                }
            )
    return len(houses)
