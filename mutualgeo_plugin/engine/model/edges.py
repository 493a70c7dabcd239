"""What decides how lots are joined at their borders, as data: tiles of one survey, edges of two."""

from __future__ import annotations

#: Actions kept in lineage.
MERGED, MOVED, UNDONE, RESTORED = "merged", "moved", "undone", "restored"

# -- tiles of one survey ------------------------------------------------------------------------------------------

#: Two cut ends are one where they are at most this far apart in plan, metres (coordinates are exchanged at 1 mm; the
#: 47 pairs of the Lyon tiles are equal to 0.0001 mm).
SAME_END = 0.001

#: Two cut ends at most this far apart in altitude, metres, are one; a larger step is told, not merged (issue 3,
#: item 4). Altitudes are exchanged at 1 cm, so that a cut may round the two ends apart.
SAME_LEVEL = 0.02

#: Altitudes written with two decimals differ by a hair more than their difference in decimals.
HAIR = 1e-6

#: Tiles surveyed at most this many days apart belong to one survey [I]: a month's campaign; objects that bear a date
#: are merged only where it is the same.
SURVEY_DAYS = 31

#: Shorter lines than this, metres, that touch the neatline are slivers of the cut (reference A.6: 0.5 to 2.9 cm).
SLIVER = 0.05

#: A polygon crosses the neatline where more of it than this, m², lies on the neighbour's ground (1 cm²: less is what
#: rounding leaves).
UNCUT_AREA = 1e-4

#: Why ends that meet are not merged.
STEP, ATTRIBUTES, CLASS_CHANGE, AMBIGUOUS, DIMENSION, BACK, SLIVER_ALONE = NOT_MERGED = (
    "altitude", "attributes", "class", "ambiguous", "dimension", "back", "sliver",
)  # fmt: skip

# -- edges of two lots --------------------------------------------------------------------------------------------

#: Distance in metres within which ends are looked for unless the user gives another one.
SEARCH = 0.5

#: Bound in metres taken for classes that declare no precision (habillage) [I]: that of class 005, the usual one; a
#: drawing follows the surveyed objects that it dresses.
UNDECLARED = 0.05

#: Length in metres of the piece by which the direction at an end is measured [I]: longer than the micro-segments of
#: surveys (2 to 5 mm), shorter than a kerb's bend.
DIRECTION_LENGTH = 0.5

#: A line may turn at a surveyed point nearer to its end than that: then it leaves by its last piece. Shorter pieces
#: than this, metres, have no direction of their own [I]: they are micro-segments, or shorter than the usual precision.
PIECE_FROM = 0.03

#: Continuity of direction is 1 for a line that goes straight on and 0 for one that turns by 90° or more, in proportion
#: to the angle (a cosine hardly tells 20° from straight). Two ends that do not meet continue each other from here on
#: [I], a turn of 60°: a line that turns more sharply turns at a surveyed point of its own, not at the limit of a lot.
CONTINUES_FROM = 1 / 3

#: Altitudes that differ by more than this, metres, are told: they are exchanged at 1 cm.
LEVEL_FROM = 0.01

#: A pair less sure than this (0 to 100) is left to a person [I]: half.
SURE_FROM = 50.0

#: Parts of the confidence that come from the number of candidates, from the attributes and from the continuity of
#: direction. The three criteria are Esri's (Generate Edgematch Links, EM_CONF); their parts are ours [I]: the
#: candidates count most, since they alone say that another pair was possible.
CONFIDENCE_CANDIDATES, CONFIDENCE_ATTRIBUTES, CONFIDENCE_CONTINUITY = CONFIDENCE = (0.4, 0.3, 0.3)

#: Parts of a pair's worth in the assignment: nearness, continuity, attributes, and being a pair at all [I]. Within the
#: precision a near end is not much likelier than a far one, so that direction counts more than nearness. Chosen on
#: planted truth of seeds 101 to 103; the tests use others.
WORTH_NEAR, WORTH_CONTINUITY, WORTH_ATTRIBUTES, WORTH_PAIR = 0.2, 0.4, 0.2, 0.2

#: What is decided of a pair: it meets already; its less precise end moves; it would have to move by more than its
#: precision class; the pair is not sure; an arc would be bent; nothing would be left of the line; only the altitudes
#: differ.
MEETS, MOVE, TOO_FAR, DOUBTFUL, BENT, TOO_SHORT, LEVEL = DECISIONS = (
    "meets", "move", "too far", "doubtful", "arc", "too short", "altitude",
)  # fmt: skip
