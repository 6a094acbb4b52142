"""TODO kernel/web."""
