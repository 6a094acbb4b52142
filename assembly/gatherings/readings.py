"""A gathering as its screens show it: its door, where its book stood, and the wall's one idea a screen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select

from assembly.addresses import public_url
from assembly.extensions import db
from assembly.gatherings.models import Gathering
from assembly.gatherings.rules.clock import Pace, Timed, amber_at, pace
from assembly.gatherings.rules.wifi import wifi_code
from assembly.gatherings.steps import kind_of
from assembly.kernel.models.base import now
from assembly.kernel.models.ledger import LedgerRow
from assembly.kernel.models.places import Assembly
from assembly.kernel.rules.codes import in_address
from assembly.live.reading import Reading
from assembly.typesetting.qr import qr_path
from assembly.typesetting.sizes import SIZES
from assembly.typesetting.text_width import width

REMEMBERED = 12  # of them are told to every phone again
FOOT, BETWEEN, LIGHT = 166.0, 4.0, 5.0  # of the wall's foot: its line, its gaps, its lamp, in hundredths of the height
BREAK = "break"  # the kind of step after which the protected second half of an evening begins


@dataclass(frozen=True)
class Wifi:
    """The hall's network; `qr` is an SVG path in `qr_size` units a side."""

    name: str
    password: str
    qr: str
    qr_size: int


@dataclass(frozen=True)
class DoorSign:
    """What a person needs to come in. `qr` is an SVG path in `qr_size` units a side, quiet zone included."""

    address: str
    code: str
    link: str
    qr: str
    qr_size: int
    closed: bool
    wifi: Wifi | None = None
    by_slip: bool = False


def door(reading: Reading[Gathering]) -> DoorSign:
    gathering, base = reading.place, public_url()
    link = f"{base}/j/{in_address(gathering.code)}"
    path, size = qr_path(link)
    return DoorSign(
        address=base.split("://", 1)[1],
        code=gathering.code,
        link=link,
        qr=path,
        qr_size=size,
        closed=gathering.door_closed,
        wifi=_wifi(gathering),
        by_slip=gathering.by_slip,
    )


@dataclass(frozen=True)
class Handout:
    """Where the shared document is, for the room and others; `qr` is an SVG path in `qr_size` units a side."""

    link: str
    qr: str
    qr_size: int


def handout(reading: Reading[Gathering]) -> Handout:
    gathering = reading.place
    link = f"{public_url()}/g/{gathering.slug}/document/{gathering.document_key}"
    return Handout(link, *qr_path(link))


def heads(reading: Reading[Gathering]) -> list[LedgerRow]:
    """Where the book stood at each of the last steps, newest first: the wall shows it and phones remember it."""
    mine = select(LedgerRow).where(LedgerRow.gathering_id == reading.place.id, LedgerRow.is_head)
    return list(db.session.scalars(mine.order_by(LedgerRow.seq.desc()).limit(REMEMBERED)))


@dataclass(frozen=True)
class StepClock:
    """How long the current step still takes. `amber_at`: when its last part begins."""

    ends_at: datetime
    amber_at: datetime

    @property
    def seconds(self) -> int:
        """To go; below 0 when its time is over."""
        return round((self.ends_at - now()).total_seconds())

    @property
    def left(self) -> str:
        """Minutes and seconds, for the moment before the page counts by itself; "+1:20" when it is over."""
        minutes, seconds = divmod(abs(self.seconds), 60)
        return f"{'+' if self.seconds < 0 else ''}{minutes}:{seconds:02}"

    @property
    def light(self) -> str:
        """green, amber or red: as islands/countdown.js goes on to say."""
        if self.seconds <= 0:
            return "red"
        return "amber" if now() >= self.amber_at else "green"


def step_clock(reading: Reading[Gathering]) -> StepClock | None:
    """None at the doors and at the end, where no clock runs."""
    step = reading.place.step
    if step.started_at is None or step.ends_at is None or not kind_of(reading.place).timed:
        return None
    return StepClock(step.ends_at, amber_at(step.started_at, step.minutes))


def evening_pace(reading: Reading[Gathering]) -> Pace:
    """How far the evening is behind its plan."""
    steps = reading.place.planned_steps
    timed = [Timed(step.minutes, step.started_at, step.kind == BREAK) for step in steps]
    return pace(timed, steps.index(reading.place.step), now())


class Slide:
    """What the wall shows at a step. A kind of step has its own, which names the template that draws it."""

    template: ClassVar[str]
    pages = 1  # walls that the current idea fills; the facilitator turns them
    walks_next = False  # is the next page the beginning of how the pot was divided?
    says_address = True  # may the foot say where to join?

    def __init__(self, reading: Reading[Gathering]) -> None:
        self.reading = reading
        self.gathering: Gathering = reading.place
        self.assembly: Assembly = reading.place.assembly
        self.kind = reading.place.step.kind

    @property
    def door(self) -> DoorSign:
        return self.reading.ask(door)

    @property
    def clock(self) -> StepClock | None:
        """For the foot of the wall."""
        return self.reading.ask(step_clock)

    def foot_holds(self, *texts: str) -> bool:
        """Do these go beside the clock on one line? A second line would take its room from what stands above."""
        clock = BETWEEN + LIGHT + width("88:88", SIZES[2]) if self.clock else 0.0
        gaps = BETWEEN * (len(texts) - 1)
        return sum(width(text, SIZES[1]) for text in texts) + gaps + clock <= FOOT

    @property
    def handout(self) -> Handout:
        return self.reading.ask(handout)

    @property
    def head(self) -> LedgerRow | None:
        """Where the book stood when the room came to this step; the hall is its witness."""
        return next(iter(self.reading.ask(heads)), None)

    @property
    def page(self) -> int:
        return min(self.gathering.page, self.pages)

    @property
    def next_page(self) -> int:
        return self.page % self.pages + 1


Notice = Callable[[Reading[Gathering]], Slide | None]

notices: list[Notice] = []  # slides of features that stand before whatever the step shows


def slide_of(reading: Reading[Gathering]) -> Slide:
    noticed = (notice(reading) for notice in notices)
    return next(filter(None, noticed), None) or kind_of(reading.place).slide(reading)


def _wifi(gathering: Gathering) -> Wifi | None:
    """None until a host has typed the network's name."""
    name, password = gathering.wifi_name, gathering.wifi_password
    return Wifi(name, password, *qr_path(wifi_code(name, password))) if name else None
