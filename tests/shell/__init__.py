"""What whoever runs the machine asks of the server; static files."""
