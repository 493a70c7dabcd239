"""The demo territory: lots, networks, registers, the territory file that names them, and what is true of them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from . import town
from .defects import plant
from .gml import write_pcrs
from .lots import Record, border_pairs, duplicates, make_lots
from .networks import LAYERS, write_networks
from .registers import PARCEL_LAYER, write_addresses, write_parcels

DEFAULT_SEED = 20240101
#: Metres around the commune within which a lot is still the territory's.
MARGIN = 1000.0
TRUTH_COLUMNS = ("check", "lot", "class", "gml_id", "other_id", "x", "y", "note")

TERRITORY = """\
# Territoire de démonstration : tout y est fictif.
[territory]
name = "Val d'Exemple"
code = "{territory}"
crs = "EPSG:{epsg}"
vertical_datum = "NGF-IGN69"
extent = {extent}
store = "store.gpkg"

[[communes]]
code = "{commune}"
name = "{name}"

[[networks]]
name = "eau_syndicat"
theme = "AEP"
path = "networks.gpkg"
layer = "{ours}"
owner = "Syndicat des eaux d'Exemple"

[[networks]]
name = "eau_concessionnaire"
theme = "AEP"
path = "networks.gpkg"
layer = "{theirs}"
owner = "Concessionnaire d'Exemple"

[[referentials]]
kind = "cadastre"
path = "parcelles.gpkg"
layer = "{parcels}"
date = 2023-01-01

[[referentials]]
kind = "ban"
path = "adresses.csv"
date = 2024-01-01

[[portals]]
code = "{commune}"
name = "{name}"
title = "Plan de corps de rue d'{name}"
abstract = "Plan de corps de rue simplifié et réseau d'eau potable d'une commune fictive."
contact_organisation = "Commune d'{name}"
contact_email = "sig@exemple.invalid"
licence = "Licence Ouverte 2.0"
fees = "Aucun"
access_constraints = "Aucune"
colours = {{primary = "#1F4E79", accent = "#C8551B"}}

[[portals.layers]]
source = "LimiteVoiriePCRS"
name = "limites_voirie"
title = "Limites de voirie"
columns = ["idObjet", "dateLeve", "precisionPlanimetrique", "producteur"]

[[portals.layers]]
source = "FacadePCRS"
name = "facades"
title = "Façades"
columns = ["idObjet", "dateLeve", "precisionPlanimetrique"]

[[portals.layers]]
source = "SeuilPCRS"
name = "seuils"
title = "Seuils"
columns = ["idObjet"]

[[portals.layers]]
source = "ArbrePCRS"
name = "arbres"
title = "Arbres"
columns = ["idObjet", "reference"]

[[portals.layers]]
source = "AffleurantPCRS"
name = "affleurants"
title = "Affleurants de réseaux"
columns = ["idObjet", "nature", "reseau"]

[[portals.layers]]
source = "networks.eau_syndicat"
name = "eau_potable"
title = "Réseau d'eau potable"
columns = ["materiau", "diametre"]
"""


def make_demo(folder: Path, *, seed: int = DEFAULT_SEED, scale: int = 1, defects: bool = True) -> dict[str, Any]:
    """Make the demo territory.

    Parameters
    ----------
    folder : Path
        Made where it is absent; files of an earlier run are replaced.
    seed : int
        Same seed, same bytes.
    scale : int
        Rows of blocks, in threes: about 400 PCRS objects a lot for each.
    defects : bool
        Plant the defects that the truth lists; False for clean lots.

    Returns
    -------
    dict
        The truth, as written to truth.json: ``lots`` (counts per class), ``defects``, ``duplicates`` (pairs that both
        lots hold), ``border_pairs`` (lines cut where the lots meet), ``networks``, ``parcels``, ``addresses``.
    """
    folder = Path(folder)
    (folder / "lots").mkdir(parents=True, exist_ok=True)
    rows = town.ROWS * scale
    town_rng, network_rng = (np.random.default_rng([seed, stream]) for stream in range(2))
    drafts = town.draw(town_rng, rows)
    west, east = make_lots(drafts, rows)
    truth: Record = {"seed": seed, "crs": f"EPSG:{town.EPSG}", "lots": {}}
    truth["duplicates"] = duplicates(drafts, west, east)
    truth["border_pairs"] = border_pairs(drafts, west, east)
    truth["defects"] = plant(west, east, drafts) if defects else []
    for lot in (west, east):
        objects = lot.delivered_objects()
        write_pcrs(folder / "lots" / f"{lot.producer.lot}.gml", objects, encoding=lot.producer.encoding)
        truth["lots"][f"{lot.producer.lot}.gml"] = dict(sorted(Counter(feature.cls for feature in objects).items()))
    _clear(folder / "networks.gpkg", folder / "parcelles.gpkg")
    truth["networks"] = write_networks(folder / "networks.gpkg", network_rng, rows, town.EPSG)
    truth["parcels"] = write_parcels(folder / "parcelles.gpkg", rows)
    truth["addresses"] = write_addresses(folder / "adresses.csv", rows)
    _write_truth(folder, truth)
    _write_territory(folder / "territoire.toml", rows)
    return truth


def _clear(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _write_truth(folder: Path, truth: Record) -> None:
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with open(folder / "truth.csv", "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, TRUTH_COLUMNS, delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(truth["defects"])


def _write_territory(path: Path, rows: int) -> None:
    minx, miny, maxx, maxy = town.extent(rows)
    text = TERRITORY.format(
        territory=town.TERRITORY_CODE,
        epsg=town.EPSG,
        extent=[minx - MARGIN, miny - MARGIN, maxx + MARGIN, maxy + MARGIN],
        commune=town.COMMUNE_CODE,
        name=town.COMMUNE_NAME,
        ours=LAYERS[0],
        theirs=LAYERS[1],
        parcels=PARCEL_LAYER,
    )
    path.write_text(text, encoding="utf-8")
