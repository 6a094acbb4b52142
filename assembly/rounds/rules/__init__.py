"""TODO rounds/rules."""
