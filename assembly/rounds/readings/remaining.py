"""The chart of equal shares: what each person still holds, fullest first, and one bar per proposal, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assembly.rounds.readings.chart import A_PAGE, HEIGHT, SMALLEST, WIDTH, Sight, Words
from assembly.rounds.readings.chart.paper import GENEROUS
from assembly.rounds.readings.chart.sentences import people_and_hours
from assembly.rounds.readings.chart.sight import number
from assembly.rounds.rules.allocation import Outcome, Share
from assembly.rounds.rules.equal_shares import WHOLE
from assembly.typesetting.text_width import cut, fit, width

MOST = 60  # shares drawn one by one; in a larger crowd each stands for several people
WIDEST = 84.0  # of a share, so that three people do not fill a wall
TALL = 104.0  # of a full share
GAP = 6.0
ROWS_FROM, ONE_COLUMN, BETWEEN = 206.0, 6, 60.0
HIGHEST_ROW = 124.0
LETTERS = (58.0, 46.0, 38.0, SMALLEST)


@dataclass(frozen=True)
class ShareLeft:
    """`left` is how high the money stands that is still in it."""

    x: float
    width: float
    left: float


@dataclass(frozen=True)
class Row:
    """One proposal: a bar from the left, money to the right. `x` and `y` are the row's own corner."""

    number: int
    x: float
    y: float
    bar_y: float
    bar_height: float
    frame: float
    water: float
    dash: float | None
    full: bool
    words: tuple[Words, ...]

    @property
    def dom(self) -> str:
        return f"bought-{self.number}"


@dataclass(frozen=True)
class Strip:
    """All shares side by side; `each` people stand behind one of them, `people` in all. `across` is its width."""

    remaining: tuple[ShareLeft, ...]
    people: int
    each: int
    across: float = WIDTH
    tall: float = TALL


@dataclass(frozen=True)
class RemainingChart:
    """One page."""

    title: str
    description: tuple[str, ...]
    strip: Strip
    rows: tuple[Row, ...]
    words: tuple[Words, ...]
    page: int
    pages: int
    width: int = WIDTH
    height: int = HEIGHT
    dom: str = "round"


def draw_remaining(outcome: Outcome, sight: Sight, page: int = 1) -> RemainingChart:
    """The picture of a page of proposals, by rank; people and hours alone before anything was counted."""
    drawn = [share for share in outcome.shares if share.points and share.terms.ask]
    pages = max(1, -(-len(drawn) // A_PAGE))
    page = max(1, min(page, pages))
    strip = strip_of(outcome)
    here = drawn[(page - 1) * A_PAGE : page * A_PAGE]
    said = said_of(outcome, strip, sight)
    return RemainingChart(
        title=sight.gettext("How everybody's shares pay"),
        description=(said, *(sentence(share, sight) for share in drawn)),
        strip=strip,
        rows=tuple(Page(here, drawn, sight).rows),
        words=(Words(0, 42, fit(said, WIDTH / GENEROUS, 42, SMALLEST) or SMALLEST, said, "start"),),
        page=page,
        pages=pages,
    )


def strip_of(outcome: Outcome) -> Strip:
    """Shares one by one, or in a crowd as the averages of neighbours."""
    left = outcome.core.remaining if outcome.core else ()
    each = max(1, -(-len(left) // MOST))
    groups = [left[start : start + each] for start in range(0, len(left), each)]
    room = min(WIDEST, (WIDTH - GAP * (len(groups) - 1)) / len(groups)) if groups else 0
    remaining = tuple(
        ShareLeft(round(place * (room + GAP), 1), round(room, 1), round(TALL * sum(group) / len(group) / WHOLE, 1))
        for place, group in enumerate(groups)
    )
    return Strip(remaining, len(left), each)


def said_of(outcome: Outcome, strip: Strip, sight: Sight) -> str:
    """What the strip shows, in one sentence."""
    if not outcome.core or not strip.people:
        return sight.gettext("Everybody who gives hours gets the same share of the pot. We are counting.")
    share = sight.amount(outcome.pot * (100 + outcome.core.added_percent) // (100 * strip.people))
    if strip.each == 1:
        one = "%(num)s person holds %(share)s. What is empty paid the minimums below."
        many = "%(num)s people hold %(share)s each. What is empty paid the minimums below."
        return sight.ngettext(one, many, strip.people, share=share)
    return sight.gettext(
        "%(people)s people hold %(share)s each. What is empty paid the minimums. A bar is %(each)s people.",
        people=strip.people,
        share=share,
        each=strip.each,
    )


def sentence(share: Share, sight: Sight) -> str:
    """The same in words, for who does not see the bars."""
    return sight.gettext(
        "%(title)s: %(people)s, %(hours)s, %(amount)s of %(ask)s.",
        title=sight.title(share),
        people=people_and_hours(share, sight)[0],
        hours=people_and_hours(share, sight)[1],
        amount=sight.amount(share.amount),
        ask=sight.amount(share.terms.ask),
    )


class Page:
    """The bars of a page: one column for a few proposals, two for more."""

    def __init__(self, here: Sequence[Share], drawn: Sequence[Share], sight: Sight) -> None:
        self.here = here
        self.sight = sight
        self.columns = 1 if len(here) <= ONE_COLUMN else 2
        self.across = (WIDTH - BETWEEN * (self.columns - 1)) / self.columns
        self.deep = -(-len(here) // self.columns) if here else 1
        self.high = min(HIGHEST_ROW, (HEIGHT - ROWS_FROM) / self.deep)
        self.size = next((size for size in LETTERS if size <= self.high * 0.46), SMALLEST)
        self.scale = self.across / max((share.terms.ask for share in drawn), default=1)

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(share, place) for place, share in enumerate(self.here)]

    def _row(self, share: Share, place: int) -> Row:
        column, row = divmod(place, self.deep)
        bar = round(self.size * 1.2, 1)
        frame, dash = share.terms.ask * self.scale, share.terms.minimum * self.scale
        return Row(
            number=number(share),
            x=round(column * (self.across + BETWEEN), 1),
            y=round(ROWS_FROM + row * self.high, 1),
            bar_y=bar,
            bar_height=round(self.high - bar - self.high * 0.16, 1),
            frame=round(frame, 1),
            water=round(share.amount * self.scale, 1),
            dash=round(dash, 1) if frame - dash > 12 and abs(share.amount * self.scale - dash) > 8 else None,
            full=share.amount == share.terms.ask,
            words=tuple(self._words(share)),
        )

    def _words(self, share: Share) -> list[Words]:
        size, line = self.size, round(self.size * 0.95, 1)
        sums = self.sight.amount(share.amount) if share.amount else self._nothing(share)
        words = [Words(round(self.across, 1), line, size if share.amount else SMALLEST, sums, "end", "sum")]
        room = self.across - width(sums, size) * GENEROUS - 40
        if self.columns == 1:
            heads = ", ".join(people_and_hours(share, self.sight))
            words.append(Words(round(self.across * 0.78, 1), line, SMALLEST, heads, "end", "heads"))
            room = self.across * 0.78 - width(heads, SMALLEST) * GENEROUS - 40
        title = cut(f"{number(share)}  {self.sight.title(share)}", room / GENEROUS, size)
        return [*words, Words(0, line, size, title, "start", "title")]

    def _nothing(self, share: Share) -> str:
        if share.status == "counting":
            return self.sight.gettext("counting")
        return self.sight.gettext("not this time") if self.sight.locked else self.sight.gettext("not yet")
