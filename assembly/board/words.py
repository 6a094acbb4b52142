"""What a column is called, and how it is asked for. The names of cards come from practice, not from us."""

from typing import NamedTuple

from flask_babel import LazyString, lazy_gettext

COLUMNS = {
    "skills": lazy_gettext("Skills"),
    "spaces": lazy_gettext("Spaces"),
    "tools": lazy_gettext("Tools & things"),
    "connections": lazy_gettext("Connections"),
}
NEW_CARD = {
    "skills": lazy_gettext("Add a skill"),
    "spaces": lazy_gettext("Add a space"),
    "tools": lazy_gettext("Add a thing"),
    "connections": lazy_gettext("Add a connection"),
}
ME_TOO = {
    "skills": lazy_gettext("I can too"),
    "spaces": lazy_gettext("I have one too"),
    "tools": lazy_gettext("I have one too"),
    "connections": lazy_gettext("Me too"),
}


class Question(NamedTuple):
    """One prompt of the silent round: the column its answer goes to, what is asked, and what others answered once."""

    kind: str
    prompt: LazyString
    examples: tuple[LazyString, ...]


# hands, head, heart, spaces, tools, people: six at most, one at a time
QUESTIONS = (
    Question(
        "skills",
        lazy_gettext("What can you do, and would share?"),
        (
            lazy_gettext("Cook for fifty"),
            lazy_gettext("Mend bicycles"),
            lazy_gettext("Drive a van"),
            lazy_gettext("Sewing"),
        ),
    ),
    Question(
        "skills",
        lazy_gettext("What do you know well and like to talk about?"),
        (lazy_gettext("First aid"), lazy_gettext("Translate"), lazy_gettext("Spreadsheets")),
    ),
    Question(
        "skills",
        lazy_gettext("What do you care about deeply?"),
        (lazy_gettext("Mind children"), lazy_gettext("Visit people who are alone"), lazy_gettext("Green our street")),
    ),
    Question(
        "spaces",
        lazy_gettext("Where is there room, a roof or a key?"),
        (
            lazy_gettext("A dry garage"),
            lazy_gettext("A hall with a kitchen"),
            lazy_gettext("A living room for twelve"),
            lazy_gettext("A vacant lot"),
        ),
    ),
    Question(
        "tools",
        lazy_gettext("What do you have that others could borrow?"),
        (
            lazy_gettext("A van"),
            lazy_gettext("A generator"),
            lazy_gettext("A sound system"),
            lazy_gettext("Folding tables"),
            lazy_gettext("A sewing machine"),
        ),
    ),
    Question(
        "connections",
        lazy_gettext("Who do you know that could help? Say what they do, not who they are."),
        (
            lazy_gettext("Someone at the tenants' office"),
            lazy_gettext("Someone who works in a school"),
            lazy_gettext("Someone with a farm"),
            lazy_gettext("Someone in the union"),
        ),
    ),
)
PROMPTS = {kind: tuple(each.prompt for each in QUESTIONS if each.kind == kind) for kind in COLUMNS}
EXAMPLES = {
    kind: tuple(words for each in QUESTIONS if each.kind == kind for words in each.examples) for kind in COLUMNS
}
WHO_SEES = {
    "room": lazy_gettext("Tonight's room"),
    "members": lazy_gettext("Our assembly, also after tonight"),
    "public": lazy_gettext("Everybody, without my name"),
}

# for templates
WORDS = {"column": COLUMNS, "new": NEW_CARD, "me_too": ME_TOO, "who_sees": WHO_SEES}
