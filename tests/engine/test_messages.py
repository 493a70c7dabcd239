"""The sentences of the engine: gathered from its packages, each code once, in both languages."""

from __future__ import annotations

import string
import types

import pytest

from mutualgeo_plugin.engine.model import messages


def placeholders(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field}


def test_every_sentence_is_said_in_both_languages_with_the_same_fields() -> None:
    for code, pair in messages.all_messages().items():
        english, french = pair
        # a hint may say nothing, in both
        assert bool(english.strip()) == bool(french.strip()), code
        assert placeholders(english) == placeholders(french), code


def test_sentences_come_from_the_verbs() -> None:
    found = messages.all_messages()
    assert {"lot_received", "checked", "portal_extracted", "network_ignored", "store_locked", "cancelled"} <= set(found)


def test_a_code_of_two_sentences_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = ("a", "b")
    messages.all_messages.cache_clear()
    monkeypatch.setattr(
        messages, "_tables", lambda: [{"one": pair}, types.MappingProxyType({"one": pair, "two": pair})]
    )
    with pytest.raises(ValueError, match="one"):
        messages.all_messages()
    messages.all_messages.cache_clear()


def test_an_unknown_code_is_a_defect() -> None:
    with pytest.raises(KeyError):
        messages.render("there_is_no_such_code", {})
