"""TODO rounds/actions."""
