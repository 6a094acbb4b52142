"""TODO rehearsal/phones."""
