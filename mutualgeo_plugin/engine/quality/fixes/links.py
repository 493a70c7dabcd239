"""S3: links written with ``#``."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ...model.pcrs import EMPRISE
from ...store import sql
from ...store.originals import Original, read_originals
from ...store.schema import CURRENT
from ..findings import Finding
from ..profile import Profile
from ..store_base import StoreBase
from .proposal import Fixer, Proposal, relinked, to_run

#: Most hrefs that a row shows.
_SHOWN = 3


def is_bare(href: str) -> bool:
    """Whether a link to an object of the same file lacks its ``#``; an address has a colon."""
    return bool(href) and not href.startswith("#") and ":" not in href


def s3(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Objects with links written without ``#``; the lists of an emprise are written anew by an export."""
    told = [finding for finding in findings if finding.code == "S3_hash"]
    lots = {finding.lots[0] for finding in told}
    bare_lists = [finding for finding in told if _emprise_is_bare(base, finding)]
    out = [to_run(finding, "exportpcrs", "fix_emprise_links") for finding in bare_lists]
    for name in base.classes if told else ():
        if name == EMPRISE:
            continue
        rows = base.store.connection.execute(
            sql.statement(
                "SELECT t.uid, t.lot_id, l.href FROM link l JOIN {t} t ON t.lot_id = l.lot_id "
                "AND t.gml_id = l.gml_id AND t.ord = l.ord "
                "WHERE l.class = ? AND l.inline = 0 AND t.state = ? ORDER BY l.id",
                t=name,
            ),
            (name, CURRENT),
        )
        bare: dict[str, list[str]] = {}
        for uid, lot_id, href in rows:
            if is_bare(href) and base.home(uid, lot_id) in lots:
                bare.setdefault(uid, []).append(href)
        things = read_originals(base.store, name, bare)
        out += [_with_hash(things[uid], bare[uid]) for uid in sorted(things)]
    return out


def _with_hash(thing: Original, hrefs: list[str]) -> Proposal:
    more = " …" if len(hrefs) > _SHOWN else ""
    before, after = (" ".join(f"{sign}{href}" for href in hrefs[:_SHOWN]) + more for sign in ("", "#"))
    return relinked(thing, "S3", before, after, len(hrefs))


def _emprise_is_bare(base: StoreBase, finding: Finding) -> bool:
    """Whether the emprise of the finding's lot has a link without ``#``."""
    hrefs = base.store.connection.execute(
        "SELECT DISTINCT substr(href, 1, 1) FROM link WHERE class = ? AND inline = 0 AND lot_id IN "
        "(SELECT value FROM json_each(?))",
        (EMPRISE, json.dumps(list(finding.lots))),
    )
    return any(first not in ("", "#") for (first,) in hrefs)


FIXERS: dict[str, Fixer] = {"S3": s3}
