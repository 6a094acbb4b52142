"""The level picture, as a working drawing: width = points, height = money for each point, so area = money.

One scale for all columns on all pages; one water line at the rate. Lengths are units of the SVG (a wall is 1920 of them
wide); heights count upwards from the base line. Nothing that is read is smaller than SMALLEST. No HTML and no Flask:
words come in through a Sight, and the template only prints what stands here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt

from ..rules.allocation import Outcome, Share
from .letters import cut, fit, width, wrap

WIDTH, HEIGHT = 1800, 740
SMALLEST = 34.1  # 3.15 % of a wall's 1080
AMOUNT = 116.0  # the largest sum; the others follow √money
TITLES = (46.0, 42.0, 38.0, SMALLEST)
CAPITAL = 0.73  # height of figures and capitals, of the size
SIGN = 0.56  # a currency sign set small and high, of the amount's size
GENEROUS = 1.08  # systems differ in their letters: leave room for wider ones

GUTTER = 246.0  # left, for the arrow and the square
SQUARE, SMALL_SQUARE = 112.0, 72.0
GAP = 14.0
AIR = 16.0  # between words and the lines around them
HEADROOM, ABOVE_THE_FRAME = 16.0, 66.0
OFF = 6.0  # the water's misprint: to the left, never up or down
DIMENSION = 24.0  # below the base
ROW, KEY_ROW = 42.0, 47.0
TEAR = 14.0  # depth of the torn edge of a frame that goes on above the paper

A_PAGE = 12
NAMED = 8  # more columns than this get numbers and a key
NOTES = 3  # lines at the foot
SQUEEZED = 0.6  # names under the columns may cost this much of the scale, not more
ABOVE = 1.22  # frames higher than this times the highest water are torn off
TOWERING = 3.4  # so is lifted water above this times what a point gets on average


Note = tuple[str, str]  # what it is about, in the slab, and what there is to say


@dataclass(frozen=True)
class Words:
    """One line of text. `anchor` as in SVG, `look` is a class, `sign` a currency sign set small before the text."""

    x: float
    y: float
    size: float
    text: str
    anchor: str = "middle"
    look: str = "plain"
    sign: str = ""

    @property
    def sign_size(self) -> float:
        return round(self.size * SIGN, 1)

    @property
    def sign_rise(self) -> float:
        return round(self.size * (CAPITAL - SIGN * CAPITAL), 1)

    @property
    def across(self) -> float:
        """How wide it will be, by the table."""
        return width(self.sign, self.sign_size) + width(self.text, self.size)


@dataclass(frozen=True)
class Column:
    """One proposal. Heights above the base; `x` is its left edge, and its words count from there and from the base.

    `dash` is where its minimum stands, `crossing` where the water line passes through water that stands above it; a
    `torn` frame goes on above the paper, and where `beyond` its water does too: only then area is not money.
    """

    number: int
    x: float
    width: float
    frame: float
    water: float
    lid: bool
    dash: float | None
    crossing: float | None
    torn: bool
    beyond: bool
    words: tuple[Words, ...] = ()

    @property
    def dom(self) -> str:
        return f"column-{self.number}"

    @property
    def off(self) -> float:
        return round(min(OFF, self.width / 12), 1)

    @property
    def tear(self) -> str:
        """The torn upper edge as path data."""
        return f"M-2 {-self.frame:.1f}{self._teeth}"

    @property
    def beyond_tear(self) -> str:
        """The paper above the torn edge, over the frame's upper end."""
        return f"M-8 {-self.frame - 4:.1f}v4h6{self._teeth}h4v-4z"

    @property
    def _teeth(self) -> str:
        count = max(1, round(self.width / 52))
        half, depth = (self.width + 4) / count / 2, min(TEAR, self.width / 3)
        return f"l{half:.2f} {depth:.1f}l{half:.2f} {-depth:.1f}" * count


@dataclass(frozen=True)
class Drawing:
    """A page of the picture. `line` (height) is None when no column is between its minimum and its ask."""

    title: str
    description: tuple[str, ...]
    base: float = HEIGHT - 130
    columns: tuple[Column, ...] = ()
    line: float | None = None
    line_x: float = 0
    arrow: float | None = None
    arrow_x: float = 0
    square: float = 0
    square_y: float = 0
    words: tuple[Words, ...] = ()
    rules: tuple[tuple[float, float, float], ...] = ()
    page: int = 1
    pages: int = 1
    dom: str = "round"
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def line_y(self) -> float:
        return round(self.base - (self.line or 0), 1)


def _as_written(text: str, **values: object) -> str:
    return text % values if values else text


def _as_counted(one: str, many: str, num: int, **values: object) -> str:
    return (one if num == 1 else many) % {"num": num, **values}


