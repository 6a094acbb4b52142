"""A crowd of simulated phones: real pages, real sockets, lost lines. Needs gevent's patched standard library."""

import html
import json
import random
import re
import signal
import sys
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import gevent
from gevent.event import Event
from gevent.pool import Pool
from socketio import Client
from socketio.exceptions import SocketIOError

from assembly.kernel.rules import N_, RuleBroken
from assembly.rehearsal.phones.phone import PATIENCE, Answer, Gone, Phone
from assembly.rehearsal.rules import LONGEST, Tried, check_crowd, write_report
from assembly.rehearsal.stories import CARDS, GUESTS

ARRIVALS = 20  # a second: a thousand people in less than a minute
PRESSES, FEWEST = 20, 4  # a second, and in a small room
PHONES_A_PRESS = 10  # phones for each press a second in between
AT_ONCE = 20  # presses under way
DROPPED = 10  # every tenth loses the line once
AWAY = (1.0, 4.0)  # seconds without it
VIEW = "gathering-step proposal-*-tally round-cards"  # of the list of proposals, where most phones are
AGAIN = (0.5, 2.0)  # seconds until a phone tries again, as live.js does
JITTER = 1.0  # seconds, as in live.js: phones with the same gap do not ask in the same instant
QUIET = 6.0  # seconds: a heartbeat, by which every phone knows the newest version
SETTLING = 20.0  # seconds for the last news to arrive
AT_THE_DOOR = 5.0  # seconds until the page at a full door looks again
GIVEN_UP = 40.0  # seconds at a door that does not open, or without a line
SPARE_FILES = 100
SAMPLES = 1_000_000  # pairs of press and screen to look at
HOURS = ("pledging", "gaps", "shifts", "allocation")  # steps at which hours can be given
STEP = re.compile(r'id="gathering-step"[^>]*data-step="(\w+)"')
VERSION = re.compile(r'data-version="(\d+)"')
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
RECEIPT = re.compile(r'data-heads="(\d+):\w+">')


NOT_YET = float("inf")


class NoAnswer(ConnectionError):
    """The server broke, or was too busy: 5xx."""


class Refused(ConnectionError):
    """Not let in, with the word it was told: "closed", "full" or "away"."""


