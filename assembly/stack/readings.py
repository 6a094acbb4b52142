"""Who asks next, and what was asked in writing, about the proposal that has the floor."""

from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.people.readings.names import headcount
from assembly.presenting.readings import presenting
from assembly.stack.models import CALLED, DOWN, TURNS, UP, Hand
from assembly.stack.rules import LONGEST_QUESTION, MOST_TURNS, in_turn, turns_left
from assembly.typesetting.sizes import figure

A_WALL_OF_NAMES = 116.0  # room for who has the word and who is next, in hundredths of the wall's height


@dataclass(frozen=True)
class Asker:
    """A hand, or a question in writing, and who is behind it. `spoken`: they asked aloud tonight already."""

    hand: Hand
    spoken: bool

    @property
    def number(self) -> int:
        return self.hand.number

    @property
    def skips(self) -> int:
        return self.hand.skips

    @property
    def name(self) -> str:
        """As walls show it; "" for somebody without a name."""
        person = self.hand.participant
        return person.name or "" if person and not person.hidden else ""


@dataclass(frozen=True)
class WallLine:
    """The size of the names on the wall, and whether who is next goes beside who has the word."""

    size: int
    both: bool


@dataclass(frozen=True)
class Stack:
    """`hands` are all of this evening; `at` is the proposal that has the floor, 0 for none."""

    gathering: Gathering
    hands: list[Hand]
    at: int
    headcount: int
    dom: str = "gathering"
    most: int = MOST_TURNS
    longest: int = LONGEST_QUESTION

    @cached_property
    def called(self) -> Asker | None:
        """Who has the word."""
        return next((self._asker(hand) for hand in self._here if hand.state == CALLED), None)

    @cached_property
    def waiting(self) -> list[Asker]:
        """Raised hands, in turn."""
        return in_turn(self._asker(hand) for hand in self._here if hand.state == UP and not hand.written)

    @property
    def next(self) -> Asker | None:
        return self.waiting[0] if self.waiting and self.left else None

    @cached_property
    def left(self) -> int:
        """Questions that can still be asked aloud."""
        return turns_left(sum(hand.state in TURNS for hand in self._here))

    @property
    def wall_line(self) -> WallLine:
        """As large as the names go, and never cut: who has the word comes first."""
        called = self._said(gettext("Now:"), self.called)
        both = called + self._said(gettext("Next:"), self.next)
        for line, shows_both in ((both, True), (called, False)):
            size = figure(line, A_WALL_OF_NAMES, (3, 2)).size
            if size in (3, 2):
                return WallLine(size, shows_both)
        return WallLine(1, False)

    @staticmethod
    def _said(label: str, asker: Asker | None) -> str:
        return f"{label} {asker.name or gettext('somebody; look at your phone')}    " if asker else ""

    @property
    def written(self) -> list[Asker]:
        """About the proposal that has the floor, first ones first."""
        return self.written_for(self.at)

    def written_for(self, proposal: int) -> list[Asker]:
        about = (hand for hand in self.hands if hand.written and hand.proposal.number == proposal)
        return [self._asker(hand) for hand in about if hand.state != DOWN and hand.words]

    @cached_property
    def spoken(self) -> set[int]:
        """Who asked something aloud tonight or does now, as the database knows them."""
        aloud = (hand for hand in self.hands if hand.state in TURNS and not hand.written)
        return {hand.participant_id for hand in aloud if hand.participant_id is not None}

    @cached_property
    def _here(self) -> list[Hand]:
        return [hand for hand in self.hands if hand.proposal.number == self.at]

    def _asker(self, hand: Hand) -> Asker:
        return Asker(hand, hand.participant_id in self.spoken)


@dataclass(frozen=True)
class MyTurn:
    """What a phone shows of its own hand and questions."""

    stack: Stack
    me: Participant
    asked: bool = False  # just now, in writing

    @property
    def hand(self) -> Hand | None:
        """My hand, while it is up or I have the word."""
        called = self.stack.called
        up = [*([called] if called and not called.hand.written else []), *self.stack.waiting]
        return next((asker.hand for asker in up if asker.hand.participant_id == self.me.id), None)

    @property
    def called(self) -> bool:
        return self.hand is not None and self.hand.state == CALLED

    @property
    def place(self) -> int:
        """From 1, for the next; 0 without a hand."""
        places = [asker.hand.participant_id for asker in self.stack.waiting]
        return places.index(self.me.id) + 1 if self.me.id in places else 0

    @property
    def written(self) -> list[Asker]:
        return [asker for asker in self.stack.written if asker.hand.participant_id == self.me.id]


def stack(reading: Reading[Gathering]) -> Stack:
    whole = select(Hand).where(Hand.gathering_id == reading.place.id).order_by(Hand.number)
    people = selectinload(Hand.participant).selectinload(Participant.hidings)
    hands = list(db.session.scalars(whole.options(people, selectinload(Hand.proposal))))
    return Stack(reading.place, hands, reading.ask(presenting).at, reading.ask(headcount))
