"""What was run on a store, and how it ended: read from the base and from the reports beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .storefile import view_rows

#: Endings of the pages that are opened for people.
_PAGES = (".html", ".htm")


@dataclass(frozen=True)
class Run:
    """The last run of a job: `started` is ISO 8601 UTC, `findings` None where the job counts none."""

    job: str
    status: str
    started: str
    report: str = ""
    findings: int | None = None
    outputs: dict[str, Any] | None = None

    def page(self) -> str:
        """What is opened to read of the run: the page made for people where it is there, else the report; or nothing.

        A report may come with a base that others made: only a page of this machine is opened on its word.
        """
        named = (self.outputs or {}).get("HTML")
        if isinstance(named, str) and named.lower().endswith(_PAGES) and not named.startswith(("\\\\", "//")):
            if Path(named).is_file():
                return named
        return self.report


def last_runs(store: Path) -> dict[str, Run]:
    """Last run of each job on `store`: the reports tell of refused runs too, which a store may not know."""
    found = _from_base(store)
    for run in _runs_in_reports(store.parent / "reports"):
        known = found.get(run.job)
        if known is None or run.started >= known.started:
            found[run.job] = run
    return found


def _from_base(store: Path) -> dict[str, Run]:
    # None where it is no store, or a writer is at work: the reports still say what they know. The path of a report that
    # a base holds is the word of whoever made the base: it is not opened.
    return {
        row["job"]: Run(row["job"], row["status"], row["started"], findings=row["findings"])
        for row in view_rows(store, "last_run")
    }


def _runs_in_reports(folder: Path) -> list[Run]:
    """Newest report of each job; the files bear the job's name and the moment."""
    newest = {path.name.partition("_")[0]: path for path in sorted(folder.glob("*_*.json"))}
    return [run for run in map(_run_of_report, newest.values()) if run is not None]


def _run_of_report(path: Path) -> Run | None:
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        findings = report.get("findings")
        return Run(
            report["job"],
            report["status"],
            report["started"],
            str(path),
            sum(findings.values()) if findings else None,
            report.get("outputs") or {},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # Half written, or no report of ours: it has no state to show.
        return None
