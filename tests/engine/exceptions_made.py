"""Small bases whose findings are accepted, marked and delivered again, for the tests of exceptions."""

from __future__ import annotations

from pathlib import Path

from mutualgeo_plugin.engine.model.checks import CHECKS
from mutualgeo_plugin.engine.store.findings import read_cases
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.run import Ran, run

SQUARE = s.emprise("e", 0, 0, 50, 50)
SAID = {"REASON": "vérifié sur place", "ROLE": "gestionnaire"}


def received(tmp_path: Path, *lots: tuple[str, list[str]]) -> Path:
    files = [s.write(tmp_path / f"{name}.gml", *things) for name, things in lots]
    ran = run(tmp_path, "receivelot", INPUT=files, STORE=tmp_path / "s.gpkg", RECEPTION="reception_ouverte")
    assert ran.exit == 0, ran.texts()
    return tmp_path / "s.gpkg"


def delivered_again(tmp_path: Path, store: Path, old: str, new: str, things: list[str]) -> None:
    """What a manager does with a lot that its producer has made anew: the old one leaves, the new one comes in."""
    assert run(tmp_path, "removelot", STORE=store, LOT=old, REASON="relivré").exit == 0
    received(tmp_path, (new, things))


def checked(tmp_path: Path, store: Path, *checks: str, **more) -> Ran:
    """Run these checks alone."""
    modes = "\n".join(f"{check} = '{'on' if check in checks else 'off'}'" for check in CHECKS)
    (tmp_path / "p.toml").write_text(f"[checks]\n{modes}\n")
    ran = run(tmp_path, "checkquality", INPUT=store, PROFILE=tmp_path / "p.toml", **more)
    assert ran.exit == 0, ran.texts()
    return ran


def states(ran: Ran) -> dict[str, int]:
    return {state: n for state, n in ran.report["states"].items() if n}


def why(ran: Ran) -> list[str]:
    return [row["why"] for row in ran.report["reopened"]]


def findings(store: Path, *, code: str = "") -> list[str]:
    """Identifiers of the findings that are open or excused."""
    with open_store(store) as base:
        return [c.finding_id for c in read_cases(base) if c.state != "resolved" and c.code.startswith(code)]


def declare(tmp_path: Path, store: Path, *ids: str, **more) -> Ran:
    return run(tmp_path, "declareexception", STORE=store, FINDING=" ".join(ids), **{**SAID, **more})


def accepted(tmp_path: Path, store: Path, **more) -> Ran:
    ran = declare(tmp_path, store, *findings(store), **more)
    assert ran.exit == 0, ran.texts()
    return ran


def one_tree(tmp_path: Path) -> Path:
    """A base with one tree without reference (A1), that was checked."""
    store = received(tmp_path, ("old", [SQUARE, s.tree("t", 20, 20, reference="")]))
    assert states(checked(tmp_path, store, "A1")) == {"new": 1}
    return store
