"""What people do in a row: each sequence of runs ends in the right state, or is refused with a sentence."""

from __future__ import annotations

import itertools

import pytest

from mutualgeo_plugin.engine.formats.geopackage import connect, wkb_of
from mutualgeo_plugin.engine.geometry.wkb import decode, leaves
from tests.engine import small_lot as s
from tests.engine.run import run

KERB = "LimiteVoiriePCRS"


@pytest.fixture
def base(tmp_path):
    """Receive lots (name → emprise, objects) one by one; returns the store."""

    def receive(**lots):
        for name, (box, *objects) in lots.items():
            path = s.write(tmp_path / f"{name}.gml", s.emprise(f"e{name}", *box), *objects)
            ran = run(tmp_path, "receivelot", INPUT=path, STORE=tmp_path / "b.gpkg")
            assert ran.exit == 0, ran.texts()
        return tmp_path / "b.gpkg"

    return receive


def done(tmp_path, job, **parameters):
    ran = run(tmp_path, job, STORE=tmp_path / "b.gpkg", **parameters)
    assert ran.exit == 0, ran.texts()
    return ran.report


def refused(tmp_path, job, **parameters):
    ran = run(tmp_path, job, STORE=tmp_path / "b.gpkg", **parameters)
    assert ran.exit == 1
    return [m["code"] for m in ran.report["messages"]][-1]


def rows(tmp_path, name=KERB):
    connection = connect(tmp_path / "b.gpkg", readonly=True)
    return connection.execute(f'SELECT fid, uid, gml_id, state, lot_id FROM "{name}"').fetchall()


def current(tmp_path, name=KERB):
    return sorted(gml_id for _, _, gml_id, state, _ in rows(tmp_path, name) if state == "current")


def drawn(tmp_path):
    """Points in plan of the current kerbs, from the corner of the small lots."""
    connection = connect(tmp_path / "b.gpkg", readonly=True)
    found = connection.execute(f"SELECT geom FROM \"{KERB}\" WHERE state = 'current'").fetchall()
    return sorted(
        [(round(p[0] - s.X, 3), round(p[1] - s.Y, 3)) for _, a in leaves(decode(wkb_of(g))) for p in a]
        for (g,) in found
    )


WEST, EAST = (0, 0, 10, 10), (10, 0, 20, 10)


# -- tiles ------------------------------------------------------------------------------------------------------------


def test_a_tile_delivered_twice_is_no_hairpin(tmp_path, base):
    """Its line and its own duplicate end at the same place of the limit: they are not two halves of one."""
    base(one=(WEST, s.kerb("a", (3, 5), (10, 5))), two=(WEST, s.kerb("b", (3, 5.02), (10, 5))))
    done(tmp_path, "mergetiles")
    assert drawn(tmp_path) == [[(3, 5), (10, 5)], [(3, 5.02), (10, 5)]]


@pytest.mark.parametrize("order", list(itertools.permutations(["one", "two", "next"])))
def test_a_tile_delivered_twice_beside_its_neighbour(tmp_path, base, order):
    """One line from limit to limit in the end, whichever came first."""
    lots = {
        "one": (WEST, s.kerb("a", (3, 5), (10, 5))),
        "two": (WEST, s.kerb("a", (3, 5), (10, 5)), s.tree("t", 1, 1)),
        "next": (EAST, s.kerb("n", (10, 5), (17, 5))),
    }
    for name in order:
        base(**{name: lots[name]})
        done(tmp_path, "assemblebase")
    assert [sorted(line) for line in drawn(tmp_path)] == [[(3, 5), (10, 5), (17, 5)]]


@pytest.mark.parametrize("gap", [0.0009, 0.0005])
def test_three_ends_in_a_row_are_one_ambiguous_place(tmp_path, base, gap):
    base(
        one=(WEST, s.kerb("a", (3, 5), (10, 5)), s.kerb("b", (3, 8), (10, 5 + gap))),
        two=(EAST, s.kerb("c", (10, 5 + 2 * gap), (17, 5))),
    )
    report = done(tmp_path, "mergetiles")
    assert [n["reason"] for n in report["not_merged"]] == ["ambiguous"]
    assert len(drawn(tmp_path)) == 3


