"""Money in the book."""
