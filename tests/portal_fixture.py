"""A small base and its territory file, made with fixed values, for the tests of publication.

Runs in the engine's environment: ``python -m tests.portal_fixture FOLDER`` makes both and extracts the portals.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from pyproj import Transformer

from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.formats import sql
from mutualgeo_plugin.engine.formats.geopackage import blob, connect, create_container, create_feature_table
from mutualgeo_plugin.engine.geometry.wkb import encode
from mutualgeo_plugin.engine.model.pcrs import CLASSES
from mutualgeo_plugin.engine.store.lots import LotRecord
from mutualgeo_plugin.engine.store.store import Store, open_for_writing
from tests.engine.run import run_values

EPSG = 3946
X, Y = 1846400.0, 5181600.0
#: Stands in a column that no portal lists: no published byte may hold it.
CANARY = "Canari-Personnel-7431"
PLANTED = {"limites": 12, "arbres": 5, "affleurants": 3, "affleurants_point": 4, "textes": 1, "eau": 6}

_HEAD = ("uid", "lot_id", "ord", "state", "gml_id")

TERRITORY = """
[territory]
name = "Val d'Exemple"
code = "200000000"
crs = "EPSG:3946"
store = "store.gpkg"
[[communes]]
code = "00001"
name = "Exemple-sur-Plan"
[[networks]]
name = "eau"
theme = "AEP"
path = "networks.gpkg"
layer = "eau"
[[portals]]
code = "200000000"
name = "Val d'Exemple"
title = "Plan <script>alert(1)</script> & rues"
abstract = "Le plan de corps de rue simplifié ]]> du Val d'Exemple."
contact_organisation = "Val d'Exemple, service des plans"
contact_email = "plans@exemple.fr"
licence = "Licence Ouverte 2.0"
fees = "Gratuit"
colours = {primary = "#1F4E79", accent = "#E08A1E"}
  [[portals.layers]]
  source = "AffleurantPCRS"
  name = "affleurants"
  title = "Affleurants de réseau"
  columns = ["reseau", "nature"]
  [[portals.layers]]
  source = "HabillageTextePCRS"
  name = "textes"
  title = "Textes"
  columns = ["libelle", "angleRotation", "justification", "taille"]
  [[portals.layers]]
  source = "ArbrePCRS"
  name = "arbres"
  title = "Arbres"
  columns = ["dateLeve"]
  [[portals.layers]]
  source = "networks.eau"
  name = "eau"
  title = "Réseau d'eau"
  columns = ["materiau", "diametre"]
  [[portals.layers]]
  source = "LimiteVoiriePCRS"
  name = "limites"
  title = "Limites de voirie"
  columns = ["dateLeve", "thematique"]
[[portals]]
code = "2A004"
name = "Autre commune"
title = "Autre plan"
contact_organisation = "Autre commune"
  [[portals.layers]]
  source = "ArbrePCRS"
  name = "arbres"
  title = "Arbres de l'autre"
  columns = []
