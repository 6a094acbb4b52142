"""Needs with the cards that may answer them, and the matches people were asked about."""

from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from assembly.board.readings.board import Board, Card, board
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.live.reading import Reading
from assembly.needs.actions import is_mine
from assembly.needs.models import Match, Need, SynonymList
from assembly.needs.readings.stems import stem
from assembly.needs.rules import needs as rules
from assembly.needs.rules.matching import USUAL, Fit, Said, fit, groups_of, said
from assembly.people.models import Participant

SUGGESTED_EACH, SUGGESTED = 3, 30  # cards beside one need, and pairs on the desk


@dataclass(frozen=True)
class Suggestion:
    """A card whose words answer those of a need."""

    need: Need
    card: Card
    fit: Fit

    @property
    def rank(self) -> tuple[int, int]:
        """The best first: most words and meanings shared, then the shortest card."""
        return -(self.fit.words + self.fit.groups), len(self.card.words)


@dataclass(frozen=True)
class Matched:
    """A match as it stands: `card` is None when the room does not see it any more."""

    match: Match
    card: Card | None

    @property
    def number(self) -> int:
        return self.match.number

    @property
    def need(self) -> Need:
        return self.match.need

    @property
    def answers(self) -> list[bool | None]:
        given = {answer.participant_id: answer.yes for answer in self.match.answers}
        return [given.get(person.id) for person in self.card.people] if self.card else []

    @property
    def state(self) -> str:
        """taken back, off, agreed, declined or asked."""
        if self.match.ended_at:
            return "taken back"
        elif self.card is None or not self.need.stands:
            return "off"
        elif self.match.agreed_at:
            return "agreed"
        else:
            return "declined" if rules.declined(self.match.need_answer, self.answers) else "asked"


@dataclass(frozen=True)
class Asked:
    """A match as one of its sides sees it. `side`: need or card; `answer`: mine, None until I said."""

    matched: Matched
    side: str
    answer: bool | None

    @property
    def number(self) -> int:
        return self.matched.number

    @property
    def agreed(self) -> bool:
        return self.matched.state == "agreed" and self.answer is True


@dataclass(frozen=True)
class Needs:
    """All needs of a gathering that were not taken back, newest first."""

    gathering: Gathering
    board: Board
    everything: tuple[Need, ...]
    matches: tuple[Matched, ...]
    synonyms: str
    dom: str = field(default="needs")

    @cached_property
    def standing(self) -> list[Need]:
        """Those the room sees."""
        return [need for need in self.everything if need.stands]

    @property
    def count(self) -> int:
        return len(self.standing)

    @cached_property
    def agreed(self) -> list[Matched]:
        return [match for match in self.matches if match.state == "agreed"]

    @cached_property
    def open(self) -> list[Matched]:
        """Asked, and somebody has still to say."""
        return [match for match in self.matches if match.state == "asked"]

    @property
    def waiting(self) -> list[Need]:
        return [need for need in self.everything if need.hiding and need.hiding.waiting]

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Pairs nobody was asked about, the best first, a few for each need."""
        asked = {
            (match.need.id, match.match.asset.together.number) for match in self.matches if not match.match.ended_at
        }
        refused = {(match.need.id, match.match.asset.number) for match in self.matches if self._refused(match)}
        each = (
            pair
            for need in self.standing
            for pair in self.beside(need)
            if (need.id, pair.card.number) not in asked | refused
        )
        return sorted(each, key=lambda pair: pair.rank)[:SUGGESTED]

    def beside(self, need: Need) -> list[Suggestion]:
        """The cards that fit this need best, but those which only its writer stands beside."""
        own = need.participant_id
        others = (pair for pair in self._fitting[need.id] if {person.id for person in pair.card.people} != {own})
        return sorted(others, key=lambda pair: pair.rank)[:SUGGESTED_EACH]

    @cached_property
    def _fitting(self) -> dict[int, list[Suggestion]]:
        groups = groups_of(self.synonyms)
        cards = [(card, spoken(card.words, groups)) for column in self.board.columns.values() for card in column]
        found = {}
        for need in self.standing:
            wanted = spoken(need.words, groups)
            pairs = (Suggestion(need, card, fit(wanted, offered)) for card, offered in cards)
            found[need.id] = [pair for pair in pairs if pair.fit.any]
        return found

    @staticmethod
    def _refused(match: Matched) -> bool:
        return rules.declined(match.match.need_answer, match.answers)

    def mine(self, me: Participant) -> list[Need]:
        return [need for need in self.everything if is_mine(need, me)]

    def asked(self, me: Participant) -> list[Asked]:
        """What I am asked about and did not refuse; what was agreed stays to be read."""
        return [asked for match in self.matches for asked in _sides(match, me) if asked.answer is not False]


def needs(reading: Reading[Gathering]) -> Needs:
    here = reading.place
    mine = select(Need).where(Need.gathering_id == here.id, Need.withdrawn_at.is_(None)).order_by(Need.number.desc())
    everything = tuple(db.session.scalars(mine.options(selectinload(Need.hidings))))
    whole = reading.ask(board)
    return Needs(here, whole, everything, _matches(here, whole), synonyms_of(here))


def synonyms_of(gathering: Gathering) -> str:
    """The assembly's list, or the one it begins with."""
    kept = db.session.scalar(select(SynonymList.lines).where(SynonymList.assembly_id == gathering.assembly_id))
    return USUAL if kept is None else kept


def spoken(text: str, groups: list[list[list[str]]]) -> Said:
    return said(text, groups, stem)


def there(gathering: Gathering) -> bool:
    """Are needs part of this evening?"""
    return gathering.has_step("needs")


def _matches(gathering: Gathering, whole: Board) -> tuple[Matched, ...]:
    here = select(Match).where(Match.gathering_id == gathering.id).order_by(Match.number.desc())
    matches = db.session.scalars(here.options(selectinload(Match.answers))).all()
    cards = {card.number: card for card in whole.cards if card.stands}
    return tuple(Matched(match, cards.get(match.asset.together.number)) for match in matches)


def _sides(matched: Matched, me: Participant) -> list[Asked]:
    if matched.state not in ("asked", "agreed") or matched.card is None:
        return []
    sides = []
    if is_mine(matched.need, me):
        sides.append(Asked(matched, "need", matched.match.need_answer))
    if any(person.id == me.id for person in matched.card.people):
        given = next((answer.yes for answer in matched.match.answers if answer.participant_id == me.id), None)
        sides.append(Asked(matched, "card", given))
    return sides
