"""What is told when a hand goes up or down, or somebody has the word."""

from assembly.gatherings.models import Gathering
from assembly.gatherings.news import SLIDE
from assembly.live.audiences import DESK, PHONES, WALL
from assembly.live.news import tell
from assembly.stack.rules import turns_left

LISTS = ("my_hand", "stack")  # phones whose hand is up; the stack-keeper's and the presenter's page


def stack_changed(gathering: Gathering) -> None:
    """A hand went up or down, or waits again."""
    tell(gathering, {PHONES: ["gathering-turns"], WALL: SLIDE}, {PHONES: LISTS, DESK: ["controls"]})


def floor_free(gathering: Gathering) -> None:
    """Somebody was passed over, so a question is left again: every phone may raise a hand."""
    tell(gathering, {PHONES: ["gathering-turns"], WALL: SLIDE}, {PHONES: [*LISTS, "my_floor"], DESK: ["controls"]})


def question_written(gathering: Gathering) -> None:
    """It stands on no wall."""
    tell(gathering, {}, {PHONES: ["stack"], DESK: ["controls"]})


def word_given(gathering: Gathering, turns: int) -> None:
    """With the last one, every phone's way to raise a hand goes."""
    last = [] if turns_left(turns) else ["my_floor"]
    tell(gathering, {PHONES: ["gathering-turns"], WALL: SLIDE}, {PHONES: [*LISTS, *last], DESK: ["controls"]})
