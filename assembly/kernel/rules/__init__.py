"""What must be true: pure, standard library only, spoken in sentences fit to read aloud."""

from typing import Any, ClassVar


class Refusal(Exception):
    """Something is not done, and the person who can act reads why.

    `sentence` is a message id for gettext whose %(name)s places are filled by `values`; `status` is HTTP's, and `page`
    the template that shows it where no form is shown again.
    """

    status: ClassVar[int] = 400
    page: ClassVar[str] = "refusal.html"
    sentence: str = ""
    values: dict[str, Any]

    def __init__(self, *about: object) -> None:
        super().__init__(*about)
        self.values = {}


class RuleBroken(Refusal):
    """A rule said no, in a sentence of its own."""

    status = 422

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


def N_(sentence: str) -> str:
    """Mark a sentence for translation; the door translates it, in the language of whoever reads it."""
    return sentence
