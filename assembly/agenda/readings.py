"""The agenda as wall and phones show it: what was, where we are, what comes."""

from dataclasses import dataclass

from assembly.gatherings.models import Gathering, Step
from assembly.gatherings.readings import Slide
from assembly.live.reading import Reading

ROWS_A_PAGE = 9  # on a wall


@dataclass(frozen=True)
class Agenda:
    """The steps that are not skipped. `here`: the place of the current one among them, from 0."""

    gathering: Gathering
    steps: list[Step]
    here: int

    @property
    def position(self) -> int:
        """The same from 1, as people count."""
        return self.here + 1


def agenda(reading: Reading[Gathering]) -> Agenda:
    steps = reading.place.planned_steps
    return Agenda(reading.place, steps, steps.index(reading.place.step))


class AgendaSlide(Slide):
    """The part of the agenda in which the room is; the next parts by turning the wall's page."""

    template = "agenda/_agenda_slide.html"

    @property
    def agenda(self) -> Agenda:
        return self.reading.ask(agenda)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return -(-len(self.agenda.steps) // ROWS_A_PAGE)

    @property
    def first(self) -> int:
        """Where this page begins: page 1 is the one with the room in it."""
        whole = self.agenda.here // ROWS_A_PAGE
        return (whole + self.page - 1) % self.pages * ROWS_A_PAGE

    @property
    def rows(self) -> list[tuple[int, Step]]:
        """Each with its place among the planned steps, from 0."""
        return list(enumerate(self.agenda.steps))[self.first : self.first + ROWS_A_PAGE]


def agenda_slide(reading: Reading[Gathering]) -> Slide | None:
    """While it is shown in place of the step's own."""
    return AgendaSlide(reading) if reading.place.agenda_shown else None
