"""What of a lesson stands on a wall."""

from types import SimpleNamespace
from typing import cast

import pytest

from assembly.presenting.readings import A_WALL_OF_LETTERS, A_WALL_OF_WORDS, PresentingSlide, first_words
from tests.support.evenings import TITLE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ask first.", "Ask first."),
        ("", ""),
        (" ".join(["word"] * A_WALL_OF_WORDS), " ".join(["word"] * A_WALL_OF_WORDS)),
        (" ".join(["word"] * (A_WALL_OF_WORDS + 1)), " ".join(["word"] * A_WALL_OF_WORDS) + "…"),
        ("x" * 400, "x" * A_WALL_OF_LETTERS + "…"),
    ],
)
def test_twenty_words_stand_and_the_rest_is_on_phones(text: str, shown: str) -> None:
    assert first_words(text) == shown


def test_long_words_take_fewer_places() -> None:
    shown = first_words(" ".join(["longerwords"] * 20))
    assert len(shown) <= A_WALL_OF_LETTERS + 1
    assert shown.endswith("longerwords…")


def test_the_list_of_what_comes_is_set_as_large_as_its_longest_title_allows() -> None:
    def slide(*titles: str, pages: int = 1) -> PresentingSlide:
        lines = [SimpleNamespace(title=title) for title in titles]
        listed = type("Listed", (PresentingSlide,), {"lines": lines, "pages": pages})
        return cast("PresentingSlide", listed.__new__(listed))

    assert (slide("Kitchen", "Sound van").few, slide("Kitchen", "Sound van").title_size) == (True, 4)
    assert slide("Kitchen", TITLE).title_size == 3
    assert (slide(*["Kitchen"] * 6).few, slide(*["Kitchen"] * 6).title_size) == (False, 2)
    assert not slide("Kitchen", pages=2).few, "the last page looks like the others"
