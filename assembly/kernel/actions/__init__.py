"""TODO kernel/actions."""