# -- hand edits -------------------------------------------------------------------------------------------------------


def split(store):
    """What QGIS leaves when a line is split: the new half bears the uid of the old one."""
    columns = "uid, lot_id, ord, state, gml_id, idObjet, thematique, qualiteCategorisation, "
    columns += "precisionPlanimetrique, producteur"
    connection = connect(store)
    other = connection.execute(f"SELECT geom FROM \"{KERB}\" WHERE gml_id = 'other'").fetchone()[0]
    connection.execute(
        f'INSERT INTO "{KERB}" (geom, {columns}) SELECT ?, {columns} FROM "{KERB}" WHERE gml_id = \'n\'',
        (other,),
    )
    connection.execute(f"DELETE FROM \"{KERB}\" WHERE gml_id = 'other'")
    connection.close()


def test_a_line_split_in_qgis_is_two_objects(tmp_path, base):
    store = base(
        west=(WEST, s.kerb("b", (2, 5), (10, 5))),
        east=(EAST, s.kerb("n", (10, 5), (14, 5)), s.kerb("other", (14, 5), (16, 7), (18, 5))),
    )
    split(store)
    done(tmp_path, "mergetiles")
    assert drawn(tmp_path) == [[(2, 5), (10, 5), (14, 5)], [(14, 5), (16, 7), (18, 5)]]
    assert len({uid for _, uid, *_ in rows(tmp_path)}) == len(rows(tmp_path))
    done(tmp_path, "removelot", LOT="east", REASON="r")
    assert drawn(tmp_path) == [[(2, 5), (10, 5)]]


def test_an_edit_between_two_merges_is_kept(tmp_path, base):
    store = base(west=(WEST, s.kerb("b", (2, 5), (10, 5))), east=(EAST, s.kerb("n", (10, 5), (14, 5))))
    number = done(tmp_path, "mergetiles")["outputs"]["RUN"]
    done(tmp_path, "undorun", RUN=number)
    connection = connect(store)
    connection.execute(f"UPDATE \"{KERB}\" SET qualiteCategorisation = '02' WHERE gml_id IN ('b', 'n') AND lot_id < 3")
    connection.close()
    done(tmp_path, "mergetiles")
    found = connect(store, readonly=True).execute(
        f"SELECT qualiteCategorisation FROM \"{KERB}\" WHERE state = 'current'"
    )
    assert found.fetchall() == [("02",)]


@pytest.mark.parametrize(
    "edit",
    [
        f'INSERT INTO "{KERB}" (geom, uid, lot_id, ord, state, gml_id) '
        f"SELECT geom, 'x', 77, 1, 'current', 'x' FROM \"{KERB}\"",
        f'UPDATE "{KERB}" SET lot_id = 77',
    ],
)
@pytest.mark.parametrize(
    ("job", "parameters"),
    [
        ("assemblebase", {}),
        ("mergetiles", {}),
        ("edgematch", {}),
        ("basehistory", {"OUTPUT": "h.csv"}),
        ("exportpcrs", {"OUTPUT": "out"}),  # by lot: it would be in no file
        ("updatebase", {"LOT": "west"}),
        ("maintainstore", {"ACTION": "compact"}),
    ],
)
def test_an_object_of_no_lot_is_named(tmp_path, base, edit, job, parameters):
    store = base(west=(WEST, s.kerb("b", (2, 5), (9, 5))), east=(EAST, s.tree("t", 15, 5)))
    connection = connect(store)
    connection.execute(edit)
    connection.close()
    more = {k: tmp_path / v if k == "OUTPUT" else v for k, v in parameters.items()}
    assert refused(tmp_path, job, **more) == "hand_edit_unsound"
    assert not (tmp_path / "out").exists()
    connection = connect(store)
    assert connection.execute("SELECT COUNT(*) FROM lock").fetchone() == (0,)
    connection.execute(f'UPDATE "{KERB}" SET lot_id = 1')
    connection.close()
    done(tmp_path, job, **more)


