"""The desk: counts, and the line about phones and the machine."""
