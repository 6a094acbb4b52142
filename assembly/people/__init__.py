"""Who is here: they come in, say a name, hold keys."""
