"""How many may come to one evening, so that a prank cannot fill the hall's computer while neighbours stand outside."""

from assembly.kernel.rules import N_, RuleBroken

PER_HEAD = 3  # a person may change phones, or look on two
NEWCOMERS, FEWEST_NEWCOMERS = 500, 60  # in a minute: while nobody typed how many are expected, and at least
FEWEST_CONNECTIONS = 300  # or three strangers with a dozen tabs each could shut a small room out
MOST_EXPECTED = 5_000
MOST_HEADS = 20_000


def check_expected(people: int) -> None:
    """What a host types. RuleBroken beyond what one evening can hold."""
    if not 1 <= people <= MOST_EXPECTED:
        raise RuleBroken(N_("Type how many people you expect, from 1 to %(most)s."), most=MOST_EXPECTED)


def check_heads(heads: int) -> None:
    """What a host counted. RuleBroken beyond what a hall can hold."""
    if not 0 <= heads <= MOST_HEADS:
        raise RuleBroken(N_("Type how many heads are in the hall, up to %(most)s. 0 takes it away."), most=MOST_HEADS)


def newcomers_a_minute(expected: int | None) -> int:
    """People who may come in within one minute. Helpers' entries are never counted."""
    return NEWCOMERS if expected is None else max(FEWEST_NEWCOMERS, PER_HEAD * expected)


def open_connections(expected: int | None, most: int) -> int:
    """Phones and walls that may listen; `most` is the operator's limit, which nobody at a desk can lift."""
    return most if expected is None else min(most, max(FEWEST_CONNECTIONS, PER_HEAD * expected))
