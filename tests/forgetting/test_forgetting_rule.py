"""When an evening may be forgotten: over at its last step, with its round closed, if it has one."""

import pytest

from assembly.forgetting.rules import check_over
from assembly.kernel.rules import RuleBroken
from assembly.rounds.rules.round import check_pledges_kept


@pytest.mark.parametrize(
    ("last_step", "has_round", "locked", "sentence"),
    [
        (True, True, False, "The round is still open"),
        (False, True, False, "The round is still open"),
        (False, True, True, "still going on"),
        (False, False, False, "still going on"),
    ],
)
def test_an_evening_that_goes_on_is_not_forgotten(
    last_step: bool, has_round: bool, locked: bool, sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        check_over(last_step, has_round, locked)


@pytest.mark.parametrize(("has_round", "locked"), [(True, True), (False, False)])
def test_an_evening_that_is_over_may_be(has_round: bool, locked: bool) -> None:
    check_over(True, has_round, locked)


def test_pledges_that_were_forgotten_are_not_told() -> None:
    check_pledges_kept(purged=False)
    with pytest.raises(RuleBroken, match="printed page"):
        check_pledges_kept(purged=True)
