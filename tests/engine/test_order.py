"""Small random bases: whatever the order of lots, and whether assembled once or after each, the base is the same."""

from __future__ import annotations

import itertools
import random

import pytest

from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.run import run

CODES = ["002", "005", "005", "010", "040", "999"]


def things(rng: random.Random, lot: str) -> list[str]:
    """Objects of a lot: kerbs and trees around the same few places, off by centimetres, some cut at x = 40."""
    found = []
    for rank in range(8):
        own = {
            "precisionPlanimetrique": rng.choice(CODES),
            "idObjet": f"o{rng.choice([rank, rank, rank + 1, 99])}",
            "dateLeve": rng.choice(["2018-05-01", "2020-05-01", "2022-05-01"]),
            "producteur": rng.choice(["P", "P", "Q"]),
        }
        y = 3 * rng.randrange(5) + rng.uniform(-0.09, 0.09)
        name = f"{lot}{rank}"
        if rank % 4 == 3:
            found.append(s.tree(name, 5 + rng.uniform(-0.1, 0.1), y, **own))
        else:
            x = rng.choice([10, 10, 20])
            found.append(s.kerb(name, (x, y), (rng.choice([30, 40, 40]), y + rng.uniform(-0.02, 0.02)), **own))
    return found


def states(store) -> dict[str, tuple[str, str]]:
    with open_store(store) as base:
        return {
            uid: (gml_id, state)
            for name in base.class_names()
            for uid, gml_id, state in base._connection.execute(f'SELECT uid, gml_id, state FROM "{name}"')
            if state == "current" or not uid.startswith("derived-")
        }


def lines(store) -> int:
    with open_store(store) as base:
        return base._connection.execute("SELECT COUNT(*) FROM lineage").fetchone()[0]


def assembled(folder, store, *lots) -> dict[str, tuple[str, str]]:
    received = run(folder, "receivelot", INPUT=list(lots), STORE=store, RECEPTION="reception_ouverte")
    assert received.exit == 0, received.texts()
    ran = run(folder, "assemblebase", STORE=store)
    assert ran.exit == 0, ran.texts()
    return states(store)


@pytest.mark.parametrize("seed", range(8))
def test_any_order(tmp_path, seed):
    rng = random.Random(seed)
    lots = [
        s.write(tmp_path / f"{name}.gml", s.emprise(f"e{name}", x, -5, x + 40, 20), *things(rng, name))
        for name, x in (("A", 0), ("B", 0), ("C", 0))
    ]
    # a neighbour of the same survey, whose lines go on where others end at x = 40
    after = [s.kerb(f"N{y}", (40, y), (50, y + 0.5), precisionPlanimetrique="005") for y in range(0, 15, 3)]
    lots.append(s.write(tmp_path / "N.gml", s.emprise("eN", 40, -5, 80, 20), *after))
    once = assembled(tmp_path, tmp_path / "once.gpkg", *lots)
    before = lines(tmp_path / "once.gpkg")
    assert run(tmp_path, "assemblebase", STORE=tmp_path / "once.gpkg").exit == 0
    assert (states(tmp_path / "once.gpkg"), lines(tmp_path / "once.gpkg")) == (once, before)
    for number, order in enumerate(itertools.islice(itertools.permutations(lots), seed, 24, 5)):
        store = tmp_path / f"{number}.gpkg"
        for lot in order:
            found = assembled(tmp_path, store, lot)
        assert found == once, [path.stem for path in order]
