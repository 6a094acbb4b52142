"""Counted figures: how they stand tonight, what they were last time, and what Assembly itself can count."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from flask_babel import format_decimal, gettext, ngettext
from sqlalchemy import select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.rules.texts import folded
from assembly.live.reading import Reading
from assembly.people.readings.names import headcount_of
from assembly.promises.actions.metrics import metrics_of
from assembly.promises.actions.promises import hours_promised, last_round
from assembly.promises.models import Metric
from assembly.promises.rules import A_HUNDRED
from assembly.rounds.readings.standing import standing_of


@dataclass(frozen=True)
class Figure:
    """A card as screens show it: `before` in hundredths, None when nothing was counted last time."""

    metric: Metric
    before: int | None

    @property
    def number(self) -> int:
        return self.metric.number

    @property
    def dom(self) -> str:
        return f"metric-{self.number}"

    @property
    def amount(self) -> str:
        return in_figures(self.metric.amount)

    @property
    def change(self) -> str | None:
        """With its sign; None when nobody counted before."""
        if self.before is None:
            return None
        more = self.metric.amount - self.before
        return ("+" if more > 0 else "\u2212" if more < 0 else "±") + in_figures(abs(more))


@dataclass(frozen=True)
class Ready:
    """What Assembly itself counted, to be put up by one press; `amount` and `before` in hundredths."""

    name: str
    what: str
    unit: str
    meaning: str
    amount: int
    before: int | None


@dataclass(frozen=True)
class Metrics:
    gathering: Gathering
    figures: tuple[Figure, ...]
    earlier: tuple[Metric, ...]  # the newest card of each kind from earlier evenings
    dom: str = "gathering"

    @property
    def to_count_again(self) -> list[Metric]:
        """Counted last time by people, and not yet tonight."""
        standing = {_kind(figure.metric) for figure in self.figures}
        return [metric for metric in self.earlier if not metric.ready and _kind(metric) not in standing]

    @cached_property
    def ready(self) -> list[Ready]:
        """What could be put up, and does not stand yet."""
        standing = {figure.metric.ready for figure in self.figures}
        return [each for each in _ready(self.gathering) if each.name not in standing]

    def figure(self, number: int) -> Figure | None:
        return next((figure for figure in self.figures if figure.number == number), None)


def metrics(reading: Reading[Gathering]) -> Metrics:
    gathering = reading.place
    earlier = _newest_of_each(_earlier(gathering))
    figures = (Figure(metric, _before(metric, earlier)) for metric in metrics_of(gathering))
    return Metrics(gathering, tuple(figures), tuple(earlier.values()))


def in_figures(hundredths: int) -> str:
    """As people write it here: decimals only when there are any."""
    whole = hundredths % A_HUNDRED == 0
    return str(format_decimal(hundredths // A_HUNDRED if whole else hundredths / A_HUNDRED))


def _before(metric: Metric, earlier: dict[str, Metric]) -> int | None:
    if metric.before is not None:
        return metric.before
    last = earlier.get(_kind(metric))
    return last.amount if last else None


def _earlier(gathering: Gathering) -> list[Metric]:
    """Of this assembly's evenings before this one, oldest first."""
    mine = (Gathering.assembly_id == gathering.assembly_id, Gathering.id < gathering.id)
    standing = select(Metric).join(Gathering, Gathering.id == Metric.gathering_id)
    return list(db.session.scalars(standing.where(*mine, Metric.withdrawn_at.is_(None)).order_by(Metric.id)))


def _newest_of_each(cards: Iterable[Metric]) -> dict[str, Metric]:
    return {_kind(metric): metric for metric in cards}


def _kind(metric: Metric) -> str:
    """Two cards with the same are about the same."""
    return f"{folded(metric.what)} {folded(metric.unit)}"


def _ready(gathering: Gathering) -> Iterator[Ready]:
    earlier = [each for each in gathering.assembly.gatherings if each.id < gathering.id]
    people = headcount_of(gathering)
    if people:
        yield Ready(
            "people",
            gettext("People here"),
            ngettext("person", "people", people),
            gettext("So many came in tonight."),
            people * A_HUNDRED,
            headcount_of(earlier[-1]) * A_HUNDRED if earlier else None,
        )
    round = last_round(gathering)
    if round is None:
        return
    one_before = last_round(round.gathering)
    hours = sum(hours_promised(round).values())
    if hours:
        yield Ready(
            "hours",
            gettext("Hours promised last time"),
            gettext("hours"),
            gettext("Of our own work, for projects that go on."),
            hours * A_HUNDRED,
            sum(hours_promised(one_before).values()) * A_HUNDRED if one_before else None,
        )
    assembly, money = gathering.assembly, standing_of(round).given_in_all
    if money:
        yield Ready(
            "money",
            gettext("Money we divided last time"),
            assembly.currency,
            gettext("From the shared pot, by people and hours."),
            money * A_HUNDRED // 10**assembly.exponent,
            standing_of(one_before).given_in_all * A_HUNDRED // 10**assembly.exponent if one_before else None,
        )
