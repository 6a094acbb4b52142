"""Put a counted figure on a card, change it, take it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.kernel.actions.idempotency import Press, happened, remember
from assembly.kernel.actions.ledger import record, sealed
from assembly.kernel.models.base import random_name, this_minute
from assembly.kernel.models.identity import Grant
from assembly.kernel.readings import next_number
from assembly.kernel.rules import N_
from assembly.kernel.rules.accounts import check_on
from assembly.kernel.rules.refusals import Missing
from assembly.kernel.rules.texts import needed, one_line
from assembly.money.actions import today
from assembly.promises.models import Metric
from assembly.promises.rules import (
    LONGEST_COUNTER,
    LONGEST_MEANING,
    LONGEST_UNIT,
    LONGEST_WHAT,
    check_metrics,
)


@dataclass(frozen=True)
class Count:
    """A figure as typed; `amount` and `before` in hundredths. `ready`: Assembly itself counted it."""

    what: str
    amount: int
    unit: str
    before: int | None
    meaning: str
    counted_by: str
    as_of: date
    ready: str = ""


def put_up(facilitator: Grant, gathering: Gathering, counts: Sequence[Count], press: Press | None = None) -> None:
    """A card for each. RuleBroken for no name, a day to come, or too many; what is `ready` stands once."""
    if happened(facilitator.device, press):
        return
    for count in counts:
        _write("metric put up", facilitator, _card_for(count, facilitator, gathering), count, press)
        press = None
    db.session.commit()


def change(facilitator: Grant, gathering: Gathering, number: int, count: Count, press: Press | None = None) -> None:
    """RuleBroken; Missing for a card that does not stand."""
    if not happened(facilitator.device, press):
        _write("metric changed", facilitator, metric_of(gathering, number), count, press)
    db.session.commit()


def take_off(facilitator: Grant, gathering: Gathering, number: int) -> None:
    """Off every screen. Doing it twice changes nothing."""
    metric = next((each for each in metrics_of(gathering) if each.number == number), None)
    if metric is not None:
        metric.withdrawn_at = this_minute()
        record("metric taken off", gathering, by=facilitator, metric=number)
    db.session.commit()


def metrics_of(gathering: Gathering) -> list[Metric]:
    """Those that stand, in the order they were put up."""
    mine = (Metric.gathering_id == gathering.id, Metric.withdrawn_at.is_(None))
    return list(db.session.scalars(select(Metric).where(*mine).order_by(Metric.number)))


def metric_of(gathering: Gathering, number: int) -> Metric:
    found = next((each for each in metrics_of(gathering) if each.number == number), None)
    if found is None:
        raise Missing(number)
    return found


def forget_counters(gathering: Gathering) -> None:
    """Who counted may be somebody's name; cards that were taken off go. Does not commit."""
    db.session.execute(delete(Metric).where(Metric.gathering_id == gathering.id, Metric.withdrawn_at.is_not(None)))
    for metric in db.session.scalars(select(Metric).where(Metric.gathering_id == gathering.id)):
        metric.counted_by, metric.salt = "", random_name()


def _write(kind: str, by: Grant, metric: Metric, count: Count, press: Press | None) -> None:
    check_on(count.as_of, today(metric.gathering.assembly))
    metric.what = needed(count.what, LONGEST_WHAT, N_("Please write what was counted."))
    metric.unit = one_line(count.unit, LONGEST_UNIT)
    metric.meaning = one_line(count.meaning, LONGEST_MEANING)
    metric.counted_by = one_line(count.counted_by, LONGEST_COUNTER)
    metric.amount, metric.before, metric.as_of, metric.by = count.amount, count.before, count.as_of, by
    row = record(
        kind,
        metric.gathering,
        by=by,
        metric=metric.number,
        hundredths=metric.amount,
        what=sealed(metric.what, metric.salt),
        as_of=metric.as_of.isoformat(),
    )
    remember(by.device, press, row.seq)


def _card_for(count: Count, by: Grant, gathering: Gathering) -> Metric:
    standing = metrics_of(gathering)
    there = next((each for each in standing if count.ready and each.ready == count.ready), None)
    if there is not None:
        return there
    check_metrics(len(standing))
    card = Metric(
        number=next_number(Metric, gathering),
        what="",
        amount=0,
        unit="",
        meaning="",
        counted_by="",
        as_of=count.as_of,
        ready=count.ready,
        gathering=gathering,
        by=by,
    )
    db.session.add(card)
    return card
