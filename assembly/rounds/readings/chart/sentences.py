"""What is said of a share, in the hall's words; and of those that have no column."""

import re
from collections.abc import Iterator

from assembly.rounds.readings.chart.sight import Sight
from assembly.rounds.rules.allocation import Outcome, Share
from assembly.rounds.rules.entry import out_of_reach

WAITS = "waits"  # the status of one whose turn has not come, on the way to an outcome

Note = tuple[str, str]  # what it is about, in the slab, and what there is to say


def people_and_hours(share: Share, sight: Sight) -> tuple[str, str]:
    people = sight.ngettext("%(num)s person", "%(num)s people", share.support.people)
    return people, sight.ngettext("%(num)s hour", "%(num)s hours", share.support.hours)


def not_now(sight: Sight) -> str:
    return sight.gettext("not this time") if sight.locked else sight.gettext("not yet")


def why_nothing(share: Share, outcome: Outcome, sight: Sight) -> str:
    """Why it has no money, in the hall's words."""
    needed = sight.amount(share.terms.minimum)
    if out_of_reach(share.terms.minimum, outcome.pot):
        pot = sight.amount(outcome.pot)
        if sight.locked:
            return sight.gettext("the pot held %(pot)s, it needed %(needed)s at least", pot=pot, needed=needed)
        return sight.gettext("the pot holds %(pot)s, it needs %(needed)s at least", pot=pot, needed=needed)
    elif share.status.startswith("gate"):
        return still_needs(share, sight)
    elif share.status == "short" and outcome.rate:
        line = sight.amount(outcome.rate[0] * share.points // outcome.rate[1])
        return sight.gettext("the line came to %(line)s, it needed %(needed)s", line=line, needed=needed)
    elif share.status == "passed":
        left = sight.amount(left_for(share, outcome))
        return sight.gettext("the pot had %(left)s left, it needed %(needed)s", left=left, needed=needed)
    else:
        return sight.gettext("it needed %(needed)s", needed=needed)


def still_needs(share: Share, sight: Sight) -> str:
    """What keeps it from taking part; once the round is closed, what kept it."""
    missing = re.search(r"\d+", share.status)
    num, people = int(missing.group()) if missing else 0, "people" in share.status
    if not num:
        return sight.gettext("nobody has given hours yet")
    elif people and sight.locked:
        return sight.ngettext("it needed %(num)s more person", "it needed %(num)s more people", num)
    elif people:
        return sight.ngettext("still needs %(num)s more person", "still needs %(num)s more people", num)
    elif sight.locked:
        return sight.ngettext("it needed %(num)s more hour", "it needed %(num)s more hours", num)
    else:
        return sight.ngettext("still needs %(num)s more hour", "still needs %(num)s more hours", num)


def left_for(share: Share, outcome: Outcome) -> int:
    """What the pot still had when the turn of one that did not fit came, in units."""
    return int(next(entry[-1] for entry in outcome.log if entry[0] == "passed" and entry[1] == share.terms.id))


def sentence(share: Share, outcome: Outcome, sight: Sight) -> str:
    """One proposal, for those who hear the picture."""
    people, hours = people_and_hours(share, sight)
    return f"{sight.title(share)}: {people}, {hours}. {_standing(share, outcome, sight)}."


def _standing(share: Share, outcome: Outcome, sight: Sight) -> str:
    got, ask = sight.amount(share.amount), sight.amount(share.terms.ask)
    if not share.terms.ask:
        return _hands(share, sight)
    elif share.status == WAITS:
        return sight.gettext("It waits for its turn")
    elif not share.amount:
        return f"{not_now(sight).capitalize()}: {why_nothing(share, outcome, sight)}"
    elif share.amount == share.terms.ask:
        return sight.gettext("%(got)s, all it asked", got=got)
    else:
        return sight.gettext("%(got)s of %(ask)s", got=got, ask=ask)


def _hands(share: Share, sight: Sight) -> str:
    """One that asks for no money."""
    return sight.gettext("It has its people") if share.status == "full" else still_needs(share, sight).capitalize()


def beside(outcome: Outcome, sight: Sight) -> Iterator[Note]:
    """Those that have no column: they ask for no money, or nobody stands behind them yet."""
    yield from without_money(outcome, sight)
    nobody = [sight.title(share) for share in outcome.shares if share.terms.ask and not share.points]
    if nobody:
        yield sight.gettext("No hours yet:"), ", ".join(nobody)


def without_money(outcome: Outcome, sight: Sight) -> Iterator[Note]:
    hands = [share for share in outcome.shares if not share.terms.ask]
    ready = [sight.title(share) for share in hands if share.status == "full"]
    if ready:
        yield sight.gettext("Has its people:"), ", ".join(ready)
    yield from ((f"{sight.title(share)}:", still_needs(share, sight)) for share in hands if share.status != "full")
