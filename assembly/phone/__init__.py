"""TODO phone."""
