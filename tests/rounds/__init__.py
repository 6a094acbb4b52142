"""Proposals, hours promised to them, and the pot that divides itself by these."""
