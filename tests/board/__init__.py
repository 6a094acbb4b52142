"""The board: cards, names beside them, and what the desk does with both."""
