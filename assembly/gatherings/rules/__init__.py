"""TODO gatherings/rules."""
