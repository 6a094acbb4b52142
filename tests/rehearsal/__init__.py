"""Rehearsals and their pretend people."""
