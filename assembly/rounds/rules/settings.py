"""Settings: all that is published before a round, and which values make sense. Pure."""

from dataclasses import dataclass
from datetime import date

from assembly.kernel.rules import N_, RuleBroken
from assembly.rounds.rules.points import Settings
from assembly.rounds.rules.shares import check_settings

MONEY_WHEN = ("pressed", "always", "end")
ENDINGS = ("soft", "freeze")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSettings(Settings):
    """What a facilitator publishes before a round opens. `divided`, `set_aside`, `step` are minor units; one person
    gives at most `hours_each` whole hours to at most `proposals_each` proposals, in `period`, until `period_end`.
    """

    step: int
    divided: int = 0
    set_aside: int = 0
    set_aside_note: str = ""
    hours_each: int = 6
    proposals_each: int = 2
    period: str = ""
    period_end: date | None = None
    last_call_seconds: int = 180
    money_when: str = "pressed"
    sealed: bool = False
    ending: str = "soft"


def check_round_settings(settings: RoundSettings) -> None:
    """Refuse, in one sentence, what no hall could work with."""
    check_settings(settings)
    if settings.money_when not in MONEY_WHEN or settings.ending not in ENDINGS:
        raise RuleBroken(N_("Please pick when money shows and how the last call ends."))
    if settings.step < 1:
        raise RuleBroken(N_("The smallest amount that moves must be more than nothing."))
    if settings.divided % settings.step:
        raise RuleBroken(N_("The money divided tonight must be a whole number of steps."))
    if not 1 <= settings.hours_each <= 100:
        raise RuleBroken(N_("Hours for each person: a number from 1 to 100."))
    if not 1 <= settings.proposals_each <= 20:
        raise RuleBroken(N_("Proposals for each person: a number from 1 to 20."))
    if settings.people_weight > 20 or max(settings.min_people, settings.min_hours, settings.min_outside) > 1000:
        raise RuleBroken(N_("These numbers are too large for a hall. Please check them."))
    if not 10 <= settings.last_call_seconds <= 1800:
        raise RuleBroken(N_("The last call lasts between 10 seconds and 30 minutes."))


def check_next_settings(settings: RoundSettings, before: RoundSettings, left: int) -> None:
    """A round over what is left divides no more than that (minor units), in the same steps. RuleBroken otherwise."""
    if settings.step != before.step:
        raise RuleBroken(N_("In another round money moves in the same steps as before."))
    if settings.divided + settings.set_aside > left:
        raise RuleBroken(N_("That is more than the round before left in the pot."))
    if settings.hours_each < before.hours_each or settings.proposals_each < before.proposals_each:
        raise RuleBroken(N_("Promises come along, so the limits on hours and proposals can only become larger."))
