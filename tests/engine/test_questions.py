"""Questions to the base that take columns: one that its class has not is refused, never left out."""

from __future__ import annotations

import pytest

from mutualgeo_plugin.engine.store import contents, objects
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.run import run


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    lot = s.write(folder / "lot.gml", s.emprise("e", 0, 0, 50, 50), s.tree("t", 30, 30))
    assert run(folder, "receivelot", INPUT=[lot], STORE=folder / "s.gpkg").exit == 0
    with open_store(folder / "s.gpkg") as store:
        yield store


def ask_texts(store, column):
    (uid,) = objects.read_attributes(store, "ArbrePCRS", [])[:, 1]
    return contents.read_texts(store, "ArbrePCRS", [column], [uid])[uid].texts


QUESTIONS = {
    "read_texts": ask_texts,
    "read_attributes": lambda store, column: objects.read_attributes(store, "ArbrePCRS", [column])[0, 3],
    "count_values": lambda store, column: [c.values[0] for c in objects.count_values(store, "ArbrePCRS", [column])],
    "find_by_value": lambda store, column: objects.find_by_value(store, "ArbrePCRS", column, ["no"]),
    "find_suspect_texts": lambda store, column: objects.find_suspect_texts(store, "ArbrePCRS", [column], []),
    "read_rows": lambda store, column: objects.read_rows(store, "ArbrePCRS", [column]).rows[0][2],
}
ANSWERS = {"read_texts": {"producteur": "P"}, "read_attributes": "P", "count_values": ["P"], "find_by_value": {},
           "find_suspect_texts": [], "read_rows": "P"}  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_column_that_a_class_lacks_is_refused(base, name):
    assert QUESTIONS[name](base, "producteur") == ANSWERS[name]
    with pytest.raises(ValueError, match=r"^ArbrePCRS has no \['numero'\]$"):
        QUESTIONS[name](base, "numero")


def test_a_column_that_no_class_has_is_refused(base):
    assert objects.find_values_by_prefix(base, "producteur", ["P", "W"]) == {"P": {"P"}, "W": set()}
    with pytest.raises(ValueError, match=r"^the model has no \['maker'\]$"):
        objects.find_values_by_prefix(base, "maker", ["P"])
