"""How a pot was divided, a step at a time, from the log of its outcome: what is said, and the picture so far."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from flask_babel import gettext, ngettext

from assembly.kernel.rules import N_
from assembly.language import money
from assembly.rounds.readings.chart import A_PAGE, WAITS, Drawing, Sight, draw
from assembly.rounds.readings.standing import Line, Standing
from assembly.rounds.rules.allocation import Share

Picture = Callable[[], Drawing]
TURNS = 8  # steps at most that the turns of all proposals are told in


@dataclass(frozen=True)
class WalkStep:
    """`said` in sentences for the hall; `drawing` shows how far the money has come, drawn when somebody looks."""

    number: int
    heading: str
    said: tuple[str, ...]
    picture: Picture

    @property
    def dom(self) -> str:
        return f"step-{self.number}"

    @cached_property
    def drawing(self) -> Drawing:
        return replace(self.picture(), dom=self.dom)


class Walk:
    """The steps of one round's rule. Only where the room may see money."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.outcome = standing.outcome
        self.rule = standing.allocation.rule

    @cached_property
    def steps(self) -> list[WalkStep]:
        tellers = {"floors_first": self._turns, "equal_shares": self._turns, "common_rate": self._common_rate}
        told = [self._points(), *tellers[self.rule](), self._end()]
        return [
            WalkStep(number, heading, tuple(said), picture) for number, (heading, said, picture) in enumerate(told, 1)
        ]

    def _points(self) -> tuple[str, list[str], Picture]:
        """People and hours become points; who lacks some waits outside."""
        settings = self.standing.allocation
        each = (
            ngettext(
                "Every hour is one point, and every person adds %(num)s more.",
                "Every hour is one point, and every person adds %(num)s more.",
                settings.people_weight,
            )
            if settings.weight == "affine"
            else gettext("Every hour is one point.")
        )
        said = [each]
        if self._first:
            said.append(self._sum_of_points(self._first))
        outside = [share for share in self.outcome.shares if share.status.startswith("gate")]
        if outside:
            said.append(gettext("Not enough people or hours yet: %(titles)s.", titles=self._titles(outside)))
        return gettext("People and hours"), said, self._drawn({})

    def _turns(self) -> Iterator[tuple[str, list[str], Picture]]:
        """Minimums, one after the other, while they fit: by rank, or as everybody's shares could pay for them."""
        amounts: dict[Any, int] = {}
        for turns in chunks(self.outcome.log, TURNS):
            said = []
            for what, proposal, minimum, left in turns:
                share = self.outcome.share(proposal)
                amounts[proposal] = 0 if what == "passed" else minimum
                said.append(self._passed(share, left) if what == "passed" else self._fits(what, share, left))
            yield self._whose_turn(turns), said, self._drawn(amounts, self._page_of(turns[-1][1]))

    def _fits(self, what: str, share: Share, left: int) -> str:
        sentence = {
            "reserved": N_("%(title)s: its minimum of %(minimum)s fits. %(left)s − %(minimum)s = %(after)s left."),
            "bought": N_(
                "%(title)s: the shares of its people pay its minimum. %(left)s − %(minimum)s = %(after)s left."
            ),
            "added": N_("%(title)s: its minimum fits into what is left. %(left)s − %(minimum)s = %(after)s left."),
        }[what]
        return gettext(
            sentence,
            title=self._title(share),
            minimum=self._money(share.terms.minimum),
            left=self._money(left),
            after=self._money(left - share.terms.minimum),
        )

    def _passed(self, share: Share, left: int) -> str:
        return gettext(
            "%(title)s: it needs %(minimum)s and %(left)s is left. Not this time.",
            title=self._title(share),
            minimum=self._money(share.terms.minimum),
            left=self._money(left),
        )

    def _common_rate(self) -> Iterator[tuple[str, list[str], Picture]]:
        """The worth of a point rises; who joins when, and who cannot."""
        joined: list[Share] = []
        for events in chunks(self.outcome.log, TURNS):
            said = []
            for what, proposal, *figures in events:
                share = self.outcome.share(proposal)
                if what == "open":
                    joined.append(share)
                    said.append(
                        gettext(
                            "%(title)s joins: a point is worth %(worth)s, and its %(points)s points earn its minimum.",
                            title=self._title(share),
                            worth=self._money_of(figures[0], figures[1]),
                            points=share.points,
                        )
                    )
                else:
                    said.append(self._passed(share, figures[2]))
            rate = events[-1][2], events[-1][3]
            amounts = {each.terms.id: self._grown(each, rate) for each in joined}
            amounts |= {entry[1]: 0 for entry in events if entry[0] == "passed"}
            yield self._whose_turn(events), said, self._drawn(amounts, self._page_of(events[-1][1]), rate)

    @staticmethod
    def _grown(share: Share, rate: tuple[int, int]) -> int:
        return min(share.terms.ask, max(share.terms.minimum, rate[0] * share.points // rate[1]))

    def _end(self) -> tuple[str, list[str], Picture]:
        """The rest by points, up to the asks."""
        said = []
        if self.outcome.rate:
            worth = self._money_of(*self.outcome.rate)
            said.append(
                gettext(
                    "Those between their minimum and their ask share %(sum)s by people and hours, their minimums in it:"
                    " %(points)s points, about %(worth)s for each.",
                    sum=self._money(self.outcome.rate[0]),
                    points=self.outcome.rate[1],
                    worth=worth,
                )
            )
        full = [share for share in self.outcome.shares if share.amount and share.amount == share.terms.ask]
        if full:
            said.append(gettext("All it asked: %(titles)s.", titles=self._titles(full)))
        nothing = [share for share in self.outcome.shares if share.terms.ask and not share.amount]
        if nothing:
            said.append(gettext("Not this time: %(titles)s.", titles=self._titles(nothing)))
        left = self._money(self.outcome.rest)
        said.append(gettext("Left in the pot: %(amount)s.", amount=left))
        return gettext("The rest"), said, partial(draw, self.outcome, self._sight)

    def _whose_turn(self, turns: Sequence[tuple[Any, ...]]) -> str:
        if len(turns) == 1:
            return self._title(self.outcome.share(turns[0][1]))
        return gettext("The next %(count)s", count=len(turns))

    def _drawn(self, amounts: dict[Any, int], page: int = 1, rate: tuple[int, int] | None = None) -> Picture:
        """The picture with these amounts; who is not among them waits."""
        shares = tuple(self._so_far(share, amounts) for share in self.outcome.shares)
        rest = self.outcome.pot - sum(amounts.values())
        here = replace(self.outcome, shares=shares, rate=rate, rest=rest)
        return partial(draw, here, self._sight, page, end=self.outcome)

    @staticmethod
    def _so_far(share: Share, amounts: dict[Any, int]) -> Share:
        amount = amounts.get(share.terms.id)
        if share.status.startswith("gate") or not share.terms.ask or amount == 0:
            return replace(share, amount=0)
        elif amount is None:
            return replace(share, amount=0, status=WAITS)
        else:
            return replace(share, amount=amount)

    def _page_of(self, proposal: Any) -> int:
        """The page of the picture on which a proposal has its column."""
        columns = [share.terms.id for share in self.outcome.shares if share.points and share.terms.ask]
        return columns.index(proposal) // A_PAGE + 1

    @property
    def _first(self) -> Share | None:
        return next((share for share in self.outcome.shares if share.points), None)

    def _sum_of_points(self, share: Share) -> str:
        settings = self.standing.allocation
        weight = f"{settings.people_weight} × {share.support.people} + " if settings.weight == "affine" else ""
        sum_of_it = f"{weight}{share.support.hours} = {share.points}"
        return gettext("%(title)s has the most: %(sum)s.", title=self._title(share), sum=sum_of_it)

    def _titles(self, shares: Iterable[Share]) -> str:
        return ", ".join(self._title(share) for share in shares)

    def _title(self, share: Share) -> str:
        return self._line(share).title

    def _line(self, share: Share) -> Line:
        return self.standing.line(int(str(share.terms.id)))

    def _money(self, units: int) -> str:
        return money(units * self.standing.allocation.step, self.standing.gathering.assembly)

    def _money_of(self, units: int, points: int) -> str:
        """What one point is worth, rounded down to a minor unit."""
        return money(units * self.standing.allocation.step // points, self.standing.gathering.assembly)

    @cached_property
    def _sight(self) -> Sight:
        return self.standing.sight


def chunks(turns: Sequence[tuple[Any, ...]], most: int) -> Iterator[Sequence[tuple[Any, ...]]]:
    """At most so many parts, one after the other, as even as can be."""
    size = max(1, -(-len(turns) // most))
    for start in range(0, len(turns), size):
        yield turns[start : start + size]
