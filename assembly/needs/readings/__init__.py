"""Needs as screens show them."""
