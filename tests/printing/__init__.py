"""What one prints."""
