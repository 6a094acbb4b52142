"""TODO gatherings."""
