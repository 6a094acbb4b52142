"""TODO rounds/readings."""
