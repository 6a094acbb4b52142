"""The board as screens show it."""
