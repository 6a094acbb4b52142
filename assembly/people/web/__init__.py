"""TODO people/web."""
