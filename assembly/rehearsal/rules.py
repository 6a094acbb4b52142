"""Rehearsal: who may come to one, how many pretend phones, and whether what they found is a go."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from assembly.kernel.rules import N_, RuleBroken

MOST_PHONES = 2000
OFFERED = (50, 150, 300)  # on the desk; any other number too
LONGEST = 30  # minutes a crowd stays
LONGEST_REPORT = 500  # letters
MOST_COUNTED = 10_000_000  # of anything on a report, milliseconds too: far beyond what LONGEST holds

# milliseconds that a room still bears: people wait ten seconds at a door, and look up for three
DOOR = 10_000  # from a knock to being in
SCREEN = 3_000  # from a press to a screen, for nineteen of twenty
SLOWEST_SCREEN = 10_000
BACK = 5_000  # from coming back to being current
FURTHER = 2  # times what was tried is as far as anybody should guess

NO_REPORT = N_("This is no report of pretend phones.")


@dataclass(frozen=True)
class Tried:
    """What a crowd of `phones` measured, in milliseconds.

    `arrivals` until the last of those `inside` was in, `door` the slowest. `presses` saved, `refused` without a good
    answer. Press to screen: `middle`, `most` (19 of 20), `worst`. `back`: slowest return of the `dropped`. `lost`:
    saved but missing in the end or on a screen; `regressions`: screens that went back.
    """

    phones: int
    inside: int
    arrivals: int
    door: int
    presses: int
    refused: int
    middle: int
    most: int
    worst: int
    dropped: int
    back: int
    lost: int
    regressions: int


def write_report(tried: Tried) -> str:
    """A line of JSON, which `read_report` understands."""
    return json.dumps(asdict(tried))


def read_report(written: str) -> Tried:
    """What a crowd wrote, whoever says so. RuleBroken for what no crowd can have found."""
    if len(written) > LONGEST_REPORT:
        raise RuleBroken(NO_REPORT)
    try:
        tried = Tried(**json.loads(written))
    except (ValueError, TypeError):
        raise RuleBroken(NO_REPORT) from None
    counted = all(type(one) is int and 0 <= one <= MOST_COUNTED for one in asdict(tried).values())
    if not counted or tried.inside > tried.phones or not tried.middle <= tried.most <= tried.worst:
        raise RuleBroken(NO_REPORT)
    check_crowd(tried.phones, LONGEST)
    return tried


@dataclass(frozen=True)
class Reason:
    """A sentence for gettext, with its values."""

    sentence: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.values


@dataclass(frozen=True)
class Verdict:
    """Go when nothing speaks against it. `carries` is how many phones this laptop takes; 0 when nobody can tell."""

    against: tuple[Reason, ...]
    carries: int

    @property
    def go(self) -> bool:
        return not self.against


def judge(tried: Tried) -> Verdict:
    """Go or no go, and why not. Source: the promises in README; 300 phones are current within 5 s after a restart."""
    return Verdict(tuple(_what_speaks_against(tried)), carries(tried))


def carries(tried: Tried) -> int:
    """Phones this laptop takes at this pace, two digits, at most FURTHER times what was tried; 0 when unknown."""
    if not tried.presses or tried.lost or tried.regressions:
        return 0
    most = min(tried.inside * FURTHER, tried.inside * SCREEN // max(1, tried.most))
    unit = int("1" + "0" * (len(str(most)) - 2))
    return most // unit * unit


def _what_speaks_against(tried: Tried) -> Iterator[Reason]:
    if tried.inside < tried.phones:
        yield Reason(N_("%(inside)s of %(phones)s phones came in."), {"inside": tried.inside, "phones": tried.phones})
    if not tried.presses:
        yield Reason(N_("Nobody gave hours. Press Next until people can, and send phones again."))
    if tried.lost:
        yield Reason(
            N_("%(lost)s times something saved did not stand, or did not reach a screen."), {"lost": tried.lost}
        )
    if tried.regressions:
        yield Reason(N_("%(count)s times a screen showed older after newer."), {"count": tried.regressions})
    if tried.refused:
        yield Reason(N_("%(refused)s presses got no good answer."), {"refused": tried.refused})
    if tried.door > DOOR:
        yield _late(N_("Somebody waited %(seconds)s seconds at the door."), tried.door)
    if tried.most > SCREEN:
        yield _late(N_("One screen of twenty came later than %(seconds)s seconds after the press."), tried.most)
    if tried.worst > SLOWEST_SCREEN:
        yield _late(N_("The slowest screen came %(seconds)s seconds after the press."), tried.worst)
    if tried.back > BACK:
        yield _late(N_("Somebody who lost the line was back only after %(seconds)s seconds."), tried.back)


def _late(sentence: str, milliseconds: int) -> Reason:
    return Reason(sentence, {"seconds": f"{milliseconds / 1000:.1f}"})


def check_removable(rehearsal: bool) -> None:
    """Only what never counted can be removed whole. RuleBroken."""
    if not rehearsal:
        raise RuleBroken(N_("Only a rehearsal can be removed. This evening counts."))


def check_crowd(phones: int, minutes: float) -> None:
    """How many for how long; RuleBroken beyond MOST_PHONES and LONGEST minutes."""
    if not 1 <= phones <= MOST_PHONES:
        raise RuleBroken(N_("Send from 1 to %(most)s pretend phones."), most=MOST_PHONES)
    if not 0 < minutes <= LONGEST:
        raise RuleBroken(N_("Pretend phones stay up to %(most)s minutes."), most=LONGEST)
