"""The wall while we look back: promises read back and the budget, one figure a page, three victories."""

from functools import cached_property

from assembly.gatherings.readings import Slide
from assembly.language import money
from assembly.promises.models import Victory
from assembly.promises.readings.metrics import Figure, Metrics, metrics
from assembly.promises.readings.promises import LastPromises, PromiseLine, last_promises
from assembly.promises.readings.victories import Victories, victories
from assembly.rounds.readings.listings import evenly
from assembly.typesetting import sizes
from assembly.typesetting.sizes import SIZES, largest
from assembly.typesetting.text_width import width

PROJECTS_A_PAGE = 6
VICTORIES_A_PAGE = 3
# room for words, in hundredths of the wall's height
BESIDE_HOURS, ROWS = 84.0, 66.0
ACROSS, FIGURE_AND_UNIT, A_CHANGE = 166.0, 96.0, 40.0
VICTORY, VICTORY_HEIGHT = 160.0, 19.0


class PromisesSlide(Slide):
    """What was promised last time, some projects a page; on the last page the budget."""

    template = "promises/_promises_slide.html"

    @property
    def promises(self) -> LastPromises:
        return self.reading.ask(last_promises)

    @property
    def a_page(self) -> int:
        return evenly(len(self.promises.lines), PROJECTS_A_PAGE)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return max(1, -(-len(self.promises.lines) // self.a_page)) + 1

    @property
    def on_budget(self) -> bool:
        return self.page == self.pages

    @property
    def lines(self) -> tuple[PromiseLine, ...]:
        return self.promises.lines[(self.page - 1) * self.a_page : self.page * self.a_page]

    @property
    def title_size(self) -> int:
        """Of all titles on this page."""
        height = ROWS / max(1, len(self.lines)) - 5.0
        return largest((line.title for line in self.lines), BESIDE_HOURS, height, (4, 3, 2, 1))

    @property
    def sums(self) -> list[tuple[str, sizes.Figure]]:
        """In, out and left, all in one size."""
        budget = self.promises.budget
        written = [money(minor, self.assembly) for minor in (budget.came, budget.given, self.promises.left)]
        size = min(sizes.figure(text, 110.0, (5, 4, 3)).size for text in written)
        return [(name, sizes.Figure(text, size)) for name, text in zip(("in", "out", "left"), written, strict=True)]


class MetricsSlide(Slide):
    """One figure a page."""

    template = "promises/_metrics_slide.html"

    @property
    def metrics(self) -> Metrics:
        return self.reading.ask(metrics)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return max(1, len(self.metrics.figures))

    @property
    def card(self) -> Figure | None:
        figures = self.metrics.figures
        return figures[self.page - 1] if figures else None

    @cached_property
    def amount(self) -> sizes.Figure:
        return sizes.figure(self.card.amount if self.card else "", FIGURE_AND_UNIT, (6, 5, 4))

    @property
    def unit(self) -> sizes.Figure:
        """Beside the amount, and what it was last time."""
        change = self.card.change if self.card else None
        beside = max(width(change, SIZES[5]), A_CHANGE) + 6.0 if change else 0.0
        room = ACROSS - beside - width(self.amount.text, SIZES[self.amount.size]) - 4.0
        return sizes.figure(self.card.metric.unit if self.card else "", room, (4, 3, 2, 1))

    @property
    def what_size(self) -> int:
        return largest((self.card.metric.what if self.card else "",), ACROSS, 18.0, (4, 3))


class VictoriesSlide(Slide):
    """Three lines a page."""

    template = "promises/_victories_slide.html"

    @property
    def victories(self) -> Victories:
        return self.reading.ask(victories)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return max(1, -(-len(self.victories.shown) // VICTORIES_A_PAGE))

    @property
    def lines(self) -> list[Victory]:
        return self.victories.shown[(self.page - 1) * VICTORIES_A_PAGE : self.page * VICTORIES_A_PAGE]

    @property
    def size(self) -> int:
        """Of all lines on this page; one that stands alone has the wall to itself."""
        height = VICTORY_HEIGHT if len(self.lines) > 1 else 50.0
        return largest(
            (line.words for line in self.lines), VICTORY, height, (5, 4, 3) if len(self.lines) < 3 else (4, 3)
        )
