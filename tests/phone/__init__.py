"""The phone's own pages."""
