"""What an agenda may be: it begins with the door, ends with the close, and steps follow what they need."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembly.kernel.rules import N_, RuleBroken

SHORTEST, LONGEST, MOST_STEPS = 1, 240, 40  # minutes of a step; steps of an evening
FIRST, LAST = "doors", "closing"


@dataclass(frozen=True)
class PlannedKind:
    """A step as the order sees it: its kind, its title for sentences, and what `StepKind` says of its place."""

    kind: str
    title: str
    once: bool = False
    after: tuple[str, ...] = ()
    leads_to: str = ""


def check_minutes(minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise RuleBroken(N_("A step takes 1 to %(longest)s minutes."), longest=LONGEST)


def check_still_to_come(position: int, here: int) -> None:
    """What is behind the room, or where it is now, stays as it was. RuleBroken."""
    if position <= here:
        raise RuleBroken(N_("The room is already there, or past it. Only steps to come can be moved or skipped."))


def check_order(steps: Sequence[PlannedKind]) -> None:
    """Check the steps that are not skipped, in their order. RuleBroken says which one stands wrong."""
    if len(steps) > MOST_STEPS:
        raise RuleBroken(N_("An evening has at most %(most)s steps."), most=MOST_STEPS)
    if not steps or steps[0].kind != FIRST or steps[-1].kind != LAST:
        raise RuleBroken(N_("The door stays the first step, and the last one stays the last."))
    places = {step.kind: place for place, step in reversed(list(enumerate(steps)))}
    for place, step in enumerate(steps):
        _check_place(step, place, places, steps)


def _check_place(step: PlannedKind, place: int, places: dict[str, int], steps: Sequence[PlannedKind]) -> None:
    if step.once and places[step.kind] != place:
        raise RuleBroken(N_("“%(title)s” can stand in an evening once only."), title=step.title)
    early = next((kind for kind in step.after if places.get(kind, -1) > place), None)
    if early:
        raise RuleBroken(
            N_("“%(title)s” comes after “%(before)s”."), title=step.title, before=steps[places[early]].title
        )
    if step.leads_to and places.get(step.leads_to, -1) < place:
        raise RuleBroken(
            N_("Whoever gives hours wants to see the pot closed: “%(title)s” needs the step of the pot after it."),
            title=step.title,
        )
