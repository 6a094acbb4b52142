"""The wall while hours are given, while the pot divides itself, and when all is decided."""

from collections.abc import Sequence
from functools import cached_property

from assembly.board.readings.slides import TogetherSlide
from assembly.gatherings.models import Gathering
from assembly.gatherings.readings import Slide
from assembly.language import money
from assembly.live.reading import Reading
from assembly.rounds.models.round import Reopening
from assembly.rounds.readings.bars import SMALL_POT, Bars, QuietBars, bars_a_page, quiet_bars_a_page
from assembly.rounds.readings.chart import A_PAGE, Drawing, draw
from assembly.rounds.readings.gaps import Gap, gaps
from assembly.rounds.readings.listings import (
    CALLS_A_PAGE,
    GAPS_A_PAGE,
    Listing,
    calls,
    evenly,
    results,
    results_a_page,
    wanted,
)
from assembly.rounds.readings.remaining import RemainingChart, draw_remaining
from assembly.rounds.readings.shifts import Shift, Shifts, shifts
from assembly.rounds.readings.standing import Line, Standing, standing
from assembly.rounds.readings.walk import Walk, WalkStep
from assembly.rounds.rules.allocation import Share
from assembly.typesetting.sizes import Figure, figure

COLUMNS_A_PAGE = A_PAGE
# room for sums and counts, in hundredths of the wall's height
ACROSS, BESIDE_HEADLINE = 160.0, 45.0
BESIDE_TITLES, BESIDE_RESULTS = 27.0, 56.0


def pledging_slide(reading: Reading[Gathering]) -> Slide:
    """Where money shows from the first hour on, the pot divides itself at once."""
    round = reading.ask(standing)
    if round.hidden:
        return SealedSlide(reading)
    elif round.allocation.money_when == "always" and round.money_shown:
        return PotSlide(reading)
    else:
        return PledgingSlide(reading)


def pot_slide(reading: Reading[Gathering]) -> Slide:
    return SealedSlide(reading) if reading.ask(standing).hidden else PotSlide(reading)


def gaps_slide(reading: Reading[Gathering]) -> Slide:
    return SealedSlide(reading) if reading.ask(standing).hidden else GapsSlide(reading)


def shifts_slide(reading: Reading[Gathering]) -> Slide:
    return SealedSlide(reading) if reading.ask(standing).hidden else ShiftsSlide(reading)


def closing_slide(reading: Reading[Gathering]) -> Slide:
    """An evening of cards alone ends with them."""
    return ClosingSlide(reading) if reading.place.has_round else TogetherSlide(reading)


def reopening_slide(reading: Reading[Gathering]) -> Slide | None:
    """Before a closed round opens again, it stands before everything else."""
    return ReopeningSlide(reading) if reading.ask(standing).reopening else None