def test_a_state_changed_by_hand_is_history(tmp_path, base):
    store = base(one=(WEST, s.kerb("a", (2, 5), (9, 5))), two=(WEST, s.kerb("b", (2, 5), (9, 5)), s.tree("t", 1, 1)))
    number = done(tmp_path, "assemblebase")["outputs"]["RUN"]
    (gone,) = [uid for _, uid, _, state, _ in rows(tmp_path) if state == "superseded"]
    connection = connect(store)
    connection.execute(f"UPDATE \"{KERB}\" SET state = 'current' WHERE uid = ?", (gone,))
    connection.close()
    done(tmp_path, "maintainstore", ACTION="compact")
    run(tmp_path, "basehistory", STORE=store, UID=gone, ASOF=f"run:{number}", OUTPUT=tmp_path / "h.csv")
    head, first, *_ = (line.split(",") for line in (tmp_path / "h.csv").read_text().splitlines())
    assert first[head.index("state_then")] == "superseded"


# -- removal ----------------------------------------------------------------------------------------------------------


def test_what_something_else_replaces_does_not_come_back(tmp_path, base):
    """a gives way to b, b to c: without b, c is still the best of the three."""
    good = [{"precisionPlanimetrique": code} for code in ("010", "005", "002")]
    base(a=(WEST, s.kerb("a", (2, 5), (9, 5), **good[0])), b=(WEST, s.kerb("b", (2, 5.01), (9, 5.01), **good[1])))
    done(tmp_path, "assemblebase")
    base(c=(WEST, s.kerb("c", (2, 5.01), (9, 5.0), **good[2])))
    done(tmp_path, "assemblebase")
    assert current(tmp_path) == ["c"]
    done(tmp_path, "removelot", LOT="b", REASON="r")
    assert current(tmp_path) == ["c"]
    done(tmp_path, "removelot", LOT="c", REASON="r")
    assert current(tmp_path) == ["a"]


def test_what_an_update_has_overtaken_is_handed_over(tmp_path, base):
    """a gives way to b, an update u moves b: without b, a stays aside, behind the object of the update."""
    base(
        a=(WEST, s.kerb("a", (2, 5), (9, 5), precisionPlanimetrique="010")),
        b=(WEST, s.kerb("b", (2, 5.01), (9, 5.01), precisionPlanimetrique="005")),
    )
    done(tmp_path, "assemblebase")
    base(u=(WEST, s.kerb("b", (2, 5.01), (9, 5.5), precisionPlanimetrique="005", dateLeve="2022-01-01")))
    done(tmp_path, "updatebase", LOT="u")
    assert drawn(tmp_path) == [[(2, 5.01), (9, 5.5)]]
    removal = done(tmp_path, "removelot", LOT="b", REASON="r")["removal"]
    assert drawn(tmp_path) == [[(2, 5.01), (9, 5.5)]]
    assert (removal["handed"], removal["restored"]) == ({KERB: 1}, {})


def test_a_removal_leaves_what_was_made_of_others(tmp_path, base):
    """The merged line has won over a coarse one: without that lot it stays merged."""
    base(
        west=(WEST, s.kerb("b", (2, 5), (10, 5))),
        east=(EAST, s.kerb("n", (10, 5), (18, 5))),
        coarse=((0, 0, 20, 10), s.kerb("q", (2, 5.02), (18, 5.02), precisionPlanimetrique="040", producteur="Q")),
    )
    done(tmp_path, "assemblebase")
    assert drawn(tmp_path) == [[(2, 5), (10, 5), (18, 5)]]
    done(tmp_path, "removelot", LOT="coarse", REASON="r")
    assert drawn(tmp_path) == [[(2, 5), (10, 5), (18, 5)]]


