"""What decides which version of an object the base keeps, as data."""

from __future__ import annotations

#: Criteria by which versions of one object are ranked.
PRECISION_XY, PRECISION_Z, CATEGORISATION, SURVEY_DATE, CONVENTION_ORDER = CRITERIA = (
    "precision_xy", "precision_z", "categorisation", "survey_date", "convention_order",
)  # fmt: skip

#: Order of the criteria unless the user gives another one: planimetric precision, then altimetric precision, quality
#: of categorisation, date of survey, order of the producers in the convention (issue 3, item 6).
DEFAULT_RULE = CRITERIA

#: How two versions were found to be one object, surest first.
#: `stretch`: better versions that are cut otherwise cover it together.
EXACT, IDENTITY, NEAR, ALONE, STRETCH = REASONS = ("exact", "identity", "near", "alone", "stretch")

#: Why two versions wait for a person instead of being decided.
#: `distance`: farther apart than the sum of the precisions, no farther than the test of the classes admits.
NEWER, ATTRIBUTES, ALTITUDE, EXTENT, DISTANCE = CONFLICTS = ("newer", "attributes", "altitude", "extent", "distance")

#: Choice of a person who finds that a conflict's two objects are two: both stay.
BOTH = "both"

#: Share of each of two versions that lies within the precision of the other: T2, near duplicate, "buffered overlap
#: >= 0.9".
NEAR_FROM = 0.9

#: More than this share of the smaller of two objects of one identifier must lie on the other: more than half belongs
#: to no other object; the pieces of a line that was cut may bear one identifier, and only touch.
IDENTITY_FROM = 0.5

#: Objects smaller than this many times the precision overlap with any neighbour: those must be near all along.
SMALL = 4.0

#: Worth of pairing two objects, besides their nearness (0 at the sum of the precisions, 1 at no distance): what one
#: lot holds the other one seldom lacks, so two farther pairs are worth more than one near pair and two left alone. A
#: quarter of the nearest pair's worth: chosen beforehand, not fitted.
PAIR_WORTH = 0.25

#: Worth of pairing two objects that contradict each other: never as much as any other pair.
DOUBTFUL_WORTH = 0.01

#: Codes that say nothing: they contradict no other code (CategorieThematique 00 and 99, SectionPilier 00, NatureReseau
#: 00).
NEUTRAL_CODES = frozenset({"00", "99"})

#: Attributes that say what an object is: two versions that differ in one of them, both given, contradict each other.
#: References of symbols, managers and sources are spelt as each producer likes and are no such attributes.
TELLING = ("thematique", "typeMur", "section", "nature", "reseau", "libelle", "immatriculation", "identification")

#: Two lines that are cut otherwise run along each other where both say so: the shorter of the two lengths that each
#: sees is at least this share of the longer one [I]. Of lines side by side, each lies on its own counterpart.
MUTUAL_FROM = 0.5

#: Metres from which two lines that cover each other in part are told to a person [I]: shorter overlaps are what lots
#: leave at their borders, which the checks of edges tell.
PART_FROM = 1.0
