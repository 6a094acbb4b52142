"""Clusters and stars: cards that go together, and what would free us most."""
