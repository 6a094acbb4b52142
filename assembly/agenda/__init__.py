"""The agenda: a gathering's steps, changed before and during it, with a clock on each."""
