"""Pods: how many people one holds, what may be written, who takes a role and for how long."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import names_a_contact

ROLES = ("point_person", "coordinator", "treasurer")
SMALLEST, LARGEST = 5, 12  # people: below, a pod looks for more; above, it behaves like a hall
LONGEST_TITLE = 60  # characters, as all below; columns and forms know them too
LONGEST_PURPOSE = 120
LONGEST_WORDS = 80  # skills, limits, a contact, where one meets first
MOST_PODS = 45  # of one assembly at a time: five walls
MOST_NAMED = 3  # by one person: more is a flood
A_TERM = 30  # days
READ_BACK = 30  # seconds a pod has before the room


def today_in(time_zone: str, moment: datetime) -> date:
    """The day it is at `moment` where the assembly is."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def check_forming(reached: bool) -> None:
    """RuleBroken before the evening has `reached` a step at which pods form."""
    if not reached:
        raise RuleBroken(N_("Pods form later tonight. The wall says when."))


def check_named_by_anybody(asked: bool, named: int) -> None:
    """RuleBroken where a host `asked` to see first what people write on the wall, and after enough `named` by one."""
    if asked:
        raise RuleBroken(N_("Tonight a host names the pods. Say yours aloud."))
    if named >= MOST_NAMED:
        raise RuleBroken(N_("You named %(most)s pods already. Join one of them, or ask a host."), most=MOST_NAMED)


def check_pod(title: str, purpose: str, taken_by: int | None, standing: int) -> None:
    """Check a pod's words. `taken_by`: the number of a pod with this title; `standing`: pods there are. RuleBroken."""
    if not any(letter.isalnum() for letter in title):
        raise RuleBroken(N_("Please name the pod in a word or two, so that it can be read aloud."))
    if names_a_contact(title) or names_a_contact(purpose):
        raise RuleBroken(N_("This looks like a phone number or an address. It would be on the wall: leave it out."))
    if taken_by is not None:
        raise RuleBroken(N_("There is a pod with this name already: number %(number)s."), number=taken_by)
    if standing >= MOST_PODS:
        raise RuleBroken(N_("There are %(most)s pods already. Join one of them."), most=MOST_PODS)


def check_place(title: str, people: int) -> None:
    """Is there a place in a pod that holds `people`? RuleBroken."""
    if people >= LARGEST:
        raise RuleBroken(
            N_("“%(title)s” is full: %(most)s people. Pick another pod, or ask a host to split it."),
            title=title,
            most=LARGEST,
        )


def check_stands(title: str, into: str | None) -> None:
    """Does this pod still stand, or was it put together with the pod called `into` ("" for none)? RuleBroken."""
    if into:
        raise RuleBroken(
            N_("“%(title)s” is part of “%(into)s” now. Join it there."),
            title=title,
            into=into,
        )
    if into is not None:
        raise RuleBroken(N_("“%(title)s” was taken off the list. Pick another pod."), title=title)


def check_merge(same: bool, together: int) -> None:
    """May two pods with `together` people become one? RuleBroken."""
    if same:
        raise RuleBroken(N_("Pick two different pods."))
    if together > LARGEST:
        raise RuleBroken(
            N_("Together they would be %(people)s people. A pod holds %(most)s at most."),
            people=together,
            most=LARGEST,
        )


def check_split(people: int) -> None:
    """RuleBroken for a pod in which there is nobody to part."""
    if people < 2:
        raise RuleBroken(N_("There is nobody to part: a pod is split when it is full."))


def halves(members: Sequence[tuple[str, bool]]) -> list[str]:
    """Who goes when a pod is split in two: every second, newest first, and those with a role only when they must.

    `members` in the order they joined, each with whether they have a role; the smaller half goes.
    """
    free = [name for name, has_role in members if not has_role]
    bound = [name for name, has_role in members if has_role]
    going = len(members) // 2
    candidates = [*free[::-1][::2], *free[::-1][1::2], *bound[::-1]]
    return candidates[:going]


def check_words(forgotten: bool, words: Iterable[str]) -> None:
    """No new words of people once an evening's names were `forgotten`. RuleBroken."""
    if forgotten and any(words):
        raise RuleBroken(N_("The names of this evening were forgotten, so nothing new about people is kept."))


def check_role(role: str) -> None:
    if role not in ROLES:
        raise RuleBroken(N_("Please pick a role of the list."))


def check_taking(holder: str | None, own: str | None) -> None:
    """May somebody with the role `own` (None: with none) take one that `holder` has (None: nobody)? RuleBroken.

    `holder` is a name, "" for somebody without one.
    """
    if holder:
        raise RuleBroken(N_("%(name)s was first and has this role now. Thank you for wanting to."), name=holder)
    if holder is not None:
        raise RuleBroken(N_("Somebody was first and has this role now. Thank you for wanting to."))
    if own is not None:
        raise RuleBroken(N_("One role a person: hand yours on first, or leave this one to somebody else."))


def check_offering(incoming: str | None, own: bool) -> None:
    """May I take the next turn? `incoming` said so before me (None: nobody); `own`: my turn runs. RuleBroken."""
    if own:
        raise RuleBroken(N_("This is your own turn. Somebody else takes the next one."))
    if incoming:
        raise RuleBroken(N_("%(name)s said it first and takes the next turn."), name=incoming)
    if incoming is not None:
        raise RuleBroken(N_("Somebody said it first and takes the next turn."))


def term_from(since: date) -> date:
    """The last day of a term that begins on this one: about a month."""
    return since + timedelta(days=A_TERM)


def check_first_date(first: date | None, place: str, today: date) -> None:
    """RuleBroken for a day that is over, or more than a year ahead."""
    if first is not None and not today <= first <= today + timedelta(days=366):
        raise RuleBroken(N_("Pick a day between today and a year from now."))
    if names_a_contact(place):
        raise RuleBroken(
            N_("This looks like a phone number or an address of a person. It will be on the wall: leave it out.")
        )
