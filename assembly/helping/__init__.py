"""TODO helping."""
