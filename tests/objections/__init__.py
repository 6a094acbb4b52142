"""What people object to after the close."""
