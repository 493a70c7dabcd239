"""The French translation is whole: every source string, every source file."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tools.update_translation import find_sources, write_translation

from .conftest import ROOT

I18N = ROOT / "i18n"
PLACEHOLDER = re.compile(r"\{\w+\}")


def messages(path) -> dict[tuple[str, str], str]:
    """(context, source) → finished translation, empty where it is not."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation.text if translation.get("type") is None else ""
            found[context.findtext("name"), message.findtext("source")] = finished or ""
    return found


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Strings that stand in the sources today."""
    folder = tmp_path_factory.mktemp("i18n")
    write_translation(folder / "mutualgeo_fr.ts")
    return messages(folder / "mutualgeo_fr.ts")


def test_every_string_is_translated(sources):
    translated = messages(I18N / "mutualgeo_fr.ts")
    assert [key for key in sources if not translated.get(key)] == []


def test_no_translation_is_left_over(sources):
    assert set(messages(I18N / "mutualgeo_fr.ts")) - set(sources) == set()


def test_placeholders_are_the_same():
    for (_, source), translation in messages(I18N / "mutualgeo_fr.ts").items():
        assert sorted(PLACEHOLDER.findall(source)) == sorted(PLACEHOLDER.findall(translation)), source


def test_a_file_with_strings_is_found_by_itself(tmp_path):
    texts = {
        "mutualgeo_plugin/gui/a.py": "self.tr('One')", "processing_algorithms/b.py": 'translate(\n    "B", "Two")',
        "processing_algorithms/c.py": "path.translate(x)", "mutualgeo_plugin/engine/d.py": 'self.tr("Three")',
    }  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert [path.name for path in find_sources(tmp_path)] == ["a.py", "b.py"]
