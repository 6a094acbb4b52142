"""Everybody news can be for, spelled once. An audience is always asked for with a language."""

PHONES = "phones"
WALL = "wall"
DESK = "desk"


# where a phone is, and the last word of what is not shown there: that need not travel. Who says nothing hears all
POT, ELSEWHERE = "pot", "elsewhere"
NOT_SHOWN = {POT: ("tally",), ELSEWHERE: ("split", "rule", "points")}


def shows(view: str, part: str) -> bool:
    """Does a phone at such a page show this part?"""
    return part.rpartition("-")[2] not in NOT_SHOWN.get(view, ())
