"""TODO book."""
