"""What nothing has mended is still found once lots are assembled, on what was made of several lots' objects too."""

from __future__ import annotations

import shutil
from collections import Counter

import geopandas
import pytest

from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.model.edges import MERGED
from mutualgeo_plugin.engine.model.fixes import ATTRIBUTE, SURE
from mutualgeo_plugin.engine.model.pcrs import CLASSES, EMPRISE
from mutualgeo_plugin.engine.quality.check_run import run_checks
from mutualgeo_plugin.engine.quality.fixes.application import apply
from mutualgeo_plugin.engine.quality.fixes.proposal import Proposal
from mutualgeo_plugin.engine.quality.profile import load_profile
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.derived_insertion import Made, insert_derived
from mutualgeo_plugin.engine.store.keys import read_keys
from mutualgeo_plugin.engine.store.originals import derivation, read_originals
from mutualgeo_plugin.engine.store.schema import CURRENT
from mutualgeo_plugin.engine.store.store import open_for_writing, open_store
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.engine.test_quality import NOTHING_MORE, PAIRS, alone

#: Tiles of one survey beside each other, metres wide; the first two and the last two merge.
TILES, WIDTH = 4, 20


def piece(rank, name, y, z=100.0, start=0.0, end=WIDTH, *more, **own):
    """The piece of a kerb that a tile holds; `more` are points after its end."""
    left = WIDTH * rank
    points = [(left + start, y, z), (left + end, y, z), *((left + dx, dy, z) for dx, dy in more)]
    return s.kerb(f"{name}{rank}", *points, idObjet=f"{name}{rank}", **own)


#: Defect → pieces of each tile, and the check that tells it.
PLANTS = {
    "a step": ([piece(k, "a", 3, 100.0 if k < 2 else 100.3) for k in range(TILES)], "E2"),
    "a gap": ([piece(k, "b", 6, 100.0, 0.03 if k == 2 else 0.0) for k in range(TILES)], "E1"),
    "an end": ([piece(k, "c", 9) for k in range(2)], "E3"),
    "a line that leaves its emprise": ([piece(0, "d", 12), piece(1, "d", 12, 100.0, 0.0, 10, (10, 45))], "T4_crossing"),
    "a late date": ([piece(k, "e", 15, dateLeve="2024-05-01") for k in range(2)], "A3_published"),
    "two ends of one lot": (
        [piece(0, "f", 18), piece(1, "f", 18, 100.0, 0.0, 10), piece(1, "g", 18, 100.0, 10.02, 20), piece(2, "g", 18)],
        "G15",
    ),
}


def read_findings(folder, base):
    """Findings: code, place to the metre, and the lots that are named."""
    assert run(folder, "checkquality", INPUT=base, FINDINGS=folder / "f.gpkg").exit == 0
    table = geopandas.read_file(folder / "f.gpkg", layer="findings")
    table = table[~table.geometry.is_empty & table.geometry.notna()]
    places = [(round(p.x - s.X), round(p.y - s.Y)) for p in table.geometry]
    named = [set(lots.split("; ")) for lots in table["lots"]]
    return dict(zip(zip(table["code"], places, strict=True), named, strict=True))


def stands_in(thing, rank):
    """Whether a thing belongs to a tile: its number ends its gml:id."""
    return thing.split('"')[1].endswith(str(rank))


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """Findings of the lots as they came, and of the base that was assembled of them."""
    folder = tmp_path_factory.mktemp("tiles")
    lots = []
    for rank in range(TILES):
        things = [thing for pieces, _ in PLANTS.values() for thing in pieces if stands_in(thing, rank)]
        left = WIDTH * rank
        lots.append(s.write(folder / f"t{rank}.gml", s.emprise(f"e{rank}", left, 0, left + WIDTH, 40), *things))
    base = folder / "s.gpkg"
    assert run(folder, "receivelot", INPUT=lots, STORE=base, RECEPTION="reception_ouverte").exit == 0
    before = read_findings(folder, base)
    ran = run(folder, "assemblebase", STORE=base)
    assert ran.report["outputs"]["MERGED"] == 8, ran.report["outputs"]
    return before, read_findings(folder, base)


@pytest.mark.parametrize("plant", PLANTS)
def test_what_nothing_mended_is_found_again(findings, plant):
    before, after = findings
    code = PLANTS[plant][1]
    found = {key: lots for key, lots in before.items() if key[0] == code}
    again = {key: lots for key, lots in after.items() if key[0] == code}
    if code == "A3_published":  # the two pieces are one object now, of which is said once what was said of both
        assert len(again) == 1 and again.keys() < found.keys()
    else:
        assert found and again.keys() == found.keys()
    for key, lots in again.items():
        assert found[key] <= lots <= {f"t{k}" for k in range(TILES)}


# -- lots of which nothing is left but in what was made of both --------------------------------------------------------


def read_lot_findings(base):
    """Codes of findings on lots, names and surveyed points, each with every lot that one of its findings names."""
    checks = ("S4", "S6", "A4", "G13", "P2", "P3", "T8")
    with open_store(base) as store:
        looked_at = StoreBase(store)
        found = [f for check in checks for f in run_checks(looked_at, alone(check)).findings]
        return {(f.code, looked_at.lots[lot], f.fields.get("count")) for f in found for lot in f.named_lots}


