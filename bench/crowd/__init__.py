"""A full hall for a benchmark: thousands of phones in one process, their servers, and the report of results."""