"""


def _line(*points: tuple[float, float, float]) -> tuple[str, np.ndarray]:
    return "line", np.array(points)


def _box(x: float, y: float, size: float) -> tuple[str, list[tuple[str, np.ndarray]]]:
    corners = ((x, y, 1.0), (x + size, y, 1.0), (x + size, y + size, 1.0), (x, y + size, 1.0), (x, y, 1.0))
    return "polygon", [_line(*corners)]


def _arc(x: float, y: float) -> tuple[str, list[tuple[str, np.ndarray]]]:
    bend = ("arc", np.array(((x, y, 2.0), (x + 5, y + 5, 2.0), (x + 10, y, 2.0))))
    return "compound", [_line((x - 40, y, 2.0), (x, y, 2.0)), bend]


def make_store(path: Path) -> None:
    """Base of a few classes; one LimiteVoirie in four is superseded, half of the others have an arc."""
    with open_for_writing(path, job="receivelot", context=Context(), crs=EPSG) as store, store.transaction():
        lot = LotRecord("lot", "lot.gml", "0" * 64, 1, "2024-05-01T00:00:00Z", EPSG, EPSG, objects=29)
        store._connection.execute(sql.insert("lot", list(vars(lot))), list(vars(lot).values()))
        fill(store, "LimiteVoiriePCRS", (), [_arc(X, Y + 2 * i) for i in range(12)])
        fill(store, "LimiteVoiriePCRS", (), [_arc(X, Y + 3 * i) for i in range(4)], state="superseded")
        trees = [("point", np.array([(X + 4 * i, Y + 30, 1.0)])) for i in range(5)]
        fill(store, "ArbrePCRS", ("reference",), trees, values=("R",))
        own = ("gestionnaire", "nature", "reseau")
        surfaces = [_box(X + 3 * i, Y + 34, 2) for i in range(3)]
        fill(store, "AffleurantPCRS", own, surfaces, values=(CANARY, "03", "AEP"))
        points = [("point", np.array([(X + 3 * i, Y + 40, 1.0)])) for i in range(4)]
        fill(store, "AffleurantPCRS", own, points, values=(CANARY, "04", "GAZ"), mark="point")
        text = ("libelle", "angleRotation", "justification", "taille")
        fill(store, "HabillageTextePCRS", text, [("point", np.array([(X, Y + 45, 0.0)]))],
             values=("rue de l’Œuvre", "10", "C", "1"))  # fmt: skip


def fill(store: Store, table: str, own: tuple[str, ...], shapes: list, *, values: tuple[str, ...] = (),
         state: str = "current", mark: str = "") -> None:  # fmt: skip
    """Add objects to a class table, each with a canary where its class has a producer."""
    store.ensure_class(CLASSES[table])
    said = {"dateLeve": "2024-05-01", "thematique": "03", "producteur": CANARY, **dict(zip(own, values, strict=True))}
    kept = [column for column in said if column in CLASSES[table].columns]
    identifier = CLASSES[table].identifier
    names = ("geom", *_HEAD, *kept, *filter(None, [identifier]))
    for rank, shape in enumerate(shapes):
        head = (f"{table}-{state}{mark}-{rank}", 1, rank, state, f"gml_{rank}")
        row = (blob(encode(shape), EPSG, None), *head, *(said[column] for column in kept))
        store._connection.execute(sql.insert(table, names), (*row, *([f"ido_{rank}"] if identifier else [])))


def make_network(path: Path) -> None:
    """A water network in Lambert-93 with a personal column."""
    connection = connect(path)
    connection.execute("BEGIN")
    create_container(connection, 2154)
    columns = (("materiau", "TEXT"), ("diametre", "INTEGER"), ("abonne", "TEXT"))
    create_feature_table(connection, "eau", columns, "LINESTRING", 2154)
    x, y = Transformer.from_crs(EPSG, 2154, always_xy=True).transform(X, Y)
    for rank in range(PLANTED["eau"]):
        line = _line((x + rank, y, 0.0), (x + 20 + rank, y + 40, 0.0))
        row = (blob(encode(line), 2154, None), "fonte", 60 + rank, CANARY)
        connection.execute(sql.insert("eau", ("geom", "materiau", "diametre", "abonne")), row)
    connection.execute("COMMIT")
    connection.close()


def make_territory(folder: Path, text: str = TERRITORY) -> Path:
    """Base, network and territory file in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    make_store(folder / "store.gpkg")
    make_network(folder / "networks.gpkg")
    path = folder / "territoire.toml"
    path.write_text(text, encoding="utf-8")
    return path


def main() -> None:
    folder = Path(sys.argv[1])
    territory = make_territory(folder) if not (folder / "store.gpkg").exists() else folder / "territoire.toml"
    run_values("extractportal", {"TERRITORY": str(territory), "PORTAL": str(folder / "portal")}, Context())


if __name__ == "__main__":
    main()
