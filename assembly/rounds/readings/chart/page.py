"""One page of the level chart, scales first, then column after column, then what stands around them."""

from functools import cached_property

from assembly.rounds.readings.chart.columns import Columns
from assembly.rounds.readings.chart.drawing import Drawing
from assembly.rounds.readings.chart.gutter import Gutter
from assembly.rounds.readings.chart.key import Key
from assembly.rounds.readings.chart.leaf import Leaf, with_columns
from assembly.rounds.readings.chart.levels import Levels
from assembly.rounds.readings.chart.names import Names
from assembly.rounds.readings.chart.notes import Notes
from assembly.rounds.readings.chart.poster import no_columns, no_pot
from assembly.rounds.readings.chart.scale import Scale
from assembly.rounds.readings.chart.sentences import sentence
from assembly.rounds.readings.chart.sight import Sight
from assembly.rounds.rules.allocation import Outcome


def draw(outcome: Outcome, sight: Sight, page: int = 1, end: Outcome | None = None) -> Drawing:
    """The chart of a page of columns, by rank, or what to do when empty; a step is drawn to the scale of its `end`."""
    if not outcome.pot:
        return no_pot(outcome, sight)
    drawn = with_columns(outcome)
    if not drawn:
        return no_columns(outcome, sight)
    leaf = Leaf(outcome, sight, drawn, end=end)
    per_point = Scale(leaf).per_point
    leaves = [Leaf(outcome, sight, drawn, each, end) for each in range(1, leaf.pages + 1)]
    pages = [ChartPage(each, per_point, 0) for each in leaves]
    foot = 0
    while foot < (needed := max(len(drawn_page.notes.lines) for drawn_page in pages)):  # a lower picture may say less
        foot = needed
        pages = [ChartPage(each, per_point, foot) for each in leaves]
    return pages[max(1, min(page, len(pages))) - 1].drawing()


class ChartPage:
    """`foot` lines are kept free below for notes."""

    def __init__(self, leaf: Leaf, per_point: float, foot: int) -> None:
        self.leaf = leaf
        self.scale = Scale(leaf, per_point)
        self.below = Names(leaf, self.scale) if self.scale.named else Key(leaf)
        self.levels = Levels(leaf, self.scale, self.below.height, foot)
        self.columns = Columns(leaf, self.scale, self.below, self.levels)

    @cached_property
    def notes(self) -> Notes:
        return Notes(self.leaf, self.scale, self.columns)

    @cached_property
    def gutter(self) -> Gutter:
        return Gutter(self.leaf, self.scale, self.levels, self.columns, self.below.heads)

    def drawing(self) -> Drawing:
        leaf, base, gutter = self.leaf, self.levels.base, self.gutter
        return Drawing(
            title=leaf.sight.gettext("How the pot divides itself"),
            description=tuple(sentence(share, leaf.outcome, leaf.sight) for share in leaf.outcome.shares),
            base=base,
            columns=tuple(self.columns.all),
            line=self.levels.line,
            line_x=self.scale.gutter - 44 if gutter.square_at is None else 0,
            arrow=gutter.arrow,
            arrow_x=self.scale.gutter - 26,
            square=gutter.square[1],
            square_y=round(base - gutter.square[1], 1) if gutter.square_at is None else gutter.square_at,
            words=(*gutter.words(), *self.below.words(base), *self.notes.words()),
            rules=tuple(self.below.rules(base)),
            page=leaf.page,
            pages=leaf.pages,
        )
