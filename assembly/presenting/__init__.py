"""TODO presenting."""
