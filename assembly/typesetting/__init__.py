"""TODO typesetting."""
