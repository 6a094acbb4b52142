"""Pretend people at the doors of a rehearsal: guests who tell an evening, a crowd that tries what the hall takes."""
