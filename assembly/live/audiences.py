"""Everybody news can be for, spelled once. An audience is always asked for with a language."""

PHONES = "phones"
WALL = "wall"
DESK = "desk"

ALL = (PHONES, WALL, DESK)


def room(slug: str, audience: str, language: str) -> str:
    """The socket room of one audience of one gathering in one language."""
    return f"{slug}/{audience}/{language}"
