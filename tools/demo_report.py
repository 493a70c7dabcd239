"""One report for the chain, drawn from those of its steps (schema: docs/report.md), and its reading aloud."""

from __future__ import annotations

from collections import Counter
from typing import Any

SCHEMA = "mutualgeo-report/1"

#: From the best ending of a step to the worst.
STATUSES = ("done", "done_with_findings", "cancelled", "refused", "failed")

#: Measures that must come out as they went in, beside the objects per class → how they are read aloud.
MEASURES = {"arcs": "arcs", "vertices": "vertices", "vertices_z": "vertices with Z"}

Json = dict[str, Any]


def combine(
    steps: list[Json], *, command: str, started: str, outputs: dict[str, str] | None = None, message: str = ""
) -> Json:
    """Report of the chain.

    Parameters
    ----------
    steps : list of dict
        Report of each step in order, with ``step`` and ``exit_status``.
    command : str
        Command that runs the chain again.
    started : str
        ISO 8601, UTC.
    outputs : dict, optional
        Name → path of what the chain left.
    message : str, optional
        Why the chain stopped; empty when it went through.
    """
    received, exported = _step(steps, "receive"), _step(steps, "export")
    came_in, went_out = _tally(received, "in"), _tally(exported, "out")
    names = sorted(came_in | went_out)
    lost = {name: came_in[name] - went_out[name] for name in names if came_in[name] != went_out[name]}
    lost = lost if exported and not message else {}
    return {
        "schema": SCHEMA,
        "job": "demo",
        "status": _status(steps, message, lost),
        "message": message or _loss_text(lost),
        "started": started,
        "seconds": round(sum(step.get("seconds", 0) for step in steps), 3),
        "peak_mb": max((step.get("peak_mb") or 0 for step in steps), default=0),
        "versions": received.get("versions", {}),
        "parameters": received.get("parameters", {}),
        "command": command,
        "counts": {"in": _classes(came_in), "out": _classes(went_out)},
        **{measure: {"in": came_in[measure], "out": went_out[measure]} for measure in MEASURES},
        "lost": lost,
        "duplicates": _step(steps, "assemble").get("duplicates", {}),
        "lots": received.get("lots", []),
        "findings": _step(steps, "check").get("findings", {}),
        "comparison": _step(steps, "compare").get("comparison", {}),
        "readback": _step(steps, "read back").get("readback", {}),
        "messages": [message for step in steps for message in step.get("messages", [])],
        "outputs": outputs or {},
        "steps": steps,
    }


def summary_text(report: Json) -> str:
    """What the chain found, for a terminal."""
    counts, duplicates = report["counts"], report["duplicates"]
    lines = [f"{len(report['lots'])} lots", "", _row("class", "in", "out", "duplicates")]
    lines += [_row(name, n, counts["out"].get(name, 0), duplicates.get(name, 0)) for name, n in counts["in"].items()]
    lines += [_row(name, report[measure]["in"], report[measure]["out"], "") for measure, name in MEASURES.items()]
    seen = [f"{check} {count}" for check, count in report["findings"].items() if count]
    lines += ["", f"findings   {sum(report['findings'].values())}: {', '.join(seen) or 'none'}"]
    lines.append(f"networks   {_comparison_text(report['comparison'])}")
    lines += [f"portal     {_portal_text(readback)}" for readback in report["readback"]]
    return "\n".join(lines)


def _row(name: str, *values: object) -> str:
    return f"{name:<32}" + "".join(f"{value:>11}" for value in values)


def _step(steps: list[Json], name: str) -> Json:
    return next((step for step in steps if step["step"] == name), {})


def _tally(step: Json, way: str) -> Counter[str]:
    """Objects per class and measures of a step, on its way "in" or "out"."""
    measures = {measure: step.get(measure, {}).get(way, 0) for measure in MEASURES}
    return Counter(step.get("counts", {}).get(way, {})) + Counter(measures)


def _classes(tally: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(tally.items()) if name not in MEASURES}


def _status(steps: list[Json], message: str, lost: dict[str, int]) -> str:
    if lost:
        return "failed"
    worst = max((STATUSES.index(step.get("status", "done")) for step in steps), default=0)
    if message:
        return STATUSES[max(worst, STATUSES.index("refused"))]
    return STATUSES[worst]


def _loss_text(lost: dict[str, int]) -> str:
    return f"lost on the way: {lost}" if lost else ""


def _comparison_text(comparison: Json) -> str:
    if not comparison:
        return "not compared (no NETWORK_A and NETWORK_B)"
    shift = comparison["shift"]
    kinds = ", ".join(f"{comparison[kind]} {kind}" for kind in ("matched", "moved", "missing", "added"))
    return f"shift {shift['dx']:+.3f} m, {shift['dy']:+.3f} m; {kinds}"


def _portal_text(readback: Json) -> str:
    wms, wfs = readback["wms"], readback["wfs"]
    return (
        f"{readback['url']}: WMS {wms['version']} map of {len(wms['layers'])} layers in {wms['colours']} colours; "
        f"WFS {wfs['version']} {sum(wfs['features'].values())} features"
    )
