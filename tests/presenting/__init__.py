"""One before the room at a time."""
