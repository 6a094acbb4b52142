"""TODO book/web."""
