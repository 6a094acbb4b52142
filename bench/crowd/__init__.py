"""A full hall for a benchmark: thousands of phones in one process, the servers they visit, and the sheet of results."""
