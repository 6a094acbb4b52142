"""Check-out: two questions and one tap at the end, without names; and what the room keeps for later."""
