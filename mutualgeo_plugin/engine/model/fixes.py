"""What mends findings, as data: which mend may take what, in which order, and which algorithm mends the others."""

from __future__ import annotations

#: Action kept in lineage.
FIXED = "fixed"

#: Kinds of proposals: another drawing, another text, other links, an object put aside, another algorithm to run.
GEOMETRY, ATTRIBUTE, LINK, DROP, RUN = KINDS = ("geometry", "attribute", "link", "drop", "run")

#: How sure a proposal is, as `kinds.FIXES`: automatic, to be confirmed.
SURE, UNSURE = CONFIDENCES = ("A", "P")

#: Findings that another algorithm mends better, and which one: code or check → name.
RUN_INSTEAD = {
    "S2": "makeemprises",
    "S4": "exportpcrs",
    "S6_gml": "exportpcrs",
    "T2": "assemblebase",
    "T4": "exportpcrs",
    "T9": "makeemprises",
    "E1": "edgematch",
    "E2": "edgematch",
    "E4": "mergetiles",
    "L4": "exportpcrs",
}

#: Checks of what is no object of the base (a layer of a network, of parcels): mended in the software that holds it.
ELSEWHERE = frozenset({"R1", "C1", "C2"})

#: What a mend may take out of a drawing: "vertices", "arcs". Whatever it takes besides is a loss.
MAY_TAKE: dict[str, frozenset[str]] = {
    "G1": frozenset({"vertices"}),
    "G2": frozenset({"vertices", "arcs"}),
    "G3": frozenset({"vertices"}),
    "G4": frozenset({"vertices"}),
    "G6": frozenset({"vertices"}),
    "G7": frozenset({"vertices"}),
    "G9": frozenset({"vertices"}),
    "G10": frozenset({"vertices", "arcs"}),
    "G11": frozenset({"vertices", "arcs"}),
    "G13": frozenset(),
    "G14": frozenset(),
    "G15": frozenset(),
    "T6": frozenset(),
}

#: Order in which several mends of one drawing follow each other: what is nothing first, then shapes, ends, direction,
#: and the rounding of what has come out last.
ORDER = ("G2", "G11", "G3", "G4", "G6", "G7", "G1", "G10", "G9", "T6", "G15", "G14", "G13")

#: Farthest in metres that a point of an invalid polygon may lie from the valid one that is made of it: the resolution
#: at which coordinates are exchanged.
VALID_WITHIN = 0.001

#: Lines of more vertices than this are not untangled: their crossing is no slip of one vertex.
UNTANGLED = 200
