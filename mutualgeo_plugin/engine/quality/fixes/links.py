"""S3: links written with ``#``."""

from __future__ import annotations

from collections.abc import Sequence

from ...dataset.findings import Finding
from ...model.pcrs import EMPRISE
from ...store.links import lots_with_bare_lists, read_hrefs
from ...store.originals import Original, read_originals
from ..profile import Profile
from ..store_base import StoreBase
from .proposal import Fixer, Proposal, propose_algorithm, propose_links

#: Most hrefs that a row shows.
_SHOWN = 3


def is_bare(href: str) -> bool:
    """Whether a link to an object of the same file lacks its ``#``; an address has a colon."""
    return bool(href) and not href.startswith("#") and ":" not in href


def mend_s3(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Objects with links written without ``#``; the lists of an emprise are written anew by an export."""
    told = [finding for finding in findings if finding.code == "S3_hash"]
    lots = {finding.lots[0] for finding in told}
    bare = lots_with_bare_lists(base.store) if told else set()
    bare_lists = [finding for finding in told if bare & set(finding.lots)]
    out = [propose_algorithm(finding, "exportpcrs", "fix_emprise_links") for finding in bare_lists]
    for name in base.classes if told else ():
        if name == EMPRISE:
            continue
        rows = read_hrefs(base.store, name)
        own: dict[str, list[str]] = {}
        for uid, lot_id, href in rows:
            if is_bare(href) and base.home(uid, lot_id) in lots:
                own.setdefault(uid, []).append(href)
        things = read_originals(base.store, name, own)
        out += [_propose_hash(things[uid], own[uid]) for uid in sorted(things)]
    return out


def _propose_hash(thing: Original, hrefs: list[str]) -> Proposal:
    more = " …" if len(hrefs) > _SHOWN else ""
    before, after = (" ".join(f"{sign}{href}" for href in hrefs[:_SHOWN]) + more for sign in ("", "#"))
    return propose_links(thing, "S3", before, after, len(hrefs))


FIXERS: dict[str, Fixer] = {"S3": mend_s3}
