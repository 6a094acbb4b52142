"""TODO forgetting."""
