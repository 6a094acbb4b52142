"""What wall and phones show while people talk to each other."""

from dataclasses import dataclass

from assembly.agenda.readings import ROWS_A_PAGE, Agenda, agenda
from assembly.gatherings.models import Gathering, Step
from assembly.gatherings.readings import Slide, StepClock, step_clock
from assembly.live.reading import Reading
from assembly.typesetting.sizes import largest

WIDE, HIGH = 166.0, 44.0  # room for the words on a wall, in hundredths of its height
BESIDE = 92.0  # the same, beside a picture or a code
WORDS = (5, 4, 3)  # sizes that read from the last row


@dataclass(frozen=True)
class Talk:
    """The step as a phone shows it. `has_cards`, `has_proposals`: is there a board, or a list, to look at meanwhile?"""

    gathering: Gathering
    agenda: Agenda
    clock: StepClock | None
    dom: str = "gathering"

    @property
    def step(self) -> Step:
        return self.gathering.step


def talk(reading: Reading[Gathering]) -> Talk:
    return Talk(reading.place, reading.ask(agenda), reading.ask(step_clock))


class TalkSlide(Slide):
    """The words of the step, as large as they fit, and its clock."""

    template = "talking/_talk_slide.html"
    width = WIDE

    @property
    def step(self) -> Step:
        return self.gathering.step

    @property
    def size(self) -> int:
        """One of the wall's six, for the words to say."""
        return largest((self.step.say,), self.width, HIGH, WORDS)


class CeremonySlide(TalkSlide):
    """Words with a picture beside them."""

    template = "talking/_ceremony_slide.html"

    @property
    def width(self) -> float:  # type: ignore[override]
        return BESIDE if self.step.picture else WIDE


class BreakSlide(TalkSlide):
    """When we go on, and how latecomers join."""

    template = "talking/_break_slide.html"


class WelcomeSlide(Slide):
    """First the agenda, then what happens to what people type, and hand signals."""

    template = "talking/_welcome_slide.html"

    @property
    def agenda(self) -> Agenda:
        return self.reading.ask(agenda)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return 1 + -(-len(self.agenda.steps) // ROWS_A_PAGE)

    @property
    def rows(self) -> list[tuple[int, Step]]:
        """Of this page; none on the last, which is about data and signals."""
        first = (self.page - 1) * ROWS_A_PAGE
        return list(enumerate(self.agenda.steps))[first : first + ROWS_A_PAGE]
