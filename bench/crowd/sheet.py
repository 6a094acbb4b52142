"""The sheet of results in words and tables, from the file of results alone."""

def sheet(kept):
    return str(list(kept["units"]))
