"""Objections after the close: good enough for now, safe enough to try? Said in one's own words, heard one by one."""
