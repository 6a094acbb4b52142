"""One page of a round's proposals, before anything is measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembly.rounds.readings.chart.paper import A_PAGE
from assembly.rounds.readings.chart.sight import Sight
from assembly.rounds.rules.allocation import Outcome, Share


@dataclass(frozen=True)
class Leaf:
    """`drawn` are all that have a column, by rank, on whatever page. `end` gives its scale to a step on the way."""

    outcome: Outcome
    sight: Sight
    drawn: Sequence[Share]
    page: int = 1
    end: Outcome | None = None

    @property
    def ruler(self) -> Outcome:
        """What heights and sums are measured by."""
        return self.end or self.outcome

    @property
    def measured(self) -> Sequence[Share]:
        return with_columns(self.ruler)

    @property
    def pages(self) -> int:
        return -(-len(self.drawn) // A_PAGE)

    @property
    def here(self) -> Sequence[Share]:
        return self.of(self.page)

    def of(self, page: int) -> Sequence[Share]:
        return self.drawn[(page - 1) * A_PAGE : page * A_PAGE]


def with_columns(outcome: Outcome) -> Sequence[Share]:
    """Those that have points and ask for money, by rank."""
    return [share for share in outcome.shares if share.points and share.terms.ask]
