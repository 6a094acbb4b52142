"""The same figures for an operator's Prometheus: a few lines of text, without anybody's name or address."""

import math
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from assembly.desk.readings import disk_left, last_saved
from assembly.extensions import db
from assembly.kernel.models.base import now
from assembly.kernel.models.ledger import LedgerRow
from assembly.live.broadcasters import Broadcasters
from assembly.live.counts import counts
from assembly.rounds.models.pledge import Pledge


class Gauge(NamedTuple):
    """`kind` is "counter" for what only grows until a restart, else "gauge"."""

    name: str
    kind: str
    tells: str
    value: float
    labels: str = ""


def gauges(broadcasters: Broadcasters, version: str) -> list[Gauge]:
    live, saved = broadcasters.everywhere(), last_saved()
    return [
        Gauge("version_info", "gauge", "The running version.", 1, f'{{version="{version}"}}'),
        Gauge("gatherings", "gauge", "Gatherings somebody listens to.", len(broadcasters.open)),
        Gauge("phones", "gauge", "Phones connected.", live.phones),
        Gauge("walls", "gauge", "Walls connected.", live.walls),
        Gauge("slowest_phone_seconds", "gauge", "How late the phone furthest behind is.", live.slowest),
        Gauge("ticks_total", "counter", "Rounds of news.", counts.ticks),
        Gauge("frames_sent_total", "counter", "Frames of news, each to one screen.", counts.frames),
        Gauge("bytes_sent_total", "counter", "Bytes of those frames.", counts.bytes),
        Gauge("tails_kept_total", "counter", "Frames that did not fit at once.", counts.tails),
        Gauge("behind_notices_total", "counter", "Screens told to fetch instead.", counts.behind),
        Gauge("stalled_sockets_total", "counter", "Sockets cut because they took nothing.", counts.stalled),
        Gauge("flooding_sockets_total", "counter", "Sockets cut because they said too much.", counts.floods),
        Gauge("refused_sockets_total", "counter", "Sockets beyond a limit.", counts.refused),
        Gauge("pledges", "gauge", "Pledges that stand.", _number(select(func.count()).where(Pledge.hours > 0))),
        Gauge("ledger_rows", "gauge", "Rows in the book.", _number(select(func.count(LedgerRow.id)))),
        Gauge("last_save_seconds", "gauge", "Since the newest row, to the minute; NaN for none.", _since(saved)),
        Gauge("disk_free_bytes", "gauge", "Left where the database lies.", disk_left()),
    ]


def written_for_prometheus(measured: list[Gauge]) -> str:
    """Text format 0.0.4."""
    return "".join(
        f"# HELP assembly_{gauge.name} {gauge.tells}\n"
        f"# TYPE assembly_{gauge.name} {gauge.kind}\n"
        f"assembly_{gauge.name}{gauge.labels} {_written(gauge.value)}\n"
        for gauge in measured
    )


def _number(asked: Select[Any]) -> int:
    return db.session.scalar(asked) or 0


def _since(moment: datetime | None) -> float:
    return max(0.0, (now() - moment).total_seconds()) if moment else math.nan


def _written(value: float) -> str:
    return "NaN" if math.isnan(value) else f"{value:.15g}"
