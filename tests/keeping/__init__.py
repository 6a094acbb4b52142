"""Tests of keeping one's place."""