def test_a_removal_is_taken_back(tmp_path, base):
    base(one=(WEST, s.kerb("a", (2, 5), (9, 5))), two=(WEST, s.kerb("b", (2, 8), (9, 8))))
    number = done(tmp_path, "removelot", LOT="one", REASON="r")["outputs"]["RUN"]
    assert current(tmp_path) == ["b"]
    ran = run(tmp_path, "receivelot", STORE=tmp_path / "b.gpkg", INPUT=tmp_path / "one.gml")
    assert (ran.exit, ran.report["lots"][0]["code"]) == (1, "lot_withdrawn")
    done(tmp_path, "undorun", RUN=number)
    assert current(tmp_path) == ["a", "b"]
    ran = run(tmp_path, "receivelot", STORE=tmp_path / "b.gpkg", INPUT=tmp_path / "one.gml")
    assert ran.report["lots"][0]["status"] == "known"


# -- updates ----------------------------------------------------------------------------------------------------------


def test_an_older_update_does_not_come_after_a_newer_one(tmp_path, base):
    years = [{"dateLeve": f"{year}-01-01"} for year in (2018, 2020, 2022)]
    old, u, v = ((WEST, s.kerb(n, (2, y), (9, y), **at)) for n, y, at in zip("auv", (5, 5.4, 5.8), years, strict=True))
    base(old=old, u=u)
    done(tmp_path, "updatebase", LOT="u")
    base(v=v)
    number = done(tmp_path, "updatebase", LOT="v")["outputs"]["RUN"]
    assert current(tmp_path) == ["v"]
    assert refused(tmp_path, "updatebase", LOT="u") == "update_older"
    assert current(tmp_path) == ["v"]
    done(tmp_path, "undorun", RUN=number)
    assert "v" in current(tmp_path) and "u" in current(tmp_path)  # as before the update: received, not compared


def test_an_update_that_was_merged_already_is_refused(tmp_path, base):
    base(west=(WEST, s.kerb("b", (2, 5), (10, 5))), u=(EAST, s.kerb("n", (10, 5), (18, 5))))
    done(tmp_path, "assemblebase")
    assert refused(tmp_path, "updatebase", LOT="u") == "update_joined"


@pytest.mark.parametrize("case", ["no emprise", "older", "no base"])
def test_an_update_that_is_refused_is_not_received(tmp_path, base, case):
    dates = {"dateLeve": "2020-01-01"}, {"dateLeve": "2019-01-01" if case == "older" else "2021-01-01"}
    if case != "no base":
        base(old=(WEST, s.kerb("a", (2, 5), (9, 5), **dates[0])))
    ground = [] if case == "no emprise" else [s.emprise("eu", *WEST)]
    update = s.write(tmp_path / "u.gml", *ground, s.kerb("u", (2, 5.4), (9, 5.4), **dates[1]))
    code = refused(tmp_path, "updatebase", INPUT=update)
    if case == "no base":
        assert (code, (tmp_path / "b.gpkg").exists()) == ("store_missing", False)
        return
    assert code == "update_refused"
    assert current(tmp_path) == ["a"] and len(rows(tmp_path)) == 1
    lots = connect(tmp_path / "b.gpkg", readonly=True).execute("SELECT name FROM lot").fetchall()
    assert lots == [("old",)]


# -- decisions, parts, outputs ----------------------------------------------------------------------------------------


