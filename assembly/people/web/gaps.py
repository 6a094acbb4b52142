"""Text drawn once for many, with gaps where each person's own words belong."""

import re
import secrets
from collections.abc import Mapping

from markupsafe import escape

_HIDDEN = secrets.token_hex(8)  # nobody can type a gap
_GAP = re.compile(f"{_HIDDEN}-([a-z]+)-")


def gap(name: str) -> str:
    """What to draw in place of the words called `name`."""
    return f"{_HIDDEN}-{name}-"


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with every gap filled. KeyError for a gap that nobody has words for."""
    return _GAP.sub(lambda found: str(escape(words[found[1]])), text)
