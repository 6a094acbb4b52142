"""TODO money."""
