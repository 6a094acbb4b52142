"""Who is here, and what they may be called."""
