"""TODO people/actions."""
