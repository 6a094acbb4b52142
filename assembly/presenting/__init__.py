"""Each stands before the room in turn, with a clock that everybody shares."""
