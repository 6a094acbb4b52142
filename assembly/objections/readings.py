"""Objections as phones, wall, desk and papers show them."""

from dataclasses import dataclass
from functools import cached_property

from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import Slide
from assembly.live.reading import Reading
from assembly.objections.actions import objections_of, shown
from assembly.objections.models import OFF, OPEN, Objection
from assembly.objections.rules import LONGEST_NOTE, LONGEST_OBJECTION
from assembly.people.models import Participant
from assembly.typesetting.sizes import largest

A_PAGE = 2
ACROSS = 160.0  # room for an objection on the wall, in hundredths of its height
HEIGHTS = {1: 50.0, 2: 24.0}  # by how many stand on the page


@dataclass(frozen=True)
class Objections:
    """`all` of the evening; `on_wall` once the facilitator shows them."""

    gathering: Gathering
    all: list[Objection]
    on_wall: bool
    dom: str = "gathering"
    longest: int = LONGEST_OBJECTION
    longest_note: int = LONGEST_NOTE

    @cached_property
    def listed(self) -> list[Objection]:
        return [one for one in self.all if one.state != OFF]

    @property
    def off(self) -> list[Objection]:
        """What a host took off and can put back."""
        return [one for one in self.all if one.state == OFF and one.words]

    @property
    def open(self) -> list[Objection]:
        return [one for one in self.listed if one.state == OPEN]

    def mine(self, me: Participant) -> list[Objection]:
        return [one for one in self.listed if one.participant_id == me.id]


def objections(reading: Reading[Gathering]) -> Objections:
    return Objections(reading.place, objections_of(reading.place), shown(reading.place) is not None)


def listed_of(gathering: Gathering) -> list[Objection]:
    """For minutes: in their words, without names."""
    return [one for one in objections_of(gathering) if one.state != OFF]


def name_of(objection: Objection) -> str:
    """As walls show it; "" for none."""
    person = objection.participant
    return person.name or "" if person and not person.hidden else ""


class ObjectionsSlide(Slide):
    """The question; then objections in their own words, two a page."""

    template = "objections/_objections_slide.html"

    @property
    def objections(self) -> Objections:
        return self.reading.ask(objections)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return max(1, -(-len(self.objections.listed) // A_PAGE)) if self.objections.on_wall else 1

    @property
    def lines(self) -> list[tuple[Objection, str]]:
        """Of this page, each with the name beside it."""
        listed = self.objections.listed
        return [(one, name_of(one)) for one in listed[(self.page - 1) * A_PAGE : self.page * A_PAGE]]

    @property
    def size(self) -> int:
        words = [one.words for one, _ in self.lines]
        return largest(words, ACROSS, HEIGHTS[max(1, len(words))], (5, 4, 3, 2)) if words else 4
