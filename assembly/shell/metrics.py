"""The same figures for an operator's Prometheus, without anybody's name or address."""

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector, CollectorRegistry
from sqlalchemy import Select, func, select

from assembly.desk.readings import disk_left, last_saved
from assembly.extensions import db
from assembly.kernel.models.base import now
from assembly.kernel.models.ledger import LedgerRow
from assembly.live import counts
from assembly.live.broadcasters import Broadcasters
from assembly.rounds.models.pledge import Pledge


class Gauges(Collector):
    """How it is at this moment."""

    def __init__(self, broadcasters: Broadcasters, version: str) -> None:
        self.broadcasters, self.version = broadcasters, version

    def collect(self) -> Iterator[GaugeMetricFamily]:
        live, pledges = self.broadcasters.everywhere(), select(func.count()).where(Pledge.hours > 0)
        running = GaugeMetricFamily("assembly_version_info", "The running version.", labels=["version"])
        running.add_metric([self.version], 1)
        yield running
        yield _gauge("gatherings", "Gatherings somebody listens to.", len(self.broadcasters.open))
        yield _gauge("phones", "Phones connected.", live.phones)
        yield _gauge("walls", "Walls connected.", live.walls)
        yield _gauge("slowest_phone_seconds", "How late the phone furthest behind is.", live.slowest)
        yield _gauge("pledges", "Pledges that stand.", _number(pledges))
        yield _gauge("ledger_rows", "Rows in the book.", _number(select(func.count(LedgerRow.id))))
        yield _gauge("last_save_seconds", "Since the newest row, to the minute; NaN for none.", _since(last_saved()))
        yield _gauge("disk_free_bytes", "Left where the database lies.", disk_left())


def written_for_prometheus(broadcasters: Broadcasters, version: str) -> bytes:
    """Text format 0.0.4: counters, then gauges."""
    gauges = CollectorRegistry()
    gauges.register(Gauges(broadcasters, version))
    return generate_latest(counts.registry) + generate_latest(gauges)


def _gauge(name: str, description: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"assembly_{name}", description, value)


def _number(asked: Select[Any]) -> int:
    return db.session.scalar(asked) or 0


def _since(moment: datetime | None) -> float:
    return max(0.0, (now() - moment).total_seconds()) if moment else math.nan
