"""What people may write: nothing that cannot be seen, nothing that climbs over its neighbours."""

import pytest

from assembly.kernel.rules.texts import one_line


@pytest.mark.parametrize("written", ["\u3164", "\u2800\u2800", "\ufe0f", "\u200d\ufe0f", "\u0301"])
def test_what_nobody_can_see_is_nothing(written: str) -> None:
    assert one_line(written, 40) == ""


def test_one_letter_carries_a_few_marks_only() -> None:
    assert len(one_line("a" + "\u0316" * 59, 60)) == 5


@pytest.mark.parametrize("written", ["मेला", "กิ่น", "Nguyễn", "\u200cنی", "👨\u200d👩\u200d👧", "❤️"])
def test_words_of_every_script_stay_whole(written: str) -> None:
    assert one_line(written, 40) == written
