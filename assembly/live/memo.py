"""What many ask for in the same moment, drawn once. Its key names the version, so nothing forgotten comes back."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Memo:
    """Texts by key: at most `most`, each for `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._kept: OrderedDict[Hashable, tuple[float, str]] = OrderedDict()

    def of(self, key: Hashable, draw: Callable[[], str]) -> str:
        """The text kept under this key, or drawn now."""
        self._let_go()
        if key in self._kept:
            return self._kept[key][1]
        text = draw()
        self._kept[key] = time.monotonic() + self.seconds, text
        return text

    def _let_go(self) -> None:
        """The eldest come first."""
        while self._kept and (len(self._kept) >= self.most or next(iter(self._kept.values()))[0] <= time.monotonic()):
            self._kept.popitem(last=False)
