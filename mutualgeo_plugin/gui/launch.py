"""What each button of the panel starts: an algorithm and its parameters, drawn from the territory."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from ..engine.territory import NetworkSource, Territory

#: What the runs of the panel leave beside the base.
FINDINGS, HTML, DISCREPANCIES, COVERAGE_MAP, PORTAL = (
    "findings.gpkg", "quality.html", "discrepancies.gpkg", "coverage.gpkg", "portal",
)  # fmt: skip

PREVIEW, COVERAGE, DECLARE = "mutualgeo:serveportal", "mutualgeo:coverage", "mutualgeo:declareexception"
#: Seconds that a preview is served: long enough to look around, and nothing is left running for the night.
PREVIEW_SECONDS = 1800

Launch = tuple[str, dict[str, Any]]


def receive(territory: Territory, files: list[str]) -> Launch:
    """Receive `files` into the territory's base."""
    return "mutualgeo:receivelot", {
        "INPUT": files,
        "TERRITORY": str(territory.path),
        "STORE": str(territory.store),
        "ACCEPT_PARTIAL": True,
    }


def assemble(territory: Territory) -> Launch:
    """Assemble the base."""
    return "mutualgeo:assemblebase", {"STORE": str(territory.store)}


def decide(territory: Territory, conflict: int, keep: str, reason: str, role: str) -> Launch:
    """Decide a conflict: the uid to keep, or ``both``."""
    return "mutualgeo:decideconflict", {
        "STORE": str(territory.store),
        "CONFLICT": conflict,
        "KEEP": keep,
        "REASON": reason,
        "ROLE": role,
    }


def coverage(territory: Territory, communes: str) -> Launch:
    """Measure the coverage of the communes of a layer (its id in the project); the map beside the base."""
    return COVERAGE, {
        "STORE": str(territory.store),
        "COMMUNES": communes,
        "OUTPUT": str(territory.store.parent / COVERAGE_MAP),
    }


def check(territory: Territory) -> Launch:
    """Check the base; findings and HTML beside it."""
    folder = territory.store.parent
    return "mutualgeo:checkquality", {
        "INPUT": str(territory.store),
        "TERRITORY": str(territory.path),
        "FINDINGS": str(folder / FINDINGS),
        "HTML": str(folder / HTML),
    }


def declare(territory: Territory, findings: Sequence[str], state: str, said: dict[str, Any]) -> Launch:
    """Say of findings (identifiers) what they are; `said` has the reason, the role and how far an exception holds."""
    return DECLARE, {"STORE": str(territory.store), "FINDING": " ".join(findings), "STATE": state, **said}


def revoke(territory: Territory, exceptions: Sequence[int], said: dict[str, Any]) -> Launch:
    """Take exceptions (numbers) back; `said` has the reason and the role."""
    return DECLARE, {"STORE": str(territory.store), "REVOKE": " ".join(map(str, exceptions)), **said}


def network_pairs(territory: Territory) -> list[tuple[NetworkSource, NetworkSource]]:
    """Networks of one theme, two by two, in the order of the territory file: the first is the reference."""
    return [(a, b) for a, b in combinations(territory.networks, 2) if a.theme == b.theme]


def compare(territory: Territory, a: NetworkSource, b: NetworkSource) -> Launch:
    """Compare two networks; the discrepancies beside the base."""
    return "mutualgeo:comparenetworks", {
        "A": _source(a),
        "B": _source(b),
        "TERRITORY": str(territory.path),
        "OUTPUT": str(territory.store.parent / DISCREPANCIES),
    }


def publish(territory: Territory) -> Launch:
    """Publish every portal of the territory; the portals stand beside the base."""
    return "mutualgeo:publishportal", {
        "TERRITORY": str(territory.path),
        "STORE": str(territory.store),
        "PORTAL": str(territory.store.parent / PORTAL),
    }


def preview(territory: Territory) -> Launch:
    """Serve the portals from this machine."""
    return PREVIEW, {"PORTAL": str(territory.store.parent / PORTAL), "PORT": 0, "DURATION": PREVIEW_SECONDS}


def _source(network: NetworkSource) -> str:
    return f"{network.path}|layername={network.layer}" if network.layer else network.path