class RoundSlide(Slide):
    """Proposals of the round, a page at a time."""

    @property
    def standing(self) -> Standing:
        return self.reading.ask(standing)

    @property
    def says_address(self) -> bool:  # type: ignore[override]
        return not self.standing.allocation.locked

    @property
    def pages(self) -> int:  # type: ignore[override]
        return max(1, -(-len(self.proposals) // self.a_page))

    @property
    def lines(self) -> list[Line]:
        """The proposals of this page."""
        return self.proposals[(self.page - 1) * self.a_page : self.page * self.a_page]

    @cached_property
    def proposals(self) -> list[Line]:
        """All that this slide is about, in its order: by number."""
        return [self._line(share) for share in sorted(self._shares, key=lambda share: int(str(share.terms.id)))]

    @cached_property
    def a_page(self) -> int:
        return evenly(len(self.proposals), self.most)

    @property
    def most(self) -> int:
        """How many proposals go on one page."""
        return bars_a_page(self.proposals)

    @cached_property
    def bars(self) -> Bars:
        return Bars(self.lines, self.a_page, {line.number: self.standing.names(line) for line in self.lines})

    @cached_property
    def results(self) -> Listing:
        return results(self.lines, self.a_page)

    @property
    def _shares(self) -> Sequence[Share]:
        """By rank."""
        return self.standing.outcome.shares

    def _line(self, share: Share) -> Line:
        return self.standing.line(int(str(share.terms.id)))

    def _money(self, minor: int) -> str:
        return money(minor, self.assembly)


class ReopeningSlide(RoundSlide):
    template = "rounds/_reopening_slide.html"
    pages = 1

    @property
    def asked(self) -> Reopening | None:
        return self.standing.reopening


class SealedSlide(RoundSlide):
    """Hours are given, and nobody sees where they go yet."""

    template = "rounds/_sealed_slide.html"

    @property
    def most(self) -> int:
        return results_a_page(self.proposals)

    @property
    def givers(self) -> Figure:
        return figure(str(self.standing.givers), BESIDE_RESULTS, (6, 5, 4))


class PledgingSlide(RoundSlide):
    """Hours as bars, people as dots under them."""

    template = "rounds/_pledging_slide.html"


class GapsSlide(RoundSlide):
    """Only what is still missing."""

    template = "rounds/_gaps_slide.html"

    @cached_property
    def proposals(self) -> list[Line]:
        return [gap.line for gap in self.reading.ask(gaps).all]

    @property
    def most(self) -> int:
        return GAPS_A_PAGE

    @property
    def here(self) -> list[Gap]:
        """Those of this page."""
        shown = {line.number for line in self.lines}
        return [gap for gap in self.reading.ask(gaps).all if gap.line.number in shown]

    @cached_property
    def listing(self) -> Listing:
        return wanted(self.lines, self.a_page)


class ShiftsSlide(RoundSlide):
    """Who promised soon and comes, as counts."""

    template = "rounds/_shifts_slide.html"

    @property
    def shifts(self) -> Shifts:
        return self.reading.ask(shifts)

    @cached_property
    def proposals(self) -> list[Line]:
        return [shift.line for shift in self.shifts.all]

    @property
    def most(self) -> int:
        return CALLS_A_PAGE

    @property
    def here(self) -> list[Shift]:
        """Those of this page."""
        shown = {line.number for line in self.lines}
        return [shift for shift in self.shifts.all if shift.line.number in shown]

    @cached_property
    def listing(self) -> Listing:
        return wanted(self.lines, self.a_page)


class ClosingSlide(RoundSlide):
    """Who gets what, beside the hours of the whole room; on the last page the way to the shared document."""

    template = "rounds/_closing_slide.html"

    @property
    def pages(self) -> int:  # type: ignore[override]
        return super().pages + 1

    @property
    def hands_out(self) -> bool:
        """Is this the page that shows where the document is?"""
        return self.page == self.pages

    @cached_property
    def proposals(self) -> list[Line]:
        """By rank."""
        return [self._line(share) for share in self._shares]

    @property
    def most(self) -> int:
        return results_a_page(self.proposals)

    @property
    def given_out(self) -> Figure:
        return figure(self._money(self.standing.given_in_all), BESIDE_HEADLINE, (5, 4, 3, 2))

    @property
    def hours(self) -> Figure:
        return figure(str(self.standing.promised.hours), BESIDE_RESULTS, (6, 5, 4))

    @property
    def sum_size(self) -> int:
        """Of the sums beside the results: all alike."""
        return min((figure(self._money(line.total), BESIDE_TITLES, (3, 2, 1)).size for line in self.lines), default=3)


class PotSlide(RoundSlide):
    """The pot: alone, dividing itself, in the last call, and how it came about."""

    template = "rounds/_pot_slide.html"

    @property
    def drawn(self) -> bool:
        """Is there a picture, because the room may see money?"""
        return self.standing.money_shown

    @property
    def calling(self) -> bool:
        """Does the last call run, with something to call for?"""
        return bool(self.kind == "allocation" and self.standing.last_call_runs_until and self.standing.called_for)

    @property
    def waiting(self) -> bool:
        """The pot stands there alone, before the room may see how it divides itself."""
        return self.standing.allocation.has_money and not self.drawn and not self.standing.last_call_runs_until

    @cached_property
    def proposals(self) -> list[Line]:
        """Those that are called for; by rank those with a column in the picture; else by number."""
        if self.calling:
            return self.standing.called_for
        elif self.drawn:
            return [self._line(share) for share in self._shares if share.points and share.terms.ask]
        else:
            return super().proposals

    @cached_property
    def a_page(self) -> int:
        return COLUMNS_A_PAGE if self.drawn and not self.calling else super().a_page

    @property
    def most(self) -> int:
        if self.calling:
            return CALLS_A_PAGE
        return quiet_bars_a_page(self.proposals) if self.waiting else bars_a_page(self.proposals)

    @property
    def pages(self) -> int:  # type: ignore[override]
        return super().pages + len(self._walk)

    @property
    def walks_next(self) -> bool:  # type: ignore[override]
        return bool(self._walk) and self.page == super().pages

    @property
    def walk_step(self) -> WalkStep | None:
        """The step this page tells; None while it shows the picture, a board or a list."""
        behind = self.page - super().pages
        return self._walk[behind - 1] if behind > 0 and self._walk else None

    @cached_property
    def quiet_bars(self) -> QuietBars:
        return QuietBars(self.lines, self.a_page)

    @cached_property
    def calls(self) -> Listing:
        return calls(self.lines, self.a_page)

    @property
    def pot(self) -> Figure:
        """In the header."""
        return figure(self._money(self.standing.allocation.divided), BESIDE_HEADLINE, (5, 4, 3, 2))

    @property
    def pot_alone(self) -> Figure:
        """Before it is divided: as large as the hours below it leave it room."""
        sizes = (6, 5, 4, 3, 2) if self.a_page < SMALL_POT else (5, 4, 3, 2)
        return figure(self._money(self.standing.allocation.divided), ACROSS, sizes)

    @cached_property
    def drawing(self) -> Drawing | None:
        """The level picture, once the room may see money; equal shares has another one."""
        if not self.drawn or self.standing.allocation.counted_apart:
            return None
        return draw(self.standing.outcome, self.standing.sight, self.page)

    @cached_property
    def remaining(self) -> RemainingChart | None:
        """The picture of equal shares, once the room may see money."""
        if not self.drawn or not self.standing.allocation.counted_apart:
            return None
        return draw_remaining(self.standing.outcome, self.standing.sight, self.page)

    @cached_property
    def _walk(self) -> list[WalkStep]:
        """Behind the picture of a closed round: how it came about, a step a page."""
        told = self.drawn and self.standing.allocation.locked
        return Walk(self.standing).steps if told else []
