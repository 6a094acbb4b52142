"""TODO gatherings/web."""
