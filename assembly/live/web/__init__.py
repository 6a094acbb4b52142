"""TODO live/web."""
