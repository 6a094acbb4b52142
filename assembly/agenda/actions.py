"""Change the agenda: words and minutes, another order, skip, add, a few minutes more; show it on the wall."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask_babel import gettext

from assembly.agenda.rules import PlannedKind, check_minutes, check_order, check_still_to_come
from assembly.extensions import db
from assembly.gatherings.models import Gathering, Step
from assembly.gatherings.steps import kinds
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import now
from assembly.kernel.models.identity import Grant
from assembly.kernel.rules import N_, RuleBroken
from assembly.kernel.rules.texts import needed, one_line

TITLE, SAY = 60, 200  # characters
A_FEW = 5  # minutes that one press gives


@dataclass(frozen=True)
class Words:
    """What a form says of a step, as typed. `picture`: one that its kind offers, or "" for none."""

    title: str
    say: str
    minutes: int
    picture: str = ""


def add_step(by: Grant, gathering: Gathering, kind: str, minutes: int, before: int, press: Press | None = None) -> Step:
    """A step of `kind` before step number `before`. RuleBroken when there is no such place for it."""
    if kind not in kinds:
        raise RuleBroken(N_("Please pick what kind of step it is."))
    following = step_numbered(gathering, before)
    known = happened(by.device, press)
    if known:
        return gathering.steps[-1]
    check_minutes(minutes)
    check_still_to_come(following.position, gathering.position)
    step = Step(
        number=1 + max(each.number for each in gathering.steps),
        position=following.position,
        kind=kind,
        title=gettext(kinds[kind].title),
        say=gettext(kinds[kind].say),
        minutes=minutes,
    )
    steps = list(gathering.steps)
    steps.insert(following.position, step)
    _put_in_order(gathering, steps)
    gathering.steps.append(step)
    _written(by, gathering, "step added", step, press, of=kind, minutes=minutes)
    return step


def change_step(by: Grant, gathering: Gathering, number: int, words: Words, press: Press | None = None) -> Step:
    """Other words, minutes or picture. RuleBroken for a text too long or no title."""
    step = step_numbered(gathering, number)
    if happened(by.device, press):
        return step
    check_minutes(words.minutes)
    step.title = needed(words.title, TITLE, N_("Please give the step a title."))
    step.say = one_line(words.say, SAY)
    step.picture = words.picture if words.picture in dict(kinds[step.kind].pictures) else ""
    step.minutes = words.minutes
    seal = partial(sealed, salt=gathering.salt)
    _written(
        by, gathering, "step changed", step, press, minutes=step.minutes, title=seal(step.title), say=seal(step.say)
    )
    return step


def move_earlier(by: Grant, gathering: Gathering, number: int, press: Press | None = None) -> Step:
    """One place towards the beginning. RuleBroken where the room has been already, or against the order of kinds."""
    return _swap(by, gathering, step_numbered(gathering, number), -1, press)


def move_later(by: Grant, gathering: Gathering, number: int, press: Press | None = None) -> Step:
    """One place towards the end. RuleBroken as for `move_earlier`."""
    return _swap(by, gathering, step_numbered(gathering, number), +1, press)


def skip_step(by: Grant, gathering: Gathering, number: int) -> Step:
    """Next passes over it. Doing it twice changes nothing. RuleBroken when the room is there, or others need it."""
    return _skip(by, gathering, step_numbered(gathering, number), skipped=True)


def take_step_up(by: Grant, gathering: Gathering, number: int) -> Step:
    """A skipped step is planned again."""
    return _skip(by, gathering, step_numbered(gathering, number), skipped=False)


def extend(by: Grant, gathering: Gathering, press: Press | None = None) -> Step:
    """A_FEW minutes more for the step where the room is, counted from now when its time is over already."""
    step = gathering.step
    if happened(by.device, press):
        return step
    gone = int((now() - step.started_at).total_seconds() // 60) if step.started_at else 0
    minutes = max(step.minutes, gone) + A_FEW
    check_minutes(minutes)
    step.minutes = minutes
    _written(by, gathering, "step longer", step, press, minutes=minutes)
    return step


def show_agenda(by: Grant, gathering: Gathering, shown: bool) -> Gathering:
    """On the wall, in place of the step's own picture, until it is taken down or the room moves on."""
    if gathering.agenda_shown != shown:
        gathering.agenda_shown = shown
        record("agenda shown" if shown else "agenda taken down", gathering, by=by)
    db.session.commit()
    return gathering


def step_numbered(gathering: Gathering, number: int) -> Step:
    """RuleBroken when there is none."""
    found = next((step for step in gathering.steps if step.number == number), None)
    if found is None:
        raise RuleBroken(N_("There is no such step. Please reload this page."))
    return found


def _swap(by: Grant, gathering: Gathering, step: Step, places: int, press: Press | None) -> Step:
    if happened(by.device, press):
        return step
    to = step.position + places
    check_still_to_come(min(step.position, to), gathering.position)
    steps = list(gathering.steps)
    steps.remove(step)
    steps.insert(to, step)
    _put_in_order(gathering, steps)
    _written(by, gathering, "step put elsewhere", step, press, to=step.position)
    return step


def _skip(by: Grant, gathering: Gathering, step: Step, skipped: bool) -> Step:
    if step.skipped != skipped:
        check_still_to_come(step.position, gathering.position)
        step.skipped = skipped
        _put_in_order(gathering, list(gathering.steps))
        _written(by, gathering, "step skipped" if skipped else "step taken up", step, None)
    return step


def _put_in_order(gathering: Gathering, steps: list[Step]) -> None:
    """RuleBroken, before anything changed its place, when what is planned cannot stand so."""
    check_order([_as_planned(step) for step in steps if not step.skipped])
    for position, step in enumerate(steps):
        step.position = position


def _as_planned(step: Step) -> PlannedKind:
    kind = kinds[step.kind]
    return PlannedKind(step.kind, step.title, kind.once, kind.after, kind.leads_to)


def _written(by: Grant, gathering: Gathering, what: str, step: Step, press: Press | None, **facts: Any) -> None:
    row = record(what, gathering, by=by, step=step.number, **facts)
    remember(by.device, press, row.seq)
    db.session.commit()
    db.session.expire(gathering, ["steps"])
