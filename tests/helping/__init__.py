"""A helper who types for people without phones."""
