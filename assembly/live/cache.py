"""What many ask for in the same moment, drawn once. Its key names the version, so nothing forgotten comes back."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

Key = tuple[Hashable, ...]  # a gathering's slug, its version, and what else tells one text from another


class Memo:
    """Texts by key: at most `most`, each for `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._kept: OrderedDict[Key, tuple[float, str]] = OrderedDict()

    def of(self, key: Key, draw: Callable[[], str]) -> str:
        """The text kept under this key, or drawn now."""
        self._let_go()
        until, text = self._kept.get(key, (0.0, ""))
        if until <= time.monotonic():
            text = draw()
            self._kept[key] = time.monotonic() + self.seconds, text
        return text

    def carry_on(self, slug: str, since: int, version: int) -> None:
        """What led from one version to the other changed none of these texts; they become no younger by it."""
        for key in [key for key in self._kept if key[:2] == (slug, since)]:
            self._kept[slug, version, *key[2:]] = self._kept.pop(key)

    def _let_go(self) -> None:
        """The eldest come first."""
        while self._kept and (len(self._kept) >= self.most or next(iter(self._kept.values()))[0] <= time.monotonic()):
            self._kept.popitem(last=False)
