"""Who stands before the room, who did, who comes: as wall, phones, desk and the presenter's own phone show it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assembly.gatherings.models import Gathering, Presentation
from assembly.gatherings.steps import beside
from assembly.live.reading import Reading
from assembly.rounds.readings.slides import RoundSlide
from assembly.rounds.readings.standing import Line, Standing, standing
from assembly.typesetting.sizes import largest

PRESENTERS_A_PAGE, FEW_PRESENTERS = 10, 5
FEW_TITLE, TITLE, TITLE_HEIGHT = 145.0, 58.0, 14.0  # room for a title in the list of what comes
A_WALL_OF_WORDS, A_WALL_OF_LETTERS = 20, 200  # of a lesson or a proposal on a wall; phones show all
BESIDE, ALONE, HEIGHT = 79.0, 166.0, 50.0  # room for a lesson or a proposal, in hundredths of the wall's height


@dataclass(frozen=True)
class Presenting:
    gathering: Gathering
    standing: Standing
    reading: Reading[Gathering]
    dom: str = "gathering"

    @cached_property
    def now(self) -> Presentation | None:
        return self.gathering.presentation

    @property
    def line(self) -> Line | None:
        """The proposal that has the floor."""
        numbers = {line.number for line in self.standing.lines}
        if self.now is None or self.now.proposal.number not in numbers:
            return None
        return self.standing.line(self.now.proposal.number)

    @property
    def at(self) -> int:
        """Its number, 0 for nobody."""
        return self.now.proposal.number if self.now else 0

    def beside(self, where: str, *more: Any) -> list[tuple[str, tuple[Any, ...]]]:
        """What other features add. Each takes a reading; "my-phone" also me, a press, a refusal and what was typed;
        "presenter" a proposal's number; "desk" a press; "phone" and "wall" nothing more."""
        return beside(f"presenting-{where}", self.reading, *more)

    @cached_property
    def heard(self) -> set[int]:
        """Numbers of the proposals the room has heard, the one that has the floor included."""
        return {presentation.proposal.number for presentation in self.gathering.presentations}

    @property
    def following(self) -> Line | None:
        """Who has not been heard yet, in the order of the list."""
        return next((line for line in self.standing.lines if line.number not in self.heard), None)

    @property
    def lesson_on_the_wall(self) -> str:
        return first_words(self.line.lesson) if self.line else ""

    @property
    def change_on_the_wall(self) -> str:
        return first_words(self.line.change) if self.line else ""

    @property
    def size(self) -> int:
        """Both are set alike, as large as the longer one allows."""
        room = BESIDE if self.lesson_on_the_wall else ALONE
        return largest((self.lesson_on_the_wall, self.change_on_the_wall), room, HEIGHT, (4, 3, 2))


def presenting(reading: Reading[Gathering]) -> Presenting:
    return Presenting(reading.place, reading.ask(standing), reading)


def first_words(text: str) -> str:
    """The first words of a text, with … where there are more."""
    words = text.split()
    shown = words[:A_WALL_OF_WORDS]
    while len(" ".join(shown)) > A_WALL_OF_LETTERS and len(shown) > 1:
        shown = shown[:-1]
    line = " ".join(shown)[:A_WALL_OF_LETTERS]
    return line if line == " ".join(words) else f"{line}…"


class PresentingSlide(RoundSlide):
    """A name, a lesson, a proposal and a countdown; else who comes and who was heard."""

    template = "presenting/_presenting_slide.html"

    @property
    def presenting(self) -> Presenting:
        return self.reading.ask(presenting)

    @property
    def most(self) -> int:
        return PRESENTERS_A_PAGE

    @property
    def few(self) -> bool:
        """Do they stand in one column?"""
        return self.pages == 1 and len(self.lines) <= FEW_PRESENTERS

    @property
    def title_size(self) -> int:
        """All alike, as large as there is room for."""
        room, sizes = (FEW_TITLE, (4, 3)) if self.few else (TITLE, (2, 1))
        return largest((line.title for line in self.lines), room, TITLE_HEIGHT, sizes)
