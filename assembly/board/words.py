"""What a column is called, and how it is asked for. The names of cards come from practice, not from us."""

from flask_babel import lazy_gettext

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
PROMPTS = {
    "skills": (
        lazy_gettext("What do you do best?"),
        lazy_gettext("What do you know well and like to talk about?"),
        lazy_gettext("What would you do for others with all your heart?"),
    ),
    "spaces": (lazy_gettext("Where is there room, a roof or a key?"),),
    "tools": (lazy_gettext("What do you have that others could borrow?"),),
    "connections": (lazy_gettext("Who do you know that could help? Say what they do, not who they are."),),
}
EXAMPLES = {
    "skills": (
        lazy_gettext("Cook for fifty"),
        lazy_gettext("Mend bicycles"),
        lazy_gettext("Drive a van"),
        lazy_gettext("Mind children"),
        lazy_gettext("First aid"),
        lazy_gettext("Sewing"),
        lazy_gettext("Translate"),
        lazy_gettext("Spreadsheets"),
    ),
    "spaces": (
        lazy_gettext("A dry garage"),
        lazy_gettext("A hall with a kitchen"),
        lazy_gettext("A living room for twelve"),
        lazy_gettext("A vacant lot"),
    ),
    "tools": (
        lazy_gettext("A van"),
        lazy_gettext("A generator"),
        lazy_gettext("A sound system"),
        lazy_gettext("Folding tables"),
        lazy_gettext("A sewing machine"),
    ),
    "connections": (
        lazy_gettext("Someone at the tenants' office"),
        lazy_gettext("Someone who works in a school"),
        lazy_gettext("Someone with a farm"),
        lazy_gettext("Someone in the union"),
    ),
}
WHO_SEES = {
    "room": lazy_gettext("Tonight's room"),
    "members": lazy_gettext("Our assembly, also after tonight"),
    "public": lazy_gettext("Everybody, without my name"),
}

# for templates
WORDS = {"column": COLUMNS, "new": NEW_CARD, "me_too": ME_TOO, "who_sees": WHO_SEES}
