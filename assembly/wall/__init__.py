"""TODO wall."""
