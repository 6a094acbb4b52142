"""Pretend guests: they come through the doors over HTTP as anybody does, at a human pace, and follow the evening."""

import contextlib
import http.cookiejar
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator

from .rules.codes import in_address
from .stories import CARDS, GUESTS, PEOPLE

PATIENCE = 15.0  # seconds without an answer until everybody goes home
BREATH = (0.6, 2.4)  # seconds between two deeds in the room, at pace 1
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
STEP = re.compile(r'data-step="(\w+)"')
SLUG = re.compile(r"/g/([\w-]+)")
PROPOSAL = re.compile(r"/proposals/(\d+)\"")
CARD = re.compile(r'name="card" value="(\d+)"')


class Gone(ConnectionError):
    """Nobody answers at that address any more."""


class Guest:
    """One pretend phone with a cookie of its own."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name, self.token, self.slug = url, name, "", ""
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.cards = self.promises = 0

    def come_in(self, code: str) -> bool:
        """Through the door with the code on the wall; False when it is closed."""
        page = self.get(f"/j/{in_address(code)}")
        found, token = SLUG.search(page), TOKEN.search(page)
        if not found or not token or 'name="code"' not in page or "/people" not in page:
            return False
        self.slug, self.token = found[1], token[1]
        return self.press("/people", code=code, name=self.name)

    def step(self) -> str:
        found = STEP.search(self.get(f"/g/{self.slug}/"))
        return found[1] if found else ""

    def press(self, place: str, **form: object) -> bool:
        """Send a form; False when the room said no, as it may."""
        typed = urllib.parse.urlencode({"csrf_token": self.token, **form}).encode()
        return bool(self._answer(f"/g/{self.slug}{place}", typed))

    def get(self, place: str) -> str:
        return self._answer(place, None)

    def _answer(self, place: str, typed: bytes | None) -> str:
        try:
            with self.opener.open(f"{self.url}{place}", typed, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as refusal:
            with contextlib.closing(refusal):
                return ""
        except OSError as error:
            raise Gone(str(error)) from error


class Rehearsal:
    """A room of pretend guests at one gathering. `deeds` says one thing after the other, until the closing step."""

    def __init__(self, url: str, code: str, people: int, luck: random.Random) -> None:
        self.url, self.code, self.people, self.luck = url, code, people, luck
        self.inside: list[Guest] = []
        self.stories = [card[:3] for card in CARDS]
        luck.shuffle(self.stories)
        known = [name for name, _ in PEOPLE if name]
        self.names = [*luck.sample(known, len(known)), *luck.sample(GUESTS, len(GUESTS))]

    def deeds(self) -> Iterator[str]:
        step = ""
        while step != "closing":
            step = self.inside[0].step() if self.inside else "doors"
            yield self.deed(step) or "listens"

    def deed(self, step: str) -> str:
        """One thing one of them does now, in words; nothing when everybody just listens."""
        waiting = len(self.inside) < self.people
        if waiting and (step == "doors" or self.luck.random() < 0.2):
            return self.arrive()
        if not self.inside:
            return ""
        guest = self.luck.choice(self.inside)
        if step in ("board", "reading"):
            return self.share(guest, step)
        if step in ("pledging", "allocation"):
            return self.promise(guest, step)
        return ""

    def arrive(self) -> str:
        number = len(self.inside)
        guest = Guest(self.url, self.names[number] if number < len(self.names) else f"Guest {number + 1}")
        if not guest.come_in(self.code):
            return ""
        self.inside.append(guest)
        return f"{guest.name} came in"

    def share(self, guest: Guest, step: str) -> str:
        """A card of their own, or their name beside another's."""
        if step == "board" and self.stories and guest.cards < 2 and self.luck.random() < 0.7:
            kind, words, note = self.stories.pop()
            guest.cards += 1
            return f"{guest.name}: {words}" if guest.press(f"/board/{kind}", words=words, note=note) else ""
        kind = self.luck.choice(("skills", "spaces", "tools", "connections"))
        cards = CARD.findall(guest.get(f"/g/{guest.slug}/board/{kind}"))
        if not cards or self.luck.random() < 0.4:
            return ""
        guest.press("/board/names", card=self.luck.choice(cards))
        return f"{guest.name}: me too"

    def promise(self, guest: Guest, step: str) -> str:
        """Hours for one of the proposals: everybody gives once or twice, and some move theirs once the money shows."""
        if guest.promises > 1 and self.luck.random() < 0.85:
            return ""
        numbers = sorted({int(number) for number in PROPOSAL.findall(guest.get(f"/g/{guest.slug}/proposals/"))})
        if not numbers:
            return ""
        number = numbers[min(len(numbers) - 1, int(self.luck.expovariate(2.5 / len(numbers))))]
        guest.promises += 1
        hours, first = self.luck.choice((1, 1, 2, 2, 3, 4)), self.luck.choice(("this week", "next week", "later"))
        given = guest.press(f"/proposals/{number}/pledge", hours=hours, first_hour=first)
        return f"{guest.name}: {hours} h for number {number}" if given else ""


def attend(url: str, code: str, people: int, pace: float, luck: random.Random | None = None) -> Iterator[str]:
    """Wait for the server, then let them come, a line for each deed, until the evening ends or nobody answers."""
    rehearsal = Rehearsal(url, code, people, luck or random.Random())
    deadline = time.monotonic() + PATIENCE
    deeds = rehearsal.deeds()
    while True:
        try:
            said = next(deeds)
            deadline = time.monotonic() + PATIENCE
            if said != "listens":
                yield said
        except StopIteration:
            return
        except Gone:
            if time.monotonic() > deadline:
                return
            deeds = rehearsal.deeds()
        time.sleep(pace * rehearsal.luck.uniform(*BREATH))
