"""Addresses of the phone's own pages."""