def test_two_objects_stay_two_after_one_was_moved(tmp_path, base):
    old, new = {"dateLeve": "2015-01-01"}, {"dateLeve": "2022-01-01", "precisionPlanimetrique": "010"}
    base(
        west=(WEST, s.kerb("a", (2, 5), (10, 5), **old)),
        again=(WEST, s.kerb("b", (2, 5.03), (9.7, 5.03), producteur="Q", **new)),
        east=(EAST, s.kerb("e", (10, 5.04), (18, 5.04), producteur="R", precisionPlanimetrique="002")),
    )
    report = done(tmp_path, "assemblebase")
    (conflict,) = report["conflicts"]
    done(tmp_path, "decideconflict", CONFLICT=conflict["id"], KEEP="both", REASON="r", ROLE="chef de projet")
    assert done(tmp_path, "edgematch", APPLY=True)["outputs"]["MOVES"] == 1
    assert done(tmp_path, "assemblebase")["conflicts"] == []
    assert done(tmp_path, "assemblebase", RULE="survey_date")["conflicts"] == []
    assert current(tmp_path) == ["a", "b", "e"]


@pytest.mark.parametrize("by", ["undorun", "removelot"])
def test_a_conflict_that_ended_with_its_object_waits_again_with_it(tmp_path, base, by):
    old, new = {"dateLeve": "2015-01-01"}, {"dateLeve": "2022-01-01", "precisionPlanimetrique": "010"}
    base(a=(WEST, s.kerb("a", (2, 5), (9, 5), **old)), b=(WEST, s.kerb("b", (2, 5.03), (9, 5.03), **new)))
    assert len(done(tmp_path, "assemblebase")["conflicts"]) == 1
    best = {"dateLeve": "2023-01-01", "precisionPlanimetrique": "002"}
    base(c=(WEST, s.kerb("c", (2, 5), (9, 5), **best)))
    number = done(tmp_path, "assemblebase")["outputs"]["RUN"]
    if by == "removelot":
        done(tmp_path, "undorun", RUN=number)
        number = done(tmp_path, "removelot", LOT="b", REASON="r")["outputs"]["RUN"]

    def waiting():
        connection = connect(tmp_path / "b.gpkg", readonly=True)
        return connection.execute("SELECT id FROM conflict WHERE state = 'open'").fetchall()

    assert waiting() == []
    done(tmp_path, "undorun", RUN=number)
    assert waiting() == [(1,)]


def test_a_symbol_that_two_affleurants_share_follows_them(tmp_path, base):
    def covers(lot):
        ring = ((5, 5), (6, 5), (6, 6), (5, 5))
        things = [s.symbol(f"{lot}s", 5.5, 5.5)]
        for k in range(2):
            name = f"{lot}{k}"
            moved = [(x + 3 * k, y) for x, y in ring]
            cover = s.affleurant(name, f"#{name}r").replace(
                "<representation", f'<symbolisation xlink:href="#{lot}s"/><representation'
            )
            things += [cover, s.representation(f"{name}r", f"{name}v"), s.envelope(f"{name}v", *moved)]
        return things

    base(one=(WEST, *covers("a")), two=(WEST, *covers("b"), s.tree("t", 1, 1)))
    done(tmp_path, "assemblebase")
    kept = {gml_id[0] for gml_id in current(tmp_path, "AffleurantPCRS")}
    assert len(kept) == 1
    assert current(tmp_path, "AffleurantSymbolePCRS") == [f"{kept.pop()}s"]


def test_an_unknown_uid_destroys_no_file(tmp_path, base):
    base(one=(WEST, s.kerb("a", (2, 5), (9, 5))))
    (tmp_path / "h.csv").write_text("mine")
    assert refused(tmp_path, "basehistory", UID="zz", OUTPUT=tmp_path / "h.csv") == "history_object_unknown"
    assert (tmp_path / "h.csv").read_text() == "mine"


def test_an_output_that_cannot_be_is_told_before_the_base_changes(tmp_path, base):
    base(one=(WEST, s.kerb("a", (2, 5), (9, 5))), two=(WEST, s.kerb("b", (2, 5), (9, 5)), s.tree("t", 1, 1)))
    (tmp_path / "folder").mkdir()
    assert refused(tmp_path, "assemblebase", CONFLICTS=tmp_path / "folder") == "path_unwritable"
    assert current(tmp_path) == ["a", "b"]