class Caller(Phone):
    """A pretend phone with a socket, which knows when it saw what. Times are seconds of `time.monotonic`."""

    def __init__(self, url: str, number: int) -> None:
        super().__init__(url, f"{GUESTS[number % len(GUESTS)]} {number}")
        self.number = number
        self.client: Client | None = None
        self.lost = Event()
        self.refusal = ""
        self.step, self.version, self.at = "", 0, 0
        self.inside_after: float | None = None
        self.came_back: list[float] = []
        self.knocked = 0.0
        self.outages: list[list[float]] = [[0.0, NOT_YET]]  # without the line, from and until
        self.saw: list[tuple[int, float]] = []  # versions, and when
        self.card = ""
        self.tried_card = False
        self.receipts: dict[int, int] = {}  # the row that each promise was saved as
        self.unsure: set[int] = set()  # proposals where a press was not answered
        self.regressions = 0
        self.home = self.entered = self.pressing = self.catching = False

    def arrive(self, code: str, speaks_for: int = 0) -> None:
        """Through the door and on the line, with all that a browser loads first; maybe with a word for all of them."""
        self.knocked = self.knocked or time.monotonic()
        if not self.entered:
            with self.staying():
                page = self.knock(code)
                for place in dict.fromkeys(ASSET.findall(page)):
                    self.get(place)
                self.entered = bool(page) and self.enter(code)
        if self.entered:
            if speaks_for:
                self.press("/crowd", phones=speaks_for)
            self._read(self.here("/"))
            self._open()
            self._follow()

    def hear(self, news: dict[str, object]) -> None:
        """One message, as live.js hears it; what is missing in between is fetched."""
        version, at = int(str(news["to"])), int(str(news["at"]))
        if news["fragments"]:  # a heartbeat shows nothing, so it is never older than what is shown
            self.regressions += at < self.at
            self.at = max(self.at, at)
        for name, fragment in news["fragments"]:  # type: ignore[attr-defined]
            if name == "gathering-step":
                self._read(fragment)
        if news.get("behind") or int(str(news["from"])) > self.version:
            self._catch_up_soon(JITTER)
        else:
            self._reach(version)

    def drop(self) -> None:
        """As if the Wi-Fi had gone."""
        if self.client and self.client.connected:
            self.client.eio.ws.shutdown()

    def go_home(self) -> None:
        self.home = True
        self.drop()

    def post_card(self) -> bool:
        """Its one card, often the same as somebody else's at its table."""
        kind, words = CARDS[self.number % len(CARDS)][:2]
        self.tried_card = True
        if well(self.press(f"/board/{kind}", words=(card := f"{words}, table {self.number // 100 + 1}"))):
            self.card = card
        return bool(self.card)

    def give_hours(self, proposal: int, hours: int) -> int:
        """The book's row that this was saved as; 0 when the room said no. Gone or NoAnswer when nobody knows."""
        self.unsure.add(proposal)
        place = f"/proposals/{proposal}/pledge"
        form = {"hours": str(hours), "first_hour": "this week"}
        answer = self.press(place, htmx=True, **form)
        found = RECEIPT.search(answer.text) if well(answer) else None
        self.unsure.discard(proposal)
        if not found:
            return 0
        self.receipts[proposal] = max(int(found[1]), self.receipts.get(proposal, 0))
        return int(found[1])

    def missing(self) -> int:
        """Of what was saved, how much does not stand on my own page?"""
        page = html.unescape(self.here("/me"))
        kept = {int(row) for row in RECEIPT.findall(page)}
        promises = sum(row not in kept for place, row in self.receipts.items() if place not in self.unsure)
        return promises + (self.card not in page)

    def seen_after(self, row: int, pressed: float) -> float | None:
        """Seconds from a press to this screen; None for one that was without the line meanwhile."""
        place = bisect_left(self.saw, (row, 0.0))
        if place == len(self.saw):
            return None
        seen = self.saw[place][1]
        away = any(begun <= seen and pressed <= ended for begun, ended in self.outages)
        return None if away else seen - pressed

    def _open(self) -> None:
        """On the line, by Socket.IO's own client. Refused when the room says no, Gone when nobody answers."""
        self.at, self.refusal = 0, ""
        self.lost.clear()
        self.client = Client(reconnection=False, handle_sigint=False, websocket_extra_options={"timeout": PATIENCE})
        for event, hears in (("hello", self._hello), ("news", self.hear), ("disconnect", self._lose)):
            self.client.on(event, hears)
        self.client.on("connect_error", self._refused)
        try:
            self.client.connect(
                self.url,
                headers={"Cookie": self.cookie},
                auth={"slug": self.slug, "audience": "phones", "view": VIEW},
                transports=["websocket"],
                socketio_path=f"{urlsplit(self.url).path}/socket.io",
                wait_timeout=PATIENCE,
            )
        except SocketIOError as error:
            raise Refused(self.refusal) if self.refusal else Gone(str(error)) from None

    def _hello(self, stands: dict[str, int]) -> None:
        if stands["to"] > self.version:
            self._catch_up_soon(0)
        else:
            self._be_current()

    def _refused(self, why: object) -> None:
        self.refusal = why["message"] if isinstance(why, dict) else ""

    def _lose(self, _: str) -> None:
        if self.outages[-1][1] != NOT_YET:
            self.outages.append([time.monotonic(), NOT_YET])
        self.lost.set()

    def _be_current(self) -> None:
        """On the line and up to date: the first time it is in, later it is back."""
        if self.outages[-1][1] == NOT_YET:
            self.outages[-1][1] = now = time.monotonic()
            if self.inside_after is None:
                self.inside_after = now - self.knocked
            else:
                self.came_back.append(now - self.knocked)

    def _follow(self) -> None:
        """Until it goes home; back on the line whenever that was lost."""
        while not self.home:
            self.lost.wait()
            self._come_back()

    def _come_back(self) -> None:
        deadline = time.monotonic() + GIVEN_UP
        gevent.sleep(random.uniform(*AWAY))
        while not self.home:
            self.knocked = time.monotonic()
            try:
                self._open()
                return
            except Refused as refused:
                self.home = str(refused) == "closed"
            except Gone:
                self.home = time.monotonic() > deadline
            gevent.sleep(random.uniform(*AGAIN))

    def _catch_up_soon(self, jitter: float) -> None:
        """Beside hearing on: a phone that did not answer pings meanwhile would lose the line."""
        if not self.catching:
            self.catching = True
            gevent.spawn(self._catch_up_after, random.uniform(0, jitter))

    def _catch_up_after(self, wait: float) -> None:
        try:
            gevent.sleep(wait)
            self._catch_up()
        except Gone:
            pass  # the next heartbeat finds it behind, and it asks again
        finally:
            self.catching = False

    def _catch_up(self) -> None:
        """The pieces of its page by an ordinary GET, as a phone at the list of proposals asks for them."""
        parts = "&".join(["id=gathering-step", *(f"id=proposal-{number}-tally" for number in self.receipts)])
        answer = self.get(f"/g/{self.slug}/fragments?audience=phones&{parts}")
        if answer.status in (403, 404):
            self.home = True
        elif answer.good:
            news = json.loads(answer.text)
            self._read("".join(fragment for _, fragment in news["fragments"]))
            self._reach(int(news["to"]))
            self._be_current()

    def _reach(self, version: int) -> None:
        if version > self.version:
            self.version = version
            self.saw.append((version, time.monotonic()))

    def _read(self, page: str) -> None:
        """What a page or a piece says of where the room is."""
        if step := STEP.search(page):
            self.step = step[1]
        if version := VERSION.search(page):
            self._reach(int(version[1]))


