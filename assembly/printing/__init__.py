"""What one prints: the evening with its sums, cards for tables and doors."""
