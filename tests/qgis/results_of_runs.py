"""Run in the engine's environment: small bases, and what the runs on them leave. ``results_of_runs.py FOLDER``.

``base.gpkg`` holds three lots with two open conflicts (``conflicts.gpkg``), ``checked.gpkg`` the findings of its check
besides; the other runs leave ``edges.gpkg``,
``changes.gpkg``, ``fixes.gpkg``, ``coverage.gpkg``, ``accuracy.gpkg`` and ``discrepancies.gpkg``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import geopandas
from shapely.geometry import LineString, box

from tests.engine import small_lot as s
from tests.engine.run import run

LINE = ((0, 0), (10, 0), (20, 1))


def moved(dy: float) -> list[tuple[float, float]]:
    return [(x, y + dy) for x, y in LINE]


def done(folder: Path, job: str, **parameters: object) -> None:
    ran = run(folder, job, **parameters)
    assert ran.exit == 0, ran.texts()


def base(folder: Path) -> None:
    """A kerb newer but worse, a wall of another theme, a tree alone."""
    members = {
        "ouest": [
            s.emprise("e0", -10, -10, 60, 60),
            s.kerb("old", *moved(0), dateLeve="2018-01-01"),
            s.kerb("theme", *moved(20), thematique="03", dateLeve="2019-01-01"),
            s.tree("alone", 5, 5),
        ],
        "est": [
            s.emprise("e1", -10, -10, 60, 60),
            s.kerb("new", *moved(0.03), dateLeve="2023-01-01", precisionPlanimetrique="010", idObjet="n"),
        ],
        "nord": [
            s.emprise("e2", -10, -10, 60, 60),
            s.kerb("other", *moved(20.02), thematique="02", dateLeve="2019-01-01", idObjet="m"),
        ],
    }
    store = folder / "base.gpkg"
    for name, things in members.items():
        done(folder, "receivelot", INPUT=s.write(folder / f"{name}.gml", *things), STORE=store)
    done(folder, "assemblebase", STORE=store, CONFLICTS=folder / "conflicts.gpkg")


def checked(folder: Path) -> None:
    """The base and the findings of its check."""
    store = Path(shutil.copy(folder / "base.gpkg", folder / "checked.gpkg"))
    done(folder, "checkquality", INPUT=store)


def edges(folder: Path) -> None:
    """A kerb that goes on 4 cm aside in the next lot."""
    store = folder / "edges_base.gpkg"
    west = [s.emprise("w", -50, -10, 0, 10), s.kerb("kw", (-20, 0), (0, 0), precisionPlanimetrique="010")]
    east = [s.emprise("e", 0, -10, 50, 10), s.kerb("ke", (0, 0.04), (20, 0.04))]
    for name, things in (("w", west), ("e", east)):
        done(folder, "receivelot", INPUT=s.write(folder / f"edge_{name}.gml", *things), STORE=store)
    done(folder, "edgematch", STORE=store, OUTPUT=folder / "edges.gpkg")


def changes(folder: Path) -> None:
    """New, changed and gone, as lines and points."""
    store = folder / "update_base.gpkg"
    frame = s.emprise("f", -10, -10, 60, 60)
    old = [frame, s.kerb("a", *moved(0)), s.kerb("b", *moved(10)), s.tree("t", 5, 5)]
    new = [frame, s.kerb("a", *moved(0), (22, 3)), s.kerb("c", *moved(30)), s.tree("u", 40, 40)]
    done(folder, "receivelot", INPUT=s.write(folder / "old.gml", *old), STORE=store)
    done(folder, "updatebase", STORE=store, INPUT=s.write(folder / "new.gml", *new), CHANGES=folder / "changes.gpkg")


def fixes(folder: Path) -> None:
    """A kerb with a vertex twice, an outline with two vertices out of order, a tree with false decimals."""
    bow = s.envelope("v", (10, 10), (11, 11), (11, 10), (10, 11), (10, 10))
    things = [
        s.emprise("x", -10, -10, 60, 60), s.kerb("k", (0, 0), (5, 0), (5, 0), (9, 0)), bow, s.representation("r", "#v"),
        s.affleurant("a", "#r"), s.tree("t", 5.1234567, 5),
    ]  # fmt: skip
    lot = s.write(folder / "to_fix.gml", *things)
    done(folder, "receivelot", INPUT=lot, STORE=folder / "fix_base.gpkg", RECEPTION="reception_ouverte")
    done(folder, "fixproposals", STORE=folder / "fix_base.gpkg", OUTPUT=folder / "fixes.gpkg")


def communes(folder: Path) -> None:
    """Two communes, one half outside every lot."""
    shapes = [box(s.X - 10, s.Y - 10, s.X + 60, s.Y + 60), box(s.X + 60, s.Y - 10, s.X + 200, s.Y + 60)]
    table = geopandas.GeoDataFrame({"code_insee": ["00001", "00002"]}, geometry=shapes, crs=3946)
    table.to_file(folder / "communes.gpkg", layer="communes")
    done(
        folder, "coverage", STORE=folder / "base.gpkg", COMMUNES=folder / "communes.gpkg",
        OUTPUT=folder / "coverage.gpkg",
    )  # fmt: skip


def discrepancies(folder: Path) -> None:
    """A line missing, one added, others alike."""
    alike = [LineString([(s.X, s.Y + 10 * k), (s.X + 50, s.Y + 10 * k)]) for k in range(6)]
    for name, lines in (
        ("a", [*alike, LineString([(s.X, s.Y + 100), (s.X + 50, s.Y + 100)])]),
        ("b", [*alike, LineString([(s.X, s.Y + 150), (s.X + 50, s.Y + 150)])]),
    ):
        geopandas.GeoDataFrame(geometry=lines, crs=3946).to_file(folder / f"{name}.gpkg", layer=name)
    done(folder, "comparenetworks", A=folder / "a.gpkg", B=folder / "b.gpkg", OUTPUT=folder / "discrepancies.gpkg")


def accuracy(folder: Path) -> None:
    """Deviations within T, above T and above 1.5 T, of a tree without bound too; a point out of reach."""
    store = folder / "accuracy_base.gpkg"
    trees = [s.tree(f"t{k}", 10 * k, 0, precisionPlanimetrique="999" if k == 3 else "005") for k in range(4)]
    lot = s.write(folder / "accuracy.gml", s.emprise("e", -10, -10, 60, 60), *trees)
    done(folder, "receivelot", INPUT=lot, STORE=store)
    places = [(0, 0.01), (10, 0.15), (20, 0.3), (30, 0.2), (50, 50)]
    rows = [f"p{k};{s.X + x};{s.Y + y}" for k, (x, y) in enumerate(places)]
    (folder / "control.csv").write_text("\n".join(["id;x;y", *rows]))
    done(folder, "checkaccuracy", STORE=store, CONTROL=folder / "control.csv", OUTPUT=folder / "accuracy.gpkg")


def main() -> None:
    folder = Path(sys.argv[1])
    for make in (base, checked, edges, changes, fixes, communes, discrepancies, accuracy):
        make(folder)


if __name__ == "__main__":
    main()
