"""One evening: its steps, its door, and how many may come through it."""
