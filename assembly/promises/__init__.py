"""Looking back at a congress: what was promised last time, what we now own or run ourselves, and victories."""