@dataclass(frozen=True)
class Sight:
    """What the room may read beside the figures: titles by number, money as words, minor units of a step.

    `gettext` and `ngettext` translate; without them it speaks English.
    """

    titles: Mapping[int, str]
    money: Callable[[int], str]
    step: int
    locked: bool
    gettext: Callable[..., str] = _as_written
    ngettext: Callable[..., str] = _as_counted

    def amount(self, units: int) -> str:
        return self.money(units * self.step)

    def title(self, share: Share) -> str:
        return self.titles[number(share)]


def draw(outcome: Outcome, sight: Sight, page: int = 1) -> Drawing:
    """The picture of a page of columns, by rank. Where there is nothing to draw it says so, and what to do."""
    if not outcome.pot:
        return _no_pot(outcome, sight)
    drawn = [share for share in outcome.shares if share.points and share.terms.ask]
    if not drawn:
        return _no_columns(outcome, sight)
    first = _Sheet(outcome, sight, drawn, 1)
    sheets = [_Sheet(outcome, sight, drawn, each, 0, first.per_point) for each in range(1, len(first.pages) + 1)]
    foot = 0
    while foot < (needed := max(len(sheet.notes) for sheet in sheets)):  # a lower picture may say less
        foot = needed
        sheets = [_Sheet(outcome, sight, drawn, sheet.page, foot, first.per_point) for sheet in sheets]
    return sheets[max(1, min(page, len(sheets))) - 1].drawing()


def number(share: Share) -> int:
    """The proposal's number; a round's terms carry it as their id."""
    return int(str(share.terms.id))


# what is said of a share


def people_and_hours(share: Share, sight: Sight) -> tuple[str, str]:
    people = sight.ngettext("%(num)s person", "%(num)s people", share.support.people)
    return people, sight.ngettext("%(num)s hour", "%(num)s hours", share.support.hours)


def not_now(sight: Sight) -> str:
    return sight.gettext("not this time") if sight.locked else sight.gettext("not yet")


