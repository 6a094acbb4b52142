"""TODO budget/web."""
