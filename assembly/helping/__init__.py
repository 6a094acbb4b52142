"""A helper types for people without phones."""
