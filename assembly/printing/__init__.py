"""TODO printing."""
