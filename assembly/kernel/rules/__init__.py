"""What must be true: pure, standard library only, spoken in sentences fit to read aloud."""

from typing import Any


class RuleBroken(Exception):
    """A rule said no. `sentence` is a message id for gettext, `values` fill its %(name)s places."""

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


def N_(sentence: str) -> str:
    """Mark a sentence for translation; the door translates it, in the language of whoever reads it."""
    return sentence