def why_nothing(share: Share, outcome: Outcome, sight: Sight) -> str:
    """Why it has no money, in the hall's words."""
    needed = sight.amount(share.terms.minimum)
    if share.status.startswith("gate"):
        return still_needs(share, sight)
    elif share.status == "short" and outcome.rate:
        line = sight.amount(outcome.rate[0] * share.points // outcome.rate[1])
        return sight.gettext("the line came to %(line)s, it needed %(needed)s", line=line, needed=needed)
    elif share.status == "passed":
        left = sight.amount(left_for(share, outcome))
        return sight.gettext("the pot had %(left)s left, it needed %(needed)s", left=left, needed=needed)
    else:
        return sight.gettext("it needed %(needed)s", needed=needed)


def still_needs(share: Share, sight: Sight) -> str:
    """What keeps it from taking part; once the round is closed, what kept it."""
    missing = re.search(r"\d+", share.status)
    num, people = int(missing.group()) if missing else 0, "people" in share.status
    if not num:
        return sight.gettext("nobody has given hours yet")
    elif people and sight.locked:
        return sight.ngettext("it needed %(num)s more person", "it needed %(num)s more people", num)
    elif people:
        return sight.ngettext("still needs %(num)s more person", "still needs %(num)s more people", num)
    elif sight.locked:
        return sight.ngettext("it needed %(num)s more hour", "it needed %(num)s more hours", num)
    else:
        return sight.ngettext("still needs %(num)s more hour", "still needs %(num)s more hours", num)


def left_for(share: Share, outcome: Outcome) -> int:
    """What the pot still had when the turn of one that did not fit came, in units."""
    return int(next(entry[-1] for entry in outcome.log if entry[0] == "passed" and entry[1] == share.terms.id))


def sentence(share: Share, outcome: Outcome, sight: Sight) -> str:
    """One proposal, for those who hear the picture."""
    people, hours = people_and_hours(share, sight)
    return f"{sight.title(share)}: {people}, {hours}. {_standing(share, outcome, sight)}."


def _standing(share: Share, outcome: Outcome, sight: Sight) -> str:
    got, ask = sight.amount(share.amount), sight.amount(share.terms.ask)
    if not share.terms.ask:
        return _hands(share, sight)
    elif not share.amount:
        return f"{not_now(sight).capitalize()}: {why_nothing(share, outcome, sight)}"
    elif share.amount == share.terms.ask:
        return sight.gettext("%(got)s, all it asked", got=got)
    else:
        return sight.gettext("%(got)s of %(ask)s", got=got, ask=ask)


def _hands(share: Share, sight: Sight) -> str:
    """One that asks for no money."""
    return sight.gettext("It has its people") if share.status == "full" else still_needs(share, sight).capitalize()


def beside(outcome: Outcome, sight: Sight) -> Iterator[Note]:
    """Those that have no column: they ask for no money, or nobody stands behind them yet."""
    yield from without_money(outcome, sight)
    nobody = [sight.title(share) for share in outcome.shares if share.terms.ask and not share.points]
    if nobody:
        yield sight.gettext("No hours yet:"), ", ".join(nobody)


def without_money(outcome: Outcome, sight: Sight) -> Iterator[Note]:
    hands = [share for share in outcome.shares if not share.terms.ask]
    ready = [sight.title(share) for share in hands if share.status == "full"]
    if ready:
        yield sight.gettext("Has its people:"), ", ".join(ready)
    yield from ((f"{sight.title(share)}:", still_needs(share, sight)) for share in hands if share.status != "full")


# nothing to draw


def _no_pot(outcome: Outcome, sight: Sight) -> Drawing:
    said = sight.gettext("Tonight there is no pot."), sight.gettext("Hours are what we have, and they are a lot.")
    return _poster(outcome, sight, *said)


def _no_columns(outcome: Outcome, sight: Sight) -> Drawing:
    if any(share.terms.ask for share in outcome.shares):
        said = sight.gettext("No hours yet."), sight.gettext("The first people who give some set the water moving.")
        return replace(_poster(outcome, sight, *said), base=HEIGHT - 190.0, line=9)
    else:
        said = sight.gettext("Nobody asks for money yet."), sight.gettext("What would you do with your neighbours?")
        return _poster(outcome, sight, *said)


def _poster(outcome: Outcome, sight: Sight, loud: str, calm: str) -> Drawing:
    words = [Words(0, 300, fit(loud, WIDTH / GENEROUS, 120, SMALLEST) or SMALLEST, loud, "start", "title")]
    lines = wrapped(calm, WIDTH, 56, 2) or [calm]
    words += [Words(0, 396 + 66 * row, 56, line, "start") for row, line in enumerate(lines)]
    for row, (about, text) in enumerate(list(without_money(outcome, sight))[:NOTES]):
        start = across(about, SMALLEST) + 8
        words.append(Words(0, HEIGHT - 100 + ROW * row, SMALLEST, about, "start", "title"))
        rest = cut(text, (WIDTH - start) / GENEROUS, SMALLEST)
        words.append(Words(round(start, 1), HEIGHT - 100 + ROW * row, SMALLEST, rest, "start"))
    described = tuple(sentence(share, outcome, sight) for share in outcome.shares)
    return Drawing(title=loud, description=(calm, *described), words=tuple(words))


# the drawing board


class _Sheet:
    """Scales first, then column after column. `foot` lines are kept free below for notes."""

    def __init__(
        self,
        outcome: Outcome,
        sight: Sight,
        drawn: Sequence[Share],
        page: int,
        foot: int = 0,
        per_point: float | None = None,
    ) -> None:
        self.outcome = outcome
        self.sight = sight
        self.foot = foot
        self._known_per_point = per_point  # slow to find among hundreds of proposals, and the same on every page
        self.drawn = drawn
        self.pages = [drawn[first : first + A_PAGE] for first in range(0, len(drawn), A_PAGE)]
        self.page = page
        self.here = self.pages[page - 1]
        self._said = set[int]()  # numbers of columns that hold their reason

    def drawing(self) -> Drawing:
        return Drawing(
            title=self.sight.gettext("How the pot divides itself"),
            description=tuple(sentence(share, self.outcome, self.sight) for share in self.outcome.shares),
            base=self.base,
            columns=tuple(self.columns),
            line=self.line,
            line_x=self.gutter - 44 if self._square_at is None else 0,
            arrow=self.arrow,
            arrow_x=self.gutter - 26,
            square=self.square[1],
            square_y=round(self.base - self.square[1], 1) if self._square_at is None else self._square_at,
            words=(*self._gutter_words(), *self._key(), *self._note_words()),
            rules=tuple(self._key_rules()),
            page=self.page,
            pages=len(self.pages),
        )

    # the scale across: units for each point, one for all pages

    @cached_property
    def gutter(self) -> float:
        """Left of the columns: wide enough for a sum as large as the pot."""
        sum_in_square = self.sight.gettext("is %(amount)s", amount=self.sight.amount(self.outcome.pot))
        return min(330.0, max(GUTTER, across(sum_in_square, SMALLEST) + 10))

    @property
    def named(self) -> bool:
        """Names stand under the columns: few enough, and not at the price of the picture. Else numbers, and a key."""
        return self._naming is not None

    @cached_property
    def _naming(self) -> float | None:
        """The largest size in which names cost the scale little, the smallest if they cost more; None if too much."""
        if len(self.drawn) > NAMED:
            return None
        freely = self._room(self.drawn) / _points(self.drawn)
        for size, price in ((TITLES[1], 0.9), (TITLES[2], 0.8), (SMALLEST, SQUEEZED)):
            needs = [self._need(share, size) for share in self.drawn]
            if all(needs) and self._spread(self.drawn, needs) >= price * freely:
                return size
        return None

    @cached_property
    def per_point(self) -> float:
        if self._known_per_point is not None:
            return self._known_per_point
        return min(self._spread(page, [self._least(share) for share in page]) for page in self.pages)

    def _spread(self, shares: Sequence[Share], least: Sequence[float]) -> float:
        """The largest scale at which all stand side by side, each in a place of at least so much; 0 if none."""
        room = self._room(shares)
        low, high = 0.0, room
        for _halving in range(40):
            middle = (low + high) / 2
            places = (max(share.points * middle, need) for share, need in zip(shares, least, strict=True))
            low, high = (middle, high) if sum(places) <= room else (low, middle)
        return low

    def _room(self, shares: Sequence[Share]) -> float:
        return WIDTH - self.gutter - GAP * (len(shares) - 1)

    def _least(self, share: Share) -> float:
        """The narrowest place a column can stand in."""
        if self._naming is not None:
            return self._need(share, self._naming)
        figures = [str(share.support.people), str(share.support.hours)]
        return max(across(str(number(share)), TITLES[1]), *(across(figure, SMALLEST) for figure in figures)) + 4

    def _need(self, share: Share, size: float) -> float:
        """What its words below and its sum take; 0 when its title is too long."""
        title = next((room for room in range(120, 700, 20) if wrapped(self.sight.title(share), room, size, 3)), 0)
        words = [*people_and_hours(share, self.sight), self.sight.amount(share.amount)]
        return max(title, *(across(line, SMALLEST) for line in words)) if title else 0

    @cached_property
    def places(self) -> list[tuple[float, float]]:
        """Left edge and width of each column's place."""
        places, x = [], self.gutter
        for share in self.here:
            room = max(share.points * self.per_point, self._least(share))
            places.append((x, room))
            x += room + GAP
        return places

    # the scale upwards: units for each unit of money a point has

    @cached_property
    def base(self) -> float:
        below = self._names_height if self.named else self._key_top + self.key_rows * self._key_row
        return round(HEIGHT - below - (AIR + ROW * self.foot if self.foot else 0), 1)

    @cached_property
    def per_unit(self) -> float:
        """Height of one unit of money for each point."""
        return (self.base - self._headroom) / self._ceiling

    @cached_property
    def _headroom(self) -> float:
        above = self.named and any(share.amount and self._sum_size(share) is None for share in self.here)
        return ABOVE_THE_FRAME if above else HEADROOM

    @property
    def _ceiling(self) -> float:
        """Money for each point at the top of the paper."""
        frames = max(share.terms.ask / share.points for share in self.drawn)
        funded = [share for share in self.drawn if share.amount]
        if not funded:
            return min(frames, 1.6 * sum(share.terms.ask for share in self.drawn) / _points(self.drawn))
        water = max(share.amount / share.points for share in funded)
        middle = sum(share.amount for share in funded) / _points(funded)
        rate = self.outcome.rate[0] / self.outcome.rate[1] if self.outcome.rate else 0
        return max(1.1 * rate, min(frames, ABOVE * min(water, max(rate, TOWERING * middle))))

    def _height(self, units: float, share: Share) -> float:
        return units / share.points * self.per_unit

    @cached_property
    def line(self) -> float | None:
        rate = self.outcome.rate
        return round(rate[0] / rate[1] * self.per_unit, 1) if rate else None

    # columns

    @cached_property
    def columns(self) -> list[Column]:
        shapes = [self._shape(share, *place) for share, place in zip(self.here, self.places, strict=True)]
        return [
            replace(shape, words=(*self._inside(share, shape), *self._under(place, share, shape)))
            for place, (share, shape) in enumerate(zip(self.here, shapes, strict=True))
        ]

    def _shape(self, share: Share, left: float, room: float) -> Column:
        top = self.base - self._headroom
        wide = share.points * self.per_point
        ask, water = self._height(share.terms.ask, share), self._height(share.amount, share)
        dash, line = self._height(share.terms.minimum, share), self.line
        torn, beyond = ask > top + 1, water > top + 1
        return Column(
            number=number(share),
            x=round(left + (room - wide) / 2, 1),
            width=round(wide, 1),
            frame=round(min(ask, top), 1),
            water=round(min(water, top), 1),
            lid=share.amount == share.terms.ask and not beyond,
            dash=round(dash, 1) if wide > 40 and self._has_dash(share, dash, top - 2 * TEAR * torn) else None,
            crossing=line if line is not None and water > line + 16 else None,
            torn=torn,
            beyond=beyond,
        )

    def _has_dash(self, share: Share, dash: float, top: float) -> bool:
        """Whether the minimum is a line of its own: not the ask, not the water's surface, not under the water line."""
        levels = [0, self._height(share.terms.ask, share), self._height(share.amount, share), (self.line or 0) - 4]
        return dash < top and all(abs(dash - level) > 11 for level in levels)

    def _inside(self, share: Share, column: Column) -> list[Words]:
        free = _Free(column.frame, list(self._marks(column)))
        if share.amount:
            return [*self._sum(share, column, free), *self._asks(share, column, free)]
        elif self.named:
            return self._nothing(share, column, free)
        else:
            return []

    def _marks(self, column: Column) -> Iterator[tuple[float, float]]:
        """What no word may touch: low and high ends."""
        for mark in (column.dash, column.crossing, self.line):
            if mark is not None:
                yield mark - 10, mark + 4
        if column.water:
            yield column.water - 2, column.water + 2
        if column.lid:
            yield column.frame - 8, column.frame
        if column.torn:
            yield column.frame - TEAR - 6, column.frame

    # sums

    def _sum(self, share: Share, column: Column, free: "_Free") -> list[Words]:
        """The amount in its water, as large as √money lets it be; above, where the water cannot hold it."""
        text, wanted = self.sight.amount(share.amount), self._sum_size(share)
        stretch = free.for_figures(column.water, wanted) if wanted else None
        if wanted is None or stretch is None:
            return [self._sum_above(text, column, free)] if self.named else []
        low, high = stretch
        size = round(min(wanted, (high - low - 2 * AIR) / CAPITAL), 1)
        y = high - AIR - size * CAPITAL
        free.take(y - AIR, high)
        beside = self._beside_sum(share, column)
        return [_amount(column.width / 2, -y, size, text), *self._label(beside, column, free, low, y, "on-water")]

    def _sum_size(self, share: Share) -> float | None:
        """The size √money gives its sum, or what its column's width leaves of it."""
        most = max(other.amount for other in self.drawn)
        wanted = max(SMALLEST, AMOUNT * sqrt(share.amount / most))
        room = (share.points * self.per_point - 1.5 * AIR) / GENEROUS
        return fit(self.sight.amount(share.amount), room, wanted, SMALLEST)

    def _sum_above(self, text: str, column: Column, free: "_Free") -> Words:
        """On the water in its frame, else on the frame, clear of the water line."""
        if across(text, SMALLEST) < column.width:
            for low, high in reversed(free.stretches):
                if low >= column.water and high - low >= SMALLEST * CAPITAL + AIR:
                    free.take(low, low + SMALLEST * CAPITAL + AIR)
                    return Words(column.width / 2, -(low + AIR / 2), SMALLEST, text, look="title")
        y = column.frame + AIR
        if self.line is not None and y - 12 < self.line < y + SMALLEST:
            y = self.line + AIR
        return Words(round(column.width / 2, 1), -round(y, 1), SMALLEST, text, look="title")

    def _beside_sum(self, share: Share, column: Column) -> str:
        """What the sum means, in as many words as the width holds."""
        if share.amount == share.terms.ask:
            words = [self.sight.gettext("all it asked"), self.sight.gettext("all")]
        elif share.amount == share.terms.minimum:
            words = [self.sight.gettext("its minimum"), self.sight.gettext("minimum")]
        else:
            words = []
        return _fitting(words, column)

    def _asks(self, share: Share, column: Column, free: "_Free") -> list[Words]:
        """The ask in its frame; in the first column also what the dash means."""
        ask = self.sight.amount(share.terms.ask)
        asks = [self.sight.gettext("asks %(amount)s", amount=ask), self.sight.gettext("of %(amount)s", amount=ask)]
        words = self._label(_fitting(asks, column), column, free, column.water, column.frame)
        if share is self.here[0] and column.dash is not None:
            needs = self.sight.gettext("needs %(amount)s", amount=self.sight.amount(share.terms.minimum))
            words += self._label(needs, column, free, 0, column.dash, "on-water")
        return words

    def _label(
        self, text: str, column: Column, free: "_Free", low: float, high: float, look: str = "plain"
    ) -> list[Words]:
        """A line of the smallest size, at the top of what is free between two heights; nothing if it does not go in."""
        if not self.named or not text or across(text, SMALLEST) > column.width:
            return []
        y = free.topmost(low, high, SMALLEST * CAPITAL + 1.5 * AIR)
        if y is None:
            return []
        y -= 0.75 * AIR + SMALLEST * CAPITAL
        free.take(y - 0.75 * AIR, y + SMALLEST)
        return [Words(round(column.width / 2, 1), round(-y, 1), SMALLEST, text, look=look)]

    # columns without money

    def _nothing(self, share: Share, column: Column, free: "_Free") -> list[Words]:
        """Not yet, and why, in the largest free stretch; the reason moves to the foot if it does not go in."""
        low, high = free.largest
        rows = int((high - low - AIR) // ROW)
        heads = wrapped(not_now(self.sight), column.width - AIR, SMALLEST, rows) or []
        why = self._reason(share, column, rows - len(heads)) if heads else []
        y = SMALLEST * CAPITAL + AIR - high
        looks = ["title"] * len(heads) + ["plain"] * len(why)
        return [
            Words(round(column.width / 2, 1), round(y + ROW * row, 1), SMALLEST, line, look=look)
            for row, (line, look) in enumerate(zip([*heads, *why], looks, strict=True))
        ]

    def _reason(self, share: Share, column: Column, rows: int) -> list[str]:
        why = wrapped(why_nothing(share, self.outcome, self.sight), column.width - AIR, SMALLEST, rows)
        self._said |= {column.number} if why else set()
        return why or []

    # under the columns: people and hours, and names or numbers

    def _under(self, place: int, share: Share, column: Column) -> list[Words]:
        middle, y = round(column.width / 2, 1), DIMENSION
        if not self.named:
            words = [Words(middle, y + 46, TITLES[1], str(number(share)), look="title")]
            figures = [share.support.people, share.support.hours] if self.heads else []
            rows = [Words(middle, y + 92 + 40 * row, SMALLEST, str(figure)) for row, figure in enumerate(figures)]
            return words + rows
        said = people_and_hours(share, self.sight)
        heads = [", ".join(said)] if self.heads == 1 else list(said)
        words = [Words(middle, y + 44 + 40 * row, SMALLEST, line, look="heads") for row, line in enumerate(heads)]
        size, titles = self.titles
        y += 44 + 40 * (self.heads - 1) + 14 + size
        return words + [
            Words(middle, round(y + size * 1.08 * row, 1), size, line, look="title")
            for row, line in enumerate(titles[place])
        ]

    @cached_property
    def heads(self) -> int:
        """Lines of people and hours under each column; under numbers only where the picture can spare them."""
        if not self.named:
            return 2 if HEIGHT - self._key_top_with(2) - self.key_rows * self._key_row >= 370 else 0
        one_line = (
            across(", ".join(people_and_hours(share, self.sight)), SMALLEST) <= room
            for share, (_, room) in zip(self.here, self.places, strict=True)
        )
        return 1 if all(one_line) else 2

    @cached_property
    def titles(self) -> tuple[float, list[list[str]]]:
        """All names in one size: the largest at which each takes two lines, or three of the size they were promised."""
        for size, most in [
            *((size, 2) for size in TITLES if size >= (self._naming or 0)),
            (self._naming or SMALLEST, 3),
        ]:
            lines = [
                wrapped(self.sight.title(share), room, size, most)
                for share, (_, room) in zip(self.here, self.places, strict=True)
            ]
            if all(lines):
                break
        return size, [line or [] for line in lines]

    @property
    def _names_height(self) -> float:
        size, titles = self.titles
        lines = max(len(lines) for lines in titles)
        return DIMENSION + 44 + 40 * (self.heads - 1) + 14 + size + size * 1.08 * (lines - 1) + size * 0.3

    # the key: number, name, sum

    @cached_property
    def key_columns(self) -> int:
        room = self._name_room(3)
        return 3 if all(across(self.sight.title(share), SMALLEST) <= room for share in self.drawn) else 2

    @property
    def key_rows(self) -> int:
        return -(-min(len(self.drawn), A_PAGE) // self.key_columns)

    @cached_property
    def _name_lines(self) -> int:
        """Long names take two lines where there are few rows."""
        room = self._name_room(self.key_columns)
        return 1 if self.key_rows > 3 or all(across(self.sight.title(s), SMALLEST) <= room for s in self.drawn) else 2

    @property
    def _key_row(self) -> float:
        return KEY_ROW + 40 * (self._name_lines - 1)

    @property
    def _key_top(self) -> float:
        return self._key_top_with(self.heads)

    def _key_top_with(self, heads: int) -> float:
        return DIMENSION + 58 + 44 * heads

    def _cell(self, columns: int) -> float:
        return (WIDTH - 44 * (columns - 1)) / columns

    def _name_room(self, columns: int) -> float:
        sums = max(across(self._gets(share), SMALLEST) for share in self.drawn)
        return self._cell(columns) - 60 - sums - 16

    def _gets(self, share: Share) -> str:
        return self.sight.amount(share.amount) if share.amount else not_now(self.sight)

    def _key_places(self) -> list[tuple[float, float, Share]]:
        """Left end and first baseline of each entry, down the columns by rank."""
        if self.named:
            return []
        y = self.base + self._key_top + 36
        rows, step = self.key_rows, self._cell(self.key_columns) + 44
        return [
            (round(step * (place // rows), 1), round(y + self._key_row * (place % rows), 1), share)
            for place, share in enumerate(self.here)
        ]

    def _key(self) -> list[Words]:
        words = []
        for x, y, share in self._key_places():
            room = self._name_room(self.key_columns)
            words += [Words(x, y, SMALLEST, str(number(share)), "start", "title")]
            words += [
                Words(x + 60, y + 40 * row, SMALLEST, line, "start")
                for row, line in enumerate(shortened(self.sight.title(share), room, self._name_lines))
            ]
            look = "title" if share.amount else "plain"
            end = round(x + self._cell(self.key_columns), 1)
            words.append(Words(end, y, SMALLEST, self._gets(share), "end", look))
        return words

    def _key_rules(self) -> Iterator[tuple[float, float, float]]:
        """Hairlines between rows: from x, to x, y."""
        for x, y, _ in self._key_places():
            yield x, round(x + self._cell(self.key_columns), 1), round(y - 35, 1)

    # the foot: reasons that found no place, and those that have no column

    @cached_property
    def notes(self) -> list[list[tuple[float, Note]]]:
        """Lines of notes with their left ends: two on a line where they are short, NOTES lines at most."""
        lines: list[list[tuple[float, Note]]] = []
        half = self._cell(2)
        for note in [*self._unsaid(), *beside(self.outcome, self.sight)]:
            short = _note_across(note) <= half
            if short and lines and len(lines[-1]) == 1 and _note_across(lines[-1][0][1]) <= half:
                lines[-1].append((half + 44, note))
            else:
                lines.append([(0, note)])
        return lines[:NOTES]

    def _unsaid(self) -> Iterator[Note]:
        """Why, for those whose column does not say it; first those the pot could not hold."""
        told = {column.number for column in self.columns if column.number in self._said} if self.named else set()
        empty = [share for share in self.here if not share.amount and number(share) not in told]
        for share in sorted(empty, key=lambda share: share.status.startswith("gate")):
            about = f"{self.sight.title(share)}:" if self.named else str(number(share))
            yield about, why_nothing(share, self.outcome, self.sight)

    def _note_words(self) -> Iterator[Words]:
        for row, line in enumerate(self.notes):
            y = HEIGHT - 8 - ROW * (len(self.notes) - 1 - row)
            for x, (about, text) in line:
                start = x + max(60 if about.isdigit() else 0, across(about, SMALLEST) + 8)
                room = (WIDTH if len(line) == 1 else x + self._cell(2)) - start
                yield Words(x, y, SMALLEST, about, "start", "title")
                yield Words(round(start, 1), y, SMALLEST, cut(text, room / GENEROUS, SMALLEST), "start")

    # the gutter: how to read the height, and how much money an area is

    @cached_property
    def square(self) -> tuple[int, float]:
        """A round sum (minor units) whose true-scale square is well visible, and the side it has."""
        area = self.per_point * self.per_unit / self.sight.step
        sums = [digit * 10**zeros for zeros in range(18) for digit in (1, 2, 5)]
        side = SQUARE if self.named else SMALL_SQUARE
        minor = max((minor for minor in sums if sqrt(minor * area) <= side), default=1)
        return minor, round(sqrt(minor * area), 1)

    @cached_property
    def _square_at(self) -> float | None:
        """Upper end of the square: on the base under a high line, at the top over a low one; None if neither goes."""
        side, needed = self.square[1], self.square[1] + 2 * ROW + 60
        if self.line is None or self.line > needed:
            return round(self.base - side, 1)
        return HEADROOM if self.base - self.line > needed else None

    @property
    def arrow(self) -> float | None:
        height = self.line or max((column.water for column in self.columns), default=0)
        return round(height - 12, 1) if height > 80 else None

    def _gutter_words(self) -> list[Words]:
        minor, side = self.square
        top = self._square_at
        y = self.base - side - 18 if top != HEADROOM else HEADROOM + side + 78
        amount = self.sight.gettext("is %(amount)s", amount=self.sight.money(minor))
        words = [
            Words(0, round(y - 40, 1), SMALLEST, self.sight.gettext("this much"), "start"),
            Words(0, round(y, 1), SMALLEST, amount, "start"),
        ]
        if self.line is not None and top is not None:
            y = round(self.base - self.line - 16, 1)
            words.append(Words(0, y, SMALLEST, self._line_name(), "start", "title"))
        words += self._arrow_words()
        if not self.named and self.heads:
            y = self.base + DIMENSION + 92
            words.append(Words(0, round(y, 1), SMALLEST, self.sight.gettext("people"), "start"))
            words.append(Words(0, round(y + 40, 1), SMALLEST, self.sight.gettext("hours"), "start"))
        return words

    def _line_name(self) -> str:
        """Every hour is one point, so the line is what an hour brings; only its name where that cannot be explained."""
        about = self.sight.gettext("about %(amount)s", amount=self.sight.amount(self._brought_by(1)))
        explained = self._brought_by(1) and self._arrow_words() and across(about, SMALLEST) < self.gutter
        return about if explained else self.sight.gettext("water line")

    def _brought_by(self, points: int) -> int:
        """Money for so many points, to the nearest unit; 0 without a line."""
        return round(self.outcome.rate[0] * points / self.outcome.rate[1]) if self.outcome.rate else 0

    @property
    def _person(self) -> int:
        """Points that a person adds to the hours given."""
        return max((share.points - share.support.hours) // max(1, share.support.people) for share in self.drawn)

    def _arrow_words(self) -> list[Words]:
        """What height means, beside the arrow, if there is room between the square's label and the arrow's head."""
        lines = wrapped(self._height_means(), self.gutter - 42, SMALLEST, 4)
        low = 0 if self._square_at == HEADROOM else self.square[1] + 2 * ROW + 24
        if not lines or self.arrow is None or self._square_at is None or self.arrow - low < ROW * len(lines) + AIR:
            return []
        y = self.base - self.arrow + 36
        return [Words(0, round(y + 40 * row, 1), SMALLEST, line, "start") for row, line in enumerate(lines)]

    def _height_means(self) -> str:
        person = self.sight.amount(self._brought_by(self._person))
        if not self._brought_by(1):
            return self.sight.gettext("money for people and hours")
        elif self._person:
            return self.sight.gettext("an hour, and %(amount)s a person", amount=person)
        else:
            return self.sight.gettext("for each hour")


class _Free:
    """Heights inside a column that no line passes and no word has taken: stretches (low, high), topmost first."""

    def __init__(self, top: float, marks: Sequence[tuple[float, float]]) -> None:
        self.stretches: list[tuple[float, float]] = [(0, top)]
        for low, high in marks:
            self.take(low, high)

    def take(self, low: float, high: float) -> None:
        rest = []
        for bottom, top in self.stretches:
            if high <= bottom or top <= low:
                rest.append((bottom, top))
            else:
                rest += [(high, top)] * (top > high) + [(bottom, low)] * (low > bottom)
        self.stretches = rest

    @property
    def largest(self) -> tuple[float, float]:
        return max(self.stretches, key=lambda stretch: stretch[1] - stretch[0], default=(0, 0))

    def topmost(self, low: float, high: float, needed: float) -> float | None:
        """The upper end of the first stretch between two heights that is high enough."""
        for bottom, top in self.stretches:
            top = min(top, high)
            if bottom >= low - 1 and top - bottom >= needed:
                return top
        return None

    def for_figures(self, water: float, wanted: float) -> tuple[float, float] | None:
        """The first stretch under water that holds figures of nearly the size wanted, else the one that holds most."""
        wet = [(low, high) for low, high in self.stretches if high <= water]
        good = (pair for pair in wet if pair[1] - pair[0] - 2 * AIR >= 0.8 * wanted * CAPITAL)
        widest = max(wet, key=lambda pair: pair[1] - pair[0], default=(0.0, 0.0))
        holds = widest[1] - widest[0] - 2 * AIR >= SMALLEST * CAPITAL
        return next(good, widest if holds else None)


# measuring


def across(text: str, size: float) -> float:
    """How wide a line may become in the widest of the letters it may be set in."""
    return width(text, size) * GENEROUS


def wrapped(text: str, room: float, size: float, most: int) -> list[str] | None:
    return wrap(text, room / GENEROUS, size, most) if most > 0 else None


def shortened(text: str, room: float, most: int) -> list[str]:
    """As many lines as allowed, the last one cut where the text goes on."""
    lines = wrapped(text, room, SMALLEST, 99)
    if not lines:
        return [cut(text, room / GENEROUS, SMALLEST)]
    rest = " ".join(lines[most - 1 :])
    return [*lines[: most - 1], *([cut(rest, room / GENEROUS, SMALLEST)] if rest else [])]


def _fitting(texts: Sequence[str], column: Column) -> str:
    """The first that its column is wide enough for."""
    return next((text for text in texts if across(text, SMALLEST) <= column.width), "")


def _points(shares: Sequence[Share]) -> int:
    return sum(share.points for share in shares)


def _note_across(note: Note) -> float:
    return across(" ".join(note), SMALLEST) + 60


def _amount(x: float, y: float, size: float, text: str) -> Words:
    """A sum, its currency sign small and high where one stands before it and stays readable."""
    parts = re.fullmatch(r"(\D{1,2})(\d.*)", text)
    sign, figures = parts.groups() if parts and size * SIGN >= SMALLEST else ("", text)
    return Words(round(x, 1), round(y, 1), size, figures, look="amount", sign=sign)
