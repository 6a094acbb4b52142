"""Keep my place: a key by which the same person goes on at another phone."""
