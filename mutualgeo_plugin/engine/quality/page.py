"""What the pages to read and print have in common: French, one file, no network."""

from __future__ import annotations


def section(title: str, content: str) -> str:
    """A part of the page under its title."""
    return f"<section><h2>{title}</h2>{content}</section>"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table; cells are HTML."""
    if not rows:
        return "<p>Aucun.</p>"
    cells = "".join(f"<th scope='col'>{h}</th>" for h in head)
    lines = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


STYLE = """
body{font:15px/1.45 system-ui,'Noto Sans',sans-serif;color:#1c2430;max-width:62rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.9rem;margin:.1rem 0 .4rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:2px solid #1f4e79}
.kicker{color:#47566b;margin:0}table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;background:#eef2f7}th,td{padding:.35rem .5rem;border-bottom:1px solid #d5dce6;vertical-align:top}
td{overflow-wrap:anywhere}.badge{display:inline-block;padding:.2rem .6rem;border-radius:.4rem;color:#fff}
.badge.error{background:#b3261e}.badge.warning{background:#8a5200}.badge.info{background:#2b5c8a}
td .error{color:#b3261e}td .warning{color:#8a5200}td .info{color:#2b5c8a}small{color:#47566b}
figure{margin:0 0 1rem}figcaption{color:#47566b;font-size:.85rem}
svg{max-width:100%;max-height:35rem;background:#f7f9fc;border:1px solid #d5dce6}
.emprises path{fill:#e3eaf3;stroke:#7388a3}
footer{margin-top:2rem;color:#47566b;font-size:.85rem}
@media print{body{max-width:none;padding:0}section{break-inside:avoid-page}}
"""

PAGE = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
