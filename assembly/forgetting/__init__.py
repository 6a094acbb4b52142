"""Names, cards, or all of an evening's people leave screens and files."""
