"""The rule of names: a function is a verb with its object, or the noun that it returns; a module is a noun.

`python -m tests.engine.names_rule` lists what breaks it, as path:line:name: why, and after it the doubtful names: those
that may well be a noun phrase or a verb, which a list of words cannot judge. A word's part of speech comes from the
lists of `names_rule.toml`, and where none has it from its ending.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDERS = ("mutualgeo_plugin", "processing_algorithms", "benchmarks", "tools")

WORDS = {
    kind: frozenset(words.split())
    for kind, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
KINDS = ("preposition", "adverb", "pronoun", "determiner", "conjunction", "participle", "adjective")
# What an ending makes of a word, and the words of which it does not.
ENDINGS = (
    ("ed", "participle", "nouns_ed"),
    ("ing", "participle", "nouns_ing"),
    ("ly", "adverb", "nouns_ly"),
    ("est", "adjective", "nouns_est"),
    ("able", "adjective", "nouns_able"),
    ("ible", "adjective", "nouns_able"),
)
CODE = re.compile(r"[a-z]{1,2}\d{1,2}")
# After a verb these belong to it (`close_down`).
PARTICLES = frozenset("down off out over up".split())
# Folders whose modules are commands that one runs or bear the name of an algorithm.
COMMANDS = ("tools", "processing_algorithms")


@dataclass(frozen=True)
class Breach:
    """One name that breaks the rule, or may: where it stands, and why."""

    path: str
    line: int
    name: str
    why: str
    doubtful: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.name}: {self.why}"


def part_of_speech(word: str) -> str:
    """What a word is where it can be told: `preposition`, `adverb`, `pronoun`, `determiner`, `conjunction`,
    `participle`, `adjective`; else `open`, a noun or a verb."""
    for kind in KINDS:
        if word in WORDS[kind + "s"]:
            return kind
    for ending, kind, others in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1 and word not in WORDS[others]:
            return kind
    return "open"


def fault_of_function(name: str) -> tuple[str, bool] | None:
    """Why a function's name breaks the rule and whether that is in doubt, or None."""
    words = [word for word in name.lower().split("_") if word]
    if not words or re.search("[a-z][A-Z]", name) or name.startswith("__") or words[0] == "do" and name != name.lower():
        return None
    if len(words) > 1 and CODE.fullmatch(words[0]):
        words = words[1:]  # a check's code and what it looks for
    kinds = [part_of_speech(word) for word in words]
    return _fault_of_word(words[0], kinds[0]) if len(words) == 1 else _fault_of_phrase(words, kinds)


def _fault_of_word(word: str, kind: str) -> tuple[str, bool] | None:
    if CODE.fullmatch(word):
        return "a code without what it stands for", False
    if word in WORDS["sure_verbs"]:
        return None
    if word in WORDS["unsure"]:
        return "a verb or an adjective", True
    if word in WORDS["third_person"]:
        return "a verb without its object", True
    return None if kind == "open" else (f"a bare {kind}", False)


def _fault_of_phrase(words: list[str], kinds: list[str]) -> tuple[str, bool] | None:
    if words[0] in WORDS["questions"]:
        return None
    if (
        kinds[0] in ("adverb", "pronoun", "conjunction")
        or kinds[0] == "preposition"
        and words[0] not in WORDS["customary"]
    ):
        return f"begins with the {kinds[0]} '{words[0]}'", False
    head = next((at for at, kind in enumerate(kinds) if kind not in ("participle", "adjective", "determiner")), None)
    if head is None:
        return "no noun and no verb in it", False
    if head > 0 and kinds[head] != "open":
        return f"the {kinds[head - 1]} '{words[head - 1]}' has no noun", False
    return _fault_of_end(words, kinds)


def _fault_of_end(words: list[str], kinds: list[str]) -> tuple[str, bool] | None:
    last, kind = words[-1], kinds[-1]
    if last == "of":
        return "ends with 'of'", True
    if kind in ("preposition", "adverb") and len(words) == 2:
        return f"a verb without its object, or a noun with the {kind} '{last}'", kind == "adverb" or last in PARTICLES
    if kind in ("preposition", "pronoun", "conjunction"):
        return f"ends with the {kind} '{last}'", False
    return (f"ends with the {kind} '{last}'", True) if kind in ("participle", "adjective", "adverb") else None


def fault_of_module(name: str, command: bool) -> tuple[str, bool] | None:
    """Why a module's name breaks the rule and whether that is in doubt, or None; `command`: a script that one runs."""
    words = [word for word in name.split("_") if word]
    if not words or name.startswith("__") or words[-1] == "job":
        return None
    kinds = [part_of_speech(word) for word in words]
    if name in WORDS["module_dialect"]:
        return "not a word of the field", False
    if words[0] in WORDS["module_verbs"] and not (len(words) == 1 and words[0] in WORDS["module_nouns_too"]):
        noun_too = words[0] in WORDS["module_nouns_too"]
        return None if command else ("named by a verb", noun_too)
    if len(words) == 1:
        doubtful = kinds[0] == "adjective" or words[0].endswith("ing")
        return None if kinds[0] == "open" else (f"a bare {kinds[0]}", doubtful)
    if all(kind != "open" for kind in kinds):
        return "no noun in it", False
    if kinds[-1] in ("preposition", "adverb", "participle"):
        return f"ends with the {kinds[-1]} '{words[-1]}'", False
    return None


def breaches(root: Path, folders: tuple[str, ...] = FOLDERS) -> Iterator[Breach]:
    """Every breach of the rule under some folders of a tree, modules first in each file, in the order of the lines."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            yield from breaches_in(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())


def breaches_in(source: str, path: str) -> Iterator[Breach]:
    """The breaches of one module: its own name (and its folder's, told at `__init__`), then its functions'."""
    place = Path(path)
    name = place.parent.name if place.stem == "__init__" else place.stem
    fault = fault_of_module(name, path.startswith(COMMANDS))
    if fault:
        yield Breach(path, 1, name, f"module: {fault[0]}", fault[1])
    functions = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    for node in sorted(functions, key=lambda node: node.lineno):
        fault = fault_of_function(node.name)
        if fault:
            yield Breach(path, node.lineno, node.name, *fault)


def main() -> int:
    found = list(breaches(Path(__file__).parents[2]))
    for doubtful, title in ((False, "Against the rule"), (True, "Doubtful")):
        of_kind = [breach for breach in found if breach.doubtful == doubtful]
        print(f"{title}: {len(of_kind)}")
        print(*of_kind, sep="\n")
    return int(any(not breach.doubtful for breach in found))


if __name__ == "__main__":
    sys.exit(main())
