"""What roles are called, and what is handed over with one."""

from flask_babel import lazy_gettext

ROLE_WORDS = {
    "point_person": lazy_gettext("Point person"),
    "coordinator": lazy_gettext("Coordinator"),
    "treasurer": lazy_gettext("Treasurer"),
}
ROLE_DOES = {
    "point_person": lazy_gettext("whom others ask"),
    "coordinator": lazy_gettext("calls people together"),
    "treasurer": lazy_gettext("keeps the money's book"),
}
HANDOVER = (
    lazy_gettext("Keys and passwords"),
    lazy_gettext("Money, counted by two"),
    lazy_gettext("What is open, what was promised"),
    lazy_gettext("Whom to ask"),
    lazy_gettext("What I would do differently"),
)
