"""Runs killed at seeded moments: the base is the state before or after, and the next run finishes the work.

``MUTUALGEO_KILLS`` says how many; ``make soak`` takes 50.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.jobs import run_job
from tests.engine import small_lot as s
from tests.engine.commits import dump
from tests.engine.killing import kill_group, killed_at_sync, start
from tests.engine.overlap_truth import plant
from tests.engine.run import run

KILLS = int(os.environ.get("MUTUALGEO_KILLS", "5"))
NOW = "2024-06-01T08:00:00Z"

#: Jobs that write, with their parameters; NEW and UPDATE stand for lots that are not in the base yet.
JOBS = {
    "receivelot": {"INPUT": ["NEW"]},
    "mergetiles": {},
    "edgematch": {"APPLY": True},
    "assemblebase": {},
    "updatebase": {"LOT": "update"},
    "updatebase INPUT": {"INPUT": "UPDATE"},
    "removelot": {"LOT": "P1", "REASON": "test"},
    "maintainstore": {"ACTION": "compact"},
}


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    """A base with tiles to merge, edges to match, versions to rank, an update to apply; and a lot yet to come."""
    folder = tmp_path_factory.mktemp("soak")
    lots = plant(folder, cells=60).lots
    y = -100
    for k in range(2):
        kerbs = [s.kerb(f"k{i}", (10 * k, y + i), (10 * k + 10, y + i)) for i in range(1, 9)]
        lots.append(s.write(folder / f"tile{k}.gml", s.emprise(f"t{k}", 10 * k, y, 10 * k + 10, y + 10), *kerbs))
    for k, (producer, code) in enumerate((("A", "005"), ("B", "010"))):
        own = {"producteur": producer, "precisionPlanimetrique": code}
        kerbs = [
            s.kerb(f"e{i}", (10 * k + 0.02 * k, y + 20 + i), (10 * k + 10, y + 20.01 + i), **own) for i in range(1, 9)
        ]
        frame = s.emprise(f"f{k}", 10 * k, y + 20, 10 * k + 10, y + 30)
        lots.append(s.write(folder / f"edge{k}.gml", frame, *kerbs))
    for name, shift in (("old", 0.0), ("update", 0.5)):
        trees = [s.tree(f"{name}{i}", 2 * i + shift * (i % 2), y + 45) for i in range(10)]
        lots.append(s.write(folder / f"{name}.gml", s.emprise(name, 0, y + 40, 40, y + 50), *trees))
    received = run(folder, "receivelot", INPUT=lots, STORE=folder / "base.gpkg", RECEPTION="reception_ouverte")
    assert received.exit == 0, received.texts()
    s.write(folder / "new.gml", *(s.tree(f"n{i}", i, y + 60) for i in range(400)))
    fresh = [s.tree(f"fresh{i}", 2 * i + 0.8 * (i % 3), y + 45) for i in range(1, 12)]
    s.write(folder / "fresh.gml", s.emprise("fresh", 0, y + 40, 40, y + 50), *fresh)
    return folder / "base.gpkg"


def request(folder: Path, job: str, store: Path, new: Path) -> Path:
    text = json.dumps(JOBS[job]).replace("NEW", str(new)).replace("UPDATE", str(new.with_name("fresh.gml")))
    parameters, name = json.loads(text), job.partition(" ")[0]
    path = folder / "job.json"
    path.write_text(json.dumps({"job": name, "parameters": {**parameters, "STORE": str(store)}, "now": NOW}))
    return path


@pytest.fixture(scope="module")
def undisturbed(base, tmp_path_factory):
    """For each job the states before and after it, which a kill may leave, and how long it takes."""
    known = {}

    def of(job: str):
        if job not in known:
            folder = tmp_path_factory.mktemp(job)
            store = shutil.copy(base, folder / "store.gpkg")
            begun = time.monotonic()
            assert run_job(request(folder, job, store, base.with_name("new.gml")), lambda event: None) == 0
            known[job] = (dump(base), dump(store)), time.monotonic() - begun
        return known[job]

    return of


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed(tmp_path, base, undisturbed, engine_python, seed):
    chance = random.Random(seed)
    job = chance.choice(list(JOBS))
    states, duration = undisturbed(job)
    assert job == "maintainstore" or states[0] != states[-1]
    store = tmp_path / "store.gpkg"
    asked = request(tmp_path, job, store, base.with_name("new.gml"))
    rank, delay = chance.randint(1, 12), chance.uniform(0.3, 1.0) + chance.random() * duration
    while True:
        shutil.copy(base, store)
        process = start(engine_python, asked, *(killed_at_sync(rank, tmp_path / "trace") if seed % 2 else ()))
        if seed % 2:
            process.communicate(timeout=60)
        else:
            time.sleep(delay)
            kill_group(process)
        if process.returncode:
            break
        rank, delay = max(1, rank // 2), delay / 2  # it had ended: kill it earlier
    found = dump(store)
    assert found in states, f"{job}: neither the state before nor after"
    assert run_job(asked, lambda event: None) == 0, "what was done already is no error either"
    assert dump(store) == states[-1]
    moment = "before" if found == states[0] else "after"
    print(f"seed {seed}: {job}, killed {'inside COMMIT' if seed % 2 else 'at random'}: the state {moment}")
