"""Needs: written, brought together with cards, and taken back."""
