"""What the wall shows: one idea a screen, chosen by the step and by what has happened in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assembly.addresses import DoorSign
from assembly.board.readings import Board, Card
from assembly.gatherings.models import Gathering
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.language import money
from assembly.live.health import Live, Machine
from assembly.live.reading import Reading
from assembly.people.models import Participant
from assembly.presenting.readings import Presenting
from assembly.rehearsal.actions.crowds import crowd_home, crowds_out
from assembly.rehearsal.models import Crowd
from assembly.rehearsal.rules import OFFERED
from assembly.rounds.readings.bars import SMALL_POT, Bars, QuietBars, bars_a_page, quiet_bars_a_page
from assembly.rounds.readings.listings import CALLS_A_PAGE, Listing, calls, evenly, results, results_a_page
from assembly.rounds.readings.picture import A_PAGE, Drawing, draw
from assembly.rounds.readings.purses import Purses, draw_purses
from assembly.rounds.readings.standing import Line, Standing
from assembly.rounds.readings.walk import Walk, WalkStep
from assembly.rounds.rules.allocation import Share
from assembly.typesetting.sizes import Figure, figure


@dataclass(frozen=True)
class Desk:
    """Counts for the facilitator; never names."""

    gathering: Gathering
    standing: Standing
    page: int
    pages: int
    walks_next: bool
    headcount: int
    board: Board
    presenting: Presenting
    live: Live
    machine: Machine
    door: DoorSign

    @property
    def givers(self) -> int:
        return self.standing.givers

    @property
    def not_yet(self) -> int:
        return max(0, self.headcount - self.givers)

    @property
    def without_cards(self) -> int:
        """People who came in and stand beside no card yet."""
        return max(0, self.headcount - self.board.contributors)

    @property
    def frozen(self) -> bool:
        return self.gathering.frozen

    @property
    def crowds_out(self) -> list[Crowd]:
        return crowds_out(self.gathering)

    @property
    def crowd_home(self) -> Crowd | None:
        return crowd_home(self.gathering)

    @property
    def crowd_sizes(self) -> tuple[int, ...]:
        """How many pretend phones a press sends to a rehearsal."""
        return OFFERED


PLACES_FOR_NAMES, PLACES_BESIDE_WIFI = 17, 8
LONG_NAME = 10  # letters
PRESENTERS_A_PAGE = 10
COLUMNS_A_PAGE = A_PAGE
# room for sums and counts, in hundredths of the wall's height
ACROSS, BESIDE_HEADLINE = 160.0, 45.0
BESIDE_TITLES, BESIDE_RESULTS = 27.0, 56.0


class Slide:
    """The wall's record."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.gathering: Gathering = reading.gathering
        self.assembly: Assembly = reading.gathering.assembly
        self.kind = reading.gathering.step.kind

    @property
    def standing(self) -> Standing:
        return self._reading.standing

    @property
    def door(self) -> DoorSign:
        return self._reading.door

    @property
    def headcount(self) -> int:
        return self._reading.headcount

    @property
    def head(self) -> LedgerRow | None:
        """Where the book stood when the room came to this step; the hall is its witness."""
        return next(iter(self.gathering.heads), None)

    @property
    def names(self) -> list[Participant]:
        """The newest names that stand on the doors slide, where a long one takes two places."""
        places = PLACES_BESIDE_WIFI if self.door.wifi else PLACES_FOR_NAMES
        newest = self._reading.names[:places]
        long = sum(len(person.name or "") > LONG_NAME for person in newest)
        return newest[: max(places - long, places // 2)]

    @property
    def more(self) -> int:
        """People who came in and are not among the names: the nameless and the earlier ones."""
        return max(0, self.headcount - len(self.names))

    @property
    def board(self) -> Board:
        return self._reading.board

    @property
    def presenting(self) -> Presenting:
        return self._reading.presenting

    @property
    def shows_the_board(self) -> bool:
        return self.kind in ("board", "reading")

    @property
    def columns(self) -> dict[str, list[Card]]:
        """The cards of this page, by kind."""
        return self.board.page(self.page)

    @property
    def pages(self) -> int:
        """How many walls the current idea fills; the facilitator turns them."""
        if self.shows_the_board:
            return self.board.pages
        return self._pages_of_lines + len(self._walk)

    @cached_property
    def _pages_of_lines(self) -> int:
        return max(1, -(-len(self._all) // self._a_page))

    @cached_property
    def _walk(self) -> list[WalkStep]:
        """Behind the picture of a closed round: how it came about, a step a page."""
        told = self.drawing_fits and self.standing.allocation.locked
        return Walk(self.standing).steps if told else []

    @property
    def walk_step(self) -> WalkStep | None:
        """The step this page tells; None while it shows the picture, a board or a list."""
        behind = self.page - self._pages_of_lines
        return self._walk[behind - 1] if behind > 0 and self._walk else None

    @property
    def walks_next(self) -> bool:
        """Is the next page the beginning of how the pot was divided?"""
        return bool(self._walk) and self.page == self._pages_of_lines

    @property
    def page(self) -> int:
        return min(self.gathering.page, self.pages)

    @property
    def next_page(self) -> int:
        return self.page % self.pages + 1

    @property
    def lines(self) -> list[Line]:
        """The proposals of this page: as bars, as last calls or as results, whatever the slide is about."""
        return self._all[(self.page - 1) * self._a_page : self.page * self._a_page]

    @cached_property
    def bars(self) -> Bars:
        return Bars(self.lines, self._a_page)

    @cached_property
    def quiet_bars(self) -> QuietBars:
        return QuietBars(self.lines, self._a_page)

    @cached_property
    def calls(self) -> Listing:
        return calls(self.lines, self._a_page)

    @cached_property
    def results(self) -> Listing:
        return results(self.lines, self._a_page)

    @property
    def pot(self) -> Figure:
        """In the header."""
        return figure(self._money(self.standing.allocation.divided), BESIDE_HEADLINE, (5, 4, 3, 2))

    @property
    def pot_alone(self) -> Figure:
        """Before it is divided: as large as the hours below it leave it room."""
        sizes = (6, 5, 4, 3, 2) if self._a_page < SMALL_POT else (5, 4, 3, 2)
        return figure(self._money(self.standing.allocation.divided), ACROSS, sizes)

    @property
    def given_out(self) -> Figure:
        return figure(self._money(self.standing.given_in_all), BESIDE_HEADLINE, (5, 4, 3, 2))

    @property
    def hours(self) -> Figure:
        return figure(str(self.standing.hours), BESIDE_RESULTS, (6, 5, 4))

    @property
    def givers(self) -> Figure:
        return figure(str(self.standing.givers), BESIDE_RESULTS, (6, 5, 4))

    @property
    def sum_size(self) -> int:
        """Of the sums beside the results: all alike."""
        return min((figure(self._money(line.total), BESIDE_TITLES, (3, 2, 1)).size for line in self.lines), default=3)

    def _money(self, minor: int) -> str:
        return money(minor, self.assembly)

    @cached_property
    def _all(self) -> list[Line]:
        if self.calling:
            return self.standing.at_nothing
        return [self.standing.line(int(str(share.terms.id))) for share in self._shares]

    @property
    def _shares(self) -> Sequence[Share]:
        """By rank once the money shows (only those with a column in the picture), else by number."""
        shares = self.standing.outcome.shares
        if self.drawing_fits:
            return [share for share in shares if share.points and share.terms.ask]
        return shares if self.kind == "closing" else sorted(shares, key=lambda share: int(str(share.terms.id)))

    @property
    def about_the_pot(self) -> bool:
        """The pot's own step; and giving hours too, where money shows from the first hour on."""
        always = self.standing.allocation.money_when == "always" and self.standing.money_shown
        return self.kind == "allocation" or (self.kind == "pledging" and always)

    @property
    def sealed(self) -> bool:
        """Hours are given, and nobody sees where they go yet."""
        return self.kind in ("pledging", "allocation") and self.standing.hidden

    @property
    def calling(self) -> bool:
        """Is this the slide of the last call, with something to call for?"""
        return bool(self.kind == "allocation" and self.standing.last_call_runs_until and self.standing.at_nothing)

    @cached_property
    def _a_page(self) -> int:
        if self.drawing_fits and not self.calling:
            return COLUMNS_A_PAGE
        return evenly(len(self._all), self._most)

    @property
    def _most(self) -> int:
        if self.calling:
            return CALLS_A_PAGE
        elif self.kind == "presenting":
            return PRESENTERS_A_PAGE
        elif self.kind == "closing" or self.sealed:
            return results_a_page(self._all)
        elif self.waiting:
            return quiet_bars_a_page(self._all)
        else:
            return bars_a_page(self._all)

    @property
    def waiting(self) -> bool:
        """The pot stands there alone, before the room may see how it divides itself."""
        standing = self.standing
        quiet = standing.allocation.has_money and not standing.money_shown and not standing.hidden
        return self.kind == "allocation" and quiet and not standing.last_call_runs_until

    @property
    def drawing_fits(self) -> bool:
        return self.about_the_pot and self.standing.money_shown

    @cached_property
    def drawing(self) -> Drawing | None:
        """The level picture, once the room may see money; equal shares has another one."""
        if not self.standing.money_shown or self.standing.allocation.counted_apart:
            return None
        return draw(self.standing.outcome, self.standing.sight, self.page)

    @cached_property
    def purses(self) -> Purses | None:
        """The picture of equal shares, once the room may see money."""
        if not self.standing.money_shown or not self.standing.allocation.counted_apart:
            return None
        return draw_purses(self.standing.outcome, self.standing.sight, self.page)
