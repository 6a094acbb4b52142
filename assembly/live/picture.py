"""The level picture, as a working drawing: width = points, height = money for each point, so area = money.

One scale for all columns; one water line at the rate. Units are those of the SVG (a wall is 1920 of them wide);
nothing that is read is smaller than SMALLEST. The template only prints what stands here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from flask_babel import gettext as _
from flask_babel import ngettext

from ..rules.allocation import Outcome, Share
from .letters import cut, fit, width, wrap

WIDTH, HEIGHT = 1800, 740
SMALLEST = 34.1  # 3.15 % of a wall's 1080
TITLE, AMOUNT = 42.0, 104.0  # largest sizes
GUTTER = 210  # left, for the arrow and the square
GAP = 14
TOP = 24
A_PAGE = 12
NAMED = 8  # more columns than this get numbers and a key
ABOVE = 1.22  # frames higher than this times the highest water are cut
LINE = 46


@dataclass(frozen=True)
class Words:
    """One line of text; `anchor` as in SVG, `look` is a class."""

    x: float
    y: float
    size: float
    text: str
    anchor: str = "middle"
    look: str = "plain"


@dataclass(frozen=True)
class Column:
    """One proposal. `y` grows downwards; `water` is 0 high when it has no money; `dash` is where its minimum stands."""

    number: int
    x: float
    width: float
    frame_y: float
    frame_height: float
    cut: bool
    water_y: float
    water_height: float
    lid: bool
    dash_y: float | None
    words: tuple[Words, ...]

    @property
    def dom(self) -> str:
        return f"column-{self.number}"


@dataclass(frozen=True)
class Drawing:
    """The whole picture. `line_y` is None when no column is between its minimum and its ask."""

    base: float
    columns: tuple[Column, ...]
    line_y: float | None
    line_x: float
    square: float
    words: tuple[Words, ...]
    title: str
    description: tuple[str, ...]
    pages: int
    hands: tuple[str, ...]
    dom: str = "round"
    width: int = WIDTH
    height: int = HEIGHT
    left: int = GUTTER


@dataclass(frozen=True)
class Sight:
    """What the room may read beside the figures: titles by number, money as words, minor units of a step."""

    titles: dict[int, str]
    money: Callable[[int], str]
    step: int
    locked: bool

    def amount(self, units: int) -> str:
        return self.money(units * self.step)


def draw(outcome: Outcome, sight: Sight, page: int = 1) -> Drawing | None:
    """The picture of a page of columns, by rank; None when nothing in the pot can be drawn (no money, no points)."""
    drawn = [share for share in outcome.shares if share.points and share.terms.ask]
    if not outcome.pot or not drawn:
        return None
    pages = -(-len(drawn) // A_PAGE)
    here = drawn[(min(page, pages) - 1) * A_PAGE : min(page, pages) * A_PAGE]
    return _Sheet(outcome, sight, drawn, here, pages).drawing()


@dataclass
class _Sheet:
    """The drawing board: scales first, then column after column."""

    outcome: Outcome
    sight: Sight
    drawn: Sequence[Share]
    here: Sequence[Share]
    pages: int
    named: set[int] = field(init=False)
    rows: int = field(init=False)
    heads: int = field(init=False)
    base: float = field(init=False)
    per_point: float = field(init=False)
    per_unit: float = field(init=False)

    def __post_init__(self) -> None:
        room = WIDTH - GUTTER - GAP * (len(self.here) - 1)
        self.per_point = room / sum(share.points for share in self.here)
        few = len(self.here) <= NAMED
        named = [share for share in self.here if few and self._title(share)]
        self.named = {_number(share) for share in named}
        self.heads = 1 if all(self._fits(self._people_and_hours(share), share) for share in named) else 2
        self.rows = max([1, *(self.heads + len((self._title(share) or (0, []))[1]) for share in named)])
        key = -(-len(self._unnamed()) // 2)
        self.base = HEIGHT - 30 - LINE * (self.rows + key + (0.5 if key else 0))
        self.per_unit = (self.base - TOP) / self._highest()

    def drawing(self) -> Drawing:
        columns = tuple(self._columns())
        return Drawing(
            base=self.base,
            columns=columns,
            line_y=self._line(),
            line_x=0 if self._line_is_named() else GUTTER - 24,
            square=self._square()[1],
            words=(*self._gutter(), *self._key()),
            title=_("How the pot divides itself"),
            description=tuple(self._sentence(share) for share in self.drawn),
            pages=self.pages,
            hands=tuple(self._hands()),
        )

    # scales

    def _highest(self) -> float:
        """Money for each point at the top of the picture, in units."""
        frames = max(share.terms.ask / share.points for share in self.drawn)
        water = max(self._rate(), *(share.amount / share.points for share in self.drawn))
        return min(frames, water * ABOVE) if water else frames

    def _rate(self) -> float:
        return self.outcome.rate[0] / self.outcome.rate[1] if self.outcome.rate else 0.0

    def _height(self, units: float, share: Share) -> float:
        return units / share.points * self.per_unit

    def _line(self) -> float | None:
        return round(self.base - self._rate() * self.per_unit, 1) if self.outcome.rate else None

    def _square(self) -> tuple[int, float]:
        """A round sum whose true-scale square is well visible in the gutter: units, and the side it has."""
        area = self.per_point * self.per_unit
        sums = [digit * 10**zeros for zeros in range(15) for digit in (1, 2, 5)]
        fitting = [units for units in sums if sqrt(units * area) <= GUTTER * 0.52]
        units = fitting[-1] if fitting else 1
        return units, round(sqrt(units * area), 1)

    # columns

    def _columns(self) -> list[Column]:
        columns, x = [], float(GUTTER)
        for share in self.here:
            across = share.points * self.per_point
            columns.append(self._column(share, x, across))
            x += across + GAP
        return columns

    def _column(self, share: Share, x: float, across: float) -> Column:
        frame = min(self._height(share.terms.ask, share), self.base - TOP)
        water = min(self._height(share.amount, share), self.base - TOP)
        dash = self._height(share.terms.minimum, share)
        inside = dash < frame and share.terms.minimum not in (share.terms.ask, share.amount)
        return Column(
            number=_number(share),
            x=round(x, 1),
            width=round(across, 1),
            frame_y=round(self.base - frame, 1),
            frame_height=round(frame, 1),
            cut=self._height(share.terms.ask, share) > self.base - TOP + 1,
            water_y=round(self.base - water, 1),
            water_height=round(water, 1),
            lid=share.amount == share.terms.ask,
            dash_y=round(self.base - dash, 1) if inside else None,
            words=tuple(self._in_column(share, x, across, frame, water)) + tuple(self._below(share, x, across)),
        )

    def _in_column(self, share: Share, x: float, across: float, frame: float, water: float) -> list[Words]:
        middle = x + across / 2
        if _number(share) not in self.named:
            return []
        if not share.amount:
            return self._why_empty(share, middle, across, frame)
        size = self._amount_size(share, across, water)
        if size is None:
            return [Words(middle, self.base - max(water, frame) - 12, SMALLEST, self.sight.amount(share.amount))]
        words = [Words(middle, self.base - water + size + 6, size, self.sight.amount(share.amount), look="amount")]
        below = self._mark(share)
        if below and water > size + SMALLEST + 40 and width(below, SMALLEST) <= across - 16:
            words.append(Words(middle, self.base - water + size + 50, SMALLEST, below, look="on-water"))
        asks = _("asks %(amount)s", amount=self.sight.amount(share.terms.ask))
        if frame - water > SMALLEST + 24 and width(asks, SMALLEST) <= across - 16:
            words.append(Words(middle, self.base - water - 20, SMALLEST, asks))
        return words

    def _mark(self, share: Share) -> str:
        if share.amount == share.terms.ask:
            return _("all it asked")
        return _("its minimum") if share.amount == share.terms.minimum else ""

    def _amount_size(self, share: Share, across: float, water: float) -> float | None:
        """Grows with √money, from a floor; None when the amount does not go into its water."""
        most = max(other.amount for other in self.drawn)
        wanted = max(SMALLEST, AMOUNT * sqrt(share.amount / most))
        return fit(self.sight.amount(share.amount), across - 36, min(wanted, water - 14), SMALLEST)

    def _why_empty(self, share: Share, middle: float, across: float, frame: float) -> list[Words]:
        lines = wrap(self._reason(share), across - 20, SMALLEST, int((frame - 20) // 40))
        if lines is None:
            lines = wrap(self._not(), across - 12, SMALLEST, int((frame - 12) // 40)) or []
        top = self.base - frame + 44
        return [Words(middle, top + 40 * row, SMALLEST, line, look="reason") for row, line in enumerate(lines)]

    def _below(self, share: Share, x: float, across: float) -> list[Words]:
        middle = x + across / 2
        if _number(share) not in self.named:
            return [Words(middle, self.base + LINE + 10, SMALLEST, str(_number(share)), look="title")]
        size, lines = self._title(share) or (SMALLEST, [])
        top = self.base + 58
        return [
            *(Words(middle, top + 40 * row, SMALLEST, line) for row, line in enumerate(self._heads(share))),
            *(
                Words(middle, top + 40 * self.heads + 10 + LINE * row, size, line, look="title")
                for row, line in enumerate(lines)
            ),
        ]

    def _heads(self, share: Share) -> list[str]:
        return [self._people_and_hours(share)] if self.heads == 1 else [self._people(share), self._hours(share)]

    def _title(self, share: Share) -> tuple[float, list[str]] | None:
        if not (self._fits(self._people(share), share) and self._fits(self._hours(share), share)):
            return None
        across = share.points * self.per_point + GAP / 2
        for size in (TITLE, 38.0, SMALLEST):
            lines = wrap(self.sight.titles[_number(share)], across, size, 3 if size == SMALLEST else 2)
            if lines:
                return size, lines
        return None

    # around the columns

    def _gutter(self) -> list[Words]:
        units, side = self._square()
        words = [
            Words(0, self.base - side - 58, SMALLEST, _("this much"), "start"),
            Words(0, self.base - side - 18, SMALLEST, _("is %(amount)s", amount=self.sight.amount(units)), "start"),
        ]
        if self._line_is_named():
            hour = _("about %(amount)s", amount=self.sight.amount(round(self._rate())))
            words.append(Words(0, (self._line() or 0) - 58, SMALLEST, _("each hour"), "start"))
            words.append(Words(0, (self._line() or 0) - 18, SMALLEST, hour, "start", "title"))
        return words

    def _line_is_named(self) -> bool:
        """Every hour is one point: the rate is what an hour moves. It stands over the line where there is room."""
        line, hour = self._line(), self.sight.amount(round(self._rate()))
        clear = line is not None and 100 < line < self.base - self._square()[1] - 110
        return clear and width(_("about %(amount)s", amount=hour), SMALLEST) < GUTTER - 20

    def _key(self) -> list[Words]:
        """Number, title and money of the columns too narrow for words: in two columns under the picture."""
        rows = -(-len(self._unnamed()) // 2)
        half = (WIDTH - 40) / 2
        words = []
        for place, share in enumerate(self._unnamed()):
            x = (half + 40) * (place // rows)
            y = self.base + LINE * (self.rows + 1) + 30 + LINE * (place % rows)
            money = self.sight.amount(share.amount) if share.amount else self._short_reason(share)
            room = half - 70 - width(money, SMALLEST) - 20
            words += [
                Words(x, y, SMALLEST, str(_number(share)), "start", "title"),
                Words(x + 58, y, SMALLEST, cut(self.sight.titles[_number(share)], room, SMALLEST), "start"),
                Words(x + half, y, SMALLEST, money, "end", "title" if share.amount else "plain"),
            ]
        return words

    def _unnamed(self) -> list[Share]:
        return [share for share in self.here if _number(share) not in self.named]

    def _reason(self, share: Share) -> str:
        """Why a column is empty, in the hall's words."""
        left = next(
            (entry[-1] for entry in self.outcome.log if entry[0] == "passed" and entry[1] == share.terms.id), None
        )
        if left is None:
            return self._short_reason(share)
        needed = self.sight.amount(share.terms.minimum)
        why = _("the pot had %(left)s left, it needed %(needed)s", left=self.sight.amount(int(left)), needed=needed)
        return f"{self._not()}: {why}"

    def _short_reason(self, share: Share) -> str:
        if self.sight.locked or not share.status.startswith("gate"):
            return self._not()
        missing = int("".join(letter for letter in share.status if letter.isdigit()) or 0)
        if "people" in share.status:
            return ngettext("needs %(num)s more person", "needs %(num)s more people", missing)
        return ngettext("needs %(num)s more hour", "needs %(num)s more hours", missing)

    def _not(self) -> str:
        return _("not this time") if self.sight.locked else _("not yet")

    def _hands(self) -> list[str]:
        """Proposals that ask for no money and have their people."""
        free = [share for share in self.outcome.shares if not share.terms.ask and share.status == "full"]
        return [self.sight.titles[_number(share)] for share in free]

    def _people_and_hours(self, share: Share) -> str:
        return f"{self._people(share)}, {self._hours(share)}"

    def _people(self, share: Share) -> str:
        return ngettext("%(num)s person", "%(num)s people", share.support.people)

    def _hours(self, share: Share) -> str:
        return ngettext("%(num)s hour", "%(num)s hours", share.support.hours)

    def _fits(self, words: str, share: Share) -> bool:
        return width(words, SMALLEST) <= share.points * self.per_point

    def _sentence(self, share: Share) -> str:
        got = (
            _("%(got)s of %(ask)s", got=self.sight.amount(share.amount), ask=self.sight.amount(share.terms.ask))
            if share.amount
            else self._reason(share)
        )
        return f"{self.sight.titles[_number(share)]}: {self._people_and_hours(share)}, {got}."


def _number(share: Share) -> int:
    return int(str(share.terms.id))
