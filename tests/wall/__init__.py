"""The projected page."""
