"""Clusters and stars as screens show them."""
