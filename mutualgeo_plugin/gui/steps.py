"""The four steps of a territory's work, and the state each is in."""

from __future__ import annotations

from dataclasses import dataclass

from ..settings import tr
from .localdate import local_date
from .runs import Run

#: Jobs of each step, in their order of work.
STEP_JOBS = {
    "assemble": ("receivelot", "assemblebase"),
    "reconcile": ("comparenetworks",),
    "check": ("checkquality",),
    "publish": ("publishportal",),
}

NEVER, GOOD, ATTENTION, BAD, BUSY = "never", "good", "attention", "bad", "busy"
_MOODS = {
    "done": GOOD,
    "done_with_findings": ATTENTION,
    "refused": BAD,
    "failed": BAD,
    "cancelled": ATTENTION,
    "running": BUSY,
}


@dataclass(frozen=True)
class State:
    """State of a step: a mood for its colour, a sentence, and the run it comes from."""

    mood: str
    text: str
    run: Run | None = None


def step_state(step: str, runs: dict[str, Run]) -> State:
    """State of `step` after the last of its runs."""
    mine = [runs[job] for job in STEP_JOBS[step] if job in runs]
    if not mine:
        return State(NEVER, tr("Never run"))
    run = max(mine, key=lambda one: one.started)
    return State(_MOODS.get(run.status, BAD), _sentence(run), run)


def _sentence(run: Run) -> str:
    texts = {
        "done": tr("Done on {date}"),
        "done_with_findings": tr("{findings} findings on {date}") if run.findings else tr("Findings on {date}"),
        "refused": tr("Refused on {date}"),
        "failed": tr("Failed on {date}"),
        "cancelled": tr("Cancelled on {date}"),
        "running": tr("Running since {date}"),
    }
    return texts.get(run.status, run.status).format(date=local_date(run.started), findings=run.findings)
