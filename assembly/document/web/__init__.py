"""Addresses: find, do, tell, answer."""
