"""TODO rehearsal/actions."""
