"""The French translation is whole: every source string, every source file."""

from __future__ import annotations

import re
import shutil
import subprocess
from xml.etree import ElementTree

import pytest

from .conftest import ROOT

I18N = ROOT / "i18n"
PLACEHOLDER = re.compile(r"\{\w+\}")
CALL = re.compile(r"\b(?:tr|translate)\(\s*[\"']")


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
    project = (I18N / "mutualgeo.pro").read_text(encoding="utf-8")
    (folder / "now.pro").write_text(project.replace("../", f"{ROOT}/"), encoding="utf-8")
    subprocess.run([shutil.which("pylupdate5"), folder / "now.pro"], check=True, capture_output=True)
    return messages(folder / "mutualgeo_fr.ts")


def test_every_string_is_translated(sources):
    translated = messages(I18N / "mutualgeo_fr.ts")
    assert [key for key in sources if not translated.get(key)] == []


def test_no_translation_is_left_over(sources):
    assert set(messages(I18N / "mutualgeo_fr.ts")) - set(sources) == set()


def test_placeholders_are_the_same():
    for (_, source), translation in messages(I18N / "mutualgeo_fr.ts").items():
        assert sorted(PLACEHOLDER.findall(source)) == sorted(PLACEHOLDER.findall(translation)), source


def test_every_file_with_strings_is_listed():
    project = (I18N / "mutualgeo.pro").read_text(encoding="utf-8")
    folders = [
        path.relative_to(ROOT).as_posix()
        for top in ("mutualgeo_plugin", "processing_algorithms")
        for path in [ROOT / top, *(ROOT / top).rglob("*/")]
        if path.is_dir() and "engine" not in path.parts
    ]
    speaking = [
        f"{folder}/{path.name}"
        for folder in folders
        for path in (ROOT / folder).glob("*.py")
        if CALL.search(path.read_text(encoding="utf-8"))
    ]
    assert [name for name in speaking if f"../{name}" not in project] == []
