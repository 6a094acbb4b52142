"""TODO desk."""
