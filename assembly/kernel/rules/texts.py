"""What people may write: one line, not too long, nothing invisible that could disguise it."""

import re
import unicodedata

from assembly.kernel.rules import N_, RuleBroken

# seven digits with whatever people put between them, or an @ between two words
NUMBER = re.compile(r"(?:\d[^\w]{0,4}){7,}")
HOUR = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])")  # "10:00-12:00" is no phone number
MAIL = re.compile(r"\w\s?@\s?\w")

# Cc control, Cf format (bidi overrides, zero width), Cs surrogates, Co private, Zl/Zp line and paragraph separators
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
JOINERS = {"\u200c", "\u200d"}  # Persian and emoji need them
BLANK = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}  # letters and signs that are drawn as nothing
MOST_MARKS = 4  # on one letter; more would climb over the lines above

# Marks that people leave out when they type: accents of Latin and Greek letters, vowel points of Arabic and Hebrew.
# Vowel signs and tones of other scripts have lower classes, and are letters to whoever reads them.
POINTS, ACCENTS = range(10, 37), 200  # canonical combining classes; accents and all above
# letters that no accent is part of, and how they are typed without; in Arabic, endings that sound alike
BARE = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ى": "ي", "ة": "ه", "ـ": ""}
)


def one_line(written: str, longest: int) -> str:
    """The text on one line, spaces folded, invisible characters gone. RuleBroken when over `longest` characters."""
    seen = "".join(" " if letter in BLANK or letter in "\r\n\t" else letter for letter in _few_marks(written))
    line = " ".join("".join(letter for letter in seen if _shows(letter)).split())
    if len(line) > longest:
        raise RuleBroken(
            N_("That is %(length)s characters. Please use at most %(longest)s."), length=len(line), longest=longest
        )
    return line if any(letter not in JOINERS and not _is_mark(letter) for letter in line) else ""


def needed(written: str, longest: int, sentence: str) -> str:
    """Like `one_line`, and RuleBroken(`sentence`) when nothing is left."""
    line = one_line(written, longest)
    if not line:
        raise RuleBroken(sentence)
    return line


def _few_marks(written: str) -> str:
    """Normalised, each letter with at most MOST_MARKS marks on it."""
    kept, marks = [], 0
    for letter in unicodedata.normalize("NFC", written):
        marks = marks + 1 if _is_mark(letter) else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) in ("Mn", "Me")


def _shows(letter: str) -> bool:
    return letter in JOINERS or unicodedata.category(letter) not in UNSEEN


def names_a_contact(written: str) -> bool:
    """However it is spelled: wide letters and keycaps count as the plain ones."""
    plain = unicodedata.normalize("NFKC", written)
    return bool(NUMBER.search(HOUR.sub("", plain)) or MAIL.search(plain))


def folded(words: str) -> str:
    """Words without case, punctuation or spaces, to compare; letters, vowel signs, numbers and symbols (+, #) count."""
    plain = unicodedata.normalize("NFC", words.casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LMNS" or letter in "#&@%")


def plainly(words: str) -> str:
    """Like `folded`, and without accents: "Renée", "RENEE" and "Rene\u0301e" are one. For finding names."""
    if words.isascii():
        return folded(words)
    parted = unicodedata.normalize("NFKD", words.casefold()).translate(BARE)
    return folded("".join(letter for letter in parted if not _left_out(letter)))


def _left_out(mark: str) -> bool:
    height = unicodedata.combining(mark)
    return height in POINTS or height >= ACCENTS
