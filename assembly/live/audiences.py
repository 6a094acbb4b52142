"""Everybody news can be for, spelled once. An audience is always asked for with a language."""

import re
from functools import lru_cache

PHONES = "phones"
WALL = "wall"
DESK = "desk"

NUMBER = re.compile(r"(?<=-)\d+(?=-)")


@lru_cache(maxsize=1000)
def shows(view: str, part: str) -> bool:
    """Does a page with such a view ("" for everything) show this part?"""
    return not view or one_of_many(part) in view.split(" ")


def one_of_many(part: str) -> str:
    """ "proposal-7-tally" as "proposal-*-tally": what is shown of one is heard of all."""
    return NUMBER.sub("*", part)
