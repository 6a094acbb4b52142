"""What people may write: one line, not too long, nothing invisible that could disguise it."""

import unicodedata

from . import N_, RuleBroken

# Cc control, Cf format (bidi overrides, zero width), Cs surrogates, Co private, Zl/Zp line and paragraph separators
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
JOINERS = {"\u200c", "\u200d"}  # Persian and emoji need them


def one_line(written: str, longest: int) -> str:
    """The text on one line, spaces folded, invisible characters gone. RuleBroken when over `longest` characters."""
    seen = "".join(" " if letter in "\r\n\t" else letter for letter in unicodedata.normalize("NFC", written))
    line = " ".join("".join(letter for letter in seen if _shows(letter)).split())
    if len(line) > longest:
        raise RuleBroken(
            N_("That is %(length)s characters. Please use at most %(longest)s."), length=len(line), longest=longest
        )
    return line if any(letter not in JOINERS for letter in line) else ""


def needed(written: str, longest: int, sentence: str) -> str:
    """Like `one_line`, and RuleBroken(`sentence`) when nothing is left."""
    line = one_line(written, longest)
    if not line:
        raise RuleBroken(sentence)
    return line


def _shows(letter: str) -> bool:
    return letter in JOINERS or unicodedata.category(letter) not in UNSEEN
