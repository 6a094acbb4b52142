"""Tests of the shared document."""
