"""What the room may read beside the figures, in its language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assembly.rounds.rules.allocation import Share


def _as_written(text: str, **values: object) -> str:
    return text % values if values else text


def _as_counted(one: str, many: str, num: int, **values: object) -> str:
    return (one if num == 1 else many) % {"num": num, **values}


@dataclass(frozen=True)
class Sight:
    """Titles by number, money as words, minor units of a step; English without `gettext` and `ngettext`."""

    titles: Mapping[int, str]
    money: Callable[[int], str]
    step: int
    locked: bool
    gettext: Callable[..., str] = _as_written
    ngettext: Callable[..., str] = _as_counted

    def amount(self, units: int) -> str:
        return self.money(units * self.step)

    def title(self, share: Share) -> str:
        return self.titles[number(share)]


def number(share: Share) -> int:
    """The proposal's number; a round's terms carry it as their id."""
    return int(str(share.terms.id))