class Crowd:
    """So many phones, minutes of giving hours. `reports`: one tells the desk. RuleBroken beyond the bounds."""

    def __init__(self, url: str, code: str, phones: int, minutes: float, reports: bool = False) -> None:
        check_crowd(phones, minutes)
        self.url, self.code, self.size, self.minutes, self.reports = url, code, phones, minutes, reports
        self.phones: list[Caller] = []
        self.presses: list[tuple[int, float]] = []  # rows of the book, and when somebody pressed
        self.refused = self.arrivals = self.lost = 0
        self._last_call = time.monotonic() + LONGEST * 60

    def come(self) -> Iterator[str]:
        """All of it, and a line now and then on how it goes. RuleBroken at an evening that counts."""
        if not Phone(self.url, "").knock(self.code):
            raise RuleBroken(
                N_("There is no open door with the code %(code)s at %(url)s."), code=self.code, url=self.url
            )
        for stop in (signal.SIGINT, signal.SIGTERM):
            gevent.signal_handler(stop, gevent.kill, gevent.getcurrent(), KeyboardInterrupt)
        open_many_files(2 * self.size + SPARE_FILES)
        report = ""
        try:
            yield from self._arrive()
            yield from self._wait_for_hours()
            yield from self._give_hours()
            yield from self._settle()
            report = write_report(self.found())
        finally:
            self._hand_over(report)
            self.go_home()

    def _hand_over(self, report: str) -> None:
        """To the desk; an empty one when they came to nothing."""
        if self.reports and self.phones and self.phones[0].entered:
            with suppress(Gone):
                self.phones[0].press("/crowd/sheet", sheet=report)

    def go_home(self) -> None:
        for phone in self.phones:
            phone.go_home()

    def found(self) -> Tried:
        """What they lived through."""
        inside = [phone.inside_after for phone in self.phones if phone.inside_after is not None]
        back = [seconds for phone in self.phones for seconds in phone.came_back]
        screens = self._screens()
        return Tried(
            phones=self.size,
            inside=len(inside),
            arrivals=self.arrivals,
            door=milliseconds(max(inside, default=0.0)),
            presses=len(self.presses),
            refused=self.refused,
            middle=milliseconds(at(screens, 0.5)),
            most=milliseconds(at(screens, 0.95)),
            worst=milliseconds(at(screens, 1.0)),
            dropped=len(back),
            back=milliseconds(max(back, default=0.0)),
            lost=self.lost,
            regressions=sum(phone.regressions for phone in self.phones),
        )

    @property
    def inside(self) -> list[Caller]:
        return [phone for phone in self.phones if phone.inside_after is not None and not phone.home]

    def _arrive(self) -> Iterator[str]:
        began = time.monotonic()
        for number in range(1, self.size + 1):
            self.phones.append(phone := Caller(self.url, number))
            gevent.spawn(self._live, phone)
            gevent.sleep(1 / ARRIVALS)
            if number % (5 * ARRIVALS) == 0:
                yield f"{len(self.inside)} of {self.size} phones are in."
        deadline = time.monotonic() + GIVEN_UP
        while len(self.inside) < self.size and time.monotonic() < deadline:
            gevent.sleep(0.1)
        self.arrivals = milliseconds(max((phone.outages[0][1] for phone in self.inside), default=began) - began)
        yield f"{len(self.inside)} of {self.size} phones are in."

    def _live(self, phone: Caller) -> None:
        """Whoever is not let in tries again, as the page at a full door does; then it stays outside."""
        deadline = time.monotonic() + GIVEN_UP
        while not phone.home and time.monotonic() < deadline:
            with suppress(OSError):
                phone.arrive(self.code, speaks_for=self.size if self.reports and phone.number == 1 else 0)
            if not phone.home:
                gevent.sleep(AT_THE_DOOR)

    def _wait_for_hours(self) -> Iterator[str]:
        """Nothing but cards, until hours can be given and everybody has seen the last card."""
        said = ""
        while self._goes_on() and self._step not in HOURS:
            if self._step != said:
                said = self._step
                yield f"They wait for the step where people give hours; now: {said}."
            if said == "board":
                yield from self._post_cards()
            gevent.sleep(1)
        yield from self._post_cards()

    def _post_cards(self) -> Iterator[str]:
        """One each, at the pace of the room, and until every screen has them."""
        pool, waiting = Pool(AT_ONCE), [phone for phone in self.inside if not phone.tried_card]
        for phone in waiting:
            pool.spawn(self._press, phone, phone.post_card)
            gevent.sleep(1 / self._pace)
        pool.join(PATIENCE)
        if waiting:
            yield f"{len(waiting)} phones put up a card."
            gevent.sleep(QUIET)
            self._let_everybody_see(max(phone.version for phone in waiting))

    def _let_everybody_see(self, row: int) -> None:
        deadline = time.monotonic() + SETTLING
        while any(phone.version < row for phone in self.inside) and time.monotonic() < deadline:
            gevent.sleep(0.1)

    @property
    def _pace(self) -> float:
        """Presses a second."""
        return min(PRESSES, max(FEWEST, self.size / PHONES_A_PRESS))

    def _give_hours(self) -> Iterator[str]:
        numbers = self._proposals()
        pool, luck = Pool(AT_ONCE), random.Random()
        until = min(time.monotonic() + self.minutes * 60, self._last_call)
        half, told = time.monotonic() + self.minutes * 30, time.monotonic()
        turns = luck.sample(self.inside, len(self.inside))
        while numbers and turns and self._goes_on() and self._step in HOURS and time.monotonic() < until:
            phone = turns.pop(0)
            turns.append(phone)
            if not phone.home and not phone.pressing:
                pool.spawn(self._give, phone, luck.choice(mine(numbers, phone.number)), luck.randint(1, 3))
            gevent.sleep(1 / self._pace)
            if half and time.monotonic() > half:
                half = 0.0
                for dropped in turns[::DROPPED]:
                    dropped.drop()
                yield f"{len(turns[::DROPPED])} phones lose the line and come back."
            if time.monotonic() > told + 5:
                told = time.monotonic()
                yield f"{len(self.presses)} presses saved, {self.refused} without a good answer."
        pool.join(PATIENCE)

    def _give(self, phone: Caller, proposal: int, hours: int) -> None:
        pressed = time.monotonic()
        row = self._press(phone, lambda: phone.give_hours(proposal, hours))
        if row:
            self.presses.append((row, pressed))

    def _press(self, phone: Caller, action: Callable[[], int]) -> int:
        """What it gave; 0 for what got no good answer."""
        phone.pressing = True
        try:
            return action()
        except (Gone, NoAnswer):
            self.refused += 1
            return 0
        finally:
            phone.pressing = False

    def _settle(self) -> Iterator[str]:
        """Wait for the last news, then look whether everything that was saved stands."""
        newest = max((row for row, _ in self.presses), default=0)
        yield "They look whether everything that was saved stands."
        self._let_everybody_see(newest)
        self.lost = sum(phone.version < newest for phone in self.inside)
        self.lost += sum(Pool(AT_ONCE).map(self._missing, self.inside))

    def _missing(self, phone: Caller) -> int:
        try:
            return phone.missing()
        except Gone:
            return len(phone.receipts)

    def _proposals(self) -> list[int]:
        with suppress(Gone):
            for phone in self.inside[:1]:
                return phone.proposals()
        return []

    def _goes_on(self) -> bool:
        return bool(self.inside) and time.monotonic() < self._last_call

    @property
    def _step(self) -> str:
        """Where the room is: what the newest of them was told."""
        newest = max(self.inside, key=lambda phone: phone.version, default=None)
        return newest.step if newest else ""

    def _screens(self) -> list[float]:
        """Seconds from press to screen, sorted: of every pair, or evenly picked ones of very many."""
        stride = max(1, len(self.presses) * len(self.phones) // SAMPLES)
        seen = (phone.seen_after(*press) for press in self.presses[::stride] for phone in self.phones)
        return sorted(seconds for seconds in seen if seconds is not None)


def open_many_files(wanted: int) -> None:
    """A phone is two of them; many systems allow 256 unless asked. Where more cannot be had, phones stay outside."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def well(answer: Answer) -> bool:
    """Did the room say yes? NoAnswer when it broke or was too busy."""
    if answer.status >= 500:
        raise NoAnswer(str(answer.status))
    return answer.good


def mine(numbers: list[int], phone: int) -> list[int]:
    """The two proposals of a phone; the first ones are liked by more."""
    first = numbers[min(phone * phone % (len(numbers) + 3), len(numbers) - 1)]
    return [first, numbers[phone % len(numbers)]]


def at(ordered: list[float], share: float) -> float:
    """The value below which this share of them lies; 0.0 of none."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
