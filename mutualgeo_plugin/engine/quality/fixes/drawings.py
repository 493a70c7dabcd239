"""G3, G4, G6, G9 to G11, G13 and G14: one drawing mended by itself; G2 where something is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import shapely

from ...dataset.findings import Finding
from ...geometry import mending
from ...geometry.chains import Edit, apply_edit
from ...geometry.linear import linearise
from ...geometry.wkb import Shape, leaves
from ...model.pcrs import PRECISION_METRES
from ...store.originals import Original, read_originals
from ..checks.geometry.shapes import PILLAR, false_decimals
from ..profile import Profile
from ..store_base import StoreBase
from .proposal import Fixer, Mend, Proposal, objects_of, propose_drawing


def mend_bound(thing: Original, otherwise: float) -> float:
    """Upper bound in metres of an object's planimetric precision; `otherwise` where it declares none."""
    metres = PRECISION_METRES.get(thing.texts.get("precisionPlanimetrique") or "")
    return otherwise if metres is None else metres


def _propose_for_all(base: StoreBase, findings: Sequence[Finding], check: str, mend: Mend) -> list[Proposal]:
    """The same mend for every object that was found."""
    return [
        proposal
        for things in objects_of(base, findings).values()
        for thing in things
        if thing.wkb is not None
        for proposal in propose_drawing(thing, check, f"fix_{check}", mend)
    ]


def mend_g2(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Arcs with coincident control points as straight lines, without the vertices that are repeated then."""
    nothing = profile.value("G2", "length")
    bent = [finding for finding in findings if finding.code == "G2_arc"]

    def mend(shape: Shape) -> Edit | None:
        first = mending.straighten_nil_arcs(shape, nothing)
        return first and apply_edit(first, shape, lambda s: mending.remove_short_steps(s, nothing, wider=True))

    return _propose_for_all(base, bent, "G2", mend)


def mend_g3(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Vertices that repeat their neighbour."""
    distance, step = profile.value("G3", "distance"), profile.value("G3", "step")
    return _propose_for_all(
        base, findings, "G3", lambda s: mending.remove_short_steps(s, distance, climb=step, wider=True)
    )


def mend_g4(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Very short segments merged with their neighbour; repeated vertices are G3's."""
    small, same = profile.value("G4", "info"), profile.value("G3", "distance")
    return _propose_for_all(base, findings, "G4", lambda s: mending.remove_short_steps(s, small, above=same))


def mend_g6(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """The vertex of each spike, and one of two that it leaves next to each other."""
    angle, leg, same, short = (
        profile.value(*of) for of in (("G6", "angle"), ("G6", "leg"), ("G3", "distance"), ("G4", "info"))
    )
    return _propose_for_all(base, findings, "G6", lambda s: mending.remove_spikes(s, angle, leg, same, short))


def mend_g9(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Outlines closed: the last point moves onto the first within the precision; a pillar is always closed."""
    out = []
    for name, things in objects_of(base, findings).items():
        for thing in things:
            reach = mend_bound(thing, 0.0)
            out += propose_drawing(
                thing, "G9", "fix_G9", partial(mending.close_line, tolerance=reach, always=name == PILLAR)
            )
    return out


def mend_g10(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Both ends of doorsteps whose other points are on the segment, to the precision of the object."""
    out = []
    for things in objects_of(base, [f for f in findings if f.code == "G10"]).values():
        for thing in things:
            reach = mend_bound(thing, profile.value("T6", "undeclared"))
            between = sum(len(points) for _, points in leaves(thing.shape)) - 2
            out += propose_drawing(
                thing, "G10", "fix_G10", partial(mending.reduce_to_ends, tolerance=reach),
                count=between, tolerance=f"{reach:g}",
            )  # fmt: skip
    return out


def mend_g11(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Arcs as good as straight made straight; what is odd about other arcs is the surveyor's to say."""
    sagitta, nothing, short = (profile.value(*of) for of in (("G11", "sagitta"), ("G2", "length"), ("G4", "info")))
    flat = [finding for finding in findings if finding.code == "G11_flat"]
    return _propose_for_all(base, flat, "G11", lambda s: mending.straighten_flat_arcs(s, sagitta, nothing, short))


def mend_g13(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """All coordinates of the lots that were found, rounded to the millimetre, where they have false decimals."""
    lots = {finding.lots[0] for finding in findings if finding.lots}
    decimals = int(profile.value("G13", "decimals"))
    out = []
    for name in base.field_classes if lots else ():
        vertices, table = base.vertices(name), base.table(name)
        rows = np.unique(vertices.owner[false_decimals(vertices.xyz, decimals)])
        rows = rows[np.isin(base.lot_of(name)[rows], list(lots))]
        things = read_originals(base.store, name, table["uid"].to_numpy()[rows].tolist())
        for uid in sorted(things):
            out += propose_drawing(things[uid], "G13", "fix_G13", mending.round_coordinates)
    return out


def mend_g14(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Outlines turned round; an open façade is turned on the word of a map of buildings: a person confirms it."""
    out = []
    for things in objects_of(base, findings).values():
        for thing in things:
            ring = bool(shapely.is_closed(linearise(thing.wkb))) if thing.wkb else False
            out += propose_drawing(thing, "G14", "fix_G14", mending.reverse_curves, sure=ring)
    return out


FIXERS: dict[str, Fixer] = {
    "G2": mend_g2,
    "G3": mend_g3,
    "G4": mend_g4,
    "G6": mend_g6,
    "G9": mend_g9,
    "G10": mend_g10,
    "G11": mend_g11,
    "G13": mend_g13,
    "G14": mend_g14,
}
