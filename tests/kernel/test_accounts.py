"""Money only ever goes from one place to another: nothing appears, nothing is lost, nothing falls below zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.kernel.rules import RuleBroken
from assembly.kernel.rules.accounts import ASIDE, OUTSIDE, POT, Moved, back, balances_after, proposal_account

ACCOUNTS = st.sampled_from([OUTSIDE, POT, ASIDE, *(proposal_account(number) for number in (1, 2, 3))])
MOVES = st.lists(st.tuples(ACCOUNTS, ACCOUNTS, st.integers(-2, 50)), max_size=30)


@given(MOVES)
def test_any_moves_are_either_refused_or_keep_every_unit(moves: list[Moved]) -> None:
    held: dict[str, int] = {}
    for move in moves:
        try:
            held = balances_after(held, [move])
        except RuleBroken:
            continue
        assert sum(held.values()) == 0
        assert all(amount >= 0 for account, amount in held.items() if account != OUTSIDE)


@given(MOVES)
def test_the_reverse_of_what_was_allowed_leads_back(moves: list[Moved]) -> None:
    start = {POT: 1000, ASIDE: 1000}
    done: list[Moved] = []
    held = dict(start)
    for move in moves:
        try:
            held = balances_after(held, [move])
            done.append(move)
        except RuleBroken:
            pass
    undone = balances_after(held, back(done))
    assert {account: amount for account, amount in undone.items() if amount} == start


@pytest.mark.parametrize(
    ("move", "words"),
    [
        ((POT, OUTSIDE, 11), "pot does not hold"),
        ((ASIDE, POT, 1), "set aside"),
        (("proposal 7", POT, 1), "Proposal 7"),
        ((POT, POT, 1), "from one place to another"),
        ((OUTSIDE, POT, 0), "more than nothing"),
        ((OUTSIDE, POT, -1), "more than nothing"),
    ],
)
def test_every_refusal_says_what_is_wrong(move: Moved, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        balances_after({POT: 10}, [move])
