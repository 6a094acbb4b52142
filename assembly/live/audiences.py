"""Everybody news can be for, spelled once. An audience is always asked for with a language."""

PHONES = "phones"
WALL = "wall"
DESK = "desk"

ALL = (PHONES, WALL, DESK)
