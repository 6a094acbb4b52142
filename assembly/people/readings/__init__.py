"""TODO people/readings."""