def test_lots_whose_objects_are_all_merged(tmp_path):
    """Ten kerbs that two lots share: what is said of each lot is said as before, of the deliveries' own objects."""
    lots = []
    for rank in range(2):
        kerbs = [
            piece(
                rank, f"k{y}_" if y != 4 else "k3_", 3.0 * y + 0.000015, dateLeve="2001-01-01",
                precisionPlanimetrique="002" if y < 2 else "040",
            )
            for y in range(1, 11)
        ]  # fmt: skip
        kerbs[0] = kerbs[0].replace("<geometrie>", f'<pointLeve xlink:href="#p{rank}"/><geometrie>')
        point = s.point_leve(f"p{rank}", WIDTH * rank + 0.5, 3.0)
        left = WIDTH * rank
        lots.append(s.write(tmp_path / f"t{rank}.gml", s.emprise(f"e{rank}", left, 0, left + WIDTH, 40), point, *kerbs))
    base = tmp_path / "s.gpkg"
    assert run(tmp_path, "receivelot", INPUT=lots, STORE=base, RECEPTION="reception_ouverte").exit == 0
    before = read_lot_findings(base)
    assert {code for code, *_ in before} == {"S4_none", "S6", "S6_gml", "A4", "G13", "P2_best", "P3", "T8"}
    assert run(tmp_path, "assemblebase", STORE=base).report["outputs"]["MERGED"] == 10
    assert read_lot_findings(base) == before


# -- every check -------------------------------------------------------------------------------------------------------

#: Checks whose wrong lots an assembly mends, and how; of all others it mends nothing.
MENDED = {
    "T2": "of the copies of one object the best stays",
    "E4": "a sliver is merged with the line that it goes on",
    "A4": "the trees of old surveys give way to younger versions in the other lot",
    "A6": "objects of the misspelt producer give way to their versions in the other lot",
    "P2": "the trees of the lot give way to those of the better survey",
}


def current_objects(store):
    """Every current object but emprises, whose lists speak of a delivery."""
    for name in store.class_names():
        if name != EMPRISE:
            uids = [key.uid for key in read_keys(store, name, state=CURRENT)]
            yield from read_originals(store, name, uids).values()


def merge_all(store, run_id, context):
    """Each line made anew as a merge makes it, all in one derived lot."""
    lines = [
        thing
        for thing in current_objects(store)
        if CLASSES[thing.feature_class].family in ("vecteur", "habillage")
        and CLASSES[thing.feature_class].geometry in ("curve", "multicurve")
    ]
    made = [Made(thing.feature_class, derivation([thing], MERGED, thing.wkb), [thing]) for thing in lines]
    insert_derived(store, made, run_id, context, name=MERGED)


def fix_all(store, run_id, context):
    """Each object made anew as a fix makes it, by one that writes what is there: a derived lot for each delivery."""
    same = []
    for thing in current_objects(store):
        for column in CLASSES[thing.feature_class].columns[:1]:
            text = thing.texts.get(column)
            same.append(Proposal("A1", "fix_beside", ATTRIBUTE, SURE, thing, {}, column=column, after=text))
    apply(store, same, load_profile("pcrs_base"), run_id, context)


def find_all(base, inputs, check):
    """Findings of a check (code, severity, first object, lots, number) and why it was not carried out."""
    with open_store(base) as store:
        outcome, names = run_checks(StoreBase(store, inputs), alone(check)), StoreBase(store).lots
    found = Counter(
        (f.code, f.severity, f.objects[:1], tuple(sorted(names[lot] for lot in f.named_lots)), f.fields.get("count"))
        for f in outcome.findings
    )
    return found, dict(outcome.not_run)


@pytest.mark.parametrize("check", PAIRS)
def test_what_no_step_mends_is_found_after_it(tmp_path, check):
    """Of every check: after an assembly, and when a merge or a fix has made every object of the lots anew."""
    _, lots, expected, *given = PAIRS[check]
    sources = [s.write(tmp_path / f"lot{rank}.gml", *things) for rank, things in enumerate(lots)]
    inputs = given[0] if given else NOTHING_MORE
    if callable(inputs):
        inputs = inputs(tmp_path)
        sources = sorted(tmp_path.glob("*.gml"))
    base, context = tmp_path / "s.gpkg", Context(language="en", now="2024-06-01T08:00:00Z")
    assert run(tmp_path, "receivelot", INPUT=sources, STORE=base, RECEPTION="reception_ouverte").exit == 0
    before = find_all(base, inputs, check)
    assert before[0].total() == len(expected)
    for derive in (merge_all, fix_all):
        copy = tmp_path / f"{derive.__name__}.gpkg"
        shutil.copy(base, copy)
        with (
            open_for_writing(copy, job="fixproposals", context=context) as store,
            store.run("fixproposals", context) as run_id,
        ):
            derive(store, run_id, context)
        assert find_all(copy, inputs, check) == before, derive.__name__
    assert run(tmp_path, "assemblebase", STORE=base).exit == 0
    found, not_run = find_all(base, inputs, check)
    assert not_run == before[1]
    assert found < before[0] if check in MENDED else found == before[0]
