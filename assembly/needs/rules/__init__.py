"""What must be true of needs and matches, and when words of a need answer those of a card."""
