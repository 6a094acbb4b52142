"""Pretend guests: they come through the doors over HTTP as anybody does, at a human pace, and follow the evening."""

import random
import re
import time
from collections import Counter
from collections.abc import Iterator

from assembly.rehearsal.phones.forms import forms_on
from assembly.rehearsal.phones.phone import PATIENCE, Gone, Phone
from assembly.rehearsal.stories import BY_FIELD, CARDS, GUESTS, PEOPLE, SAID

SELDOM = {"objections": 0.1, "victories": 0.3, "presenting": 0.4}  # how many have something to say there
JOINING = 0.7
PRESSES_A_STEP = 2  # of one guest, where the page Now asks for something
NEVER = ("withdraw", "forget", "/people", "/name", "merg", "key", "keep")  # in the address of a form: guests leave it
BREATH = (0.6, 2.4)  # seconds between two actions in the room, at pace 1
STEP = re.compile(r'data-step="(\w+)"')
CARD = re.compile(r'name="card" value="(\d+)"')


class Guest(Phone):
    """One of them, and how much they did already."""

    cards = promises = 0

    def __init__(self, url: str, name: str) -> None:
        super().__init__(url, name)
        self.pressed: Counter[str] = Counter()  # forms sent, by kind of step

    def step(self) -> str:
        found = STEP.search(self.here("/"))
        return found[1] if found else ""


class Rehearsal:
    """A room of pretend guests at one gathering. `actions` says one thing after the other, until the closing step."""

    def __init__(self, url: str, code: str, people: int, luck: random.Random) -> None:
        self.url, self.code, self.people, self.luck = url, code, people, luck
        self.inside: list[Guest] = []
        self.stories = [card[:3] for card in CARDS]
        luck.shuffle(self.stories)
        known = [name for name, _ in PEOPLE if name]
        self.names = [*luck.sample(known, len(known)), *luck.sample(GUESTS, len(GUESTS))]

    def actions(self) -> Iterator[str]:
        step = ""
        while step != "closing":
            step = self.inside[0].step() if self.inside else "doors"
            yield self.action(step) or "listens"

    def action(self, step: str) -> str:
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
        if not guest.pressed[step] and self.luck.random() > SELDOM.get(step, 1):
            guest.pressed[step] = PRESSES_A_STEP  # nothing to say there
        return self.join_in(guest, step)

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
            return f"{guest.name}: {words}" if guest.press(f"/board/{kind}", words=words, note=note).good else ""
        kind = self.luck.choice(("skills", "spaces", "tools", "connections"))
        cards = CARD.findall(guest.here(f"/board/{kind}"))
        if not cards or self.luck.random() < 0.4:
            return ""
        guest.press("/board/names", card=self.luck.choice(cards))
        return f"{guest.name}: me too"

    def promise(self, guest: Guest, step: str) -> str:
        """Hours for one of the proposals: everybody gives once or twice, and some move theirs once the money shows."""
        if guest.promises > 1 and self.luck.random() < 0.85:
            return ""
        numbers = guest.proposals()
        if not numbers:
            return ""
        number = numbers[min(len(numbers) - 1, int(self.luck.expovariate(2.5 / len(numbers))))]
        guest.promises += 1
        hours, first = self.luck.choice((1, 1, 2, 2, 3, 4)), self.luck.choice(("this week", "next week", "later"))
        given = guest.press(f"/proposals/{number}/pledge", hours=hours, first_hour=first).good
        return f"{guest.name}: {hours} h for number {number}" if given else ""

    def join_in(self, guest: Guest, step: str) -> str:
        """At every other step: a form that stands on the page Now, filled in with what such people say there."""
        if guest.pressed[step] >= PRESSES_A_STEP:
            return ""
        guest.pressed[step] += 1
        forms = forms_on(guest.here("/"), NEVER)
        words = self.luck.choice(SAID.get(step, ("",)))
        # who may join something joins it sooner than begin something; what one may not do, another may do
        for form in sorted(forms, key=lambda form: self.luck.random() - JOINING * bool(form.choices)):
            if guest.send(form.action, form.filled(self.luck, words, BY_FIELD)).good:
                return f"{guest.name} joined in: {words or step}"
        return ""


def attend(url: str, code: str, people: int, pace: float, luck: random.Random | None = None) -> Iterator[str]:
    """Wait for the server, then let them come, a line for each action, until the evening ends or nobody answers."""
    rehearsal = Rehearsal(url, code, people, luck or random.Random())
    deadline = time.monotonic() + PATIENCE
    actions = rehearsal.actions()
    while True:
        try:
            said = next(actions)
            deadline = time.monotonic() + PATIENCE
            if said != "listens":
                yield said
        except StopIteration:
            return
        except Gone:
            if time.monotonic() > deadline:
                return
            actions = rehearsal.actions()
        time.sleep(pace * rehearsal.luck.uniform(*BREATH))
