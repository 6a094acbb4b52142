"""Who asks next while somebody presents."""
