"""Who sees what, when it has happened. Reads; never writes."""
