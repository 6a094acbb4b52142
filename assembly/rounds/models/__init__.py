"""TODO rounds/models."""
