"""What of a lesson stands on a wall."""

import pytest

from assembly.presenting.readings import A_WALL_OF_LETTERS, A_WALL_OF_WORDS, first_words


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
