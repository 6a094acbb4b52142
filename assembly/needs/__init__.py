"""What would help people, and which cards answer it."""
