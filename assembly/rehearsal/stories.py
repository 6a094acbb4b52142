"""Who could come and what they could say, for told evenings and pretend guests. Nobody here exists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ASSEMBLY = "Eastside Assembly"
MAPPING, CONGRESS = "What we have", "Winter congress"
REHEARSAL, MAPPING_REHEARSAL = "Rehearsal congress", "Rehearsal gathering"


@dataclass(frozen=True)
class Plan:
    """A proposal; minimum and ask in whole dollars, `wants` with commas."""

    title: str
    change: str
    lesson: str
    proposer: str
    minimum: int
    ask: int
    wants: str = ""


PROPOSALS: Sequence[Plan] = (
    Plan(
        "Night-watch kitchen",
        "Hot meals for people who work nights, Thursday to Saturday.",
        "People who work nights eat badly, and nobody had asked them what they would like.",
        "the kitchen pod",
        1400,
        3600,
        "a hall with a kitchen, ten crates",
    ),
    Plan(
        "Tool library",
        "Borrow a drill for a weekend instead of buying one for ten holes.",
        "We counted ten drills on one street. Each is used for eleven minutes a year.",
        "the mending pod",
        500,
        2000,
        "a dry garage",
    ),
    Plan(
        "Bike repair",
        "Every bicycle on the east side rides through the winter.",
        "Most broken bicycles need twenty minutes and one cable.",
        "Terrence and Bo",
        300,
        1000,
    ),
    Plan(
        "Courtyard garden",
        "Beds, water and shade where the cars used to stand.",
        "Neighbours who had never spoken talked for an hour about tomatoes.",
        "the garden pod",
        900,
        3000,
        "a van for soil",
    ),
    Plan("Sound van", "Our own loudspeakers for every gathering, ready in an hour.", "", "Luz", 2000, 4000, "a van"),
    Plan(
        "Rent desk",
        "Somebody beside you when you open a letter from the landlord.",
        "Four of five letters were bluff. Nobody should open one alone.",
        "the tenants' pod",
        0,
        0,
    ),
)

# name, (proposal, hours, first hour) …
PEOPLE: Sequence[tuple[str, tuple[tuple[int, int, str], ...]]] = (
    ("Rosa", ((1, 4, "this week"), (6, 2, "later"))),
    ("Amina", ((1, 3, "this week"), (4, 2, "next week"))),
    ("Kwame", ((1, 6, "next week"),)),
    ("Wren", ((2, 4, "this week"), (3, 2, "this week"))),
    ("Malik", ((2, 3, "later"), (1, 3, "this week"))),
    ("Ines", ((2, 2, "next week"), (6, 4, "this week"))),
    ("Sun-hi", ((4, 4, "this week"), (2, 2, "later"))),
    ("Luz", ((5, 6, "later"),)),
    ("June", ((3, 3, "this week"), (4, 3, "next week"))),
    ("Bo", ((3, 6, "this week"),)),
    ("Pat", ((5, 2, "later"), (6, 1, "later"))),
    ("Otis", ((4, 6, "this week"),)),
    ("Terrence", ((3, 2, "this week"), (1, 4, "later"))),
    ("Dolores", ((1, 2, "this week"), (6, 3, "this week"))),
    ("Ibrahim", ()),
    ("", ()),
)

# kind, words, note, and the numbers of the people beside it
CARDS: Sequence[tuple[str, str, str, tuple[int, ...]]] = (
    ("skills", "Cook for fifty", "big pots are no fear", (2, 1, 5)),
    ("skills", "Mend bicycles", "", (13, 10)),
    ("skills", "First aid", "nurse, retired", (6, 7)),
    ("skills", "Read letters from landlords", "", (14, 1, 6)),
    ("skills", "Spreadsheets", "", (5,)),
    ("skills", "Mind children after school", "", (9, 14, 2)),
    ("skills", "Translate Spanish", "", (8, 1)),
    ("skills", "Grow tomatoes on anything", "", (12, 7)),
    ("spaces", "Hall with a kitchen", "Tuesdays it stands empty", (14,)),
    ("spaces", "Dry garage", "", (5, 12)),
    ("spaces", "Vacant lot on 4th", "", (9,)),
    ("spaces", "Living room for twelve", "", (1, 11)),
    ("tools", "Cargo van", "with a driver", (3, 11)),
    ("tools", "Generator", "", (15, 8)),
    ("tools", "Sewing machines", "three of them", (4, 6)),
    ("tools", "Sound system", "", (8,)),
    ("connections", "Someone at the tenants' office", "", (1, 10)),
    ("connections", "The bakers on Vine", "bread is left at six", (5, 2, 11)),
    ("connections", "A patient lawyer", "", (8, 9)),
)

# what pretend guests type at a step, by its kind
SAID: Mapping[str, Sequence[str]] = {
    "needs": (
        "Somebody to mind two children on Tuesdays",
        "Help with a letter from the landlord",
        "A dry place for our tools",
        "A driver for the food round",
        "Someone who can mend a boiler",
        "Company for my mother in the afternoons",
    ),
    "clusters": (
        "cook for the whole block once a week",
        "run a repair evening",
        "turn the lot into a garden",
        "drive each other to the clinic",
    ),
    "presenting": ("Who looks after it in August?", "Where would it stand?", "How did you reach people?"),
    "temperature": ("I worry about the noise.", "Good, if somebody holds the keys.", ""),
    "gaps": ("",),
    "objections": ("Two of three keys are in one house.",),
    "victories": ("The boiler in number nine is mended", "Eleven households stopped paying the late fee"),
}

# and into fields of these names, at whatever step
BY_FIELD: Mapping[str, Sequence[str]] = {
    "title": ("Night kitchen", "Repair evenings", "Garden on 4th", "Letters and landlords", "Rides"),
    "purpose": ("",),
    "skills": ("I can cook and drive", "I know the tenants' office", "Sewing, and patience"),
    "limits": ("not on Fridays", "an hour a week", "no stairs", ""),
    "contact": ("",),
    "good": ("Everybody spoke", "The wall", "I met two neighbours", "The soup", "We decided something"),
    "next_time": ("Start earlier, end earlier", "More time for the wall", "A bigger kettle", ""),
}

# first names of pretend guests beyond the people above
GUESTS: Sequence[str] = (
    "Hana", "Tomas", "Aisha", "Gus", "Mei", "Farid", "Nora", "Jo", "Priya", "Sam", "Elif", "Desmond", "Lupe", "Yusuf",
)  # fmt: skip
