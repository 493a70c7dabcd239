"""The manual's page of checks, made from the catalogue: make_check_pages.py [--check]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mutualgeo_plugin.engine.model.checks import CRITERIA, FAMILIES, FIXES, Check  # noqa: E402

PAGE = ROOT / "docs" / "manuel" / "controles.md"

_HEAD = """# Les contrôles, un par un

Page faite à partir du catalogue (`mutualgeo_plugin/engine/model/quality/`) par `tools/make_check_pages.py` : ne la
modifiez pas à la main. Chaque seuil se change dans un profil, table `[thresholds.<contrôle>]`.
"""


def page() -> str:
    """The page as text."""
    parts = [_HEAD]
    for family, checks in FAMILIES.items():
        parts.append(f"## {family}\n")
        parts += [_entry(check) for check in checks]
    return "\n".join(parts)


def _entry(check: Check) -> str:
    criteria = ", ".join(CRITERIA[code][1] for code in check.criteria)
    lines = [
        f"### {check.id} — {check.title_text('fr')}",
        check.definition,
        "",
        f"- **Que faire** : {check.remedy}",
        f"- **Critère** : {criteria} · **correction** : {FIXES[check.fix]}",
    ]
    if check.parameters:
        lines += ["", "| seuil | défaut | unité | source |", "|---|---|---|---|"]
        lines += [
            f"| `{name}` | {f'{p.default:g}'.replace('.', ',')} | {p.unit} | {p.source} |"
            for name, p in check.parameters.items()
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page, or say whether it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page is not up to date")
    if parser.parse_args().check:
        return int(PAGE.read_text("utf-8") != page())
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
