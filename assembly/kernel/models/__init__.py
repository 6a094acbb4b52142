"""TODO kernel/models."""
