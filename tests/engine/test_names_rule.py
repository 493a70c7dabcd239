"""The rule of names judges names as a reader does."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT

from .names_rule import Breach, breaches, breaches_in, fault_of_function, fault_of_module

GOOD = (
    "read_lot run main links_between_lots is_closed has_arcs to_system from_wkb on_click do_GET initAlgorithm __iter__"
    " all_objects last_run lost_links objects_by_class open close finding crossing t5_facade_crossings kept_links"
)
BAD = (
    "at of kept found mine said told wild _near unwritable nearest safely twice all why t5 g14 by_class of_box"
    " missing nothing_lost once_more kept_by_lot left_out last_known count_at t5_across read_nothing _one_after_another"
)
DOUBTFUL = "wkb_of holds lower names_kept take_back close_down _set_busy"


@pytest.mark.parametrize("name", GOOD.split())
def test_a_verb_with_its_object_or_a_noun_is_a_name(name):
    assert fault_of_function(name) is None


@pytest.mark.parametrize("name", BAD.split())
def test_a_bare_adverb_preposition_pronoun_participle_or_adjective_is_no_name(name):
    why, doubtful = fault_of_function(name)
    assert not doubtful, why


@pytest.mark.parametrize("name", DOUBTFUL.split())
def test_what_a_list_of_words_cannot_judge_is_told_apart(name):
    why, doubtful = fault_of_function(name)
    assert doubtful, why


@pytest.mark.parametrize("name", ["segments", "insert_job", "topology", "commune_polygons", "report", "rowtable"])
def test_a_module_is_a_noun(name):
    assert fault_of_module(name, command=False) is None


@pytest.mark.parametrize("name", ["put_in", "said", "together", "drops", "second_hand", "read_lot", "make"])
def test_a_module_is_no_verb_and_no_word_of_nobody(name):
    assert fault_of_module(name, command=False)[1] is False


def test_a_command_may_be_a_verb():
    assert fault_of_module("make_styles", command=True) is None
    assert fault_of_module("make_styles", command=False) == ("named by a verb", False)


def test_breaches_are_told_with_their_place():
    source = (
        "class A:\n    @property\n    def kept(self): ...\n\n"
        "async def read(): ...\n\ndef parent():\n    def at(): ...\n"
    )
    assert [str(breach) for breach in breaches_in(source, "benchmarks/said.py")] == [
        "benchmarks/said.py:1:said: module: a bare participle",
        "benchmarks/said.py:3:kept: a bare participle",
        "benchmarks/said.py:8:at: a bare preposition",
    ]
    assert list(breaches_in("def of(): ...", "tools/a.py")) == [Breach("tools/a.py", 1, "of", "a bare preposition")]
    assert [b.name for b in breaches_in("", "benchmarks/planted/__init__.py")] == ["planted"]


def test_no_name_of_the_project_breaks_the_rule():
    assert [str(breach) for breach in breaches(ROOT) if not breach.doubtful] == []
