"""Names, cards and whole evenings that are forgotten."""
