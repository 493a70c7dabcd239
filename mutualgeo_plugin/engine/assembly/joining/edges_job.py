"""Job ``edgematch``: propose how the lines of neighbouring lots meet at the border, and move them on demand."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from ... import parameters as take
from ...context import Context, Json, Result
from ...geometry.end_move import move_part_end
from ...geometry.wkb import encode
from ...model.edges import HAIR, LEVEL_FROM, MEETS, MOVED
from ...store.derived_insertion import Made, insert_derived
from ...store.originals import derivation, read_originals
from ...store.schema import CURRENT
from ...store.store import Store, open_for_writing, open_store
from ...territory import load_territory
from ..ranking.ranking import Rule, rule_of
from .edges import Pair, find_pairs
from .edges_layer import write_pairs


def run(parameters: Json, context: Context) -> Result:
    """Match. Parameters: STORE, SEARCH (metres), APPLY, MOVE_Z, TERRITORY (order of the convention), OUTPUT."""
    path, output = take.path(parameters, "STORE"), take.optional_text(parameters, "OUTPUT")
    search = take.number(parameters, "SEARCH")
    apply, move_z = take.flag(parameters, "APPLY"), take.flag(parameters, "MOVE_Z")
    territory = take.optional_text(parameters, "TERRITORY")
    rule = rule_of((), load_territory(territory).producers if territory else ())
    outputs: Json = {"STORE": str(path), **({"OUTPUT": output} if output else {})}
    if apply:
        outputs |= _apply(path, output, search, rule, move_z, context)
    else:
        outputs |= _propose(path, output, search, rule, move_z, context)
    return Result("done", outputs)


def _propose(path: Path, output: str | None, search: float, rule: Rule, move_z: bool, context: Context) -> Json:
    with open_store(path) as store:
        pairs = find_pairs(store, search=search, rule=rule, move_z=move_z)
        if output:
            write_pairs(Path(output), pairs, crs=store.crs, date=context.now[:10])
        context.report_unchanged(store.counts(state=CURRENT), store.measures(CURRENT))
    return _report_pairs(context, "edges_proposed", pairs)


def _apply(path: Path, output: str | None, search: float, rule: Rule, move_z: bool, context: Context) -> Json:
    with open_for_writing(path, job="edgematch", context=context) as store, store.run("edgematch", context) as run_id:
        pairs = find_pairs(store, search=search, rule=rule, move_z=move_z)
        if output:
            write_pairs(Path(output), pairs, crs=store.crs, date=context.now[:10])
        context.progress(60)
        insert_derived(store, move_ends(store, pairs), run_id, context, name=MOVED)
        outputs = _report_pairs(context, "edges_applied", pairs, run=run_id)
    return {"RUN": run_id, **outputs}


def move_ends(store: Store, pairs: Sequence[Pair]) -> list[Made]:
    """Objects with their ends moved, each once; nothing is written."""
    by_object: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.moves:
            by_object[pair.feature_class, pair.uid].append(pair)
    classes = sorted({name for name, _ in by_object})
    originals = {name: read_originals(store, name, [uid for n, uid in by_object if n == name]) for name in classes}
    out = []
    for (name, uid), moves in sorted(by_object.items()):
        original = originals[name][uid]
        shape = original.shape
        for pair in moves:
            shape, _ = move_part_end(shape, pair.part, last=pair.last, place=pair.target)
        wkb = encode(shape)
        part = hashlib.sha256(wkb).hexdigest()[:16]  # other settings may move the same object elsewhere
        thing = derivation([original], MOVED, wkb, part=part, detail="; ".join(_detail(p) for p in moves))
        out.append(Made(name, thing, [original]))
    return out


def _detail(pair: Pair) -> str:
    dx, dy, dz = (t - s for s, t in zip(pair.start, pair.target, strict=True))
    text = f"dx {dx:.4f} dy {dy:.4f}" + (f" dz {dz:.3f}" if abs(dz) > 0 else "")
    return f"{text} to {pair.other_uid}, confidence {pair.confidence:.0f}"


def _report_pairs(context: Context, code: str, pairs: Sequence[Pair], **fields: object) -> Json:
    edges: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        edges[pair.feature_class][pair.decision] += 1
    context.report["edges"] = {name: dict(sorted(n.items())) for name, n in sorted(edges.items())}
    meets, moves = sum(p.decision == MEETS for p in pairs), sum(p.moves for p in pairs)
    left = len(pairs) - meets - moves
    context.info(code, pairs=len(pairs), meets=meets, moves=moves, left=left, **fields)
    levels = sum(abs(p.dz) > LEVEL_FROM + HAIR and p.target[2] == p.start[2] for p in pairs)
    context.report["levels"] = levels
    if levels:
        context.warning("edges_levels", count=levels)
    return {"PAIRS": len(pairs), "MOVES": moves, "LEFT": left}
