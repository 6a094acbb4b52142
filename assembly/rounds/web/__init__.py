"""TODO rounds/web."""
